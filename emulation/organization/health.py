"""/healthz: whether this installation can work, for a monitor that asks every minute."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from emulation.papers.pdf import missing_libraries

# Less free space than this, and the next large print or upload may fail half-way.
LEAST_FREE = 500 * 1024 * 1024
# A task that has waited so long (minutes) means that no worker runs.
LONGEST_WAIT = 15


def database() -> str:
    """Ask the database for anything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations() -> str:
    """Say how many migrations of this version the database lacks."""
    missing = migrations_here() - MigrationRecorder(connection).applied_migrations().keys()
    return f"{len(missing)} migrations not applied" if missing else ""


@cache
def migrations_here() -> set[tuple[str, str]]:
    """Return app and name of every migration of this version; reading the files takes a second."""
    return set(MigrationLoader(None).disk_migrations)


def disk() -> str:
    """Look at the space where uploads and issued papers are kept, or will be."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return f"{free // 2**20} MB free" if free < LEAST_FREE else ""


def tasks() -> str:
    """Say how long the oldest task that could run has waited."""
    oldest = DBTaskResult.objects.ready().order_by("enqueued_at").first()
    waited = int((timezone.now() - oldest.enqueued_at).total_seconds() // 60) if oldest else 0
    return f"oldest task waits for {waited} minutes" if waited > LONGEST_WAIT else ""


def pdf() -> str:
    """Try whether the libraries that print are there."""
    return "libraries that print PDF are missing" if missing_libraries() else ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "disk": disk,
    "tasks": tasks,
    "pdf": pdf,
}


def findings() -> dict[str, str]:
    """Return what every check found: "ok", or what is wrong."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = check() or "ok"
        except DatabaseError:
            found[name] = "the database does not answer"
    return found


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer {"ok": true, "checks": {name: "ok" or what is wrong}}, with 503 when something is.

    Anybody may ask: it names no person, path, version or setting.
    """
    found = findings()
    fine = all(said == "ok" for said in found.values())
    return JsonResponse({"ok": fine, "checks": found}, status=200 if fine else 503)
