"""The worker of the queue (django-tasks-db), known to be alive while it runs."""

import os

from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django_tasks.signals import task_finished, task_started
from django_tasks_db.management.commands.db_worker import Command as Worker

from emulation.logs import BELONGS_TO
from emulation.organization.workers import presence


def name_lines(*, task_result, **_):
    """Write the task's id into every line that is logged while it runs."""
    BELONGS_TO.set({"task_id": str(task_result.id)})


def name_lines_no_more(**_):
    """The lines that follow belong to no task."""
    BELONGS_TO.set({})


class Command(Worker):
    """Run tasks beside the web workers; those of workers that died are begun again."""

    help = "Làm các việc dài phía sau: in danh sách, nạp danh bạ, gửi thư."

    def handle(self, *, worker_id, reload, **options):
        task_started.connect(name_lines)
        task_finished.connect(name_lines_no_more)
        try:
            if reload and os.environ.get(DJANGO_AUTORELOAD_ENV) != "true":
                # This process only watches the code; the one that it starts is the worker.
                super().handle(worker_id=worker_id, reload=reload, **options)
                return
            with presence(worker_id):
                super().handle(worker_id=worker_id, reload=reload, **options)
        finally:
            task_started.disconnect(name_lines)
            task_finished.disconnect(name_lines_no_more)
