"""One function moves a record: who may, from where, with which reason, and what is written down."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from campaigns.models import Registration, RegistrationLog
from campaigns.states import (
    CONFIRM,
    REGISTRATION_TRANSITIONS,
    RETURN,
    SUBMIT,
    WITHDRAW,
    RegistrationState,
)
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed, available, find, move
from tests.make import make_campaign, make_membership, make_registration, make_unit, make_user

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2024, 4, 25, 8, tzinfo=dt.UTC)


@pytest.fixture
def registration():
    campaign = make_campaign(bare=True)
    village = make_unit(parent=campaign.authority)
    period = campaign.periods.create(name="Năm 2024", starts_on=campaign.starts_on)
    return make_registration(period=period, unit=village)


@pytest.fixture
def clerk(registration):
    return make_user(role=Role.UNIT, unit=registration.unit)


@pytest.fixture
def office(registration):
    return make_user(role=Role.OFFICE, unit=registration.authority)


def stored(registration):
    return Registration.objects.get(pk=registration.pk)


def test_a_move_changes_the_stored_state(registration, clerk):
    move(registration, SUBMIT, by=clerk, submitted_at=MOMENT)
    assert stored(registration).state == RegistrationState.SUBMITTED


def test_a_move_changes_the_record_in_hand_as_well(registration, clerk):
    move(registration, SUBMIT, by=clerk, submitted_at=MOMENT)
    assert (registration.state, registration.submitted_at) == ("submitted", MOMENT)


def test_further_columns_are_saved_with_the_state(registration, clerk):
    move(registration, SUBMIT, by=clerk, submitted_at=MOMENT, dated=dt.date(2024, 4, 25))
    kept = stored(registration)
    assert (kept.submitted_at, kept.dated) == (MOMENT, dt.date(2024, 4, 25))


def test_a_move_writes_one_log_row(registration, clerk):
    log = move(registration, WITHDRAW, by=clerk, note="  Thôn không tham gia  ")
    assert list(
        registration.log.values_list("transition", "from_state", "to_state", "by", "role", "note")
    ) == [("withdraw", "draft", "withdrawn", clerk.pk, "unit", "Thôn không tham gia")]
    assert log.at is not None


def test_the_log_names_the_role_in_which_somebody_acted(registration):
    both = make_user(role=Role.UNIT, unit=registration.unit)
    make_membership(user=both, role=Role.OFFICE, unit=registration.authority)
    registration.state = RegistrationState.SUBMITTED
    registration.submitted_at = MOMENT
    registration.save()
    assert move(registration, CONFIRM, by=both).role == Role.OFFICE


@pytest.mark.parametrize("note", ["", "   ", "\n\t"])
def test_a_step_that_needs_a_reason_is_refused_without_one(registration, clerk, note):
    with pytest.raises(TransitionNotAllowed, match="Hãy ghi lý do"):
        move(registration, WITHDRAW, by=clerk, note=note)


def test_a_refusal_for_lack_of_a_reason_saves_nothing(registration, clerk):
    with pytest.raises(TransitionNotAllowed):
        move(registration, WITHDRAW, by=clerk)
    assert (stored(registration).state, registration.state) == ("draft", "draft")


def test_a_step_from_a_wrong_state_names_step_and_state(registration, office):
    with pytest.raises(TransitionNotAllowed, match=r"«Xác nhận đăng ký».*«Đang soạn»"):
        move(registration, CONFIRM, by=office)


def test_a_wrong_role_is_denied(registration, office):
    with pytest.raises(PermissionDenied):
        move(registration, SUBMIT, by=office, submitted_at=MOMENT)


def test_a_wrong_role_is_denied_before_the_state_is_told(registration):
    with pytest.raises(PermissionDenied):
        move(registration, CONFIRM, by=make_user())


@pytest.mark.parametrize("transition", REGISTRATION_TRANSITIONS, ids=lambda t: t.name)
def test_a_stranger_leaves_no_trace(registration, transition):
    with pytest.raises(PermissionDenied):
        move(registration, transition, by=make_user(), note="x")
    assert not RegistrationLog.objects.exists()


def test_who_comes_second_is_refused(registration, clerk):
    same, other = stored(registration), make_user(role=Role.UNIT, unit=registration.unit)
    move(registration, SUBMIT, by=clerk, submitted_at=MOMENT)
    with pytest.raises(TransitionNotAllowed, match="Có người khác vừa chuyển"):
        move(same, WITHDRAW, by=other, note="Nhầm")


def test_who_comes_second_changes_nothing(registration, clerk):
    same = stored(registration)
    move(registration, SUBMIT, by=clerk, submitted_at=MOMENT)
    with pytest.raises(TransitionNotAllowed):
        move(same, WITHDRAW, by=clerk, note="Nhầm")
    assert (same.state, stored(registration).state) == ("draft", "submitted")
    assert registration.log.count() == 1


def test_a_transition_is_found_by_name():
    assert find(REGISTRATION_TRANSITIONS, "return") is RETURN


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError, match="explode"):
        find(REGISTRATION_TRANSITIONS, "explode")


def test_the_buttons_come_in_the_order_of_the_table(registration, office):
    assert [step.name for step in available(registration, office)] == [
        "submit_for_unit",
        "accept_late",
    ]


def test_somebody_without_a_role_has_no_buttons(registration):
    assert available(registration, make_user()) == []


def test_the_log_is_read_in_the_order_of_the_moves(registration, clerk, office):
    move(registration, SUBMIT, by=clerk, submitted_at=MOMENT)
    move(registration, RETURN, by=office, note="Thiếu cá nhân")
    move(registration, SUBMIT, by=clerk)
    assert [str(row) for row in registration.log.all()] == [
        "submit: draft → submitted",
        "return: submitted → returned",
        "submit: returned → submitted",
    ]
