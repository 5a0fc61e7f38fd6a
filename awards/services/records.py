"""Saving many records at once: a sheet or a table, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from awards.records.kinds import RecordKind
from emulation.organization.services.records import home_of, keeper_of, require_keeper

BATCH = 500


class SavedMeanwhile(Exception):
    """Somebody else recorded the same while this was being looked at; the message is Vietnamese."""


@transaction.atomic
def save_all(kind: RecordKind, records: Iterable[Any], *, by: Any, reason: str) -> tuple[int, int]:
    """Save new and changed records and return how many of each; the history names `by`.

    Raises PermissionDenied for one that `by` does not keep, SavedMeanwhile when a rule of the
    database refuses one; nothing is saved then.
    """
    new, changed = [], []
    asked: set[int] = set()
    for record in records:
        keeper = keeper_of(record)
        if keeper.pk not in asked:
            require_keeper(by, keeper)
            asked.add(keeper.pk)
        record.authority_id = home_of(record.nominee).authority_id
        if record._state.adding:
            record.created_by = by
            new.append(record)
        else:
            changed.append(record)
    fields = [
        field.name
        for field in kind.model._meta.concrete_fields
        if field.name in {column.name for column in kind.sheet_columns}
    ]
    options = {"batch_size": BATCH, "default_user": by, "default_change_reason": reason}
    try:
        with transaction.atomic():
            bulk_create_with_history(new, kind.model, **options)
            if changed:
                bulk_update_with_history(changed, kind.model, fields, **options)
    except IntegrityError as error:
        raise SavedMeanwhile(
            "Có người vừa ghi cùng nội dung này. Chưa lưu gì; hãy xem lại rồi lưu lần nữa."
        ) from error
    return len(new), len(changed)
