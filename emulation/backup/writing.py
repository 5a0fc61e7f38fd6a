"""Writing a backup: all rows of one moment, then all files that there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from emulation.checking import file_fields
from emulation.snapshot import snapshot
from emulation.verifying import head_of

from .archive import PIECE, Writer, is_safe, writing
from .rows import columns, encode, kept_tables, rows

KIND = "backup"
PATTERN = "thi-dua-*.zip"


def default_target(now: dt.datetime | None = None) -> Path:
    """Return where a backup goes when nobody says: settings.BACKUP_DIR, named by the moment."""
    moment = timezone.localtime(now)
    return Path(settings.BACKUP_DIR) / f"thi-dua-{moment:%Y%m%d-%H%M%S}.zip"


def write_backup(target: Path, using: str = "default") -> dict[str, Any]:
    """Write the backup and return its manifest; `target` is whole or not there.

    The rows are those of one moment, and the files are read after it: what a row names was stored
    before, so it is among them. What is missing all the same is listed in the manifest.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with writing(target) as writer:
        with snapshot(using) as alias:
            counts = {model._meta.db_table: _table(writer, model, alias) for model in kept_tables()}
            named = set(_named_files(alias))
            migrations = applied(alias)
            position, chain = head_of(alias)
        for name in sorted(stored_names()):
            if is_safe(f"files/{name}"):
                _file(writer, name)
        manifest = {
            "kind": KIND,
            "format": 1,
            "made_at": timezone.now().isoformat(),
            "database": connections[using].vendor,
            "migrations": migrations,
            "chain": f"{position}:{chain}",
            "tables": counts,
            "missing": sorted(name for name in named if f"files/{name}" not in writer.members),
        }
        writer.close(manifest)
    return manifest | {"members": writer.members}


def _table(writer: Writer, model: Any, using: str) -> int:
    names = [field.attname for field in columns(model)]
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        yield f"{encode(names)}\n".encode()
        for row in rows(models.QuerySet(model, using=using)):
            count += 1
            yield f"{encode(row)}\n".encode("utf-8", "surrogatepass")

    writer.add(f"tables/{model._meta.db_table}.jsonl", lines())
    return count


def _file(writer: Writer, name: str) -> None:
    """Add a stored file, unless it went away since the list was made."""
    try:
        stream = default_storage.open(name)
    except FileNotFoundError:
        return
    with stream:
        writer.add(f"files/{name}", iter(lambda: stream.read(PIECE), b""))


def _named_files(using: str) -> Iterator[str]:
    for model, field, _ in file_fields():
        kept = models.QuerySet(model, using=using).exclude(**{field.name: ""})
        yield from kept.order_by("pk").values_list(field.name, flat=True).iterator()


def stored_names(folder: str = "") -> Iterator[str]:
    """Yield the names of all stored files."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" if folder else name for name in names)
    for inner in folders:
        yield from stored_names(f"{folder}/{inner}" if folder else inner)


def applied(using: str) -> list[list[str]]:
    """Return the migrations that the database has had."""
    return sorted(
        [app, name] for app, name in MigrationRecorder(connections[using]).applied_migrations()
    )


def forget_old(folder: Path, keep: int) -> list[Path]:
    """Delete all but the `keep` newest backups of a folder, by the moment in their names."""
    old = sorted(folder.glob(PATTERN))[: -keep or None]
    for path in old:
        path.unlink(missing_ok=True)
    return old
