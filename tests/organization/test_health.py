"""/healthz: what a monitor learns, and what it does not."""

import datetime as dt
from collections import namedtuple
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from emulation.organization import health

pytestmark = pytest.mark.django_db
NAMES = {"database", "migrations", "disk", "tasks", "pdf"}


def ask(client):
    answer = client.get("/healthz")
    return answer.status_code, answer.json()


def queue_task(minutes):
    """A task that was queued so many minutes ago and that nobody has begun."""
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="emulation.organization.jobs.run"
    )
    since = timezone.now() - dt.timedelta(minutes=minutes)
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=since)


def test_all_is_well(client):
    assert ask(client) == (200, {"ok": True, "checks": dict.fromkeys(NAMES, "ok")})


def test_nothing_keeps_the_answer(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_only_asking_is_allowed(client):
    assert client.post("/healthz").status_code == 405


def test_a_database_that_does_not_answer(client, monkeypatch):
    def broken():
        raise DatabaseError("password of user postgres")

    monkeypatch.setitem(health.CHECKS, "database", broken)
    status, said = ask(client)
    assert (status, said["ok"]) == (503, False)
    assert said["checks"]["database"] == "the database does not answer"


def test_a_migration_that_is_missing(client):
    MigrationRecorder.Migration.objects.get(app="dossiers", name="0001_initial").delete()
    status, said = ask(client)
    assert (status, said["checks"]["migrations"]) == (503, "1 migrations not applied")


def test_a_full_disk(client, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(
        health.shutil, "disk_usage", lambda folder: usage(2**40, 2**40, 100 * 2**20)
    )
    status, said = ask(client)
    assert (status, said["checks"]["disk"]) == (503, "100 MB free")


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 503)])
def test_a_task_that_nobody_begins(client, minutes, status):
    queue_task(minutes)
    assert ask(client)[0] == status


def test_the_command_says_the_same():
    output = StringIO()
    call_command("health", stdout=output)
    assert [line.split() for line in output.getvalue().splitlines()] == [
        [name, "ok"] for name in health.CHECKS
    ]


def test_the_command_ends_with_one_when_something_is_wrong(monkeypatch):
    monkeypatch.setitem(health.CHECKS, "disk", lambda: "1 MB free")
    output = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("health", stdout=output)
    assert "disk       1 MB free" in output.getvalue()


def test_libraries_that_are_missing(client, monkeypatch):
    monkeypatch.setattr(health, "missing_libraries", lambda: "thiếu Pango")
    status, said = ask(client)
    assert (status, said["checks"]["pdf"]) == (503, "libraries that print PDF are missing")
