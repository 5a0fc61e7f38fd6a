"""Preparing a session of the council: members of the day, attendance, agenda, recusals.

The rules of domain.md section 3. What is prepared here is closed while a ballot on screen is open
or holds votes: who may vote and on what cannot change under the voters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q

from awards.competence import vote_rule, vote_rules
from awards.models import AwardType, VoteRule
from dossiers.counting import day_of
from dossiers.models import (
    AgendaItem,
    Attendance,
    Council,
    CouncilSession,
    Nomination,
    Presence,
    Recusal,
    Seat,
    SeatRole,
)
from dossiers.states import NominationState, SessionState
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed

OPEN_STATES = (SessionState.PLANNED, SessionState.OPENED, SessionState.COUNTED)
OWN_CASE = "Là đối tượng được xét khen thưởng"


def require_office(session: CouncilSession | Council, by: Any) -> None:
    """Raise PermissionDenied unless `by` is of the authority's office."""
    if Role.OFFICE not in by.roles_at(session.authority):
        raise PermissionDenied


def require_state(session: CouncilSession, *states: str) -> None:
    """Raise TransitionNotAllowed unless the session is in one of `states`."""
    if session.state not in states:
        raise TransitionNotAllowed(
            f"Phiên họp đang ở trạng thái «{session.get_state_display().lower()}»."
        )


def locked(session: CouncilSession, by: Any) -> CouncilSession:
    """Return the session as it is now, its row locked, while its preparation may change.

    Raises PermissionDenied but for the office, TransitionNotAllowed once it was counted, and while
    ballots on screen are taken or were taken and not voided.
    """
    require_office(session, by)
    now = CouncilSession.objects.select_for_update().get(pk=session.pk)
    require_state(now, SessionState.PLANNED, SessionState.OPENED)
    if now.is_voting:
        raise TransitionNotAllowed("Đang nhận phiếu trên máy; hãy kết thúc bỏ phiếu trước.")
    if now.on_screen and now.attendances.filter(has_voted=True).exists():
        raise TransitionNotAllowed(
            "Các thành viên đã bỏ phiếu trên máy; muốn sửa thì hủy lượt bỏ phiếu trước."
        )
    return now


def seats_on(council: Council, day: dt.date) -> list[Seat]:
    """Return the members whose term holds on `day`, in order."""
    return list(
        council.seats.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        ).select_related("person")
    )


# --- members -------------------------------------------------------------------------------------


