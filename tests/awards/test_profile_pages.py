"""Pages of people, units and households: finding, the years, who sees what, moving."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.organization.models import Role
from tests.awards.books import rows_of
from tests.make import (
    days_from_today,
    make_authority,
    make_award,
    make_bar,
    make_household,
    make_index_score,
    make_initiative,
    make_person,
    make_rating,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def village(commune):
    return make_unit(parent=commune, name="Thôn Ngọc")


@pytest.fixture
def person(village):
    return make_person(unit=village, full_name="Nguyễn Văn An")


@pytest.fixture
def office(client, commune):
    client.force_login(make_user(role=Role.OFFICE, unit=commune))
    return client


@pytest.fixture
def clerk(client, village):
    """The village's own account."""
    client.force_login(make_user(role=Role.UNIT, unit=village))
    return client


def page_of(nominee, subject="person"):
    return reverse(f"awards:{subject}_profile", args=[nominee.pk])


def titles(response):
    return [(year, [e.title for e in entries]) for year, entries in response.context["years"]]


# --- one page ------------------------------------------------------------------------------------


def test_everything_about_a_person_stands_by_year_newest_first(office, village, person):
    make_rating(person=person, year=2023, level="XS")
    make_rating(person=person, year=2024)
    make_initiative(person=person, year=2024, name="Sổ điện tử")
    make_award(person=person, year=2024)
    make_bar(person=person, starts_on=dt.date(2022, 3, 1), ends_on=dt.date(2022, 4, 1))
    shared = make_initiative(person=make_person(unit=village), year=2023, name="Chung tay")
    shared.co_authors.add(person)
    assert titles(office.get(page_of(person))) == [
        (2024, ["Hoàn thành tốt nhiệm vụ", "«Sổ điện tử»", "Lao động tiên tiến"]),
        (2023, ["Hoàn thành xuất sắc nhiệm vụ", "«Chung tay»"]),
        (2022, ["Đang xác minh, giải quyết tố cáo"]),
    ]


def test_an_award_of_a_movement_does_not_count_towards_merit_and_says_so(office, person):
    make_award(person=person, basis="movement", movement="Phong trào xanh, sạch, đẹp")
    page = office.get(page_of(person)).content.decode()
    assert "không tính vào thành tích công trạng" in page


def test_a_revoked_award_is_struck_through_with_its_reason(office, person):
    make_award(
        person=person, award_name="Giấy khen", revoked_on=dt.date(2025, 1, 1),
        revoke_reason="Báo cáo gian dối",
    )  # fmt: skip
    page = office.get(page_of(person)).content.decode()
    assert "<s>Giấy khen</s>" in page
    assert "Lý do thu hồi: Báo cáo gian dối" in page


def test_the_unit_reads_its_own_people_but_not_what_is_being_verified(clerk, person):
    make_bar(person=person)
    make_bar(person=person, kind="discipline", severity="2_warning")
    response = clerk.get(page_of(person))
    assert [title for _year, found in titles(response) for title in found] == ["Kỷ luật: cảnh cáo"]
    assert "Ghi thêm" not in response.content.decode()


def test_a_neighbour_does_not_exist(clerk, commune):
    other = make_person(unit=make_unit(parent=commune, name="Thôn Đoài"))
    assert clerk.get(page_of(other)).status_code == 404


def test_a_unit_shows_its_members_indexes_and_what_was_merged_into_it(office, commune, village):
    old = make_unit(
        parent=commune, name="Thôn Cũ", valid_to=dt.date(2024, 6, 30), merged_into=village
    )
    make_index_score(unit=village, year=2024)
    make_rating(unit=old, year=2023)
    member = make_person(unit=village)
    response = office.get(page_of(village, "unit"))
    assert [year for year, _entries in response.context["years"]] == [2024, 2023]
    assert response.context["years"][1][1][0].about == "của Thôn Cũ (đã sáp nhập)"
    assert response.context["members"] == [member]


def test_a_household_has_a_page(office, village):
    home = make_household(unit=village, address="Xóm Đông")
    make_award(household=home)
    assert "Xóm Đông" in office.get(page_of(home, "household")).content.decode()


