"""The benchmark of an office among many: the same work, the same queries, nothing left behind."""

import pytest
from django.apps import apps

from campaigns import crowding

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(monkeypatch):
    """Three offices of three units and six people."""
    for name, value in (("OFFICES", 3), ("UNITS", 3), ("PEOPLE", 6), ("ROUNDS", 2)):
        monkeypatch.setattr(crowding, name, value)


def rows():
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_other_offices_change_neither_the_work_nor_its_queries(small):
    office = crowding.Office(1)
    alone = (office.work(), office.queries())
    crowding.Office(2)
    assert (office.work(), office.queries()) == alone


def test_the_work_reads_what_was_written(small):
    # One thing waits (registrations to confirm), three units have sent, six people are there.
    assert crowding.Office(1).work() == 1 + 3 + 6


def test_the_case_tells_both_times_and_leaves_nothing(small):
    before = rows()
    result = crowding.office_among_100()
    assert len(result.times["alone"]) == len(result.times["ours"]) == 2
    assert result.queries["1"] == result.queries["3"]
    assert rows() == before