@transaction.atomic
def prepare(session: CouncilSession, *, by: Any) -> None:
    """Enter every member of the day as present, chair and secretary in their places.

    Members who were entered already stay as they are; one whose term does not hold on the day of
    the meeting is taken out. A member who is a nominee is recused from his item.
    """
    locked(session, by)
    seats = seats_on(session.council, day_of(session))
    known = set(session.attendances.values_list("seat_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(session=session, seat=seat) for seat in seats if seat.pk not in known
    )
    session.attendances.exclude(seat__in=seats).delete()
    for name, role in (("presided_by", SeatRole.CHAIR), ("secretary", SeatRole.SECRETARY)):
        if getattr(session, name) not in seats:
            setattr(session, name, next((seat for seat in seats if seat.role == role), None))
    session.tellers.remove(*session.tellers.exclude(pk__in=[seat.pk for seat in seats]))
    session.save(update_fields=["presided_by", "secretary"])
    Recusal.objects.filter(item__session=session).exclude(seat__in=seats).delete()
    for item in session.items.select_related("nomination").prefetch_related("recused"):
        _recuse_nominee(item, seats)


@transaction.atomic
def record_attendance(
    session: CouncilSession,
    rows: Mapping[int, tuple[str, str]],
    *,
    presided_by: Seat | None,
    secretary: Seat | None,
    tellers: Iterable[Seat] = (),
    by: Any,
) -> None:
    """Enter who is present: seat id → (presence, reason); who presides, writes, counts.

    Raises ValidationError by seat id ("seat-<id>") for an absent member without a reason.
    """
    now = locked(session, by)
    errors = {
        f"seat-{seat}": "Hãy ghi lý do vắng mặt."
        for seat, (presence, reason) in rows.items()
        if presence != Presence.PRESENT and not reason.strip()
    }
    if errors:
        raise ValidationError(errors)
    for attendance in now.attendances.all():
        if attendance.seat_id not in rows:
            continue
        presence, reason = rows[attendance.seat_id]
        attendance.presence = presence
        attendance.reason = "" if presence == Presence.PRESENT else reason.strip()
        attendance.save(update_fields=["presence", "reason"])
    session.presided_by, session.secretary = presided_by, secretary
    session.save(update_fields=["presided_by", "secretary"])
    session.tellers.set(tellers)


# --- agenda --------------------------------------------------------------------------------------


def eligible_for(session: CouncilSession) -> Any:
    """Return the nominations that may be put on the agenda: eligible, on no open agenda."""
    return (
        Nomination.objects.filter(authority=session.authority_id, state=NominationState.ELIGIBLE)
        .exclude(agenda_items__session__state__in=OPEN_STATES)
        .select_related("award_type", "dossier__unit", "unit", "person__unit", "household__unit")
        .order_by("award_type__position", "award_type", "dossier__unit", "position", "pk")
    )


@transaction.atomic
def put_on_agenda(
    session: CouncilSession, nominations: Iterable[Nomination], *, by: Any
) -> list[AgendaItem]:
    """Add eligible nominations to the agenda, each with the vote rule of its award that day.

    A member who is the nominee is recused from that item. Raises ValidationError (nothing added)
    for a nomination that is not eligible, of another authority, or on another open agenda.
    """
    locked(session, by)
    nominations, day, errors = list(nominations), day_of(session), []
    rules, seats = vote_rules(day), seats_on(session.council, day)
    busy = {
        item.nomination_id: item.session
        for item in AgendaItem.objects.filter(
            nomination__in=nominations, session__state__in=OPEN_STATES
        ).select_related("session")
    }
    last = max(session.items.values_list("position", flat=True), default=0)
    items = []
    for position, nomination in enumerate(nominations, start=last + 1):
        rule = vote_rule(nomination.award_type.code, day, rules)
        if fault := _not_for_agenda(session, nomination, busy.get(nomination.pk), rule):
            errors.append(fault)
            continue
        items.append(
            AgendaItem(
                session=session,
                nomination=nomination,
                position=position,
                percent=rule.percent,
                base=rule.base,
                is_secret=rule.is_secret,
            )
        )
    if errors:
        raise ValidationError(errors)
    for item in items:
        item.save()
        _recuse_nominee(item, seats)
    return items


def _not_for_agenda(
    session: CouncilSession,
    nomination: Nomination,
    other: CouncilSession | None,
    rule: VoteRule | None,
) -> str:
    if nomination.authority_id != session.authority_id:
        return "Đề nghị này không thuộc cơ quan."
    if nomination.state != NominationState.ELIGIBLE:
        state = nomination.get_state_display().lower()
        return f"«{nomination}» đang ở trạng thái «{state}», chưa đưa ra Hội đồng được."
    if other == session:
        return f"«{nomination}» đã có trong chương trình này."
    if other:
        return f"«{nomination}» đã có trong chương trình «{other}»."
    if rule is None:
        return f"Chưa có tỷ lệ phiếu áp dụng cho «{nomination.award_type}»."
    return ""


@transaction.atomic
def take_off_agenda(item: AgendaItem, *, by: Any) -> None:
    """Remove an item; those after it move up."""
    session = locked(item.session, by)
    position = item.position
    item.delete()
    session.items.filter(position__gt=position).update(position=F("position") - 1)


@transaction.atomic
def vote_on_lower(item: AgendaItem, award_type: AwardType | None, note: str, *, by: Any) -> None:
    """Put a lower award to the vote instead of the one asked for, or the original one again.

    The lower award's own vote rule applies, and a count made before is void. Raises
    ValidationError for an award that the nominee cannot receive or that does not exist on the day.
    """
    locked(item.session, by)
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
    if item.lower_to != award_type:
        _forget_count(item)
    item.lower_to, item.lower_note = award_type, note.strip() if award_type else ""
    item.percent, item.base, item.is_secret = rule.percent, rule.base, rule.is_secret
    item.save()


# --- recusal -------------------------------------------------------------------------------------


def _recuse_nominee(item: AgendaItem, seats: Iterable[Seat]) -> None:
    """Leave out the member who is the nominee himself (domain.md section 3)."""
    person = item.nomination.person_id
    found = [s for s in seats if person and s.person_id == person]
    item.recused.add(*found, through_defaults={"reason": OWN_CASE})


@transaction.atomic
def recuse(item: AgendaItem, seat: Seat, reason: str, *, by: Any) -> Recusal:
    """Leave a member out of the vote on an item, with a reason; a count made before is void.

    Raises ValidationError without a reason, or for who is no member of the session.
    """
    locked(item.session, by)
    if not item.session.attendances.filter(seat=seat).exists():
        raise ValidationError({"seat": "Người này không phải thành viên của phiên họp."})
    if not reason.strip():
        raise ValidationError({"reason": "Hãy ghi lý do không tham gia biểu quyết."})
    if item.recusals.filter(seat=seat).exists():
        raise ValidationError({"seat": "Thành viên này đã được ghi là không biểu quyết."})
    _forget_count(item)
    return item.recusals.create(seat=seat, reason=reason.strip(), declared_by=by)


@transaction.atomic
def take_back_recusal(recusal: Recusal, *, by: Any) -> None:
    """Let a member vote on the item after all; never on his own case."""
    item = recusal.item
    locked(item.session, by)
    person = item.nomination.person_id
    if person and recusal.seat.person_id == person:
        raise TransitionNotAllowed("Thành viên không biểu quyết về chính mình.")
    _forget_count(item)
    recusal.delete()


def _forget_count(item: AgendaItem) -> None:
    """Empty the sums of an item whose vote is to be held or entered anew."""
    for name in ("issued", "returned", "valid", "invalid", "agree", "disagree", "blank"):
        setattr(item, name, None)
    for name in ("written_agree", "written_disagree", "written_blank"):
        setattr(item, name, 0)
    item.save()
