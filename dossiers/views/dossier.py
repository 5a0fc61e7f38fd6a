"""Dossiers: the list, the board of a period where they are begun, one dossier, its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.models import Route
from campaigns.views.scope import Scope, scope_of
from dossiers.checklist import Owner, checklist, missing_to_send, standing, takes_scan
from dossiers.forms.nominating import PaperCopiesForm, ScanForm, SupplementForm
from dossiers.models import Dossier
from dossiers.services import appraising, nominating
from dossiers.services.findings import findings_of
from dossiers.states import (
    APPRAISE,
    BEFORE_COUNCIL,
    RECALL,
    RECEIVE,
    REQUEST_SUPPLEMENT,
    RESUME,
    SEND_SUPPLEMENT,
    SUBMIT,
    DossierState,
    NominationState,
)
from dossiers.tables import DossierFilter, dossier_sheet
from emulation.organization.exports import table_to_xlsx
from emulation.organization.history import timeline
from emulation.organization.models import OVERSEERS, IssuedPaper, Role, Unit
from emulation.papers.catalogue import all_kinds
from emulation.workflow import TransitionNotAllowed, available, find

from .acting import ask_supplement, file_paper
from .desk import papers_of_dossier

PER_PAGE = 50
# Whose words the unit writes, and what the office gives out about the dossier.
OWN_PAPERS = ("achievement_report", "dossier_submission", "dossier_list", "peer_review")
OFFICE_PAPERS = ("receipt", "supplement_slip", "result_notice", "dossier_history")
STEPS = {
    SUBMIT: nominating.submit,
    RECALL: nominating.recall,
    SEND_SUPPLEMENT: nominating.send_supplement,
    RECEIVE: appraising.receive,
    APPRAISE: appraising.appraise,
    RESUME: appraising.resume,
}


def dossier_for(request: Any, pk: int) -> Dossier:
    """Return a dossier inside the user's scope with its contents; 404 otherwise."""
    return get_object_or_404(Dossier.objects.visible_to(request.user).with_contents(), pk=pk)


def oversees_unit_of(dossier: Dossier, user: Any) -> bool:
    """Whether `user` may read what a unit is not told: what was found, and what rests on it."""
    return user.is_superuser or bool({*OVERSEERS} & dossier.roles_of(user))


# --- lists ---------------------------------------------------------------------------------------


def _listed(request: Any) -> DossierFilter:
    proposed = Count("nominations", filter=~Q(nominations__state=NominationState.WITHDRAWN))
    dossiers = (
        Dossier.objects.visible_to(request.user)
        .select_related("unit", "period__campaign", "handler")
        .annotate(nominees=proposed)
        .order_by("-period__starts_on", "-period", "unit__sort_key", "pk")
    )
    return DossierFilter(request.GET, queryset=dossiers, request=request)


def dossier_list(request):
    """List the dossiers in the user's scope."""
    found = _listed(request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "export_url": reverse("dossiers:dossier_export")}
    return render(request, "dossiers/dossier_list.html", context)


def dossier_export(request):
    """Return the list as .xlsx, filtered as on the page."""
    return table_to_xlsx(*dossier_sheet(_listed(request).qs), "Hồ sơ đề nghị khen thưởng")


def period_dossiers(request, pk):
    """Show each unit's dossiers of a period by route, with what can be begun."""
    scope = scope_of(request.user, pk)
    period, campaign = scope.period, scope.period.campaign
    given = set(campaign.offers.values_list("route", flat=True))
    dossiers = (
        Dossier.objects.filter(period=period)
        .visible_to(request.user)
        .select_related("unit")
        .annotate(
            nominees=Count("nominations", filter=~Q(nominations__state=NominationState.WITHDRAWN))
        )
    )
    by_key = {(dossier.unit_id, dossier.route): dossier for dossier in dossiers}
    shown = {unit.pk: unit for unit in _units(scope)} | {d.unit_id: d.unit for d in dossiers}
    rows = [
        {"unit": unit, "route": route, "dossier": by_key.get((unit.pk, route)),
         "may_begin": bool({Role.UNIT, Role.OFFICE} & request.user.roles_at(unit))}
        for unit in sorted(shown.values(), key=lambda unit: unit.sort_key)
        for route in (Route.OWN, Route.SUPERIOR)
        if route in given
    ]  # fmt: skip
    context = {
        "period": period,
        "campaign": campaign,
        "oversees": scope.oversees,
        "begun": len(by_key),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "dossiers/period_dossiers.html", context)


def _units(scope: Scope) -> list[Unit]:
    """Return the units that may hand in: all that take part and the office, or one's own."""
    if not scope.oversees:
        return list(scope.units)
    campaign = scope.period.campaign
    return [campaign.authority, *campaign.units_on(scope.period.reckoning_day())]


@require_POST
def dossier_begin(request, pk, unit_pk, route):
    """Open the dossier of a unit for a period and route, begun when there is none."""
    scope = scope_of(request.user, pk)
    unit = get_object_or_404(
        Unit.objects.visible_to(request.user).filter(authority=scope.period.campaign.authority),
        pk=unit_pk,
    )
    if route not in (Route.OWN, Route.SUPERIOR):
        raise Http404
    try:
        return redirect(nominating.begin(scope.period, unit, route, by=request.user))
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return redirect("dossiers:period_dossiers", scope.period.pk)


