"""The unit's side of a dossier: begin, propose, withdraw, send, recall, supplement."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from awards.competence import decides, gone_message
from awards.eligibility import SnapshotError, as_json, from_json
from awards.facts import Verdict
from campaigns.assessing.candidates import is_admitted, type_for
from campaigns.deadlines import DeadlineKind
from campaigns.models import AwardOffer, Line, Period, Route
from campaigns.models.offer import subject_message
from campaigns.states import CampaignState, RegistrationState
from dossiers.checklist import missing_to_send, open_texts, standing
from dossiers.models import Dossier, DossierLog, DossierVersion, Nomination, NominationLog
from dossiers.papers import criteria_results
from dossiers.services.findings import findings_of, places_of
from dossiers.states import (
    BEFORE_COUNCIL,
    RECALL,
    SEND_SUPPLEMENT,
    SUBMIT,
    WITHDRAW,
    DossierState,
    NominationState,
)
from emulation.changes import keep_version
from emulation.organization.models import Household, Person, Role, Unit, field_for, kind_of
from emulation.vietnamese import last_day_before, short_date
from emulation.workflow import TransitionNotAllowed, move

OPEN_CAMPAIGNS = (CampaignState.ISSUED, CampaignState.CLOSED)


def require_author(dossier: Dossier, by: Any) -> None:
    """Raise PermissionDenied unless `by` works for the unit or the office."""
    if not {Role.UNIT, Role.OFFICE} & dossier.roles_of(by):
        raise PermissionDenied


def require_draft(dossier: Dossier, by: Any) -> None:
    """Raise unless `by` may change who is proposed: a supplement only adds papers and words."""
    require_author(dossier, by)
    if dossier.state != DossierState.DRAFT:
        raise TransitionNotAllowed(
            f"Hồ sơ đang ở trạng thái «{dossier.get_state_display().lower()}», không sửa được."
        )


@transaction.atomic
def begin(period: Period, unit: Unit, route: str, *, by: Any) -> Dossier:
    """Return the dossier of `unit` for a period and route, begun when there is none.

    Raises PermissionDenied without the unit's or office's role, TransitionNotAllowed when the
    campaign has no award of this route or is not in force.
    """
    dossier = Dossier.objects.filter(period=period, unit=unit, route=route).first()
    fresh = Dossier(
        authority=period.campaign.authority, period=period, unit=unit, route=route, created_by=by
    )
    require_author(dossier or fresh, by)
    if dossier:
        return dossier
    if period.campaign.state not in OPEN_CAMPAIGNS:
        raise TransitionNotAllowed("Phong trào chưa ban hành hoặc đã hủy.")
    if route == Route.REGISTER or not period.campaign.offers.filter(route=route).exists():
        raise TransitionNotAllowed("Phong trào không có khen thưởng theo thẩm quyền này.")
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError:
        # Somebody else of the unit began it in the same moment: work on theirs.
        return Dossier.objects.get(period=period, unit=unit, route=route)
    return fresh


def refusal(dossier: Dossier, offer: AwardOffer, nominee: Any, day: dt.date) -> str:
    """Say why `nominee` cannot be proposed for `offer` in this dossier; "" when he can."""
    subject = kind_of(nominee)
    if offer.campaign_id != dossier.period.campaign_id or offer.route != dossier.route:
        return "Khen thưởng này không thuộc hồ sơ này."
    unit = nominee if isinstance(nominee, Unit) else nominee.unit
    if not dossier.unit.contains(unit):
        return f"{nominee} không thuộc {dossier.unit}."
    if not is_admitted(offer, subject):
        return subject_message(offer, subject)
    award_type = type_for(offer, subject, day)
    if award_type is None or not award_type.is_valid_on(day):
        return gone_message(award_type or offer.award_type, day)
    competence = decides(dossier.authority, award_type, day)
    return (
        competence.refusal_to_decide
        if dossier.route == Route.OWN
        else competence.refusal_to_propose
    )


@transaction.atomic
def propose(
    dossier: Dossier, offer: AwardOffer, nominee: Unit | Person | Household, *, by: Any
) -> Nomination:
    """Propose `nominee` for the award of `offer`.

    Raises ValidationError when the award is not for him, does not exist, is not for this route on
    the day, or he is proposed for it already.
    """
    require_draft(dossier, by)
    day = timezone.localdate()
    if fault := refusal(dossier, offer, nominee, day):
        raise ValidationError(fault)
    field, subject = field_for(nominee), kind_of(nominee)
    other = (
        Nomination.objects.filter(period=dossier.period, offer=offer, **{field: nominee})
        .exclude(state=NominationState.WITHDRAWN)
        .select_related("dossier__unit")
        .first()
    )
    if other:
        raise ValidationError(
            f"{nominee} đã được đề nghị «{other.award_type}» trong hồ sơ của {other.dossier.unit}."
        )
    last = dossier.nominations.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            return Nomination.objects.create(
                dossier=dossier,
                offer=offer,
                award_type=type_for(offer, subject, day),
                line=registered_line(dossier, offer, nominee),
                position=last + 1,
                **{field: nominee},
            )
    except IntegrityError:
        raise ValidationError(
            f"{nominee} vừa được người khác đề nghị «{offer.title}». Hãy tải lại trang."
        ) from None


def registered_line(dossier: Dossier, offer: AwardOffer, nominee: Any) -> Line | None:
    """Return the confirmed row that put the nominee himself down for the award, if there is one."""
    return (
        Line.objects.filter(
            Q(**{field_for(nominee): nominee}),
            registration__period=dossier.period,
            registration__state=RegistrationState.CONFIRMED,
            marks__offer=offer,
        )
        .order_by("registration__unit", "pk")
        .first()
    )


@transaction.atomic
def withdraw(nomination: Nomination, *, by: Any, note: str) -> NominationLog:
    """Take a nomination back, with a reason; not once the council has it."""
    busy = nomination.agenda_items.exclude(session__state="cancelled")
    if busy.exists():
        raise TransitionNotAllowed("Đề nghị đã được đưa ra Hội đồng.")
    return move(nomination, WITHDRAW, by=by, note=note)


@transaction.atomic
def save_texts(
    nomination: Nomination, texts: Mapping[str, str], *, seen: dt.datetime, by: Any
) -> None:
    """Save the summary, the report or both while they are open (`checklist.open_texts`).

    `seen` is the `saved_at` that the writer started from: raises TransitionNotAllowed, nothing
    saved, when somebody else saved since, or when a text is not open.
    """
    require_author(nomination.dossier, by)
    if not texts or not texts.keys() <= open_texts(nomination.dossier):
        raise TransitionNotAllowed("Nội dung này không mở để sửa lúc này.")
    now = timezone.now()
    unchanged = Nomination.objects.filter(pk=nomination.pk, saved_at=seen)
    if not unchanged.update(**texts, saved_at=now):
        raise TransitionNotAllowed(
            "Có người khác vừa lưu đề nghị này. Nội dung bạn gõ còn nguyên ở dưới, chưa lưu: "
            "hãy so với bản vừa lưu rồi lưu lại."
        )
    for name, value in {**texts, "saved_at": now}.items():
        setattr(nomination, name, value)
    keep_version(nomination, by=by)


def quotas(period: Period, offers: Iterable[AwardOffer]) -> dict[int, tuple[int, int | None]]:
    """Return how many all units together propose for each offer, and how many are left.

    Without a quota nothing is counted down (None); who is found ineligible takes no place.
    """
    used = Counter(place.offer for place in places_of(period))
    return {
        offer.pk: (used[offer.pk], None if offer.quota is None else offer.quota - used[offer.pk])
        for offer in offers
    }


def is_late(dossier: Dossier, day: dt.date) -> bool:
    """Whether the last day for dossiers has passed ("trước ngày D": D is too late)."""
    return dossier.period.is_over(DeadlineKind.DOSSIER, day, dossier.unit)


@transaction.atomic
def submit(dossier: Dossier, *, by: Any, note: str = "") -> DossierLog:
    """Send the dossier: what was found about each nominee is frozen, the version is kept.

    After the last day only the office takes it, with a reason, and it is marked late. Raises
    ValidationError with what is missing.
    """
    day = timezone.localdate()
    late = is_late(dossier, day)
    if late:
        last_day = dossier.period.last_day(DeadlineKind.DOSSIER, dossier.unit)
        if Role.OFFICE not in dossier.roles_of(by):
            raise TransitionNotAllowed(
                f"Đã hết hạn nộp hồ sơ (hết ngày {short_date(last_day)}). "
                "Đơn vị liên hệ văn phòng để được nhận muộn."
            )
        if not note.strip():
            raise TransitionNotAllowed("Đã quá hạn nộp: hãy ghi lý do nhận muộn.")
    if missing := missing_to_send(dossier):
        raise ValidationError(missing)
    log = move(dossier, SUBMIT, by=by, note=note, submitted_at=timezone.now(), is_late=late)
    _freeze_findings(dossier, day)
    _keep_version(dossier, by)
    return log


@transaction.atomic
def recall(dossier: Dossier, *, by: Any, note: str) -> DossierLog:
    """Take the dossier back before it was received, with a reason."""
    return move(dossier, RECALL, by=by, note=note, submitted_at=None, is_late=False)


@transaction.atomic
def send_supplement(dossier: Dossier, *, by: Any, note: str = "") -> DossierLog:
    """Send what was asked for; findings are taken anew and the version is kept.

    Raises ValidationError with what is missing. A late supplement is for the office to take.
    """
    day = timezone.localdate()
    before = dossier.supplement_before
    if before and day >= before and Role.OFFICE not in dossier.roles_of(by):
        raise TransitionNotAllowed(
            f"Đã hết hạn bổ sung (hết ngày {short_date(last_day_before(before))}). "
            "Đơn vị liên hệ văn phòng."
        )
    if missing := missing_to_send(dossier):
        raise ValidationError(missing)
    log = move(dossier, SEND_SUPPLEMENT, by=by, note=note)
    _freeze_findings(dossier, day)
    _keep_version(dossier, by)
    return log


def _freeze_findings(dossier: Dossier, day: dt.date) -> None:
    """Store the assessment of every nomination that is not decided yet."""
    undecided = [n for n in standing(dossier) if n.state in BEFORE_COUNCIL]
    found = findings_of(dossier, undecided, day)
    for nomination in undecided:
        assessment = found[nomination.pk].assessment
        nomination.snapshot = as_json(assessment)
        nomination.snapshot_outcome = assessment.outcome
        nomination.snapshot_at = timezone.now()
        nomination.save_without_historical_record(
            update_fields=["snapshot", "snapshot_outcome", "snapshot_at"]
        )


def _keep_version(dossier: Dossier, by: Any) -> None:
    """Keep what the dossier says, to compare with the next version."""
    last = dossier.versions.aggregate(last=Max("number"))["last"] or 0
    DossierVersion.objects.create(
        dossier=dossier, number=last + 1, content=content_of(dossier), sent_by=by
    )


def content_of(dossier: Dossier) -> dict[str, Any]:
    """Return what a version keeps: nominations with texts and findings, names of the scans.

    `dossiers.comparing` reads it; versions of before may lack a key.
    """
    return {
        "nominations": [
            {
                "id": nomination.pk,
                "nominee": str(nomination.nominee),
                "award": str(nomination.award_type),
                "summary": nomination.summary,
                "report": nomination.report,
                "results": "\n".join(criteria_results.headings(nomination)),
                "outcome": nomination.get_snapshot_outcome_display(),
                "findings": _kept_findings(nomination),
            }
            for nomination in standing(dossier)
        ],
        "parts": [
            {"name": part.name, "component": str(part.component or ""), "sha256": part.sha256}
            for part in dossier.parts.select_related("component")
        ],
    }


def _kept_findings(nomination: Nomination) -> list[dict[str, str]]:
    """Return verdict and reason of each rule, as they were frozen; [] when nothing was."""
    try:
        findings = from_json(nomination.snapshot).findings
    except SnapshotError:
        return []
    return [
        {
            "key": found.rule.key,
            "text": found.rule.text,
            "verdict": Verdict(found.verdict).label,
            "reason": found.reason,
        }
        for found in findings
    ]
