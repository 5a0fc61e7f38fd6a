"""The history of a record's fields: who changed what, when, from which value to which."""

from typing import Any

from simple_history.models import HistoricalRecords


def changes_of(name: str, **options: Any) -> HistoricalRecords:
    """Return the field that keeps every version of a record; `name` is the model's in Vietnamese.

    `save()` and `delete()` leave a row; `update()` and `bulk_create()` do not: services that use
    these write it with simple_history's bulk functions.
    """
    return HistoricalRecords(
        verbose_name=f"lần sửa {name}", verbose_name_plural=f"các lần sửa {name}", **options
    )
