"""The history of a record's fields: who changed what, when, from which value to which."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.manager import HistoricalQuerySet
from simple_history.models import HistoricalRecords

from emulation.chaining import SealedQuerySet, SealedRow


class SealedHistory(SealedQuerySet, HistoricalQuerySet):
    """The versions of a record, as simple_history asks for them; they can only be added to."""


class Changes(HistoricalRecords):
    """simple_history's versions; whoever made one cannot be deleted from under it."""

    def _get_history_user_fields(self) -> dict[str, Any]:
        fields = super()._get_history_user_fields()
        fields["history_user"].remote_field.on_delete = models.PROTECT
        return fields


def changes_of(name: str, **options: Any) -> HistoricalRecords:
    """Return the field that keeps every version of a record; `name` is the model's in Vietnamese.

    `save()` and `delete()` leave a row; `update()` and `bulk_create()` do not: services that use
    these write it with simple_history's bulk functions. A row is sealed as it is written and
    cannot be changed or deleted (emulation/chaining.py).
    """
    return Changes(
        verbose_name=f"lần sửa {name}",
        verbose_name_plural=f"các lần sửa {name}",
        bases=[SealedRow],
        historical_queryset=SealedHistory,
        **options,
    )


def keep_version(record: Any, *, by: Any, reason: str = "") -> None:
    """Write what `record` is now into its history, after a change by `update()`; two queries."""
    record.history.bulk_history_create(
        [record], update=True, default_user=by, default_change_reason=reason
    )


@dataclass(frozen=True)
class Change:
    """One field that changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Edit:
    """One version of a record: who made it, when, why, and what became different."""

    label: str
    at: dt.datetime
    by: str
    reason: str
    changes: tuple[Change, ...]


_KINDS = {"+": "Nhập", "~": "Sửa", "-": "Xóa"}
_UNSAID = {"attachment_sha256", "delete_reason", "path", "search_key", "sort_key"}


def edits(record: Any) -> list[Edit]:
    """Return the versions of `record`, newest first; one query and one a key that changed."""
    versions = list(record.history.select_related("history_user").order_by("history_id"))
    kept = {field.attname for field in record.history.model._meta.concrete_fields}
    fields = [
        field
        for field in record._meta.concrete_fields
        if not field.primary_key
        and field.name not in _UNSAID
        and field.name != "authority"
        and field.attname in kept
    ]
    named = _names_of_keys(versions, fields)
    found = []
    for before, after in zip([None, *versions], versions, strict=False):
        changes = [
            Change(
                str(field.verbose_name),
                _words(before, field, named),
                _words(after, field, named),
            )
            for field in fields
            if before is not None
            and getattr(before, field.attname) != getattr(after, field.attname)
        ]
        found.append(
            Edit(
                _KINDS[after.history_type],
                after.history_date,
                str(after.history_user or ""),
                after.history_change_reason or "",
                tuple(changes),
            )
        )
    return found[::-1]


def _names_of_keys(versions: list[Any], fields: list[Any]) -> dict[tuple[str, Any], str]:
    named = {}
    for field in fields:
        if not field.is_relation:
            continue
        keys = {getattr(version, field.attname) for version in versions} - {None}
        if len({getattr(version, field.attname) for version in versions}) > 1:
            for other in field.related_model._base_manager.filter(pk__in=keys):
                named[field.name, other.pk] = str(other)
    return named


def _words(version: Any, field: Any, named: dict[tuple[str, Any], str]) -> str:
    value = getattr(version, field.attname)
    if value and field.is_relation:
        return named.get((field.name, value), str(value))
    if value and isinstance(field, models.FileField):
        return "một tệp"
    return words(value, dict(field.flatchoices or ()))


def words(value: Any, choices: Any = ()) -> str:
    """Return a stored value as people read it: choices in words, days and figures Vietnamese."""
    if value in (None, ""):
        return "(trống)"
    if choices:
        return str(dict(choices).get(value, value))
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
    return str(value)