def test_a_page_takes_as_many_queries_for_three_years_as_for_one(office, village, person):
    def fill(year):
        make_rating(person=person, year=year)
        make_award(person=person, year=year)
        make_bar(person=person, starts_on=dt.date(year, 1, 1))
        initiative = make_initiative(person=person, year=year)
        initiative.co_authors.add(make_person(unit=village))

    fill(2021)
    office.get(page_of(person))
    with CaptureQueriesContext(connection) as one:
        office.get(page_of(person))
    fill(2022)
    fill(2023)
    with CaptureQueriesContext(connection) as three:
        office.get(page_of(person))
    assert len(one) == len(three)


# --- the list ------------------------------------------------------------------------------------

LIST = "awards:profile_list"


def names(response):
    return [row.name for row in response.context["page"].object_list]


def test_people_are_found_without_accents_and_sorted_by_given_name(office, village, person):
    make_person(unit=village, full_name="Lê Thị Én")
    make_person(unit=village, full_name="Trần Văn Bảo")
    assert names(office.get(reverse(LIST), {"loai": "person"})) == [
        "Nguyễn Văn An", "Trần Văn Bảo", "Lê Thị Én",
    ]  # fmt: skip
    assert names(office.get(reverse(LIST), {"q": "le thi en"})) == ["Lê Thị Én"]


def test_people_units_and_households_stand_in_one_list(office, commune, village, person):
    make_household(unit=village, head_name="Trần Thị Bình")
    assert names(office.get(reverse(LIST))) == [
        "Nguyễn Văn An", "Thôn Ngọc", str(commune), "Hộ gia đình Trần Thị Bình",
    ]  # fmt: skip


def test_the_list_is_narrowed_to_a_unit(office, commune, village, person):
    other = make_unit(parent=commune, name="Thôn Đoài")
    make_person(unit=other, full_name="Lê Thị Én")
    assert names(office.get(reverse(LIST), {"don_vi": other.pk})) == ["Lê Thị Én", "Thôn Đoài"]


def test_a_unit_finds_its_own_people_alone(clerk, commune, person):
    make_person(unit=make_unit(parent=commune, name="Thôn Đoài"), full_name="Lê Thị Én")
    assert names(clerk.get(reverse(LIST))) == ["Nguyễn Văn An", "Thôn Ngọc"]


def test_the_list_takes_as_many_queries_for_three_as_for_one(office, village, person):
    make_household(unit=village)
    make_rating(person=person)
    make_award(person=person)
    office.get(reverse(LIST))
    with CaptureQueriesContext(connection) as one:
        office.get(reverse(LIST))
    for _more in range(2):
        other = make_person(unit=village)
        make_rating(person=other)
        make_award(person=other)
    with CaptureQueriesContext(connection) as three:
        office.get(reverse(LIST))
    assert len(one) == len(three)


def test_the_list_is_exported_as_filtered(office, village, person):
    make_person(unit=village, full_name="Lê Thị Én")
    make_rating(person=person)
    content = office.get(reverse("awards:profile_export"), {"q": "an", "loai": "person"}).content
    assert [row[:2] + row[6:8] for row in rows_of(io.BytesIO(content).getvalue())[1:]] == [
        ["Nguyễn Văn An", "Cá nhân", "Hoàn thành tốt nhiệm vụ", "2024"]
    ]


# --- moving --------------------------------------------------------------------------------------


def test_a_move_is_told_on_the_page_and_nothing_is_lost(office, commune, village, person):
    make_rating(person=person, year=2020)
    target = make_unit(parent=commune, name="Thôn Mới")
    office.post(
        reverse("awards:person_move", args=[person.pk]),
        {
            "to_unit": target.pk,
            "moved_on": days_from_today(-1).strftime("%d/%m/%Y"),
            "reason": "Quyết định số 3/QĐ-UBND",
        },
    )
    person.refresh_from_db()
    assert person.unit == target
    assert [found for _year, found in titles(office.get(page_of(person)))] == [
        ["Chuyển từ Thôn Ngọc sang Thôn Mới"], ["Hoàn thành tốt nhiệm vụ"],
    ]  # fmt: skip


def test_a_failed_move_keeps_what_was_typed(office, commune, person):
    target = make_unit(parent=commune, name="Thôn Mới")
    data = {"to_unit": target.pk, "moved_on": "01/01/2999", "reason": "Điều động"}
    page = office.post(reverse("awards:person_move", args=[person.pk]), data)
    form = page.context["form"]
    assert set(form.errors) == {"moved_on"}
    assert form["reason"].value() == "Điều động"
    person.refresh_from_db()
    assert person.unit != target


def test_the_units_account_moves_nobody(clerk, person):
    assert clerk.get(reverse("awards:person_move", args=[person.pk])).status_code == 403
