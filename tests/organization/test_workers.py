"""Tasks of dead workers: begun again while they may be, else given up in words for the office."""

import datetime as dt
import json
import logging
import os
import subprocess
import sys
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from awards.services import roster
from campaigns.services import sending
from emulation.logs import JsonFormatter
from emulation.organization import jobs, workers
from emulation.organization.management.commands import daily
from emulation.organization.models import JobState, PrintJob, Role, RosterState, TaskWorker
from tests.make import make_campaign, make_message, make_roster_sheet, make_user

pytestmark = pytest.mark.django_db
PRINT = "emulation.organization.jobs.print_paper"


def make_task(path=PRINT, *arguments, taken_by=("gone",), **values):
    """A task that a worker has taken."""
    return DBTaskResult.objects.create(
        **{
            "task_path": path,
            "args_kwargs": {"args": list(arguments), "kwargs": {}},
            "status": TaskResultStatus.RUNNING,
            "started_at": timezone.now(),
            "worker_ids": list(taken_by),
            "backend_name": "default",
        }
        | values
    )


def make_worker(name, *, process=None, machine=None, silent_for=0):
    return TaskWorker.objects.create(
        name=name,
        machine=workers.machine() if machine is None else machine,
        process=workers.process(os.getpid()) if process is None else process,
        seen_at=timezone.now() - dt.timedelta(seconds=silent_for),
    )


def state_of(task):
    return DBTaskResult.objects.get(pk=task.pk).status


# --- who lives ------------------------------------------------------------------------------------


def test_this_process_lives():
    assert workers.lives(make_worker("w", silent_for=10**6))


def test_a_process_that_ended_does_not_live_however_lately_it_was_seen():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    worker = make_worker("w", process=workers.process(child.pid))
    assert workers.lives(worker)
    child.communicate()
    assert not workers.lives(worker)


def test_another_process_under_the_same_number_is_another():
    assert not workers.lives(make_worker("w", process=f"{os.getpid()}-1"))


@pytest.mark.parametrize(("silent_for", "lives"), [(60, True), (180, False)])
def test_of_another_machine_silence_tells(silent_for, lives):
    assert workers.lives(make_worker("w", machine="else", silent_for=silent_for)) is lives


# --- what becomes of their tasks ------------------------------------------------------------------


def test_a_task_whose_worker_is_gone_is_begun_again():
    task = make_task()
    assert workers.begin_lost_tasks_again() == 1
    assert state_of(task) == TaskResultStatus.READY
    assert DBTaskResult.objects.ready().get() == task


def test_a_task_whose_worker_lives_is_left_alone():
    make_worker("alive")
    task = make_task(taken_by=["alive"])
    assert workers.begin_lost_tasks_again() == 0
    assert state_of(task) == TaskResultStatus.RUNNING


def test_only_the_last_of_its_workers_counts():
    make_worker("alive")
    assert workers.begin_lost_tasks_again() == 0
    make_task(taken_by=["alive", "gone"])
    assert workers.begin_lost_tasks_again() == 1


def test_two_that_look_at_once_begin_it_once():
    task = make_task()
    seen = DBTaskResult.objects.get(pk=task.pk)
    workers.begin_lost_tasks_again()
    DBTaskResult.objects.filter(pk=task.pk).update(
        status=TaskResultStatus.RUNNING, started_at=timezone.now()
    )
    assert not workers._begin_again(seen)
    assert state_of(task) == TaskResultStatus.RUNNING


def test_a_task_that_may_not_run_twice_has_failed():
    task = make_task("somewhere.else")
    workers.begin_lost_tasks_again()
    found = DBTaskResult.objects.get(pk=task.pk)
    assert (found.status, found.exception_class_path) == (TaskResultStatus.FAILED, workers.DIED)


def test_a_task_cut_short_by_a_second_signal_is_begun_again():
    task = make_task(status=TaskResultStatus.FAILED, exception_class_path="builtins.SystemExit")
    assert workers.begin_lost_tasks_again() == 1
    assert state_of(task) == TaskResultStatus.READY


def test_a_task_that_failed_by_itself_is_left_alone():
    make_task(status=TaskResultStatus.FAILED, exception_class_path="builtins.ValueError")
    assert workers.begin_lost_tasks_again() == 0


def test_workers_that_are_gone_are_forgotten():
    make_worker("alive")
    make_worker("gone", machine="else", silent_for=600)
    workers.begin_lost_tasks_again()
    assert [worker.name for worker in TaskWorker.objects.all()] == ["alive"]


THREE = ("a", "b", "c")


