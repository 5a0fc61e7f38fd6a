"""People and households change units, units merge: the years go with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from emulation.organization.models import (
    AccountAction,
    Household,
    Membership,
    Person,
    Transfer,
    Unit,
)

from .account_log import note, role_in_words
from .records import may_keep, require_keeper


def targets_for(user: Any, unit: Unit) -> Any:
    """Return the units that `user` may move members of `unit` to: those of its authority today.

    Only a superuser moves between authorities: no office acts for another one.
    """
    units = Unit.objects.active_on(timezone.localdate()).exclude(pk=unit.pk)
    if not user.is_superuser:
        units = units.filter(authority=unit.authority_id)
    return units.select_related("authority")


@transaction.atomic
def transfer(
    member: Person | Household, to: Unit, *, on: dt.date, reason: str, by: Any
) -> Transfer:
    """Move a person or household to another unit; every record follows.

    Afterwards the office of the new authority reads and keeps the records, the former one does
    no longer (the awards it gave stay in its register). Raises ValidationError by field, and
    PermissionDenied.
    """
    require_keeper(by, member.unit)
    errors = {}
    if not reason.strip():
        errors["reason"] = "Phải ghi lý do hoặc văn bản điều động."
    if to.pk == member.unit_id:
        errors["to_unit"] = "Đang thuộc đơn vị này."
    elif not by.is_superuser and not may_keep(by, to):
        errors["to_unit"] = "Chỉ quản trị hệ thống chuyển sang cơ quan khác."
    elif not to.is_active_on(on):
        errors["to_unit"] = "Đơn vị không hoạt động vào ngày đó."
    if member.joined_on and on < member.joined_on:
        errors["moved_on"] = f"Phải sau ngày vào đơn vị cũ ({member.joined_on:%d/%m/%Y})."
    elif on > timezone.localdate():
        errors["moved_on"] = "Chưa đến ngày này; hãy ghi khi đã chuyển."
    if errors:
        raise ValidationError(errors)
    return move_over(member, to, on=on, reason=reason.strip(), by=by)


def move_over(
    member: Person | Household, to: Unit, *, on: dt.date, reason: str, by: Any
) -> Transfer:
    """Move a member and what is recorded about him; who may is the caller's business."""
    who = {"person" if isinstance(member, Person) else "household": member}
    moved = Transfer.objects.create(
        **who, from_unit=member.unit, since=member.joined_on, to_unit=to, moved_on=on,
        reason=reason, created_by=by,
    )  # fmt: skip
    member.unit, member.joined_on = to, on
    member._history_user, member._change_reason = by, f"Chuyển đơn vị: {reason}"
    member.save()
    through = f"{next(iter(who))}__unit"
    for model in apps.get_models():
        if through in getattr(model, "owned_through", ()):
            model._base_manager.filter(**who).update(authority=to.authority_id)
    return moved


@transaction.atomic
def merge(unit: Unit, into: Unit, *, on: dt.date, reason: str, by: Any) -> list[Transfer]:
    """Merge `unit` into another from `on`: its members and the units below it go there.

    Its own records stay under its name, are shown on the successor's page and kept by its office;
    roles in the unit end. Raises ValidationError by field, and PermissionDenied.
    """
    require_keeper(by, unit)
    errors = {}
    if not reason.strip():
        errors["reason"] = "Phải ghi văn bản về việc sáp nhập."
    if into.pk == unit.pk or into.path.startswith(unit.path):
        errors["to_unit"] = "Không thể sáp nhập vào chính đơn vị hoặc đơn vị trực thuộc nó."
    elif not by.is_superuser and not may_keep(by, into):
        errors["to_unit"] = "Chỉ quản trị hệ thống sáp nhập sang cơ quan khác."
    elif not into.is_active_on(on):
        errors["to_unit"] = "Đơn vị không hoạt động vào ngày đó."
    if unit.is_authority and not by.is_superuser:
        errors["to_unit"] = "Cơ quan chỉ do quản trị hệ thống sáp nhập."
    if unit.valid_to:
        errors["moved_on"] = f"Đơn vị đã ngừng hoạt động sau ngày {unit.valid_to:%d/%m/%Y}."
    elif unit.valid_from and on <= unit.valid_from:
        errors["moved_on"] = f"Phải sau ngày thành lập {unit.valid_from:%d/%m/%Y}."
    elif on > timezone.localdate():
        errors["moved_on"] = "Chưa đến ngày này; hãy ghi khi đã sáp nhập."
    if errors:
        raise ValidationError(errors)
    members = [
        member
        for model in (Person, Household)
        for member in model.objects.filter(unit=unit, left_on__isnull=True).select_related("unit")
    ]
    moved = [move_over(member, into, on=on, reason=reason.strip(), by=by) for member in members]
    for below in unit.children.active_on(on):
        below.parent = into
        below._history_user, below._change_reason = by, f"Sáp nhập {unit}: {reason.strip()}"
        below.save()
    unit.valid_to, unit.merged_into = on - dt.timedelta(days=1), into
    unit.full_clean(exclude=["authority"])
    unit._history_user, unit._change_reason = by, f"Sáp nhập vào {into}: {reason.strip()}"
    unit.save()
    end_roles(unit, unit.valid_to, by=by, reason=f"Sáp nhập vào {into}: {reason.strip()}")
    return moved


def end_roles(unit: Unit, last_day: dt.date, *, by: Any, reason: str) -> None:
    """End every role in a unit that stops; one that began later ends on its first day."""
    open_ended = Q(ends_on__isnull=True) | Q(ends_on__gt=last_day)
    for membership in Membership.objects.filter(open_ended, unit=unit).select_related("user"):
        membership.ends_on = max(last_day, membership.starts_on or last_day)
        membership.save()
        words = role_in_words(membership)
        note(AccountAction.CHANGED, membership.user, by=by, reason=reason, detail=words)
