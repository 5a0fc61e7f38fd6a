"""People and units are added, stopped, removed and restored; the history says who and why."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from emulation.organization.models import Membership, Person, Role, Unit
from emulation.organization.services import moving, roster
from tests.make import (
    days_from_today,
    make_authority,
    make_household,
    make_membership,
    make_person,
    make_rating,
    make_transfer_request,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = days_from_today(-3)


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def village(commune):
    return make_unit(parent=commune)


@pytest.fixture
def office(commune):
    return make_user(role=Role.OFFICE, unit=commune)


def reasons(record):
    return [version.history_change_reason for version in record.history.order_by("history_id")]


# --- adding --------------------------------------------------------------------------------------


def test_a_new_person_has_a_history_by_who_added_him(village, office):
    person = roster.keep(Person(unit=village, full_name="Lê Văn An"), by=office)
    assert person.history.get().history_user == office


def test_a_unit_is_added_by_the_office_above_it_only(village, office):
    assert roster.keep(Unit(parent=village, name="Xóm 1", kind="village"), by=office).pk
    with pytest.raises(PermissionDenied):
        roster.keep(Unit(parent=make_authority(), name="Xóm 2", kind="village"), by=office)


# --- stopping ------------------------------------------------------------------------------------


def test_who_stops_is_gone_from_that_day_and_may_come_back(village, office):
    person = make_person(unit=village)
    roster.stop(person, on=DAY, reason="Nghỉ hưu", by=office)
    assert person.left_on == DAY
    roster.resume(person, reason="Ghi nhầm", by=office)
    person.refresh_from_db()
    assert person.left_on is None
    assert reasons(person)[1:] == [
        f"Thôi từ {DAY:%d/%m/%Y}: Nghỉ hưu", "Hoạt động trở lại: Ghi nhầm",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "on", "reason", "field"),
    [
        ({}, DAY, " ", "reason"),
        ({}, days_from_today(1), "Nghỉ hưu", "on"),
        ({"joined_on": DAY}, DAY, "Nghỉ hưu", "on"),
        ({"left_on": DAY}, DAY, "Nghỉ hưu", "on"),
    ],
)
def test_a_stop_that_cannot_be_says_which_field(village, office, values, on, reason, field):
    person = make_person(unit=village, **values)
    with pytest.raises(ValidationError) as caught:
        roster.stop(person, on=on, reason=reason, by=office)
    assert set(caught.value.message_dict) == {field}


def test_a_unit_with_people_does_not_stop(village, office):
    make_person(unit=village)
    make_household(unit=village)
    make_unit(parent=village, name="Xóm 1")
    with pytest.raises(ValidationError, match="Còn 1 người, 1 hộ gia đình, 1 đơn vị trực thuộc"):
        roster.stop(village, on=DAY, reason="Giải thể", by=office)


def test_the_roles_in_a_unit_end_with_it(village, office):
    member = make_membership(user=make_user(), unit=village, role=Role.UNIT)
    later = make_membership(user=make_user(), unit=village, role=Role.UNIT,
                            starts_on=days_from_today(5))  # fmt: skip
    roster.stop(village, on=DAY, reason="Giải thể", by=office)
    for membership in (member, later):
        membership.refresh_from_db()
    assert village.valid_to == DAY - dt.timedelta(days=1) == member.ends_on
    assert later.ends_on == days_from_today(5)


def test_a_merger_ends_the_roles_and_takes_the_units_below_along(commune, village, office):
    below = make_unit(parent=village, name="Xóm 1")
    target = make_unit(parent=commune, name="Thôn Mới")
    make_membership(user=make_user(), unit=village, role=Role.UNIT)
    moving.merge(village, target, on=DAY, reason="Nghị quyết số 5/NQ-HĐND", by=office)
    below.refresh_from_db()
    assert below.parent == target
    assert not Membership.objects.active_on(DAY).filter(unit=village).exists()
    assert reasons(village)[-1] == "Sáp nhập vào Thôn Mới: Nghị quyết số 5/NQ-HĐND"


def test_a_merged_unit_does_not_resume_by_itself(commune, village, office):
    moving.merge(village, make_unit(parent=commune, name="Thôn Mới"), on=DAY, reason="NQ",
                 by=office)  # fmt: skip
    with pytest.raises(ValidationError, match="đã sáp nhập"):
        roster.resume(village, reason="Nhầm", by=office)


# --- removing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_person, make_household, make_unit])
def test_who_was_removed_is_in_no_list_until_restored(village, office, make):
    place = "parent" if make is make_unit else "unit"
    record = make(**{place: village})
    roster.remove(record, reason="Nhập trùng", by=office)
    model = type(record)
    assert not model.objects.filter(pk=record.pk).exists()
    assert list(roster.removed_of(model, office)) == [record]
    roster.restore(record, by=office)
    assert model.objects.filter(pk=record.pk).exists()
    assert reasons(record)[1:] == ["Xóa: Nhập trùng", "Khôi phục"]


def test_who_has_records_is_stopped_not_removed(village, office):
    person = make_person(unit=village)
    make_rating(person=person)
    with pytest.raises(ValidationError, match="đang có: 1 xếp loại hằng năm"):
        roster.remove(person, reason="Nhập trùng", by=office)


def test_a_unit_with_people_and_an_authority_are_not_removed(commune, village, office):
    make_person(unit=village)
    for unit, message in ((village, "đang có: 1 cá nhân"), (commune, "Không xóa cơ quan")):
        with pytest.raises(ValidationError, match=message):
            roster.remove(unit, reason="Nhập trùng", by=office)


def test_a_removal_needs_a_reason_and_the_office(village, office):
    person = make_person(unit=village)
    with pytest.raises(ValidationError):
        roster.remove(person, reason=" ", by=office)
    for user in (make_user(role=Role.UNIT, unit=village), make_user(role=Role.OFFICE)):
        with pytest.raises(PermissionDenied):
            roster.remove(person, reason="Nhập trùng", by=user)


def test_nobody_is_restored_into_a_removed_unit(village, office):
    person = make_person(unit=village)
    for record in (person, village):
        Person.everyone.filter(pk=person.pk).update(unit=village.parent)
        roster.remove(record, reason="Nhập trùng", by=office)
    person.unit = village
    with pytest.raises(ValidationError, match="Hãy khôi phục Thôn Ngọc trước"):
        roster.restore(person, by=office)


def test_the_removed_of_another_commune_are_not_seen(village, office):
    other = make_user(role=Role.OFFICE)
    roster.remove(make_person(unit=village), reason="Nhập trùng", by=office)
    assert not roster.removed_of(Person, other).exists()


def test_an_open_transfer_keeps_a_person_from_being_removed(village, office):
    request = make_transfer_request(person=make_person(unit=village))
    with pytest.raises(ValidationError, match="1 đề nghị chuyển đơn vị"):
        roster.remove(request.person, reason="Nhập trùng", by=office)
