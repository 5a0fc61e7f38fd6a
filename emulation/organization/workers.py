"""Tasks whose worker died are begun again, or given up in words: no job stays "running" for ever.

django-tasks-db marks a task as running and leaves it so when the worker's process is killed. Our
workers say that they are alive; whoever is alive looks after the tasks of those who are not.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .models import TaskWorker

logger = logging.getLogger(__name__)
# A worker says that it is alive every so many seconds, and is believed dead after this silence.
BEAT = 15
SILENCE = dt.timedelta(minutes=2)
# A task that has cost so many workers their life is not given to another.
MOST_ATTEMPTS = 3
# How a task ends that was cut short by a second Ctrl+C.
CUT_SHORT = ("builtins.SystemExit", "builtins.KeyboardInterrupt")
DIED = f"{__name__}.WorkerDied"


class WorkerDied(Exception):
    """The worker of a task is gone; stands in the task's row, is never raised."""


@contextmanager
def presence(name: str) -> Iterator[None]:
    """Be known as a living worker called `name`, and look after the tasks of dead ones."""
    # A worker that keeps its name may follow itself: what it held then is lost as well.
    TaskWorker.objects.filter(name=name).delete()
    begin_lost_tasks_again()
    TaskWorker.objects.create(
        name=name, machine=machine(), process=process(os.getpid()), seen_at=timezone.now()
    )
    stop = threading.Event()
    thread = threading.Thread(target=_keep_alive, args=[name, stop], daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        TaskWorker.objects.filter(name=name).delete()


def _keep_alive(name: str, stop: threading.Event) -> None:
    try:
        while not stop.wait(BEAT):
            try:
                TaskWorker.objects.filter(name=name).update(seen_at=timezone.now())
                begin_lost_tasks_again()
            except DatabaseError:  # a database that is busy or away: the next beat tries again
                logger.warning("worker could not say that it is alive")
                connection.close()
    finally:
        connection.close()


def machine() -> str:
    """Name this machine, or the container in it: whose process numbers ours are."""
    try:
        space = os.readlink("/proc/self/ns/pid")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        space = boot = ""
    return f"{socket.gethostname()[:100]} {boot} {space}"


def process(pid: int) -> str:
    """Name a living process by its number and start; "" where it is gone or cannot be known."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    state, *rest = status.rpartition(")")[2].split()
    return "" if state in "ZX" else f"{pid}-{rest[18]}"


def lives(worker: TaskWorker) -> bool:
    """Whether a worker is still there."""
    if worker.process and worker.machine == machine():
        return process(int(worker.process.partition("-")[0])) == worker.process
    return worker.seen_at > timezone.now() - SILENCE


def begin_lost_tasks_again() -> int:
    """Put the tasks of dead workers back into the queue, or give them up; returns how many.

    Only tasks in settings.LOST_TASKS are begun again, as they may run twice, and at most
    MOST_ATTEMPTS times; others have failed. Two workers that look at once do it once.
    """
    # Tasks first: their workers were known before they took them.
    cut_short = Q(status=TaskResultStatus.FAILED, exception_class_path__in=CUT_SHORT)
    tasks = list(DBTaskResult.objects.filter(Q(status=TaskResultStatus.RUNNING) | cut_short))
    gone = {worker.name: worker for worker in TaskWorker.objects.all()}
    living = {name for name, worker in gone.items() if lives(worker)}
    lost = [
        task
        for task in tasks
        if task.status == TaskResultStatus.FAILED
        or not task.worker_ids
        or task.worker_ids[-1] not in living
    ]
    done = sum(_begin_again(task) or _give_up(task) for task in lost)
    TaskWorker.objects.filter(name__in=gone.keys() - living).delete()
    return done


def _begin_again(task: DBTaskResult) -> bool:
    if task.task_path not in settings.LOST_TASKS or len(task.worker_ids) >= MOST_ATTEMPTS:
        return False
    moved = _same(task).update(
        status=TaskResultStatus.READY, started_at=None, finished_at=None, exception_class_path=""
    )
    if moved:
        logger.warning("task %s (%s) lost its worker and is begun again", task.pk, task.task_path)
    return bool(moved)


def _give_up(task: DBTaskResult) -> bool:
    moved = _same(task).update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now(), exception_class_path=DIED
    )
    if moved:
        logger.error("task %s (%s) lost its worker and is given up", task.pk, task.task_path)
        if words := settings.LOST_TASKS.get(task.task_path):
            import_string(words)(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    return bool(moved)


def _same(task: DBTaskResult):
    """Return the task's row as long as nobody has touched it since it was read."""
    return DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)
