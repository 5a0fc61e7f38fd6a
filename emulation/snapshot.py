"""Reading the whole database as it was at one moment, while the office goes on writing."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.db import connections, transaction


@contextmanager
def snapshot(using: str = "default") -> Iterator[str]:
    """Yield the alias of a connection on which every query sees the same committed moment.

    Writers are neither waited for nor held up: SQLite reads beside them in WAL mode, PostgreSQL
    in a REPEATABLE READ transaction. Inside a transaction, and in the memory database of the
    tests, it is the connection itself.
    """
    connection = connections[using]
    if connection.in_atomic_block or _in_memory(connection):
        yield using
        return
    alias = f"{using}_{secrets.token_hex(4)}"
    connections.databases[alias] = _settings(connection, connections.databases[using])
    try:
        with transaction.atomic(using=alias):
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


def _in_memory(connection: Any) -> bool:
    return connection.vendor == "sqlite" and connection.is_in_memory_db()


def _settings(connection: Any, given: dict[str, Any]) -> dict[str, Any]:
    settings = deepcopy(given) | {"CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}
    options = dict(settings.get("OPTIONS") or {})
    if connection.vendor == "postgresql":
        from psycopg import IsolationLevel  # noqa: PLC0415  (absent where there is only SQLite)

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    else:
        options["transaction_mode"] = "DEFERRED"
    return settings | {"OPTIONS": options}
