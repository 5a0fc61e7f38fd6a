"""The secret ballot on screen: it adds to sums and marks that its voter has voted, no more.

What is protected. A ballot leaves no row: the item's sums grow by one and the member's attendance
says that he voted. Nothing joins the two: no ballot table, no time of voting, no history table on
sums or attendance, no log row per voter, no choice in the session, a message, a cookie or an
address. Choices pass between the ballot and its confirmation in the body of the request alone,
which is named sensitive, so that error reports leave it out, and the pages are not cached.
The sums are hidden from every page and paper until voting has stopped (`counting.tally_of`), and
voting stops only when everybody has voted or at least `FEWEST` have: nobody can read them between
one voter and the next. A ballot is voided, with a reason, without its sums ever being shown; only
then can another begin. While it is open, and until it is voided, the agenda, the recusals and the
attendance cannot change. When it stops, every attendance is written anew in one transaction, so
that no row's age tells who voted before whom.

What is not. Sums tell by themselves when they are unanimous or the voters of an item are few. Who
runs the server can read the database while voting goes on, keep its statements (log_statement,
write-ahead log, dead rows until VACUUM) or the traffic, and so join a voter with his votes; against
him only paper helps. A member may show his screen to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from dossiers.models import AgendaItem, Attendance, CouncilSession, Presence
from dossiers.states import START_VOTING, STOP_VOTING, SessionState
from emulation.workflow import Transition, TransitionNotAllowed

CHOICES = {"agree": "Đồng ý", "disagree": "Không đồng ý", "blank": "Không có ý kiến"}
SUMS = ("issued", "returned", "valid", "invalid", *CHOICES)
# Fewer votes than this would tell who voted what.
FEWEST = 3


def require_moment(session: CouncilSession, transition: Transition) -> None:
    """Raise TransitionNotAllowed when the ballot on screen is not where the step begins."""
    if not session.on_screen:
        raise TransitionNotAllowed("Phiên họp này kiểm phiếu giấy, không bỏ phiếu trên máy.")
    if transition == START_VOTING:
        if session.is_voting:
            raise TransitionNotAllowed("Đã mở bỏ phiếu trên máy.")
        if session.items.filter(agree__isnull=False).exists():
            raise TransitionNotAllowed(
                "Đã có kết quả bỏ phiếu; muốn bỏ phiếu lại thì hủy lượt bỏ phiếu trước."
            )
    elif transition == STOP_VOTING and not session.is_voting:
        raise TransitionNotAllowed("Không có cuộc bỏ phiếu nào đang mở.")
    elif not session.is_voting and not session.items.filter(agree__isnull=False).exists():
        raise TransitionNotAllowed("Chưa có lượt bỏ phiếu nào để hủy.")


def missing_to_start(session: CouncilSession) -> list[str]:
    """Say what keeps the ballot from being opened: members without account, too few voters."""
    present = session.attendances.filter(presence=Presence.PRESENT).select_related("seat")
    found = [
        f"{attendance.seat} chưa có tài khoản bỏ phiếu."
        for attendance in present
        if attendance.seat.user_id is None
    ]
    ids = {attendance.seat_id for attendance in present}
    for item in session.items.select_related("nomination").prefetch_related("recused"):
        voters = len(ids - {seat.pk for seat in item.recused.all()})
        if voters < FEWEST:
            found.append(
                f"«{item}»: chỉ có {voters} người bỏ phiếu, không giữ kín được; "
                "hãy kiểm phiếu giấy."
            )
    return found


def missing_to_stop(session: CouncilSession) -> list[str]:
    """Say what keeps the ballot from being closed: so few votes that the sums would tell."""
    present = session.attendances.filter(presence=Presence.PRESENT)
    voted = {row.seat_id for row in present if row.has_voted}
    if len(voted) == len(present):
        return []
    short = any(
        len(voted - {seat.pk for seat in item.recused.all()}) < FEWEST
        for item in session.items.prefetch_related("recused")
    )
    if not short:
        return []
    return [
        f"Mới có {len(voted)}/{len(present)} thành viên bỏ phiếu; mỗi nội dung cần ít nhất "
        f"{FEWEST} phiếu thì mới giữ kín được. Chờ thêm, hoặc hủy lượt bỏ phiếu."
    ]


def empty(session: CouncilSession, value: int | None) -> None:
    """Set all sums to nought (a ballot begins) or to nothing (it is voided), and nobody has voted.

    Written opinions, which the office enters by hand, stay.
    """
    session.attendances.update(has_voted=False)
    session.items.update(**dict.fromkeys(SUMS, value))


def seal(session: CouncilSession) -> None:
    """Write every attendance anew in this transaction: no row's age tells who voted when."""
    session.attendances.update(has_voted=F("has_voted"))


# --- the voter -----------------------------------------------------------------------------------


def ballots_waiting(user: Any) -> list[CouncilSession]:
    """Return the sessions whose ballot is open for `user` and that he has not voted in."""
    return list(
        CouncilSession.objects.filter(
            state=SessionState.OPENED,
            is_voting=True,
            attendances__seat__user=user,
            attendances__presence=Presence.PRESENT,
            attendances__has_voted=False,
        ).distinct()
    )


def voter_of(session: CouncilSession, user: Any) -> Attendance | None:
    """Return the attendance of the member who is logged in; None when he has no seat in it."""
    return session.attendances.filter(seat__user=user).select_related("seat").order_by("pk").first()


def items_for(session: CouncilSession, voter: Attendance) -> list[AgendaItem]:
    """Return the items that the member votes on: not those he is recused from."""
    items = session.items.select_related(
        "lower_to",
        "nomination__award_type",
        "nomination__unit",
        "nomination__person__unit",
        "nomination__household__unit",
    ).prefetch_related("recused")
    return [i for i in items if voter.seat_id not in {seat.pk for seat in i.recused.all()}]


def left_out(items: Iterable[AgendaItem], choices: Mapping[int, str]) -> dict[str, str]:
    """Say which items have no choice, by "item-<id>"; a blank vote is a choice of its own."""
    return {
        f"item-{item.pk}": "Hãy chọn một ý kiến."
        for item in items
        if choices.get(item.pk) not in CHOICES
    }


@transaction.atomic
def cast(session: CouncilSession, choices: Mapping[int, str], *, by: Any) -> None:
    """Cast the ballot of the member who is logged in: item id → choice, once and for good.

    Raises PermissionDenied for somebody without a seat or not present, TransitionNotAllowed when
    there is no vote or he has voted, ValidationError when an item is left out.
    """
    now = CouncilSession.objects.select_for_update().get(pk=session.pk)
    voter = voter_of(now, by)
    if voter is None or voter.presence != Presence.PRESENT:
        raise PermissionDenied
    if not now.is_voting:
        raise TransitionNotAllowed("Chưa mở hoặc đã kết thúc bỏ phiếu.")
    items = items_for(now, voter)
    if missing := left_out(items, choices):
        raise ValidationError(missing)
    if not Attendance.objects.filter(pk=voter.pk, has_voted=False).update(has_voted=True):
        raise TransitionNotAllowed("Đồng chí đã bỏ phiếu; mỗi thành viên chỉ bỏ phiếu một lần.")
    for item in items:
        grown = {name: F(name) + 1 for name in ("issued", "returned", "valid", choices[item.pk])}
        AgendaItem.objects.filter(pk=item.pk).update(**grown)
