"""A backup taken while the office works: what was acknowledged before is in it, nothing is half."""

import json
import sqlite3
import zipfile
from contextlib import closing
from copy import deepcopy
from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from emulation.backup.restoring import restore
from emulation.backup.writing import write_backup
from emulation.checking import Scope, all_checks, faults
from emulation.organization.models import Household, Person, Unit
from emulation.snapshot import snapshot
from emulation.verifying import waiting
from tests.make import make_unit

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, FIRST = 4, 10


@pytest.fixture
def office(tmp_path, monkeypatch, django_db_blocker):
    """A database that several connections can write to at once, and a unit in it.

    PostgreSQL as it is; for SQLite a file, since all threads share the one in memory. Threads
    open connections of their own, by the settings of the moment, and a snapshot under a new name,
    which Django's test case would refuse.
    """
    opened = django_db_blocker._real_ensure_connection
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", opened)
    unit = make_unit()
    if connection.vendor == "postgresql":
        yield unit
        return
    path, before = tmp_path / "office.sqlite3", connections.databases["default"]
    with closing(sqlite3.connect(path)) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=WAL")
    connections.databases["default"] = deepcopy(before) | {"NAME": str(path)}
    yield unit
    connections.databases["default"] = before


class Work(Thread):
    """What one thread does with a connection of its own; `end()` gives the result or raises."""

    def __init__(self, action):
        super().__init__()
        self.action, self.result, self.error = action, None, None
        self.start()

    def run(self):
        try:
            self.result = self.action()
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def end(self):
        self.join(timeout=120)
        assert not self.is_alive()
        if self.error:
            raise self.error
        return self.result


class Office:
    """Four writers: each transaction enters a person and his household, or neither."""

    def __init__(self, unit):
        self.unit, self.acknowledged, self.stop, self.begun = unit, [], Event(), Event()

    def write(self, writer):
        for number in range(1000):
            if self.stop.is_set():
                return
            name = f"Nguyễn Văn {'ABCD'[writer]} {number}"
            with transaction.atomic():
                Person.objects.create(full_name=name, unit_id=self.unit.pk)
                Household.objects.create(head_name=name, unit_id=self.unit.pk)
            self.acknowledged.append(name)
            if len(self.acknowledged) >= FIRST:
                self.begun.set()


def names(archive, table, column):
    with zipfile.ZipFile(archive) as opened:
        head, *rows = map(json.loads, opened.read(f"tables/{table}.jsonl").splitlines())
    return {row[head.index(column)] for row in rows}


def test_a_backup_under_load_is_one_moment_and_comes_back(office, tmp_path):
    target, work = tmp_path / "backup.zip", Office(office)
    writers = [Work(lambda writer=writer: work.write(writer)) for writer in range(WRITERS)]
    assert work.begun.wait(60)
    before = set(work.acknowledged)
    Work(lambda: write_backup(target)).end()
    work.stop.set()
    for writer in writers:
        writer.end()

    people = names(target, "organization_person", "full_name")
    assert before <= people
    assert people == names(target, "organization_household", "head_name")
    assert people <= set(work.acknowledged)

    Work(lambda: restore(target, replace=True)).end()
    checks = [check for check in all_checks() if check.code != "files"]
    assert Work(lambda: set(Person.objects.values_list("full_name", flat=True))).end() == people
    assert Work(lambda: [str(fault) for fault in faults(Scope(), checks)]).end() == []


def test_the_chain_holds_after_four_writers(office):
    work = Office(office)
    writers = [Work(lambda writer=writer: work.write(writer)) for writer in range(WRITERS)]
    assert work.begun.wait(60)
    work.stop.set()
    for writer in writers:
        writer.end()
    chain = [check for check in all_checks() if check.code in ("chain", "sealed")]
    assert Work(lambda: [str(fault) for fault in faults(Scope(), chain)]).end() == []
    assert Work(waiting).end() == 0


def test_writers_do_not_wait_for_a_backup(office, tmp_path):
    """While the rows of a backup are being read, a transaction begins and ends."""

    def slow():
        with snapshot() as using:
            list(Unit.objects.using(using).all())
            Work(lambda: Unit.objects.get(pk=office.pk).save()).end()
            return Unit.history.using(using).count()

    seen = Work(slow).end()
    assert Work(lambda: Unit.history.count()).end() == seen + 1
