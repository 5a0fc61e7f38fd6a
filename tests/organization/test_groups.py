"""Groups are selectors: who "Các thôn" or "Toàn thể công chức" are depends on the day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from emulation.organization.models import Employment, NomineeKind, UnitKind
from emulation.organization.selection import compare, ensure_groups, members_on
from tests.make import (
    make_authority,
    make_group,
    make_household,
    make_person,
    make_transfer,
    make_unit,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 4, 25)
NEXT = dt.date(2024, 4, 26)
BEFORE = dt.date(2024, 4, 24)


@pytest.fixture
def commune():
    return make_authority()


def names(group, day=DAY):
    return [str(member) for member in members_on(group, day)]


# --- collectives ---------------------------------------------------------------------------------


def test_all_villages_are_the_villages_in_list_order(commune):
    for name in ("Thôn 10", "Thôn 2"):
        make_unit(parent=commune, name=name)
    make_unit(parent=commune, name="Đài truyền thanh", kind=UnitKind.BROADCAST)
    assert names(make_group(authority=commune)) == ["Thôn 2", "Thôn 10"]


def test_a_group_may_hold_several_kinds(commune):
    make_unit(parent=commune, name="Đoàn Thanh niên", kind=UnitKind.MASS_ORGANISATION)
    make_unit(parent=commune, name="Văn phòng", kind=UnitKind.OFFICE)
    make_unit(parent=commune, name="Thôn Ngọc")
    group = make_group(authority=commune, unit_kinds=[UnitKind.OFFICE, UnitKind.MASS_ORGANISATION])
    assert names(group) == ["Đoàn Thanh niên", "Văn phòng"]


def test_no_kind_means_all_units_below_the_authority_but_not_itself(commune):
    make_unit(parent=commune, name="Văn phòng", kind=UnitKind.OFFICE)
    make_unit(parent=commune, name="Thôn Ngọc")
    assert names(make_group(authority=commune, unit_kinds=[])) == ["Thôn Ngọc", "Văn phòng"]


@pytest.mark.parametrize(
    ("validity", "named"),
    [
        ({"valid_from": DAY}, True),
        ({"valid_from": NEXT}, False),
        ({"valid_to": DAY}, True),
        ({"valid_to": BEFORE}, False),
    ],
)
def test_a_village_counts_while_it_exists(commune, validity, named):
    make_unit(parent=commune, name="Thôn Ngọc", **validity)
    assert names(make_group(authority=commune)) == (["Thôn Ngọc"] if named else [])


def test_the_units_of_an_authority_below_are_not_its_superiors_group(commune):
    below = make_authority(name="Trung tâm dịch vụ", parent=commune)
    make_unit(parent=below, name="Tổ 1")
    assert names(make_group(authority=commune)) == []


def test_within_narrows_to_one_subtree_without_its_root(commune):
    cluster = make_unit(parent=commune, name="Cụm 1", kind=UnitKind.VILLAGE)
    make_unit(parent=cluster, name="Thôn trong cụm")
    make_unit(parent=commune, name="Thôn ngoài cụm")
    group = make_group(authority=commune, within=cluster)
    assert names(group) == ["Thôn trong cụm"]


@pytest.mark.parametrize("subject", [NomineeKind.INDIVIDUAL, NomineeKind.HOUSEHOLD])
def test_a_group_of_people_names_no_units(commune, subject):
    unit = make_unit(parent=commune)
    assert not make_group(authority=commune, subject=subject).selects(unit)


# --- people --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "named"),
    [
        ({}, True),
        ({"joined_on": DAY}, True),
        ({"joined_on": NEXT}, False),
        ({"left_on": DAY}, False),
        ({"left_on": NEXT}, True),
    ],
)
def test_a_person_counts_from_joining_until_leaving(commune, dates, named):
    make_person(unit=make_unit(parent=commune), full_name="Lê Văn An", **dates)
    group = make_group(authority=commune, subject=NomineeKind.INDIVIDUAL)
    assert names(group) == (["Lê Văn An"] if named else [])


def test_people_are_chosen_by_their_employment(commune):
    for name, job in (("Lê Văn An", "civil_servant"), ("Lê Văn Ba", "resident")):
        make_person(unit=commune, full_name=name, employment=job)
    group = make_group(
        authority=commune,
        subject=NomineeKind.INDIVIDUAL,
        employments=[Employment.CIVIL_SERVANT, Employment.ELECTED_OFFICIAL],
    )
    assert names(group) == ["Lê Văn An"]


def test_no_employment_means_everybody_in_order_of_given_names(commune):
    for name, job in (("Lê Văn Ba", "civil_servant"), ("Phạm Thị An", "resident")):
        make_person(unit=commune, full_name=name, employment=job)
    group = make_group(authority=commune, subject=NomineeKind.INDIVIDUAL, employments=[])
    assert names(group) == ["Phạm Thị An", "Lê Văn Ba"]


def test_within_narrows_people_to_one_unit_and_below(commune):
    office = make_unit(parent=commune, name="Văn phòng", kind=UnitKind.OFFICE)
    make_person(unit=make_unit(parent=office, name="Tổ 1"), full_name="Lê Văn An")
    make_person(unit=commune, full_name="Lê Văn Ba")
    group = make_group(authority=commune, subject=NomineeKind.INDIVIDUAL, within=office)
    assert names(group) == ["Lê Văn An"]


def test_people_of_another_commune_are_not_named(commune):
    make_person(unit=make_unit(parent=make_authority(name="Ủy ban nhân dân xã Lạc Đạo")))
    assert names(make_group(authority=commune, subject=NomineeKind.INDIVIDUAL)) == []


def test_people_of_an_authority_below_are_not_named(commune):
    make_person(unit=make_authority(name="Trung tâm dịch vụ", parent=commune))
    assert names(make_group(authority=commune, subject=NomineeKind.INDIVIDUAL)) == []


def test_a_group_of_households_names_households_only(commune):
    village = make_unit(parent=commune)
    make_household(unit=village, head_name="Lê Văn An")
    make_person(unit=village)
    group = make_group(authority=commune, name="Các hộ", subject=NomineeKind.HOUSEHOLD)
    assert names(group) == ["Hộ gia đình Lê Văn An"]


# --- filing a group ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("unit_kinds", ["kingdom"], "Có loại đơn vị không có trong danh mục"),
        ("employments", ["king"], "Có loại hình lao động không có trong danh mục"),
    ],
)
def test_an_unknown_kind_is_refused_at_its_field(commune, field, value, message):
    group = make_group(authority=commune, **{field: value})
    with pytest.raises(ValidationError) as caught:
        group.clean()
    assert message in caught.value.message_dict[field][0]


def test_a_scope_outside_the_authority_is_refused(commune):
    group = make_group(authority=commune, within=make_unit())
    with pytest.raises(ValidationError, match="Đơn vị này không thuộc cơ quan"):
        group.clean()


# --- the standard ones ---------------------------------------------------------------------------


def test_an_authority_without_groups_gets_those_of_the_units_it_has(commune):
    make_unit(parent=commune)
    ensure_groups(commune)
    assert [str(group) for group in commune.groups.order_by("position")] == [
        "Các thôn, tổ dân phố",
        "Tất cả các đơn vị trực thuộc",
        "Toàn thể cán bộ, công chức, người lao động",
        "Toàn thể người hoạt động không chuyên trách",
        "Các hộ gia đình trên địa bàn",
    ]


def test_an_authority_with_groups_keeps_just_those(commune):
    group = make_group(authority=commune, name="Các tổ")
    ensure_groups(commune)
    assert list(commune.groups.all()) == [group]


# --- on two days ---------------------------------------------------------------------------------


def changes(found):
    return [(str(change.nominee), change.why) for change in found]


def test_who_moved_within_the_commune_was_a_member_before_in_his_unit_of_then(commune):
    old, new = (make_unit(parent=commune, name=name) for name in ("Thôn Ngọc", "Thôn Đoài"))
    person = make_person(unit=new, full_name="Lê Văn An", joined_on=NEXT)
    make_transfer(person=person, from_unit=old, to_unit=new, moved_on=NEXT)
    group = make_group(authority=commune, subject=NomineeKind.INDIVIDUAL)
    (before,) = members_on(group, DAY)
    assert (before, before.unit) == (person, old)
    inside = make_group(authority=commune, name="Của Đoài", subject=NomineeKind.INDIVIDUAL,
                        within=new)  # fmt: skip
    assert (names(inside, DAY), names(inside, NEXT)) == ([], ["Lê Văn An"])


def test_who_came_to_the_old_unit_later_was_not_there_before(commune):
    old, new = (make_unit(parent=commune, name=name) for name in ("Thôn Ngọc", "Thôn Đoài"))
    person = make_person(unit=new, joined_on=NEXT)
    make_transfer(person=person, from_unit=old, to_unit=new, moved_on=NEXT, since=DAY)
    group = make_group(authority=commune, subject=NomineeKind.INDIVIDUAL)
    assert (names(group, BEFORE), len(names(group, DAY))) == ([], 1)


def test_who_came_from_another_commune_joins_and_who_went_there_leaves(commune):
    village = make_unit(parent=commune)
    abroad = make_unit(parent=make_authority(name="UBND xã Lạc Hồng"), name="Thôn Thượng")
    come = make_person(unit=village, full_name="Lê Văn An", joined_on=NEXT)
    make_transfer(person=come, from_unit=abroad, to_unit=village, moved_on=NEXT)
    gone = make_person(unit=abroad, full_name="Lê Văn Ba", joined_on=NEXT)
    make_transfer(person=gone, from_unit=village, to_unit=abroad, moved_on=NEXT)
    found = compare(make_group(authority=commune, subject=NomineeKind.INDIVIDUAL), DAY, NEXT)
    assert changes(found.joined) == [
        ("Lê Văn An", "chuyển từ Thôn Thượng đến Thôn Ngọc từ 26/04/2024")
    ]
    assert changes(found.left) == [
        ("Lê Văn Ba", "chuyển từ Thôn Ngọc đến Thôn Thượng từ 26/04/2024")
    ]


def test_who_joined_left_or_stayed_is_named_with_the_reason(commune):
    village = make_unit(parent=commune)
    stays = make_person(unit=village, full_name="Lê Văn An")
    make_person(unit=village, full_name="Lê Văn Ba", joined_on=NEXT)
    make_person(unit=village, full_name="Lê Văn Cả", left_on=NEXT)
    found = compare(make_group(authority=commune, subject=NomineeKind.INDIVIDUAL), DAY, NEXT)
    assert found.stayed == [stays]
    assert changes(found.joined) == [("Lê Văn Ba", "vào đơn vị ngày 26/04/2024")]
    assert changes(found.left) == [("Lê Văn Cả", "thôi từ 26/04/2024")]


def test_a_merged_village_leaves_and_a_new_one_joins(commune):
    new = make_unit(parent=commune, name="Thôn Mới", valid_from=NEXT)
    make_unit(parent=commune, name="Thôn Cũ", valid_to=DAY, merged_into=new)
    found = compare(make_group(authority=commune), DAY, NEXT)
    assert changes(found.joined) == [("Thôn Mới", "thành lập ngày 26/04/2024")]
    assert changes(found.left) == [
        ("Thôn Cũ", "hoạt động đến hết 25/04/2024, sáp nhập vào Thôn Mới")
    ]


def test_who_was_removed_was_never_there(commune):
    person = make_person(unit=make_unit(parent=commune), deleted_at=timezone.now(),
                         delete_reason="Nhập trùng")  # fmt: skip
    make_transfer(person=person, moved_on=NEXT, to_unit=person.unit)
    group = make_group(authority=commune, subject=NomineeKind.INDIVIDUAL)
    assert names(group, DAY) == names(group, NEXT) == []
