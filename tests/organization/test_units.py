"""The tree of units: path and owner after every move, validity, mergers, the superior by date."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from emulation.organization.models import Level, Superior, Unit, UnitKind
from tests.make import (
    make_authority,
    make_household,
    make_membership,
    make_person,
    make_unit,
    make_user,
)
from tests.rules import refused_by

pytestmark = pytest.mark.django_db

# District authorities end with 30 June 2025 (domain.md section 0).
LAST_DAY_OF_DISTRICTS = dt.date(2025, 6, 30)
FIRST_DAY_WITHOUT = dt.date(2025, 7, 1)


@pytest.fixture
def province():
    return make_authority(name="Ủy ban nhân dân tỉnh Hưng Yên", level=Level.PROVINCE)


@pytest.fixture
def district(province):
    return make_authority(
        name="Ủy ban nhân dân huyện Văn Lâm", level=Level.DISTRICT, parent=province
    )


@pytest.fixture
def commune(district):
    return make_authority(parent=district)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


# --- path and owner ------------------------------------------------------------------------------


def test_the_path_leads_from_the_root_to_the_unit(commune, district, province):
    village = make_unit(parent=commune)
    assert fresh(village).path == f"/{province.pk}/{district.pk}/{commune.pk}/{village.pk}/"


def test_an_authority_owns_itself(commune):
    assert fresh(commune).authority == commune


def test_a_part_is_owned_by_its_authority_however_deep(commune):
    cell = make_unit(parent=make_unit(parent=commune), name="Xóm 1")
    assert fresh(cell).authority == commune


def test_a_unit_without_authority_above_owns_itself():
    cluster = Unit.objects.create(kind=UnitKind.OTHER, name="Cụm thi đua số IV")
    assert fresh(cluster).authority == cluster


def test_a_moved_unit_takes_its_subtree_along(commune, province):
    other = make_authority(name="Ủy ban nhân dân xã Lạc Đạo", parent=province)
    village = make_unit(parent=commune)
    cell = make_unit(parent=village, name="Xóm 1")
    village.parent = other
    village.save()
    assert fresh(cell).path == f"{fresh(other).path}{village.pk}/{cell.pk}/"


def test_a_moved_unit_and_its_subtree_change_owner(commune, province):
    other = make_authority(name="Ủy ban nhân dân xã Lạc Đạo", parent=province)
    village = make_unit(parent=commune)
    cell = make_unit(parent=village, name="Xóm 1")
    village.parent = other
    village.save()
    assert {fresh(village).authority, fresh(cell).authority} == {other}


@pytest.mark.parametrize("make", [make_person, make_household], ids=["person", "household"])
def test_who_belongs_to_a_moved_unit_changes_owner_with_it(commune, province, make):
    other = make_authority(name="Ủy ban nhân dân xã Lạc Đạo", parent=province)
    village = make_unit(parent=commune)
    deep, stays = make(unit=make_unit(parent=village, name="Xóm 1")), make(unit=commune)
    village.parent = other
    village.save()
    assert (fresh(deep).authority, fresh(stays).authority) == (other, commune)


def test_an_authority_that_moves_keeps_its_own_units(commune, province):
    village = make_unit(parent=commune)
    commune.parent = province
    commune.save()
    assert fresh(village).authority == commune


def test_an_authority_that_moves_takes_their_paths_along(commune, province):
    village = make_unit(parent=commune)
    commune.parent = province
    commune.save()
    assert fresh(village).path == f"/{province.pk}/{commune.pk}/{village.pk}/"


def test_an_authority_below_a_moved_unit_keeps_what_it_owns(commune, province):
    department = make_unit(parent=commune, kind=UnitKind.DEPARTMENT, name="Phòng Văn hóa")
    centre = make_authority(name="Trung tâm Văn hóa", parent=department)
    clerk = make_person(unit=make_unit(parent=centre, name="Tổ 1"))
    department.parent = province
    department.save()
    assert fresh(clerk).authority == centre


def test_a_part_that_becomes_an_authority_owns_what_is_below_it(commune):
    school = make_unit(parent=commune, kind=UnitKind.SCHOOL, name="Trường Tiểu học")
    class_ = make_unit(parent=school, kind=UnitKind.OTHER, name="Tổ 4")
    school.kind, school.level = UnitKind.AUTHORITY, Level.COMMUNE
    school.save()
    assert {fresh(school).authority, fresh(class_).authority} == {school}


def test_saving_without_a_move_touches_no_other_unit(commune, django_assert_num_queries):
    make_unit(parent=commune)
    commune = Unit.objects.select_related("parent").get(pk=commune.pk)
    with django_assert_num_queries(5):  # savepoint, update, history, seal, release
        commune.save()


def test_a_subtree_does_not_take_in_a_neighbour_with_a_longer_number():
    five = Unit.objects.create(pk=5005, kind=UnitKind.OTHER, name="Năm")
    Unit.objects.create(pk=50051, kind=UnitKind.OTHER, name="Năm mươi mốt")
    assert list(Unit.objects.under(five)) == [five]


def test_under_no_unit_lies_nothing(commune):
    assert not Unit.objects.under().exists()


@pytest.mark.parametrize("where", ["itself", "child"])
def test_a_unit_cannot_stand_below_itself(commune, where):
    village = make_unit(parent=commune)
    commune.parent = {"itself": commune, "child": village}[where]
    with pytest.raises(ValidationError, match="không thể trực thuộc chính nó"):
        commune.clean()


# --- validity and merger -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "day", "exists"),
    [
        (None, None, FIRST_DAY_WITHOUT, True),
        (None, LAST_DAY_OF_DISTRICTS, LAST_DAY_OF_DISTRICTS, True),
        (None, LAST_DAY_OF_DISTRICTS, FIRST_DAY_WITHOUT, False),
        (FIRST_DAY_WITHOUT, None, LAST_DAY_OF_DISTRICTS, False),
        (FIRST_DAY_WITHOUT, None, FIRST_DAY_WITHOUT, True),
        (FIRST_DAY_WITHOUT, FIRST_DAY_WITHOUT, FIRST_DAY_WITHOUT, True),
    ],
)
def test_a_unit_exists_from_its_first_to_its_last_day(valid_from, valid_to, day, exists):
    unit = make_unit(valid_from=valid_from, valid_to=valid_to)
    assert (unit.is_active_on(day), unit in Unit.objects.active_on(day)) == (exists, exists)


def test_a_merger_needs_an_end(commune, province):
    new = make_authority(name="Ủy ban nhân dân xã Văn Lâm", parent=province)
    commune.merged_into = new
    with refused_by("organization_unit_merged_has_end"):
        commune.save()


def test_a_merger_without_end_is_told_in_the_form(commune, province):
    commune.merged_into = make_authority(name="Ủy ban nhân dân xã Văn Lâm", parent=province)
    with pytest.raises(ValidationError, match="Đơn vị đã sáp nhập phải có ngày kết thúc"):
        commune.full_clean()


def test_a_unit_cannot_merge_into_itself(commune):
    commune.merged_into, commune.valid_to = commune, LAST_DAY_OF_DISTRICTS
    with pytest.raises(ValidationError, match="không thể sáp nhập vào chính nó"):
        commune.clean()


def test_a_merged_unit_is_still_found_under_its_old_authority(commune, province):
    new = make_authority(name="Ủy ban nhân dân xã Văn Lâm", parent=province)
    village = make_unit(parent=commune)
    village.merged_into, village.valid_to = new, LAST_DAY_OF_DISTRICTS
    village.save()
    assert fresh(village).authority == commune


# --- the superior --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2024, 4, 16), "district"),
        (LAST_DAY_OF_DISTRICTS, "district"),
        (FIRST_DAY_WITHOUT, "province"),
        (dt.date(2026, 1, 1), "province"),
    ],
)
def test_the_superior_is_the_district_until_30_06_2025_and_then_the_province(
    commune, district, province, day, expected
):
    Superior.objects.create(unit=commune, superior=province, valid_from=FIRST_DAY_WITHOUT)
    Superior.objects.create(unit=commune, superior=district, valid_to=LAST_DAY_OF_DISTRICTS)
    assert commune.superior_on(day) == {"district": district, "province": province}[expected]


def test_nobody_is_the_superior_on_a_day_without_a_row(commune, province):
    Superior.objects.create(unit=commune, superior=province, valid_from=FIRST_DAY_WITHOUT)
    assert commune.superior_on(LAST_DAY_OF_DISTRICTS) is None


def test_the_superior_of_another_commune_does_not_count(commune, province):
    Superior.objects.create(unit=make_authority(), superior=province)
    assert commune.superior_on(FIRST_DAY_WITHOUT) is None


# --- names ---------------------------------------------------------------------------------------


def test_units_are_sorted_as_people_count(commune):
    names = ["Thôn Đông", "Thôn 10", "Thôn Dọc", "Thôn 2", "Thôn Ấp"]
    made = [make_unit(parent=commune, name=name).pk for name in names]
    in_order = Unit.objects.filter(pk__in=made).values_list("name", flat=True)
    assert list(in_order) == ["Thôn 2", "Thôn 10", "Thôn Ấp", "Thôn Dọc", "Thôn Đông"]


def test_a_unit_is_found_without_accents_by_full_or_short_name():
    unit = make_unit(name="Bộ phận Tiếp nhận và Trả kết quả", short_name="Một cửa Đình Dù")
    assert unit.search_key == "bo phan tiep nhan va tra ket qua mot cua dinh du"


def test_a_unit_without_a_short_name_goes_by_its_full_name():
    assert str(make_unit(name="Thôn Ngọc")) == "Thôn Ngọc"


@pytest.mark.parametrize(
    ("letterhead", "lines"),
    [
        ("ỦY BAN NHÂN DÂN|XÃ ĐÌNH DÙ", ("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ")),
        (" ỦY BAN NHÂN DÂN | XÃ ĐÌNH DÙ |", ("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ")),
        ("", ("ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ",)),
    ],
)
def test_the_letterhead_breaks_where_the_office_wants_it(letterhead, lines):
    unit = Unit(name="Ủy ban nhân dân xã Đình Dù", letterhead=letterhead)
    assert unit.letterhead_lines() == lines


def test_a_commune_prints_no_superior_above_itself():
    assert Unit(name="Ủy ban nhân dân xã Đình Dù").parent_letterhead_lines() == ()


# --- scope ---------------------------------------------------------------------------------------


def test_a_user_sees_the_subtree_of_his_unit(commune):
    village = make_unit(parent=commune)
    cell = make_unit(parent=village, name="Xóm 1")
    make_unit(parent=commune, name="Thôn khác")
    user = make_user(role="unit", unit=village)
    assert set(Unit.objects.visible_to(user)) == {village, cell}


def test_a_user_of_two_units_sees_both(commune):
    one, two = make_unit(parent=commune, name="Thôn 1"), make_unit(parent=commune, name="Thôn 2")
    user = make_user(role="unit", unit=one)
    make_membership(user=user, role="unit", unit=two)
    assert list(Unit.objects.visible_to(user)) == [one, two]
