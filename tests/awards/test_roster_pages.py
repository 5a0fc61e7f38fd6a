"""Pages of the roster: who sees whom, adding, correcting, stopping, removing, transfers, groups."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.organization.models import NomineeKind, Person, Role, TransferRequest, Unit
from tests.make import (
    days_from_today,
    make_authority,
    make_group,
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
    return make_unit(parent=commune, name="Thôn Ngọc")


@pytest.fixture
def office(client, commune):
    client.force_login(make_user(role=Role.OFFICE, unit=commune))
    return client


@pytest.fixture
def clerk(client, village):
    """The village's own account."""
    client.force_login(make_user(role=Role.UNIT, unit=village))
    return client


def url(name, record=None, **query):
    address = reverse(f"awards:{name}", args=[record.pk] if record else [])
    return f"{address}?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else address


def records(response):
    return [str(row["record"]) for row in response.context["rows"]]


# --- lists ---------------------------------------------------------------------------------------


def test_people_are_found_without_accents_by_given_name(office, village):
    for name in ("Lê Văn Bình", "Lê Văn Ánh", "Trần An"):
        make_person(unit=village, full_name=name)
    assert records(office.get(url("roster_person", q="le van"))) == ["Lê Văn Ánh", "Lê Văn Bình"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["An", "Ba", "Cả"]),
        ({"con": "co"}, ["An", "Ba"]),
        ({"con": "thoi"}, ["Cả"]),
        ({"loai": "resident"}, ["Ba"]),
    ],
)
def test_people_are_narrowed(office, village, query, found):
    make_person(unit=village, full_name="An")
    make_person(unit=village, full_name="Ba", employment="resident")
    make_person(unit=village, full_name="Cả", left_on=DAY)
    assert records(office.get(url("roster_person", **query))) == found


def test_units_are_listed_with_how_many_people_are_there(office, commune, village):
    make_person(unit=village)
    make_person(unit=village, left_on=DAY)
    make_person(unit=village, deleted_at="2025-01-01T00:00Z", delete_reason="Nhập trùng")
    make_unit(parent=commune, name="Thôn Cũ", valid_to=DAY)
    response = office.get(url("roster_unit", con="co"))
    assert [(str(r["record"]), r["record"].people) for r in response.context["rows"]] == [
        ("Thôn Ngọc", 1), ("UBND xã Đình Dù", 0),
    ]  # fmt: skip


def test_a_unit_reads_its_own_people_and_changes_nothing(clerk, commune, village):
    person = make_person(unit=village, full_name="Lê Văn An")
    make_person(unit=make_unit(parent=commune, name="Thôn Đoài"), full_name="Lê Văn Ba")
    response = clerk.get(url("roster_person"))
    assert records(response) == ["Lê Văn An"]
    assert "Thêm người" not in response.content.decode()
    for name in ("person_edit_roster", "person_stop", "person_remove"):
        assert clerk.post(url(name, person)).status_code == 403
    assert clerk.get(url("roster_removed")).status_code == 403


@pytest.mark.parametrize("name", ["roster_person", "roster_unit", "transfer_list", "group_list"])
def test_a_list_takes_as_many_queries_for_three_as_for_one(office, commune, village, name):
    def fill(number):
        unit = make_unit(parent=commune, name=f"Thôn {number}")
        make_transfer_request(person=make_person(unit=unit), to_unit=village)
        make_group(authority=commune, name=f"Nhóm {number}", within=unit)

    def queries():
        with CaptureQueriesContext(connection) as found:
            office.get(url(name))
        return len(found)

    fill(1)
    queries()
    one = queries()
    fill(2)
    fill(3)
    assert queries() == one


# --- adding and correcting -----------------------------------------------------------------------


def test_a_person_is_added(office, village):
    given = {"full_name": "Lê Thị Én", "unit": village.pk, "employment": "civil_servant"}
    office.post(url("roster_person_add"), given)
    person = Person.objects.get()
    assert (person.full_name, person.unit, person.authority) == (
        "Lê Thị Én", village, village.parent,
    )  # fmt: skip


