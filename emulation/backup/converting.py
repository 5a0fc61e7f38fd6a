"""A backup of an older version: loaded as it was, migrated in a database of its own, read anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from .archive import Reader
from .rows import columns, continue_numbers, decode, kept_tables, load, rows, tables, wipe


@contextmanager
def converted(archive: Reader, theirs: set[tuple[str, str]]) -> Iterator[Any]:
    """Yield a function that gives columns and rows of a model after all newer migrations.

    The database in between is SQLite in a temporary file, whatever kind the target is.
    """
    with tempfile.TemporaryDirectory(prefix="thi-dua-") as folder:
        alias = "older_backup"
        connections.databases[alias] = _settings(Path(folder) / "older.sqlite3")
        try:
            _load_then(archive, theirs, alias)
            call_command("migrate", database=alias, verbosity=0, interactive=False)
            yield lambda model: (
                [field.attname for field in columns(model)],
                rows(models.QuerySet(model, using=alias)),
            )
        finally:
            connections[alias].close()
            del connections[alias]
            del connections.databases[alias]


def _settings(path: Path) -> dict[str, Any]:
    return connections.databases["default"] | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {},
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
    }


def _load_then(archive: Reader, theirs: set[tuple[str, str]], using: str) -> None:
    """Make the tables of then and fill them."""
    executor = MigrationExecutor(connections[using])
    graph = executor.loader.graph
    known = [node for node in theirs if node in graph.nodes]
    targets = [node for node in known if not set(graph.node_map[node].children) & set(known)]
    # A node may have children in other apps only: all of `known` are applied either way.
    state = executor.migrate(sorted(targets) or None)
    registry = state.apps
    with transaction.atomic(using=using):
        wipe(tables(registry), using)
        for model in kept_tables(registry):
            name = f"tables/{model._meta.db_table}.jsonl"
            if name in archive.members:
                lines = archive.lines(name)
                names = next(lines)
                fields = {field.attname: field for field in columns(model)}
                order = [fields[one] for one in names]
                load(model, names, (decode(order, line) for line in lines), using)
        continue_numbers(kept_tables(registry), using)
