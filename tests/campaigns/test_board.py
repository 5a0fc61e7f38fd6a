"""The board: every unit that is to register, and where it stands; it never costs more queries."""

import pytest
from django.utils import timezone

from campaigns.board import NOT_SENT, STATE_LABELS, counts, rows
from campaigns.models import Period
from campaigns.states import RegistrationState
from emulation.organization.models import UnitKind
from tests.make import (
    days_from_today,
    make_group,
    make_line,
    make_period,
    make_person,
    make_registration,
    make_unit,
)

pytestmark = pytest.mark.django_db


def board(period):
    return rows(Period.objects.get(pk=period.pk), timezone.localdate())


def states(period):
    return [(str(row.unit), row.state) for row in board(period)]


def test_every_unit_in_scope_has_a_row_in_list_order(period, commune):
    for name in ("Thôn 10", "Thôn 2"):
        make_unit(parent=commune, name=name)
    assert states(period) == [("Thôn 2", "not_sent"), ("Thôn 10", "not_sent")]


@pytest.mark.parametrize(
    ("state", "shown", "is_open"),
    [
        (None, "Chưa gửi", True),
        ("draft", "Đang soạn, chưa gửi", True),
        ("submitted", "Đã gửi, chờ xác nhận", False),
        ("returned", "Trả lại để sửa", True),
        ("confirmed", "Đã xác nhận", False),
        ("withdrawn", "Chưa gửi", True),
    ],
)
def test_a_row_tells_the_state_in_the_offices_words(period, village, state, shown, is_open):
    if state:
        make_registration(period=period, unit=village, state=state)
    (row,) = board(period)
    assert (row.label, row.is_open) == (shown, is_open)


def test_a_new_registration_takes_the_place_of_a_withdrawn_one(period, village):
    make_registration(period=period, unit=village, state=RegistrationState.WITHDRAWN)
    new = make_registration(period=period, unit=village, state=RegistrationState.SUBMITTED)
    assert [row.registration for row in board(period)] == [new]


def test_a_row_counts_the_nominees(period, village):
    registration = make_registration(period=period, unit=village)
    make_line(registration=registration)
    make_line(registration=registration, person=make_person(unit=village), position=2)
    assert [row.nominees for row in board(period)] == [2]


def test_a_unit_without_a_registration_has_no_nominees(period, village):
    assert [(row.unit, row.nominees) for row in board(period)] == [(village, 0)]


def test_who_registered_without_being_asked_is_there_too(period, village, commune):
    station = make_unit(parent=commune, name="Đài truyền thanh", kind=UnitKind.BROADCAST)
    make_registration(period=period, unit=station)
    assert states(period) == [("Đài truyền thanh", "draft"), ("Thôn Ngọc", "not_sent")]


def test_the_consolidated_registration_has_no_row(period, village, commune):
    make_registration(period=period, unit=commune)
    assert states(period) == [("Thôn Ngọc", "not_sent")]


def test_registrations_for_another_period_do_not_count(period, village):
    other = make_period(campaign=period.campaign, name="Kỳ sau")
    make_registration(period=other, unit=village)
    assert states(period) == [("Thôn Ngọc", "not_sent")]


def test_a_unit_named_by_two_groups_has_one_row(period, village, commune):
    everybody = make_group(authority=commune, name="Các đơn vị", unit_kinds=[])
    period.campaign.participants.create(group=everybody)
    assert states(period) == [("Thôn Ngọc", "not_sent")]


def test_a_unit_that_no_longer_exists_is_not_expected(period, commune):
    make_unit(parent=commune, name="Thôn cũ", valid_to=days_from_today(-1))
    assert board(period) == []


def test_a_unit_that_was_there_on_the_last_day_is_still_expected(period, commune):
    make_unit(parent=commune, name="Thôn cũ", valid_to=days_from_today(-2))
    Period.objects.update(registration_before=days_from_today(-2))
    assert states(period) == [("Thôn cũ", "not_sent")]


def test_a_unit_founded_after_the_last_day_is_not_expected(period, commune):
    make_unit(parent=commune, name="Thôn mới", valid_from=days_from_today(-2))
    Period.objects.update(registration_before=days_from_today(-2))
    assert board(period) == []


def test_counts_come_in_the_order_of_the_work_with_noughts(period, commune):
    for name, state in (("Thôn 1", "submitted"), ("Thôn 2", "submitted"), ("Thôn 3", None)):
        unit = make_unit(parent=commune, name=name)
        if state:
            make_registration(period=period, unit=unit, state=state)
    assert list(counts(board(period)).items()) == [
        (NOT_SENT, 1),
        ("draft", 0),
        ("submitted", 2),
        ("returned", 0),
        ("confirmed", 0),
    ]


def test_every_standing_state_has_its_words():
    assert set(STATE_LABELS) == {NOT_SENT, *RegistrationState.values} - {"withdrawn"}


@pytest.mark.parametrize("units", [1, 3])
def test_the_board_costs_no_more_with_more_units(period, commune, units, django_assert_num_queries):
    for number in range(units):
        unit = make_unit(parent=commune, name=f"Thôn {number}")
        registration = make_registration(period=period, unit=unit)
        make_line(registration=registration)
        make_line(registration=registration, person=make_person(unit=unit), position=2)
    period = Period.objects.select_related("campaign").get(pk=period.pk)
    with django_assert_num_queries(6):
        assert len(rows(period, timezone.localdate())) == units
