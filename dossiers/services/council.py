"""A session of the council: agenda, attendance, opening, counting, concluding.

The rules of domain.md section 3; the arithmetic is `dossiers.voting`. Who voted what is never
stored: a ballot on screen adds to sums and leaves a mark that its voter has voted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from awards.competence import vote_rule
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from awards.models import AwardType
from dossiers.models import (
    AgendaItem,
    Attendance,
    Council,
    CouncilSession,
    Nomination,
    Presence,
    Seat,
    SeatRole,
    SessionLog,
)
from dossiers.states import (
    CONCLUDE,
    COUNT,
    FAIL,
    LOWER,
    OPEN,
    PASS,
    RECOUNT,
    NominationState,
    SessionState,
)
from dossiers.voting import Outcome, Tally, Turnout, faults, judge, quorum_needed
from emulation.organization.models import Role
from emulation.workflow import Transition, TransitionNotAllowed, move

BALLOT_FIELDS = tuple(field.name for field in fields(Tally))
CHOICES = {"agree": "Đồng ý", "disagree": "Không đồng ý", "blank": "Không có ý kiến"}
OPEN_STATES = (SessionState.PLANNED, SessionState.OPENED, SessionState.COUNTED)


def require_office(session: CouncilSession | Council, by: Any) -> None:
    """Raise PermissionDenied unless `by` is of the authority's office."""
    if Role.OFFICE not in by.roles_at(session.authority):
        raise PermissionDenied


def seats_on(council: Council, day: dt.date) -> list[Seat]:
    """Return the members whose term holds on `day`, in order."""
    return list(
        council.seats.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        ).select_related("person")
    )


def day_of(session: CouncilSession) -> dt.date:
    """Return the local day of the meeting."""
    return timezone.localdate(session.opened_at or session.planned_at)


# --- preparing -----------------------------------------------------------------------------------


