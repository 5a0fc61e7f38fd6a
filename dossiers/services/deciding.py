"""Decisions to commend: drafted from what the council passed, issued, revoked.

Competence and money go by the day of the decision (domain.md section 0, "Which date governs").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from awards.competence import decides, gone_message
from awards.models import Award, Basis
from campaigns.models import Route
from dossiers.lines import lines_of, of_day, payments
from dossiers.models import AgendaItem, Certificate, Decision, DecisionLine, DecisionLog, Nomination
from dossiers.naming import (
    achievement_words,
    decision_symbol,
    full_number,
    recipient_detail,
    recipient_name,
    years_of,
)
from dossiers.services.findings import rests_on_initiative
from dossiers.states import (
    DECIDE,
    ISSUE,
    REFUSE,
    REVOKE,
    REVOKE_AWARD,
    DecisionState,
    NominationState,
    SessionState,
)
from emulation.organization import jobs
from emulation.organization.models import Role, Unit, field_for
from emulation.organization.numbering import number_fault
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperError
from emulation.vietnamese import short_date
from emulation.workflow import TransitionNotAllowed, move

PASSED = (NominationState.PASSED, NominationState.LOWERED)
FROZEN = ("decision", "payment_list")


def ready(authority: Unit) -> QuerySet[Nomination]:
    """Return what the council passed for an own decision and no standing decision names yet."""
    taken = DecisionLine.objects.filter(
        decision__state__in=[DecisionState.DRAFT, DecisionState.ISSUED]
    ).values("nomination")
    return passed_for(authority, Route.OWN).exclude(pk__in=taken)


def passed_for(authority: Unit, route: str) -> QuerySet[Nomination]:
    """Return what the council passed and what is to be brought about by `route`, by today's law.

    A lower award may be the authority's own, although the dossier asked the superior.
    """
    day = timezone.localdate()
    passed = Nomination.objects.filter(authority=authority, state__in=PASSED).select_related(
        "dossier__unit", "period__campaign", "award_type", "lowered_to", "unit", "person__unit",
        "household__unit",
    )  # fmt: skip
    lowered = passed.filter(state=NominationState.LOWERED, dossier__route=Route.SUPERIOR)
    own = [n.pk for n in lowered if decides(authority, of_day(n.lowered_to, day), day).decides]
    if route == Route.OWN:
        return passed.filter(Q(dossier__route=Route.OWN) | Q(pk__in=own))
    return passed.filter(dossier__route=route).exclude(pk__in=own)


def require_desk(authority: Unit, by: Any) -> None:
    """Raise PermissionDenied unless `by` is of the authority's office or its head."""
    if not {Role.OFFICE, Role.CHAIR} & by.roles_at(authority):
        raise PermissionDenied


def require_office(authority: Unit, by: Any) -> None:
    """Raise PermissionDenied unless `by` is of the authority's office."""
    if Role.OFFICE not in by.roles_at(authority):
        raise PermissionDenied


@transaction.atomic
def draft(
    authority: Unit,
    nominations: Iterable[Nomination],
    *,
    title: str,
    by: Any,
    basis: str = Basis.MOVEMENT,
) -> Decision:
    """Draft a decision for passed nominations; its proposers are the units that sent them.

    Raises ValidationError for none, or for one that is not ready (`ready`).
    """
    require_desk(authority, by)
    chosen = list(nominations)
    if not chosen:
        raise ValidationError({"nominations": "Hãy chọn ít nhất một đề nghị."})
    open_ones = set(ready(authority).values_list("pk", flat=True))
    if strangers := [n for n in chosen if n.pk not in open_ones]:
        raise ValidationError(
            {"nominations": [f"«{n}» không còn chờ quyết định." for n in strangers]}
        )
    if not title.strip():
        raise ValidationError({"title": "Hãy ghi trích yếu của quyết định."})
    periods = {n.period_id for n in chosen}
    items = AgendaItem.objects.filter(nomination__in=chosen, session__state=SessionState.CONCLUDED)
    sessions = set(items.values_list("session_id", flat=True))
    decision = Decision.objects.create(
        authority=authority,
        period_id=periods.pop() if len(periods) == 1 else None,
        session_id=sessions.pop() if len(sessions) == 1 else None,
        title=title.strip(),
        basis=basis,
        created_by=by,
    )
    decision.proposers.set({n.dossier.unit_id for n in chosen})
    DecisionLine.objects.bulk_create(
        DecisionLine(decision=decision, nomination=nomination, position=position)
        for position, nomination in enumerate(chosen, start=1)
    )
    return decision


