"""One nominee and one award: every finding with its reason and proof; the office's own verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.eligibility import GROUP
from awards.eligibility.engine import PRINCIPLES
from awards.facts import Finding, Verdict
from campaigns.assessing.candidates import (
    KIND_SLUGS,
    Candidate,
    Nominee,
    closing_day,
    is_admitted,
)
from campaigns.assessing.gathering import proof_of
from campaigns.assessing.judging import Assessed, assessment_of
from campaigns.forms.overriding import OverrideForm
from campaigns.models import AwardOffer, Override
from campaigns.services import overriding
from emulation.organization.models import (
    Household,
    NomineeKind,
    Person,
    Unit,
    field_for,
)

from .proofs import Links, links_to, profile_of, proofs_in
from .scope import Scope, scope_of

MODELS = {
    NomineeKind.COLLECTIVE: Unit,
    NomineeKind.INDIVIDUAL: Person,
    NomineeKind.HOUSEHOLD: Household,
}


def _asked(request, pk: int, offer_pk: int, kind: str, nominee_pk: int):
    """Return scope, offer and nominee; 404 for what is not there or not the user's to see."""
    scope = scope_of(request.user, pk)
    offer = get_object_or_404(
        AwardOffer.objects.filter(campaign=scope.period.campaign_id).select_related(
            "award_type", "campaign"
        ),
        pk=offer_pk,
    )
    subject = next((k for k, slug in KIND_SLUGS.items() if slug == kind), None)
    if subject is None or subject not in offer.admits:
        raise Http404
    people = MODELS[subject].objects.all()
    if subject != NomineeKind.COLLECTIVE:
        people = people.select_related("unit")
    nominee = get_object_or_404(people, pk=nominee_pk)
    if not scope.admits(nominee):
        raise Http404
    return scope, offer, nominee


def _found(scope: Scope, offer: AwardOffer, nominee: Nominee) -> Assessed:
    try:
        return assessment_of(
            scope.period, offer, nominee, timezone.localdate(), confidential=scope.oversees
        )
    except ValueError:
        raise Http404 from None


def period_eligibility_detail(request, pk, offer_pk, kind, nominee_pk):
    """Show every finding about one nominee for one award; office and chair may judge otherwise."""
    scope, offer, nominee = _asked(request, pk, offer_pk, kind, nominee_pk)
    return _page(request, scope, offer, nominee)


@require_POST
def period_eligibility_override(request, pk, offer_pk, kind, nominee_pk):
    """Judge one finding otherwise; what was typed stays on the page when it cannot be saved."""
    scope, offer, nominee = _asked(request, pk, offer_pk, kind, nominee_pk)
    if not overriding.may_override(request.user, scope.period):
        raise PermissionDenied
    key = request.POST.get("rule_key", "")
    form = OverrideForm(request.POST)
    if form.is_valid():
        try:
            overriding.override(
                scope.period,
                offer,
                nominee,
                key,
                **form.cleaned_data,
                by=request.user,
                day=timezone.localdate(),
            )
        except ValidationError as error:
            _put(form, error)
        else:
            messages.success(request, "Đã ghi kết luận của văn phòng.")
            return redirect("campaigns:period_eligibility_detail", pk, offer_pk, kind, nominee_pk)
    return _page(request, scope, offer, nominee, failed=(key, form))


def _put(form: OverrideForm, error: ValidationError) -> None:
    """Set the errors of the service beside the fields that they are about."""
    for field, texts in error.message_dict.items():
        for text in texts:
            form.add_error(field if field in form.fields else None, text)


