"""Rows of a table as lines of JSON and back, the same for every kind of database."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models

# Who is logged in, and which process works: true only there and then.
LEFT_OUT = {"sessions.session", "organization.accountsession", "organization.taskworker"}
AT_ONCE = 500


def tables(registry: Any = apps) -> list[Any]:
    """Return the models that have a table, by its name; those of many-to-many fields as well."""
    found = registry.get_models(include_auto_created=True)
    return sorted(
        (model for model in found if model._meta.managed and not model._meta.proxy),
        key=lambda model: model._meta.db_table,
    )


def kept_tables(registry: Any = apps) -> list[Any]:
    """Return the models whose rows are part of a backup."""
    return [model for model in tables(registry) if model._meta.label_lower not in LEFT_OUT]


def columns(model: Any) -> list[models.Field]:
    """Return the columns that are written; the database computes the others."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def rows(queryset: models.QuerySet) -> Iterator[tuple[Any, ...]]:
    """Yield the values of the columns row by row, in the order of the key, as a stream."""
    names = [field.attname for field in columns(queryset.model)]
    return queryset.order_by("pk").values_list(*names).iterator(chunk_size=2000)


def encode(values: Sequence[Any]) -> str:
    """Return one row as a line of JSON."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"cannot be written as JSON: {type(value).__name__}")


def decode(fields: Sequence[models.Field], values: Sequence[Any]) -> list[Any]:
    """Return the values of a line as Python objects; raises ValueError for what does not fit."""
    return [_typed(field, value) for field, value in zip(fields, values, strict=True)]


def _typed(field: models.Field, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if field.is_relation:
        return _typed(field.target_field, value)
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.DurationField):
        return dt.timedelta(seconds=value)
    return field.to_python(value)


def load(model: Any, names: Sequence[str], found: Iterable[Sequence[Any]], using: str) -> int:
    """Insert rows with the values that they have, no signal, no default; return how many."""
    connection = connections[using]
    fields = [_by_name(model)[name] for name in names]
    quote = connection.ops.quote_name
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)} "
        f"({', '.join(quote(field.column) for field in fields)}) "
        f"VALUES ({', '.join(['%s'] * len(fields))})"
    )
    count, source = 0, iter(found)
    with connection.cursor() as cursor:
        while batch := list(islice(source, AT_ONCE)):
            cursor.executemany(
                sql,
                [
                    [
                        field.get_db_prep_save(value, connection)
                        for field, value in zip(fields, row, strict=True)
                    ]
                    for row in batch
                ],
            )
            count += len(batch)
    return count


def _by_name(model: Any) -> dict[str, models.Field]:
    return {field.attname: field for field in columns(model)}


def wipe(found: Sequence[Any], using: str) -> None:
    """Empty the tables of these models inside the transaction."""
    connection = connections[using]
    names = [model._meta.db_table for model in found]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), names):
            cursor.execute(statement)


def continue_numbers(found: Sequence[Any], using: str) -> None:
    """Let new rows be numbered after those that were inserted with a number.

    SQLite sees to it itself. PostgreSQL's sequences do not come back with a transaction that is
    undone, so they are only ever moved on.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in found:
            if not model._meta.auto_field:
                continue
            table, key = quote(model._meta.db_table), model._meta.pk.column
            cursor.execute(
                f"SELECT setval(sequence, highest) FROM (SELECT MAX({quote(key)}) AS highest,"
                f" pg_get_serial_sequence(%s, %s) AS sequence FROM {table}) AS numbered"
                " WHERE sequence IS NOT NULL"
                " AND highest > COALESCE(pg_sequence_last_value(sequence::regclass), 0)",
                [table, key],
            )
