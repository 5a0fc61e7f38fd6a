"""The secret ballot on screen: it adds to sums and marks that its voter has voted, no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from dossiers.models import AgendaItem, Attendance, CouncilSession, Presence
from dossiers.states import SessionState
from emulation.workflow import TransitionNotAllowed

from .council import BALLOT_FIELDS, CHOICES, require_office


@transaction.atomic
def start_voting(session: CouncilSession, *, by: Any) -> None:
    """Open the ballot on screen: all sums start at nought."""
    require_office(session, by)
    opened = CouncilSession.objects.filter(
        pk=session.pk, state=SessionState.OPENED, on_screen=True, is_voting=False
    ).update(is_voting=True)
    if not opened:
        raise TransitionNotAllowed("Phiên họp không ở bước bỏ phiếu trên máy.")
    session.attendances.update(has_voted=False)
    session.items.update(**{n: 0 for n in BALLOT_FIELDS if "written" not in n})
    session.is_voting = True


@transaction.atomic
def cast(session: CouncilSession, choices: Mapping[int, str], *, by: Any) -> None:
    """Cast the ballot of the member who is logged in: item id → choice, once and for good.

    Sums grow, the member is marked as having voted; no row joins the two. Raises PermissionDenied
    for somebody without a seat, TransitionNotAllowed when there is no vote or he has voted,
    ValidationError when an item is left out (a blank vote is a choice of its own).
    """
    locked = CouncilSession.objects.select_for_update().get(pk=session.pk)
    attendance = (
        locked.attendances.filter(seat__user=by, presence=Presence.PRESENT)
        .select_related("seat")
        .first()
    )
    if attendance is None:
        raise PermissionDenied
    if not locked.is_voting:
        raise TransitionNotAllowed("Chưa mở hoặc đã kết thúc bỏ phiếu.")
    items = [
        item
        for item in locked.items.prefetch_related("recused")
        if attendance.seat_id not in {seat.pk for seat in item.recused.all()}
    ]
    left_out = {
        f"item-{i.pk}": "Hãy chọn một ý kiến." for i in items if choices.get(i.pk) not in CHOICES
    }
    if left_out:
        raise ValidationError(left_out)
    if not Attendance.objects.filter(pk=attendance.pk, has_voted=False).update(has_voted=True):
        raise TransitionNotAllowed("Thành viên này đã bỏ phiếu.")
    for item in items:
        grown = {n: F(n) + 1 for n in ("issued", "returned", "valid", choices[item.pk])}
        AgendaItem.objects.filter(pk=item.pk).update(**grown)


@transaction.atomic
def stop_voting(session: CouncilSession, *, by: Any) -> None:
    """Close the ballot on screen; the sums become visible."""
    require_office(session, by)
    if not CouncilSession.objects.filter(pk=session.pk, is_voting=True).update(is_voting=False):
        raise TransitionNotAllowed("Không có cuộc bỏ phiếu nào đang mở.")
    session.is_voting = False