@transaction.atomic
def leave_out(line: DecisionLine, *, by: Any) -> None:
    """Take a nomination out of a draft; it waits for another decision."""
    require_desk(line.decision.authority, by)
    if line.decision.state != DecisionState.DRAFT:
        raise TransitionNotAllowed("Quyết định đã ban hành, không bỏ dòng được.")
    line.delete()


@transaction.atomic
def refuse(nomination: Nomination, *, by: Any, note: str) -> None:
    """Refuse what the council passed: the head's own decision, with a reason."""
    require_desk(nomination.authority, by)
    named = nomination.decision_lines.filter(decision__state=DecisionState.ISSUED)
    if named.exists():
        raise TransitionNotAllowed("Đã có quyết định khen thưởng, chỉ có thể thu hồi.")
    nomination.decision_lines.filter(decision__state=DecisionState.DRAFT).delete()
    move(nomination, REFUSE, by=by, note=note)


# --- checking ------------------------------------------------------------------------------------


def faults(decision: Decision, day: dt.date, lines: Sequence[DecisionLine]) -> list[str]:
    """Say what keeps the decision from being issued on `day`, nominee by nominee."""
    if not lines:
        return ["Quyết định chưa có ai được khen thưởng."]
    found: list[str] = []
    for line in lines:
        nomination = line.nomination
        if nomination.state not in PASSED:
            state = nomination.get_state_display().lower()
            found.append(f"«{nomination}» đang ở trạng thái «{state}».")
        award_type = of_day(nomination.proposed_award, day)
        if not award_type.is_valid_on(day):
            found.append(f"{nomination.nominee}: {gone_message(award_type, day)}")
        elif refusal := decides(decision.authority, award_type, day).refusal_to_decide:
            found.append(f"{nomination.nominee}: {refusal}")
    if decision.session and (closed := decision.session.closed_at):
        last = timezone.localdate(closed)
        if day < last:
            found.append(f"Hội đồng họp ngày {short_date(last)}, sau ngày quyết định.")
    return found


# --- issuing -------------------------------------------------------------------------------------


@transaction.atomic
def issue(decision: Decision, *, number: str, dated: dt.date, by: Any) -> DecisionLog:
    """Issue the decision: awards enter the register, certificates get numbers, papers freeze.

    Raises ValidationError by field (nothing saved) for a number that is taken, a date that cannot
    be, an award that the authority may not decide that day, or money that the law's tables do not
    give; PermissionDenied and TransitionNotAllowed as `move` does.
    """
    # Two who issue in the same moment wait for each other here: numbers stay single.
    Unit.objects.select_for_update().get(pk=decision.authority_id)
    symbol, lines = decision_symbol(decision.authority), lines_of(decision)
    errors: dict[str, Any] = {}
    number = number.strip().lstrip("0")
    if fault := number_fault(decision.authority, number, symbol, dated):
        errors["number"] = fault
    if dated > timezone.localdate():
        errors["dated"] = "Ngày quyết định không thể ở tương lai."
    if found := faults(decision, dated, lines):
        errors["__all__"] = found
    money = payments(decision, dated, lines)
    if money.problems:
        errors.setdefault("__all__", []).extend(money.problems)
    if errors:
        raise ValidationError(errors)
    log = move(decision, ISSUE, by=by, number=number, dated=dated)
    first = _next_certificate(decision.authority, dated.year)
    for place, (line, row) in enumerate(zip(lines, money.rows, strict=True)):
        nomination = line.nomination
        award = _enter(decision, nomination, dated, first + place, by)
        Certificate.objects.create(
            authority=decision.authority,
            award=award,
            number=first + place,
            year=dated.year,
            recipient=award.recipient,
            detail=recipient_detail(nomination),
            achievement=award.achievement[:500],
        )
        line.award, line.amount = award, row.amount
        line.amount_note = (row.reason or row.bonus.explanation)[:300]
        line.save(update_fields=["award", "amount", "amount_note"])
        move(nomination, DECIDE, by=by, note=f"Quyết định số {full_number(number, symbol)}")
    try:
        for slug in FROZEN:
            jobs.issue(
                all_kinds()[slug],
                Decision.objects.get(pk=decision.pk),
                number=full_number(number, symbol) if slug == "decision" else "",
                dated=dated,
                by=by,
            )
    except PaperError as error:
        decision.state, decision.number, decision.dated = DecisionState.DRAFT, "", None
        raise ValidationError({"__all__": [str(error)]}) from error
    return log


