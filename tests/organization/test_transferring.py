"""A transfer happens when both sides have said so: one asks, the other takes or refuses."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from emulation.organization.models import Role, Transfer, TransferRequest
from emulation.organization.services import transferring
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    days_from_today,
    make_authority,
    make_person,
    make_rating,
    make_transfer_request,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = days_from_today(-2)


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def village(commune):
    return make_unit(parent=commune, name="Thôn Ngọc")


@pytest.fixture
def target(commune):
    return make_unit(parent=commune, name="Thôn Đoài")


@pytest.fixture
def person(village):
    return make_person(unit=village)


def of(unit, role=Role.UNIT):
    return make_user(role=role, unit=unit)


def ask(person, to, **values):
    given = {"on": DAY, "reason": "Điều động", "by": of(person.unit)} | values
    return transferring.ask(person, to, **given)


def test_the_person_goes_when_the_other_side_takes_him(person, village, target):
    asked = ask(person, target)
    person.refresh_from_db()
    assert person.unit == village
    taker = of(target)
    assert list(TransferRequest.objects.waiting_for(taker)) == [asked]
    moved = transferring.accept(asked, target, by=taker)
    person.refresh_from_db()
    assert (person.unit, person.joined_on, moved.reason) == (target, DAY, "Điều động")
    assert (asked.state, asked.log.get().by) == ("accepted", taker)
    assert not TransferRequest.objects.waiting_for(taker).exists()


def test_another_authority_chooses_the_unit_and_gets_the_years(person):
    other = make_authority(name="UBND xã Lạc Hồng")
    hamlet = make_unit(parent=other, name="Thôn Thượng")
    rating = make_rating(person=person)
    asked = ask(person, other)
    transferring.accept(asked, hamlet, by=of(other, Role.OFFICE))
    rating.refresh_from_db()
    asked.refresh_from_db()
    assert (rating.authority, asked.to_unit) == (other, hamlet)


def test_only_the_receiving_side_answers(person, village, target):
    asked = ask(person, target)
    for user in (of(village), make_user(role=Role.AUDITOR, unit=target.parent)):
        with pytest.raises(PermissionDenied):
            transferring.accept(asked, target, by=user)
        with pytest.raises(PermissionDenied):
            transferring.answer(asked, "refuse_transfer", by=user, note="Không đúng")
    assert not Transfer.objects.exists()


def test_a_refusal_has_a_reason_and_leaves_the_person_where_he_is(person, village, target):
    asked = ask(person, target)
    with pytest.raises(TransitionNotAllowed, match="Hãy ghi lý do"):
        transferring.answer(asked, "refuse_transfer", by=of(target), note=" ")
    transferring.answer(asked, "refuse_transfer", by=of(target), note="Đã đủ người")
    person.refresh_from_db()
    assert (asked.state, person.unit) == ("refused", village)
    assert ask(person, target).state == "asked"


def test_the_asking_side_may_take_it_back(person, village, target):
    asked = ask(person, target)
    transferring.answer(asked, "withdraw_transfer", by=of(village), note="Hoãn")
    with pytest.raises(TransitionNotAllowed):
        transferring.accept(asked, target, by=of(target))


@pytest.mark.parametrize(
    ("values", "given", "field"),
    [
        ({}, {"reason": " "}, "reason"),
        ({"joined_on": days_from_today(-1)}, {}, "moved_on"),
        ({"left_on": days_from_today(-1)}, {}, "moved_on"),
    ],
)
def test_a_request_that_cannot_be_says_which_field(village, target, values, given, field):
    with pytest.raises(ValidationError) as caught:
        ask(make_person(unit=village, **values), target, **given)
    assert set(caught.value.message_dict) == {field}


def test_a_person_is_asked_for_once_at_a_time(person, target):
    ask(person, target)
    with pytest.raises(ValidationError, match="chưa được trả lời"):
        ask(person, target)


def test_nobody_sends_the_people_of_others(person, target):
    with pytest.raises(PermissionDenied):
        ask(person, target, by=of(target))


def test_a_day_that_has_not_come_is_not_confirmed(person, target):
    asked = ask(person, target, on=days_from_today(3))
    with pytest.raises(TransitionNotAllowed, match="Chưa đến ngày"):
        transferring.accept(asked, target, by=of(target))
    assert asked.state == "asked"


def test_who_went_elsewhere_meanwhile_is_not_taken(person, target, commune):
    asked = ask(person, target)
    person.unit = make_unit(parent=commune, name="Thôn Khác")
    person.save()
    with pytest.raises(TransitionNotAllowed, match="không còn ở"):
        transferring.accept(asked, target, by=of(target))


def test_a_unit_outside_ones_own_is_not_taken_into(person, target, commune):
    asked = ask(person, target)
    with pytest.raises(PermissionDenied):
        transferring.accept(asked, make_unit(parent=commune, name="Thôn Khác"), by=of(target))


def test_both_sides_see_a_request_and_nobody_else(person, village, target, commune):
    asked = make_transfer_request(person=person, to_unit=target)
    for unit in (village, target, commune):
        assert list(TransferRequest.objects.visible_to(of(unit))) == [asked]
    neighbour = of(make_unit(parent=commune, name="Thôn Khác"))
    assert not TransferRequest.objects.visible_to(neighbour).exists()


def test_places_are_the_units_of_the_authority_and_other_authorities(person, target, commune):
    other = make_authority(name="UBND xã Lạc Hồng")
    make_unit(parent=other, name="Thôn Thượng")
    assert set(transferring.places_for(person)) == {target, commune, other}
