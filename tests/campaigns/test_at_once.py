"""60 units at the same second: nothing is lost and nothing counts twice.

Real transactions in threads on PostgreSQL. SQLite has one writer: the others wait their turn, and
in the memory database of the tests all threads would share one connection.
"""

from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.board import counts, rows
from campaigns.models import (
    Line,
    Mark,
    Period,
    Registration,
    RegistrationLog,
    Result,
    ResultLog,
    ResultReport,
)
from campaigns.services import registering, reporting, verifying
from campaigns.states import SUBMIT, RegistrationState, ResultState
from campaigns.todo import work_for
from emulation.organization.models import User
from emulation.workflow import TransitionNotAllowed
from tests.campaigns.crowd import Crowd
from tests.make import days_from_today

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def crowd():
    """A season that runs today."""
    today = timezone.localdate()
    crowd = Crowd(first=days_from_today(-20), last=days_from_today(60))
    assert crowd.period.takes_registrations(today)
    return crowd


def at_once(*actions):
    """Begin all actions in the same moment, each in a connection of its own; what they raised."""
    start, raised = Barrier(len(actions)), []

    def run(action):
        try:
            start.wait(timeout=60)
            action()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def test_sixty_units_register_at_the_same_second(crowd):
    """From the first row to sending, while the office looks at its board."""
    places = range(len(crowd.units))
    assert at_once(*(lambda place=place: crowd.send(place) for place in places)) == []
    sent = Registration.objects.filter(state=RegistrationState.SUBMITTED)
    assert set(sent.values_list("unit", flat=True)) == {unit.pk for unit in crowd.units}
    assert (Registration.objects.count(), Line.objects.count(), Mark.objects.count()) == (
        60, 120, 120,
    )  # fmt: skip
    logged = RegistrationLog.objects.values_list("record__unit", "by", "transition")
    assert Counter(logged) == {
        (unit.pk, clerk.pk, "submit"): 1
        for unit, clerk in zip(crowd.units, crowd.clerks, strict=True)
    }
    period = Period.objects.with_scope().get()
    stands = counts(rows(period, timezone.localdate()))
    assert {state: count for state, count in stands.items() if count} == {"submitted": 60}
    office = User.objects.get(pk=crowd.office.pk)
    assert [work.title for work in work_for(office)] == ["Xem và xác nhận 60 bản đăng ký"]


def test_a_unit_that_starts_twice_has_one_registration(crowd):
    def start():
        registering.start(crowd.period, crowd.units[0], by=crowd.clerk(0))

    assert at_once(*[start] * 5) == []
    assert Registration.objects.get().lines.count() == 1


def test_a_registration_that_is_sent_twice_is_sent_once(crowd):
    registration = crowd.draft(0)

    def send():
        fresh = Registration.objects.with_lines().get(pk=registration.pk)
        registering.take(fresh, SUBMIT, by=crowd.clerk(0))

    raised = at_once(*[send] * 5)
    assert [type(error) for error in raised] == [TransitionNotAllowed] * 4
    assert RegistrationLog.objects.count() == 1


def test_twenty_units_report_while_the_office_verifies(crowd):
    places = range(20)
    crowd.sent_by_many(places, state=RegistrationState.CONFIRMED)
    office = User.objects.get(pk=crowd.office.pk)
    left = []

    def verify():
        """Look again and again, until all 60 are verified."""
        for _ in range(600):
            waiting = Result.objects.filter(state=ResultState.REPORTED).with_nominee()
            bulk = verifying.verify_all(waiting.select_related("criterion"), by=office)
            left.extend(bulk.left)
            if Result.objects.filter(state=ResultState.VERIFIED).count() == 60:
                return

    reports = (lambda place=place: crowd.report(place) for place in places)
    assert at_once(verify, *reports) == []
    assert left == []
    assert Counter(Result.objects.values_list("state", "is_met")) == {("verified", True): 60}
    assert Counter(ResultLog.objects.values_list("transition", flat=True)) == {
        "report": 60, "verify_met": 60,
    }  # fmt: skip
    assert ResultReport.objects.count() == 60


def test_two_of_the_office_verify_a_result_once(crowd):
    crowd.sent_by_many([0], state=RegistrationState.CONFIRMED)
    crowd.report(0)
    office = User.objects.get(pk=crowd.office.pk)
    done, left = [], []

    def verify():
        waiting = Result.objects.filter(state=ResultState.REPORTED).with_nominee()
        bulk = verifying.verify_all(waiting.select_related("criterion"), by=office)
        done.extend(bulk.done)
        left.extend(bulk.left)

    assert at_once(verify, verify, verify) == []
    assert len(done) == 3
    assert ResultLog.objects.filter(transition="verify_met").count() == 3


def test_a_claim_reported_twice_is_reported_once(crowd):
    crowd.sent_by_many([0], state=RegistrationState.CONFIRMED)
    clerk, period = crowd.clerk(0), Period.objects.select_related("campaign").get()
    crowd.save_claims(0)

    def report():
        results = reporting.results_of(period, crowd.units[0]).values()
        reporting.report(results, "end", by=clerk)

    raised = at_once(report, report, report)
    assert len(raised) == 2
    assert Counter(ResultLog.objects.values_list("transition", flat=True)) == {"report": 3}
    assert ResultReport.objects.count() == 3