def _next_certificate(authority: Unit, year: int) -> int:
    last = Certificate.objects.filter(authority=authority, year=year).aggregate(n=Max("number"))
    return (last["n"] or 0) + 1


def _enter(
    decision: Decision, nomination: Nomination, dated: dt.date, number: int, by: Any
) -> Award:
    """Write the award into the register in the words of the day."""
    award_type, period = of_day(nomination.proposed_award, dated), nomination.period
    campaign = period.campaign
    decided = full_number(decision.number, decision_symbol(decision.authority))
    award = Award(
        award_type=award_type,
        award_name=award_type.name,
        recipient=recipient_name(nomination),
        decided_by=award_type.decided_by.split(" (")[0],
        issued_by=decision.authority,
        year=period.year,
        years=years_of(nomination),
        basis=decision.basis,
        movement=campaign.name if decision.basis == Basis.MOVEMENT else "",
        achievement=achievement_words(nomination),
        with_initiative=rests_on_initiative(nomination),
        register_number=number,
        document=f"Quyết định số {decided}",
        document_date=dated,
        created_by=by,
        **{field_for(nomination.nominee): nomination.nominee},
    )
    award.save()
    return award


# --- revoking ------------------------------------------------------------------------------------


@transaction.atomic
def revoke(decision: Decision, *, on: dt.date, document: str, reason: str, by: Any) -> DecisionLog:
    """Revoke the whole decision and every award of it that still stands.

    Raises ValidationError by field (nothing saved); PermissionDenied and TransitionNotAllowed as
    `move` does.
    """
    _require_reasons(decision, on=on, document=document, reason=reason)
    log = move(decision, REVOKE, by=by, note=reason, published_at=None)
    for line in lines_of(decision):
        if line.award and line.award.revoked_on is None:
            _revoke(line, on=on, document=document, reason=reason, by=by)
    return log


@transaction.atomic
def revoke_award(line: DecisionLine, *, on: dt.date, document: str, reason: str, by: Any) -> None:
    """Revoke one award of an issued decision (Luật 2022 chương VII; domain.md 4.4-10).

    Raises as `revoke` does.
    """
    if line.decision.state != DecisionState.ISSUED or line.award is None:
        raise TransitionNotAllowed("Khen thưởng này chưa được quyết định.")
    _require_reasons(line.decision, on=on, document=document, reason=reason)
    _revoke(line, on=on, document=document, reason=reason, by=by)


def _require_reasons(decision: Decision, *, on: dt.date, document: str, reason: str) -> None:
    errors = {}
    if not reason.strip():
        errors["reason"] = "Hãy ghi lý do thu hồi."
    if not document.strip():
        errors["document"] = "Hãy ghi số, ngày của quyết định hủy bỏ, thu hồi."
    if decision.dated and on < decision.dated:
        errors["on"] = "Ngày thu hồi không thể trước ngày quyết định khen thưởng."
    if on > timezone.localdate():
        errors["on"] = "Ngày thu hồi không thể ở tương lai."
    if errors:
        raise ValidationError(errors)


def _revoke(line: DecisionLine, *, on: dt.date, document: str, reason: str, by: Any) -> None:
    move(line.nomination, REVOKE_AWARD, by=by, note=reason)
    award = line.award
    award.revoked_on, award.revoke_reason = on, reason.strip()[:300]
    award.revoke_document = document.strip()[:200]
    award.save()