def test_a_namesake_is_asked_about_before_a_second_one_is_made(office, village):
    make_person(unit=village, full_name="Lê Thị Én")
    given = {"full_name": "Lê Thị Én", "unit": village.pk, "employment": "civil_servant"}
    page = office.post(url("roster_person_add"), given).content.decode()
    assert "Đã có người tên này: Thôn Ngọc" in page
    assert 'name="is_other"' in page
    assert Person.objects.count() == 1
    office.post(url("roster_person_add"), given | {"is_other": "on"})
    assert Person.objects.count() == 2


def test_nobody_is_added_to_another_commune(office):
    other = make_unit()
    given = {"full_name": "Lê Thị Én", "unit": other.pk, "employment": "civil_servant"}
    assert office.post(url("roster_person_add"), given).status_code == 200
    assert not Person.objects.exists()


def test_a_correction_is_told_in_the_history(office, village):
    person = make_person(unit=village, full_name="Lê Thị En")
    office.post(
        url("person_edit_roster", person), {"full_name": "Lê Thị Én", "employment": "resident"}
    )
    page = office.get(url("person_edit_roster", person)).content.decode()
    assert "<del>Lê Thị En</del> → <ins>Lê Thị Én</ins>" in page


def test_a_day_before_the_beginning_stands_beside_its_field(office, village):
    person = make_person(unit=village, left_on=DAY)
    response = office.post(
        url("person_edit_roster", person),
        {"full_name": "A", "employment": "resident",
         "joined_on": days_from_today(-1).strftime("%d/%m/%Y")},
    )  # fmt: skip
    assert response.context["form"].errors["joined_on"] == ["Ngày thôi phải sau ngày vào đơn vị."]


def test_a_unit_is_added_below_another_and_moves_not_below_itself(office, village):
    given = {"kind": "other", "name": "Xóm 1", "parent": village.pk}
    office.post(url("roster_unit_add"), given)
    below = Unit.objects.get(name="Xóm 1")
    assert below.parent == village
    given = {"kind": "village", "name": "Thôn Ngọc", "parent": below.pk}
    response = office.post(url("unit_edit_roster", village), given)
    assert "parent" in response.context["form"].errors


def test_an_authority_is_not_corrected_here(office, commune):
    assert office.get(url("unit_edit_roster", commune)).status_code == 403


# --- stopping, removing --------------------------------------------------------------------------


def test_a_stop_and_a_return_by_page(office, village):
    person = make_person(unit=village)
    office.post(url("person_stop", person), {"on": f"{DAY:%d/%m/%Y}", "reason": "Nghỉ hưu"})
    person.refresh_from_db()
    assert person.left_on == DAY
    assert "hoạt động trở lại" in office.get(url("person_stop", person)).content.decode()
    office.post(url("person_stop", person), {"reason": "Ghi nhầm"})
    person.refresh_from_db()
    assert person.left_on is None


def test_a_stop_that_cannot_be_keeps_what_was_typed(office, village):
    make_person(unit=village)
    given = {"on": f"{DAY:%d/%m/%Y}", "reason": "Giải thể thôn"}
    page = office.post(url("unit_stop", village), given).content.decode()
    assert "Còn 1 người" in page
    assert "Giải thể thôn" in page


def test_a_person_is_removed_and_restored_by_page(office, village):
    person = make_person(unit=village, full_name="Lê Văn Nhầm")
    office.post(url("person_remove", person), {"reason": "Nhập trùng"})
    assert not Person.objects.exists()
    assert office.get(reverse("awards:person_profile", args=[person.pk])).status_code == 404
    page = office.get(url("roster_removed")).content.decode()
    assert "Lê Văn Nhầm" in page
    assert "Nhập trùng" in page
    assert office.get(url("person_restore", person)).status_code == 405
    office.post(url("person_restore", person))
    assert Person.objects.get() == person


def test_who_has_records_is_not_removed_and_the_page_says_why(office, village):
    person = make_person(unit=village)
    make_rating(person=person)
    page = office.post(url("person_remove", person), {"reason": "Nhập trùng"}).content.decode()
    assert "đang có: 1 xếp loại hằng năm" in page
    assert Person.objects.exists()


# --- transfers -----------------------------------------------------------------------------------