def test_a_print_that_cost_three_workers_says_so_and_is_tried_again_by_hand(client):
    campaign = make_campaign()
    office = make_user(role=Role.OFFICE, unit=campaign.authority)
    job = PrintJob.objects.create(
        key="k", slug="plan", subject_id=campaign.pk, rows=1, created_by=office,
        state=JobState.RUNNING,
    )  # fmt: skip
    make_task(PRINT, job.pk, taken_by=THREE)
    workers.begin_lost_tasks_again()
    client.force_login(office)
    page = client.get(reverse("organization:print_job", args=[job.pk])).content.decode()
    assert jobs.WORKER_LOST in page
    assert "Thử in lại" in page


def test_a_list_that_cost_three_workers_says_so():
    sheet = make_roster_sheet(state=RosterState.RUNNING)
    make_task("awards.services.roster.take_in_later", sheet.pk, taken_by=THREE)
    workers.begin_lost_tasks_again()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.message) == (RosterState.FAILED, roster.WORKER_LOST)


def test_a_letter_that_cost_three_workers_has_failed_with_the_reason():
    letter = make_message(state="released", released_by=make_user())
    make_task("campaigns.services.sending.send_message", letter.pk, taken_by=THREE)
    workers.begin_lost_tasks_again()
    letter.refresh_from_db()
    assert (letter.state, letter.log.get().note) == ("failed", sending.WORKER_LOST)


def test_a_list_that_was_taken_in_is_not_taken_in_again():
    """Its worker died between the last row and saying so."""
    sheet = make_roster_sheet(state=RosterState.DONE, message="Đã nạp: thêm 1.")
    roster.take_in(sheet.pk)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.message) == (RosterState.DONE, "Đã nạp: thêm 1.")


def test_every_task_that_is_begun_again_and_its_last_words_exist(settings):
    for task, words in settings.LOST_TASKS.items():
        assert import_string(task).module_path == task
        assert callable(import_string(words))


# --- being alive ----------------------------------------------------------------------------------


def test_a_worker_is_known_while_it_runs():
    make_task()
    with workers.presence("me"):
        assert workers.lives(TaskWorker.objects.get(name="me"))
        assert DBTaskResult.objects.ready().count() == 1
    assert not TaskWorker.objects.exists()


def test_a_worker_that_keeps_its_name_finds_what_it_held_before_it_died():
    make_worker("me", process="1-1")
    task = make_task(taken_by=["me"])
    with workers.presence("me"):
        assert state_of(task) == TaskResultStatus.READY


def test_a_worker_says_again_and_again_that_it_lives(monkeypatch):
    beats = iter([False, False, True])
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", lambda seconds: next(beats))
    monkeypatch.setattr(workers.connection, "close", lambda: None)  # the test's own
    make_worker("me", silent_for=1000)
    make_task()
    workers._keep_alive("me", stop)
    assert TaskWorker.objects.get().seen_at > timezone.now() - dt.timedelta(seconds=60)
    assert DBTaskResult.objects.ready().count() == 1


def test_a_busy_database_does_not_end_the_worker(monkeypatch):
    beats = iter([False, True])
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", lambda seconds: next(beats))
    monkeypatch.setattr(workers.connection, "close", lambda: None)

    def locked():
        raise DatabaseError("database is locked")

    monkeypatch.setattr(workers, "begin_lost_tasks_again", locked)
    workers._keep_alive("me", stop)
    assert next(beats, "asked twice") == "asked twice"


@pytest.fixture
def queue(settings):
    """The queue of production, instead of the one that forgets."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.django_db(transaction=True)
def test_lines_of_a_task_name_it(queue, monkeypatch):
    said = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(json.loads(JsonFormatter().format(record)))
    monkeypatch.setattr(logging.root, "handlers", [*logging.root.handlers, handler])
    letter = make_message(state="released", released_by=make_user())
    result = sending.send_message.enqueue(letter.pk)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, stdout=StringIO())
    (line,) = [line for line in said if line["logger"] == "campaigns.services.sending"]
    assert line["task_id"] == str(result.id)
    assert "task_id" not in said[-1]


# --- the day's work -------------------------------------------------------------------------------


def test_the_days_work_is_done(queue):
    call_command("daily", stdout=StringIO())


def test_a_command_that_fails_does_not_keep_the_others(settings, monkeypatch):
    called = []

    def call(name, **options):
        called.append(name)
        if name == "first":
            raise ValueError

    settings.DAILY_COMMANDS = ["first", "second"]
    monkeypatch.setattr(daily, "call_command", call)
    with pytest.raises(CommandError, match="first"):
        call_command("daily", stdout=StringIO())
    assert called == ["first", "second"]