@require_POST
def period_eligibility_withdraw(request, pk, offer_pk, kind, nominee_pk, override_pk):
    """Take the office's verdict back, with a reason."""
    scope, offer, nominee = _asked(request, pk, offer_pk, kind, nominee_pk)
    record = get_object_or_404(
        Override.objects.filter(
            period=scope.period, offer=offer, **{field_for(nominee): nominee}
        ).select_related("period__campaign__authority"),
        pk=override_pk,
    )
    try:
        overriding.withdraw_override(record, reason=request.POST.get("note", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Đã bỏ kết luận của văn phòng; kết quả tự động được dùng lại.")
    return redirect("campaigns:period_eligibility_detail", pk, offer_pk, kind, nominee_pk)


def _page(
    request,
    scope: Scope,
    offer: AwardOffer,
    nominee: Nominee,
    failed: tuple[str, OverrideForm] | None = None,
):
    found = _found(scope, offer, nominee)
    links = links_to(proofs_in(found.assessment), request.user)
    may_override = overriding.may_override(request.user, scope.period)
    stored = {
        record.rule_key: record.pk
        for record in Override.objects.filter(
            period=scope.period, offer=offer, **{field_for(nominee): nominee}
        )
    }
    candidate = found.candidate
    shown_registrations = links_to(
        [proof_of(registration, "") for registration in candidate.registrations], request.user
    )
    context = {
        "period": scope.period,
        "campaign": scope.period.campaign,
        "scope": scope,
        "outcome_label": found.label,
        "subject_label": NomineeKind(candidate.subject).label,
        "has_rules": any(f.section != PRINCIPLES for f in found.assessment.findings),
        "law_day": closing_day(scope.period),
        "registrations": [
            {
                "unit": registration.unit,
                "is_late": registration.is_late,
                "url": shown_registrations.get((registration._meta.label_lower, registration.pk)),
            }
            for registration in candidate.registrations
        ],
        "others": _others(scope, offer, candidate),
        "offer": offer,
        "nominee": nominee,
        "kind": KIND_SLUGS[NomineeKind(candidate.subject)],
        "found": found,
        "candidate": candidate,
        "assessment": found.assessment,
        "profile": profile_of(nominee),
        "sections": _sections(found.assessment.findings, links, stored, failed),
        "warnings": [
            {"text": warning.text, "proofs": _linked(warning.proofs, links)}
            for warning in found.assessment.warnings
        ],
        "may_override": may_override,
        "failed": failed[1] if failed else None,
        "is_lost": bool(failed)
        and all(finding.rule.key != failed[0] for finding in found.assessment.findings),
        "log": overriding.log_of(scope.period, offer, nominee) if scope.oversees else [],
        "today": timezone.localdate(),
    }
    status = 422 if failed else 200
    return render(request, "campaigns/eligibility_detail.html", context, status=status)


def _others(scope: Scope, offer: AwardOffer, candidate: Candidate) -> list[dict[str, str]]:
    """Return the pages of the campaign's other awards that the nominee could get."""
    slug = KIND_SLUGS[NomineeKind(candidate.subject)]
    return [
        {
            "title": other.title,
            "url": reverse(
                "campaigns:period_eligibility_detail",
                args=[scope.period.pk, other.pk, slug, candidate.nominee.pk],
            ),
        }
        for other in scope.period.campaign.offers.select_related("award_type").prefetch_related(
            "also"
        )
        if other.pk != offer.pk and is_admitted(other, candidate.subject)
    ]


def _sections(
    findings: Iterable[Finding],
    links: Links,
    stored: dict[str, int],
    failed: tuple[str, OverrideForm] | None,
) -> list[dict[str, Any]]:
    """Return the findings section by section; members of alternatives hang below their group."""
    sections: dict[str, list[dict[str, Any]]] = {}
    groups: dict[str, dict[str, Any]] = {}
    for finding in findings:
        shown = {
            "finding": finding,
            "label": Verdict(finding.verdict).label,
            "machine": Verdict(finding.machine).label if finding.machine else "",
            "proofs": _linked(finding.proofs, links),
            "members": [],
            "override_pk": stored.get(finding.rule.key),
            "form": _form(finding, failed),
            "is_open": bool(failed) and failed[0] == finding.rule.key,
        }
        if finding.rule.kind == GROUP:
            groups[finding.rule.key] = shown
        if finding.rule.group in groups:
            groups[finding.rule.group]["members"].append(shown)
        else:
            sections.setdefault(finding.section, []).append(shown)
    return [{"title": title, "findings": shown} for title, shown in sections.items()]


def _form(finding: Finding, failed: tuple[str, OverrideForm] | None) -> OverrideForm:
    if failed and failed[0] == finding.rule.key:
        return failed[1]
    given = finding.override
    initial = {"verdict": given.verdict, "reason": given.reason} if given else {}
    form = OverrideForm(initial=initial)
    form.auto_id = f"{finding.rule.key}-%s"
    return form


def _linked(proofs: Iterable[Any], links: Links) -> list[dict[str, str]]:
    """Return the proofs in words with their address, "" where the user may not open them."""
    return [
        {"text": proof.text or "xem bản ghi", "url": links.get((proof.model, proof.pk), "")}
        for proof in proofs
        if proof.text or (proof.model, proof.pk) in links
    ]
