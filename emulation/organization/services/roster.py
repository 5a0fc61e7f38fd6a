"""The roster: adding, correcting, stopping people and units; removing what was a mistake."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from emulation.organization.models import Household, Person, Role, Unit

from .moving import end_roles
from .records import Nominee, home_of, require_keeper
from .references import references

NO_REASON = "Phải ghi lý do."


def namesakes(full_name: str, authority: Unit) -> list[Person]:
    """Return the people of an authority who bear this very name, whatever case."""
    named = Person.objects.filter(authority=authority, full_name__iexact=full_name.strip())
    return list(named.select_related("unit"))


@transaction.atomic
def keep(record: Nominee, *, by: Any, reason: str = "") -> Nominee:
    """Save a new or corrected person, household or unit; the history names `by`.

    The office of the unit keeps it, for a new unit that of the one above. Raises PermissionDenied.
    """
    above = record.parent if isinstance(record, Unit) and record._state.adding else home_of(record)
    require_keeper(by, above)
    return _saved(record, by, reason)


def _saved(record: Nominee, by: Any, reason: str) -> Nominee:
    record._history_user, record._change_reason = by, reason or None
    record.save()
    return record


@transaction.atomic
def stop(record: Nominee, *, on: dt.date, reason: str, by: Any) -> Nominee:
    """Record that a person or household belongs to its unit no longer from `on`, or a unit ends.

    Nothing recorded about them is touched. Raises ValidationError (by field: on, reason) and
    PermissionDenied.
    """
    require_keeper(by, home_of(record))
    is_unit = isinstance(record, Unit)
    start, end = (
        (record.valid_from, record.valid_to) if is_unit else (record.joined_on, record.left_on)
    )
    errors = {}
    if not reason.strip():
        errors["reason"] = NO_REASON
    if end is not None:
        errors["on"] = "Đã ghi thôi hoạt động từ trước."
    elif start and on <= start:
        errors["on"] = f"Phải sau ngày bắt đầu {start:%d/%m/%Y}."
    elif on > timezone.localdate():
        errors["on"] = "Chưa đến ngày này; hãy ghi khi đã thôi."
    elif is_unit:
        errors |= _left_inside(record, on)
    if errors:
        raise ValidationError(errors)
    if is_unit:
        record.valid_to = on - dt.timedelta(days=1)
        end_roles(record, record.valid_to, by=by, reason=f"{record} thôi hoạt động")
    else:
        record.left_on = on
    return _saved(record, by, f"Thôi từ {on:%d/%m/%Y}: {reason.strip()}")


def _left_inside(unit: Unit, on: dt.date) -> dict[str, str]:
    """Say what still stands in a unit that is to end; an authority is not ended here."""
    if unit.is_authority:
        return {"on": "Cơ quan chỉ ngừng hoạt động khi sáp nhập."}
    inside = [
        f"{number} {words}"
        for number, words in (
            (Person.objects.filter(unit=unit).active_on(on).count(), "người"),
            (Household.objects.filter(unit=unit).active_on(on).count(), "hộ gia đình"),
            (unit.children.active_on(on).count(), "đơn vị trực thuộc"),
        )
        if number
    ]
    if not inside:
        return {}
    return {"on": f"Còn {', '.join(inside)}. Hãy chuyển đi trước, hoặc ghi «Sáp nhập»."}


@transaction.atomic
def resume(record: Nominee, *, reason: str, by: Any) -> Nominee:
    """Take back the end of a person, household or unit that goes on after all.

    A unit that was merged does not come back. Raises ValidationError and PermissionDenied.
    """
    require_keeper(by, home_of(record))
    if not reason.strip():
        raise ValidationError({"reason": NO_REASON})
    if isinstance(record, Unit):
        if record.merged_into_id:
            raise ValidationError({"reason": "Đơn vị đã sáp nhập, không khôi phục riêng được."})
        record.valid_to = None
    else:
        record.left_on = None
    return _saved(record, by, f"Hoạt động trở lại: {reason.strip()}")


@transaction.atomic
def remove(record: Nominee, *, reason: str, by: Any) -> Nominee:
    """Take out of every list who was entered by mistake; `restore` brings him back.

    Who has records, registrations or people is no mistake: he is stopped, not removed. Raises
    ValidationError (field: reason) and PermissionDenied.
    """
    require_keeper(by, home_of(record))
    if not reason.strip():
        raise ValidationError({"reason": NO_REASON})
    if isinstance(record, Unit) and record.is_authority:
        raise ValidationError({"reason": "Không xóa cơ quan."})
    if used := references(record):
        listed = ", ".join(f"{count} {name}" for name, count in used.items())
        raise ValidationError(
            {"reason": f"Không xóa được vì đang có: {listed}. Hãy ghi «Thôi» thay vì xóa."}
        )
    record.deleted_at, record.delete_reason = timezone.now(), reason.strip()
    return _saved(record, by, f"Xóa: {reason.strip()}")


@transaction.atomic
def restore(record: Nominee, *, by: Any) -> Nominee:
    """Bring a removed person, household or unit back as it was.

    Raises ValidationError when its unit has gone meanwhile, and PermissionDenied.
    """
    above = record.parent if isinstance(record, Unit) else record.unit
    require_keeper(by, above or record)
    if not record.is_removed:
        raise ValidationError("Đã được khôi phục trước đó.")
    if above is not None and above.is_removed:
        raise ValidationError(f"Hãy khôi phục {above} trước.")
    record.deleted_at, record.delete_reason = None, ""
    return _saved(record, by, "Khôi phục")


def removed_of(model: type[Nominee], user: Any) -> Any:
    """Return the removed rows of a model in the authorities whose office `user` is."""
    rows = model.everyone.filter(deleted_at__isnull=False)
    if not user.is_superuser:
        rows = rows.filter(authority__in=user.authorities_as(Role.OFFICE))
    above = "parent" if model is Unit else "unit"
    return rows.select_related(above, "authority")