@transaction.atomic
def prepare(session: CouncilSession, *, by: Any) -> None:
    """Enter every member of the day as present, chair and secretary in their places.

    Members who were entered already stay as they are.
    """
    require_office(session, by)
    seats = seats_on(session.council, day_of(session))
    known = set(session.attendances.values_list("seat_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(session=session, seat=seat) for seat in seats if seat.pk not in known
    )
    first = {role: next((s for s in seats if s.role == role), None) for role in SeatRole.values}
    session.presided_by = session.presided_by or first[SeatRole.CHAIR]
    session.secretary = session.secretary or first[SeatRole.SECRETARY]
    session.save(update_fields=["presided_by", "secretary"])


@transaction.atomic
def put_on_agenda(
    session: CouncilSession, nominations: Iterable[Nomination], *, by: Any
) -> list[AgendaItem]:
    """Add eligible nominations to the agenda, each with the vote rule of its award that day.

    A member who is the nominee is recused from that item. Raises ValidationError (nothing added)
    for a nomination that is not eligible, of another authority, or on another open agenda.
    """
    require_office(session, by)
    require_state(session, SessionState.PLANNED, SessionState.OPENED)
    day, errors, items = day_of(session), [], []
    seats = seats_on(session.council, day)
    last = session.items.count()
    for position, nomination in enumerate(nominations, start=last + 1):
        if fault := _not_for_agenda(session, nomination):
            errors.append(fault)
            continue
        rule = vote_rule(nomination.award_type.code, day)
        if rule is None:
            errors.append(f"Chưa có tỷ lệ phiếu áp dụng cho «{nomination.award_type}».")
            continue
        item = AgendaItem(
            session=session,
            nomination=nomination,
            position=position,
            percent=rule.percent,
            base=rule.base,
            is_secret=rule.is_secret,
        )
        items.append(
            (item, [s for s in seats if s.person_id and s.person_id == nomination.person_id])
        )
    if errors:
        raise ValidationError(errors)
    for item, recused in items:
        item.save()
        item.recused.set(recused)
    return [item for item, _ in items]


def _not_for_agenda(session: CouncilSession, nomination: Nomination) -> str:
    if nomination.authority_id != session.authority_id:
        return "Đề nghị này không thuộc cơ quan."
    if nomination.state != NominationState.ELIGIBLE:
        state = nomination.get_state_display().lower()
        return f"«{nomination}» đang ở trạng thái «{state}», chưa đưa ra Hội đồng được."
    other = nomination.agenda_items.filter(session__state__in=OPEN_STATES).exclude(session=session)
    if found := other.select_related("session").first():
        return f"«{nomination}» đã có trong chương trình «{found.session}»."
    if nomination.agenda_items.filter(session=session).exists():
        return f"«{nomination}» đã có trong chương trình này."
    return ""


@transaction.atomic
def take_off_agenda(item: AgendaItem, *, by: Any) -> None:
    """Remove an item that has not been counted."""
    require_office(item.session, by)
    require_state(item.session, SessionState.PLANNED, SessionState.OPENED)
    item.delete()


@transaction.atomic
def vote_on_lower(item: AgendaItem, award_type: AwardType | None, note: str, *, by: Any) -> None:
    """Put a lower award to the vote instead of the one asked for, or the original one again.

    The lower award's own vote rule applies. Raises ValidationError for an award that the nominee
    cannot receive or that does not exist on the day.
    """
    require_office(item.session, by)
    require_state(item.session, SessionState.PLANNED, SessionState.OPENED)
    day, asked = day_of(item.session), item.nomination.award_type
    if award_type is not None:
        if not note.strip():
            raise ValidationError({"lower_note": "Hãy ghi lý do đề nghị mức thấp hơn."})
        if award_type.pk == asked.pk or not award_type.is_valid_on(day):
            raise ValidationError({"lower_to": "Hãy chọn mức khác, đang áp dụng vào ngày họp."})
        if item.nomination.subject not in award_type.admits:
            raise ValidationError({"lower_to": f"«{award_type}» không dành cho đối tượng này."})
    rule = vote_rule((award_type or asked).code, day)
    if rule is None:
        raise ValidationError({"lower_to": "Chưa có tỷ lệ phiếu áp dụng cho mức này."})
    item.lower_to, item.lower_note = award_type, note.strip() if award_type else ""
    item.percent, item.base, item.is_secret = rule.percent, rule.base, rule.is_secret
    item.save()


# --- the meeting ---------------------------------------------------------------------------------


def quorum_of(session: CouncilSession) -> tuple[int, int, int]:
    """Return members, those present, and how many must be present."""
    council, attendances = session.council, list(session.attendances.all())
    present = sum(a.presence == Presence.PRESENT for a in attendances)
    members = len(attendances)
    needed = quorum_needed(members, council.quorum_numerator, council.quorum_denominator)
    return members, present, needed


def missing_to_open(session: CouncilSession) -> list[str]:
    """Say what keeps the session from being opened."""
    members, present, needed = quorum_of(session)
    found = []
    if not members:
        found.append("Chưa ghi thành viên dự họp.")
    elif present < needed:
        found.append(
            f"Có mặt {present}/{members} thành viên, chưa đủ {needed} thành viên theo quy chế."
        )
    attending = {a.seat_id for a in session.attendances.all() if a.presence == Presence.PRESENT}
    for seat_id, word in ((session.presided_by_id, "Chủ tọa"), (session.secretary_id, "Thư ký")):
        if seat_id is None:
            found.append(f"Chưa chọn {word.lower()}.")
        elif seat_id not in attending:
            found.append(f"{word} không có mặt.")
    if not session.items.exists():
        found.append("Chương trình họp chưa có nội dung nào.")
    return found


@transaction.atomic
def take(session: CouncilSession, transition: Transition, *, by: Any, note: str = "") -> SessionLog:
    """Take the session through a step; see `conclude` for the last one.

    Raises ValidationError with what is missing, TransitionNotAllowed for a wrong state.
    """
    changes: dict[str, Any] = {}
    if transition == OPEN:
        if missing := missing_to_open(session):
            raise ValidationError(missing)
        changes["opened_at"] = timezone.now()
    elif transition == COUNT:
        if session.is_voting:
            raise TransitionNotAllowed("Đang nhận phiếu trên máy; hãy kết thúc bỏ phiếu trước.")
        if missing := uncounted(session):
            raise ValidationError(missing)
    elif transition == CONCLUDE:
        return conclude(session, by=by, note=note)
    return move(session, transition, by=by, note=note, **changes)


def turnout_of(item: AgendaItem, attendances: Iterable[Attendance]) -> Turnout:
    """Return who can vote on `item` (no query when `recused` is prefetched)."""
    recused = {seat.pk for seat in item.recused.all()}
    present = {a.seat_id for a in attendances if a.presence == Presence.PRESENT}
    written = {a.seat_id for a in attendances if a.presence == Presence.WRITTEN}
    return Turnout(
        members=len(list(attendances)),
        present=len(present),
        written=len(written),
        recused=len(recused),
        recused_present=len(recused & present),
        recused_written=len(recused & written),
    )


def tally_of(item: AgendaItem) -> Tally | None:
    """Return the sums of `item`, None while it is not counted."""
    if not item.is_counted:
        return None
    return Tally(**{name: getattr(item, name) for name in BALLOT_FIELDS})


def outcome_of(item: AgendaItem, attendances: Iterable[Attendance]) -> Outcome | None:
    """Return what the vote on `item` came to, None while it is not counted."""
    tally = tally_of(item)
    if tally is None:
        return None
    turnout = turnout_of(item, attendances)
    return judge(tally, turnout, percent=item.percent, base=item.base)


@transaction.atomic
def record_count(item: AgendaItem, sums: Mapping[str, int], *, by: Any) -> None:
    """Enter the tellers' sums of one item.

    Raises ValidationError by field, with the sum shown, when they do not add up.
    """
    require_office(item.session, by)
    session = CouncilSession.objects.select_for_update().get(pk=item.session_id)
    require_state(session, SessionState.OPENED)
    if session.is_voting:
        raise TransitionNotAllowed("Đang nhận phiếu trên máy; hãy kết thúc bỏ phiếu trước.")
    given = {name: sums.get(name, 0) for name in BALLOT_FIELDS}
    if session.on_screen:
        # Counted by the machine: only the written opinions are entered by hand.
        given |= {name: getattr(item, name) or 0 for name in BALLOT_FIELDS if "written" not in name}
    tally = Tally(**given)
    if found := faults(tally, turnout_of(item, list(session.attendances.all()))):
        raise ValidationError(found)
    for name, value in given.items():
        setattr(item, name, value)
    item.save(update_fields=list(given))


def uncounted(session: CouncilSession) -> list[str]:
    """Say which items have no count, or one that no longer adds up with the attendance."""
    attendances = list(session.attendances.all())
    found = []
    for item in session.items.select_related("nomination").prefetch_related("recused"):
        tally = tally_of(item)
        if tally is None:
            found.append(f"«{item}» chưa có kết quả kiểm phiếu.")
        else:
            wrong = faults(tally, turnout_of(item, attendances)).values()
            found += [f"«{item}»: {fault}" for fault in wrong]
    return found


@transaction.atomic
def conclude(session: CouncilSession, *, by: Any, note: str = "") -> SessionLog:
    """Close the session: every nomination moves by its vote; nothing can be changed afterwards."""
    if missing := uncounted(session):
        raise ValidationError(missing)
    log = move(session, CONCLUDE, by=by, note=note, closed_at=session.closed_at or timezone.now())
    attendances = list(session.attendances.all())
    items = session.items.select_related(
        "nomination__dossier__unit__authority", "nomination__award_type", "lower_to"
    ).prefetch_related("recused")
    for item in items:
        outcome = outcome_of(item, attendances)
        said = f"Đạt {outcome.agree}/{outcome.base} phiếu ({outcome.share}), cần {outcome.needed}."
        if not outcome.passed:
            move(item.nomination, FAIL, by=by, note=said)
        elif item.lower_to:
            words = f"{said} {item.lower_note}"
            move(item.nomination, LOWER, by=by, note=words, lowered_to=item.lower_to)
        else:
            move(item.nomination, PASS, by=by, note=said)
    return log


@transaction.atomic
def recount(session: CouncilSession, *, by: Any, note: str) -> SessionLog:
    """Open the counting again, with a reason."""
    return move(session, RECOUNT, by=by, note=note)


def require_state(session: CouncilSession, *states: str) -> None:
    """Raise TransitionNotAllowed unless the session is in one of `states`."""
    if session.state not in states:
        raise TransitionNotAllowed(
            f"Phiên họp đang ở trạng thái «{session.get_state_display().lower()}»."
        )