# --- one dossier ---------------------------------------------------------------------------------


def dossier_detail(request, pk):
    """Show who is proposed, what the route asks for, and what can be done next."""
    return dossier_page(request, dossier_for(request, pk))


def dossier_page(request, dossier, *, status=200, problems=(), **forms):
    """Return the page; `forms` replace the fresh ones after an error, so nothing typed is lost."""
    user, today = request.user, timezone.localdate()
    roles = dossier.roles_of(user)
    works, office = bool({Role.UNIT, Role.OFFICE} & roles), Role.OFFICE in roles
    oversees = oversees_unit_of(dossier, user)
    takes = works and _takes_scans(dossier)
    steps = [step for step in available(dossier, user) if step in STEPS]
    asks = office and REQUEST_SUPPLEMENT in available(dossier, user)
    context = {
        "dossier": dossier,
        "period": dossier.period,
        "campaign": dossier.period.campaign,
        "rows": _rows(dossier, today, oversees),
        "withdrawn": [n for n in dossier.nominations.all() if n.state == NominationState.WITHDRAWN],
        "entries": [_entry(dossier, entry, works) for entry in checklist(dossier)],
        "annexes": [part for part in dossier.parts.all() if part.component_id is None],
        "annexes_open": works and takes_scan(dossier, None),
        "missing": missing_to_send(dossier) if works and dossier.is_editable else [],
        "is_late": dossier.state == DossierState.DRAFT and nominating.is_late(dossier, today),
        "may_propose": works and dossier.state == DossierState.DRAFT,
        "works": works,
        "is_office": office,
        "problems": problems,
        "transitions": steps,
        "scan_form": forms.get("scan_form") or (ScanForm(dossier) if takes else None),
        "paper_form": forms.get("paper_form")
        or (PaperCopiesForm(instance=dossier) if office else None),
        "supplement_form": forms.get("supplement_form")
        or (SupplementForm(dossier) if asks else None),
        "papers": papers_of_dossier(dossier, user, *OFFICE_PAPERS),
        "versions": dossier.versions.count(),
        "notice": IssuedPaper.of("result_notice", dossier),
        "log": timeline(dossier),
    }
    return render(request, "dossiers/dossier_detail.html", context, status=status)


def _takes_scans(dossier: Dossier) -> bool:
    return takes_scan(dossier, None) or any(
        takes_scan(dossier, entry.component) for entry in checklist(dossier)
    )


def _rows(dossier: Dossier, today: Any, oversees: bool) -> list[dict[str, Any]]:
    """Return the standing nominations with what is found about them.

    While it can be changed that is today's finding; of what was sent, the frozen one, which only
    who oversees reads: it may rest on what a unit is not told.
    """
    nominations = standing(dossier)
    live = {}
    if dossier.is_editable:
        undecided = [n for n in nominations if n.state in BEFORE_COUNCIL]
        live = findings_of(dossier, undecided, today, confidential=oversees)
    rows = []
    for nomination in nominations:
        found = live.get(nomination.pk)
        if found:
            outcome, label, why = found.assessment.outcome, found.label, found.why
        elif oversees and nomination.snapshot_outcome:
            outcome, label = nomination.snapshot_outcome, nomination.get_snapshot_outcome_display()
            why = f"kết quả xét ngày {timezone.localdate(nomination.snapshot_at):%d/%m/%Y}"
        else:
            outcome = label = why = ""
        rows.append({"nomination": nomination, "outcome": outcome, "label": label, "why": why})
    return rows


def _entry(dossier: Dossier, entry: Any, works: bool) -> dict[str, Any]:
    writes = works and dossier.is_editable
    return {
        "entry": entry,
        "name": entry.component.name,
        "is_open": works and takes_scan(dossier, entry.component),
        "papers": [
            (all_kinds()[slug].title, slug, pk, writes and slug in OWN_PAPERS)
            for slug, pk in entry.papers
        ],
        "is_later": bool(entry.missing) and entry.owner != Owner.UNIT,
    }


@require_POST
def dossier_transition(request, pk):
    """Take the dossier through the step named in the POST."""
    dossier = dossier_for(request, pk)
    try:
        transition = find(dossier.TRANSITIONS, request.POST.get("transition", ""))
        service = STEPS[transition]
    except KeyError:
        raise Http404 from None
    try:
        service(dossier, by=request.user, note=request.POST.get("note", ""))
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    except ValidationError as error:
        return dossier_page(request, dossier_for(request, pk), status=422, problems=error.messages)
    else:
        messages.success(request, f"{transition.done}: xong.")
    return redirect(dossier)


@require_POST
def dossier_supplement(request, pk):
    """Ask the unit for what is missing."""
    dossier = dossier_for(request, pk)
    if Role.OFFICE not in dossier.roles_of(request.user):
        raise PermissionDenied
    form = ask_supplement(request, dossier)
    if form is None:
        return redirect(dossier)
    return dossier_page(request, dossier, status=422, supplement_form=form)


@require_POST
def dossier_paper_copies(request, pk):
    """Note the paper copies that came in."""
    dossier = dossier_for(request, pk)
    if Role.OFFICE not in dossier.roles_of(request.user):
        raise PermissionDenied
    form = file_paper(request, dossier)
    if form is None:
        return redirect(dossier)
    return dossier_page(request, dossier_for(request, pk), status=422, paper_form=form)
