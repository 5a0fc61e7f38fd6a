"""Backups at one click: taken by the worker, kept in BACKUP_DIR, fetched by administrators.

The same archive as `manage.py backup` writes; who asked for one and who fetched it stands in the
administrators' log (LogEntry).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from emulation.backup.writing import PATTERN, default_target, write_backup

logger = logging.getLogger(__name__)
PATH = f"{__name__}.take_backup"
WAITING = frozenset({TaskResultStatus.READY, TaskResultStatus.RUNNING})
SHOWN = 30


@dataclass(frozen=True)
class Kept:
    """A backup that lies in the folder: its name, its size in bytes, and who asked for it."""

    name: str
    size: int
    log: tuple[Any, ...]


def kept() -> list[Kept]:
    """Return the newest backups of the folder, newest first; one query for all of their logs."""
    files = sorted(Path(settings.BACKUP_DIR).glob(PATTERN), reverse=True)[:SHOWN]
    entries: dict[str, list[Any]] = {}
    found = LogEntry.objects.filter(object_repr__in=[file.name for file in files])
    for entry in found.select_related("user").order_by("action_time", "pk"):
        entries.setdefault(entry.object_repr, []).append(entry)
    return [Kept(f.name, f.stat().st_size, tuple(entries.get(f.name, ()))) for f in files]


def file_of(name: str) -> Path | None:
    """Return the backup of this name in the folder; None for any other name."""
    return next((f for f in Path(settings.BACKUP_DIR).glob(PATTERN) if f.name == name), None)


def last_state() -> str:
    """Return how the backup asked for last stands: "waiting", "failed" or ""."""
    last = DBTaskResult.objects.filter(task_path=PATH).order_by("-enqueued_at").first()
    if last is None or last.status == TaskResultStatus.SUCCESSFUL:
        return ""
    return "waiting" if last.status in WAITING else "failed"


def ask_for(*, by: Any) -> bool:
    """Have the worker take a backup; False, and nothing done, while one is being taken."""
    if last_state() == "waiting":
        return False
    target = default_target()
    _note(ADDITION, target.name, "Yêu cầu sao lưu", by)
    take_backup.enqueue(target.name)
    return True


def note_fetched(name: str, *, by: Any) -> None:
    """Write down who fetched a backup: it holds everything."""
    _note(CHANGE, name, "Tải về", by)


def _note(action: int, name: str, message: str, by: Any) -> None:
    LogEntry.objects.create(user=by, action_flag=action, object_repr=name, change_message=message)


def backup_was_lost(name: str) -> None:
    """Say in the log that a backup was given up; the page says so too (`last_state`)."""
    logger.error("backup %s was given up, its workers died", name)


@task()
def take_backup(name: str) -> None:
    """Write the backup of this name, once: a worker that begins again finds it there."""
    target = Path(settings.BACKUP_DIR) / name
    if not target.exists():
        write_backup(target)
