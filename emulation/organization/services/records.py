"""Records about people and units: who keeps them; saving, lifting a bar, deleting with a reason."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from emulation.organization.models import (
    OVERSEERS,
    Bar,
    Household,
    IndexBand,
    Person,
    Role,
    Unit,
)
from emulation.uploads import SafeFile

Nominee = Unit | Person | Household


def home_of(nominee: Nominee) -> Unit:
    """Return the unit that a nominee belongs to: itself, or that of the person or household."""
    return nominee if isinstance(nominee, Unit) else nominee.unit


def keeper_of(record: Any) -> Unit:
    """Return the unit whose office keeps `record`.

    An award that an authority of the system gave stays in that authority's register; everything
    else goes with the nominee, and what is about a merged unit with the unit that took it over.
    """
    if giver := getattr(record, "issued_by", None):
        return giver
    return successor(home_of(record.nominee))


def successor(unit: Unit) -> Unit:
    """Return the unit into which `unit` went in the end, itself when it was never merged."""
    seen = {unit.pk}
    while unit.merged_into_id and unit.merged_into_id not in seen:
        unit = unit.merged_into
        seen.add(unit.pk)
    return unit


def may_keep(user: Any, unit: Unit) -> bool:
    """Whether `user` enters and changes records about `unit` and its members: the office alone."""
    return user.is_superuser or Role.OFFICE in user.roles_at(unit)


def oversees(user: Any, unit: Unit) -> bool:
    """Whether `user` may know confidential bars of `unit` and its members (`CONFIDENTIAL`)."""
    return user.is_superuser or bool(user.roles_at(unit) & set(OVERSEERS))


def require_keeper(user: Any, unit: Unit) -> None:
    """Raise PermissionDenied unless `user` keeps the records of `unit`."""
    if not may_keep(user, unit):
        raise PermissionDenied


@transaction.atomic
def save(record: Any, *, by: Any, attachment: SafeFile | None = None, drop: bool = False) -> Any:
    """Save a new or changed record with its checked attachment; the history names `by`.

    `drop` takes the attachment off the record; the file stays in the store for the history.
    Raises PermissionDenied.
    """
    require_keeper(by, keeper_of(record))
    if record._state.adding:
        record.created_by = by
    record.authority_id = home_of(record.nominee).authority_id
    if attachment:
        record.attachment_sha256 = attachment.sha256
        record.attachment.save(
            f"tep.{attachment.suffix}", ContentFile(attachment.content), save=False
        )
    elif drop:
        record.attachment, record.attachment_sha256 = "", ""
    record._history_user = by
    record.save()
    return record


@transaction.atomic
def lift(bar: Bar, on: dt.date, reason: str, by: Any) -> Bar:
    """Lift a bar from `on`: it held until the day before.

    Raises ValidationError (by field: lifted_on, lift_reason) and PermissionDenied.
    """
    require_keeper(by, keeper_of(bar))
    errors = {}
    if not reason.strip():
        errors["lift_reason"] = "Phải ghi lý do gỡ bỏ."
    if bar.lifted_on:
        errors["lifted_on"] = f"Đã gỡ bỏ từ ngày {bar.lifted_on:%d/%m/%Y}."
    elif on < bar.starts_on:
        errors["lifted_on"] = f"Phải từ ngày bắt đầu {bar.starts_on:%d/%m/%Y} trở đi."
    elif on > timezone.localdate():
        errors["lifted_on"] = "Chưa đến ngày này."
    elif bar.ends_on and on > bar.ends_on:
        errors["lifted_on"] = f"Đã hết hiệu lực sau ngày {bar.ends_on:%d/%m/%Y}, không cần gỡ bỏ."
    if errors:
        raise ValidationError(errors)
    bar.lifted_on, bar.lift_reason = on, reason.strip()
    bar._history_user, bar._change_reason = by, f"Gỡ bỏ: {reason.strip()}"
    bar.save()
    return bar


@transaction.atomic
def delete(record: Any, reason: str, by: Any) -> None:
    """Delete a record that was entered by mistake; its history stays, with the reason.

    Raises ValidationError without a reason, PermissionDenied, ProtectedError when it is used.
    """
    require_keeper(by, keeper_of(record))
    if not reason.strip():
        raise ValidationError({"reason": "Phải ghi lý do xóa."})
    record._history_user, record._change_reason = by, f"Xóa: {reason.strip()}"
    record.delete()


def bands_on(authority: Unit, day: dt.date) -> list[IndexBand]:
    """Return the bands of an index on `day`, best first: the authority's own, else the common ones.

    The rows of the latest date that has begun hold together (domain.md section 6).
    """
    rows = [row for row in IndexBand.objects.filter(valid_from__lte=day) if row.authority_id in
            (None, authority.pk)]  # fmt: skip
    own = [row for row in rows if row.authority_id == authority.pk] or rows
    latest = max((row.valid_from for row in own), default=None)
    return sorted(
        (row for row in own if row.valid_from == latest),
        key=lambda row: row.from_percent,
        reverse=True,
    )


def suggested_rating(bands: list[IndexBand], score: Decimal | None, maximum: Decimal | None) -> str:
    """Return the rating that a score earns, "" where no band says so."""
    if score is None or not maximum:
        return ""
    percent = score * 100 / maximum
    return next((band.rating for band in bands if percent >= band.from_percent), "")
