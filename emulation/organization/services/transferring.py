"""Transfers that both sides confirm: the sending unit asks, the receiving one takes or refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from emulation.organization.models import Person, Transfer, TransferRequest, Unit
from emulation.organization.models.transfer_request import SIDES
from emulation.organization.states import ACCEPT_TRANSFER, REFUSE_TRANSFER, WITHDRAW_TRANSFER
from emulation.workflow import TransitionNotAllowed, move

from .moving import move_over

OPEN_ALREADY = "Đang có một đề nghị chuyển người này chưa được trả lời."


def may_ask(user: Any, person: Person) -> bool:
    """Whether `user` speaks for the person's unit."""
    return user.is_superuser or bool(user.roles_at(person.unit) & set(SIDES))


def places_for(person: Person) -> Any:
    """Return where a person may be sent: the units of the authority, and the other authorities.

    A unit of another authority is chosen there, by who takes the person.
    """
    units = Unit.objects.active_on(timezone.localdate()).exclude(pk=person.unit_id)
    own = units.filter(authority=person.authority_id)
    others = units.authorities().exclude(pk=person.authority_id)
    return (own | others).select_related("authority")


def ask(person: Person, to: Unit, *, on: dt.date, reason: str, by: Any) -> TransferRequest:
    """Ask another unit or authority to take a person from a day.

    Raises ValidationError by field, and PermissionDenied.
    """
    if not may_ask(by, person):
        raise PermissionDenied
    errors = {}
    if not reason.strip():
        errors["reason"] = "Phải ghi lý do hoặc văn bản điều động."
    if to.pk == person.unit_id:
        errors["to_unit"] = "Đang thuộc đơn vị này."
    if person.joined_on and on < person.joined_on:
        errors["moved_on"] = f"Phải sau ngày vào đơn vị cũ ({person.joined_on:%d/%m/%Y})."
    if person.left_on:
        errors["moved_on"] = f"Đã thôi từ ngày {person.left_on:%d/%m/%Y}."
    if errors:
        raise ValidationError(errors)
    try:
        with transaction.atomic():
            return TransferRequest.objects.create(
                person=person, from_unit=person.unit, to_unit=to, moved_on=on,
                reason=reason.strip(), created_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError({"to_unit": OPEN_ALREADY}) from None


def receiving_units(request: TransferRequest, user: Any) -> Any:
    """Return the units in which `user` may take the person."""
    units = Unit.objects.active_on(request.moved_on).filter(authority=request.to_unit.authority_id)
    if user.is_superuser:
        return units
    return units.under(*user.member_units_as(*SIDES))


@transaction.atomic
def accept(request: TransferRequest, unit: Unit, *, by: Any, note: str = "") -> Transfer:
    """Take the person into `unit`: both sides have agreed, he and his records go there.

    Raises PermissionDenied, TransitionNotAllowed (also when the day has not come, or the person
    is no longer where he was).
    """
    if not receiving_units(request, by).filter(pk=unit.pk).exists():
        raise PermissionDenied
    person = Person.objects.select_for_update().select_related("unit").get(pk=request.person_id)
    if person.unit_id != request.from_unit_id or person.left_on:
        raise TransitionNotAllowed(f"{person} không còn ở {request.from_unit}.")
    if request.moved_on > timezone.localdate():
        raise TransitionNotAllowed(
            f"Chưa đến ngày {request.moved_on:%d/%m/%Y}; hãy xác nhận khi người đó đã chuyển."
        )
    move(request, ACCEPT_TRANSFER, by=by, note=note, to_unit=unit)
    return move_over(person, unit, on=request.moved_on, reason=request.reason, by=by)


def answer(request: TransferRequest, name: str, *, by: Any, note: str) -> None:
    """Refuse or withdraw a request; raises like `move`."""
    steps = {step.name: step for step in (REFUSE_TRANSFER, WITHDRAW_TRANSFER)}
    if name not in steps:
        raise TransitionNotAllowed("Không có bước này.")
    move(request, steps[name], by=by, note=note)