def test_a_village_asks_and_the_other_takes_by_page(client, commune, village):
    target = make_unit(parent=commune, name="Thôn Đoài")
    person = make_person(unit=village, full_name="Lê Văn An")
    client.force_login(make_user(role=Role.UNIT, unit=village))
    assert "Đề nghị chuyển" in client.get(
        reverse("awards:person_profile", args=[person.pk])
    ).content.decode()  # fmt: skip
    given = {"to_unit": target.pk, "moved_on": f"{DAY:%d/%m/%Y}", "reason": "Điều động"}
    asked_url = client.post(url("person_transfer", person), given).url
    client.force_login(make_user(role=Role.UNIT, unit=target))
    assert "Xác nhận tiếp nhận 1 người chuyển đến" in client.get(reverse("home")).content.decode()
    assert "Chờ tôi xác nhận" in client.get(url("transfer_list")).content.decode()
    assert "Xác nhận tiếp nhận" in client.get(asked_url).content.decode()
    client.post(asked_url, {"take": "", "unit": target.pk})
    person.refresh_from_db()
    assert person.unit == target
    assert "Đã tiếp nhận" in client.get(asked_url).content.decode()


def test_a_refusal_by_page_needs_its_reason(client, village):
    asked = make_transfer_request(person=make_person(unit=village))
    client.force_login(make_user(role=Role.UNIT, unit=asked.to_unit))
    given = {"transition": "refuse_transfer"}
    page = client.post(url("transfer_detail", asked), given, follow=True).content.decode()
    assert "Hãy ghi lý do" in page
    client.post(url("transfer_detail", asked), given | {"note": "Đã đủ người"})
    assert TransferRequest.objects.get().state == "refused"


def test_a_taking_without_a_unit_says_so(client, village):
    asked = make_transfer_request(
        person=make_person(unit=village), to_unit=make_authority(name="UBND xã Lạc Hồng")
    )
    client.force_login(make_user(role=Role.OFFICE, unit=asked.to_unit))
    response = client.post(url("transfer_detail", asked), {"take": ""})
    assert "unit" in response.context["form"].errors


def test_a_reader_is_offered_no_transfer(client, commune, village):
    person = make_person(unit=village)
    client.force_login(make_user(role=Role.AUDITOR, unit=commune))
    assert client.get(url("person_transfer", person)).status_code == 403


# --- groups --------------------------------------------------------------------------------------


@pytest.fixture
def staff(commune, village):
    make_person(unit=village, full_name="Lê Văn An")
    make_person(unit=village, full_name="Lê Văn Ba", joined_on=DAY)
    make_person(unit=make_unit(parent=commune, name="Thôn Đoài"), full_name="Lê Văn Cả",
                left_on=DAY)  # fmt: skip
    return make_group(authority=commune, name="Toàn thể công chức",
                      subject=NomineeKind.INDIVIDUAL)  # fmt: skip


def names(rows):
    return [row["name"] for row in rows]


def test_a_group_names_who_joined_and_who_left(office, staff):
    days = {"tu": f"{days_from_today(-9):%d/%m/%Y}", "den": f"{days_from_today(0):%d/%m/%Y}"}
    response = office.get(url("group_detail", staff, **days))
    (_, _, joined), (_, _, left) = response.context["differences"]
    assert (names(response.context["stayed"]), names(joined), names(left)) == (
        ["Lê Văn An"], ["Lê Văn Ba"], ["Lê Văn Cả"],
    )  # fmt: skip
    assert [value for _label, value, _tone in response.context["counts"]] == [2, 2, 1, 1]


def test_a_unit_sees_its_own_members_of_a_group_only(clerk, staff):
    days = {"tu": f"{days_from_today(-9):%d/%m/%Y}", "den": f"{days_from_today(0):%d/%m/%Y}"}
    response = clerk.get(url("group_detail", staff, **days))
    assert "Lê Văn Cả" not in response.content.decode()


def test_a_day_that_is_none_stands_beside_its_field(office, staff):
    response = office.get(url("group_detail", staff, tu="hôm qua", den=""))
    assert {"tu", "den"} <= set(response.context["form"].errors)


def test_a_group_is_compared_with_as_many_queries_for_three_as_for_one(office, village, staff):
    def queries():
        with CaptureQueriesContext(connection) as found:
            office.get(url("group_detail", staff))
        return len(found)

    queries()
    one = queries()
    for number in range(3):
        make_person(unit=village, full_name=f"Lê Văn {number}", joined_on=DAY)
        make_person(unit=village, full_name=f"Vũ Văn {number}", left_on=DAY)
    assert queries() == one
