"""People and households: sorted by given name, found without accents, there from a day to a day."""

import datetime as dt
import unicodedata

import pytest

from emulation.organization.models import Household, Person
from emulation.vietnamese import search_key
from tests.make import make_authority, make_household, make_person, make_unit

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 4, 25)


def test_people_are_sorted_by_given_name_then_family_name():
    unit = make_unit()
    names = ["Lê Văn Bình", "Trần Thị Ánh", "Đỗ Văn An", "Bùi Thị Ánh", "Phạm Văn Đức"]
    for name in names:
        make_person(unit=unit, full_name=name)
    assert [str(person) for person in Person.objects.all()] == [
        "Đỗ Văn An",
        "Bùi Thị Ánh",
        "Trần Thị Ánh",
        "Lê Văn Bình",
        "Phạm Văn Đức",
    ]


def test_namesakes_keep_the_order_in_which_they_came():
    unit = make_unit()
    first, second = make_person(unit=unit), make_person(unit=unit)
    assert list(Person.objects.all()) == [first, second]


def test_households_are_sorted_by_the_given_name_of_their_head():
    unit = make_unit()
    for name in ("Lê Văn Dũng", "Đỗ Văn An"):
        make_household(unit=unit, head_name=name)
    assert [str(household) for household in Household.objects.all()] == [
        "Hộ gia đình Đỗ Văn An",
        "Hộ gia đình Lê Văn Dũng",
    ]


@pytest.mark.parametrize("typed", ["nguyen thi duyen", "NGUYỄN", "duyên", "Nguyễn  Thị"])
def test_a_person_is_found_without_accents_and_in_any_case(typed):
    person = make_person(full_name="Nguyễn Thị Duyên")
    assert Person.objects.get(search_key__contains=search_key(typed)) == person


def test_a_name_from_a_mac_is_stored_like_any_other():
    person = make_person(full_name=unicodedata.normalize("NFD", "Nguyễn Thị Duyên"))
    assert Person.objects.get(full_name="Nguyễn Thị Duyên") == person


def test_the_keys_follow_a_new_name():
    person = make_person(full_name="Nguyễn Văn An")
    person.full_name = "Nguyễn Văn Đạt"
    person.save()
    assert Person.objects.get(search_key="nguyen van dat") == person


def test_who_changes_to_another_commune_changes_owner():
    person = make_person()
    person.unit = make_unit(parent=make_authority(name="Ủy ban nhân dân xã Lạc Đạo"))
    person.save()
    assert Person.objects.get().authority == person.unit.parent


@pytest.mark.parametrize("make", [make_person, make_household], ids=["person", "household"])
@pytest.mark.parametrize(
    ("joined_on", "left_on", "there"),
    [
        (None, None, True),
        (DAY, None, True),
        (dt.date(2024, 4, 26), None, False),
        # "Thôi từ ngày" is the first day without the person.
        (None, DAY, False),
        (None, dt.date(2024, 4, 26), True),
        (DAY, DAY, False),
    ],
)
def test_somebody_belongs_from_the_first_day_to_the_day_before_leaving(
    make, joined_on, left_on, there
):
    record = make(joined_on=joined_on, left_on=left_on)
    assert (record in type(record).objects.active_on(DAY)) is there


def test_of_a_unit_are_also_those_of_the_units_below_it():
    village = make_unit()
    cell = make_unit(parent=village, name="Xóm 1")
    inside = [make_person(unit=village), make_person(unit=cell)]
    make_person(unit=make_unit(parent=village.parent, name="Thôn khác"))
    assert list(Person.objects.of_unit(village)) == inside


@pytest.mark.parametrize(
    ("position", "post"),
    [
        ("Phó trưởng thôn", "Phó trưởng thôn, Thôn Ngọc"),
        ("Trưởng thôn Ngọc", "Trưởng thôn Ngọc"),
        ("", "Thôn Ngọc"),
    ],
)
def test_a_post_names_the_unit_once(position, post):
    assert make_person(position=position).post == post
