"""Lists of people and units: columns guessed, people matched or asked about, all or nothing."""

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks import default_task_backend
from openpyxl import load_workbook

from awards.roster.headings import guess
from awards.roster.lists import PEOPLE, UNITS
from awards.roster.reading import read_sheet
from awards.services import roster as services
from emulation.organization.models import Person, Role, RosterSheet, Transfer, Unit
from tests.awards.books import rows_of, upload, workbook
from tests.make import make_authority, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
HEAD = ("Họ và tên", "Đơn vị", "Ngày sinh", "Giới tính", "Chức vụ", "Loại hình lao động")
UNIT_HEAD = ("Tên đầy đủ", "Loại đơn vị", "Trực thuộc")


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def village(commune):
    return make_unit(parent=commune, name="Thôn Ngọc")


@pytest.fixture
def clerk(commune):
    return make_user(role=Role.OFFICE, unit=commune)


@pytest.fixture
def office(client, clerk):
    client.force_login(clerk)
    return client


def receive(clerk, *rows, kind="person", head=HEAD, **options):
    authority = clerk.memberships.get().unit
    content = workbook(*rows, head=head, **options)
    return services.receive(kind, content, name="ds.xlsx", authority=authority, by=clerk)


def rows(sheet):
    return read_sheet(sheet).rows


def states(sheet):
    return [row.state for row in rows(sheet)]


def take(sheet, by):
    services.start(sheet, by=by)
    sheet.refresh_from_db()
    return sheet


# --- columns -------------------------------------------------------------------------------------


def test_headings_are_guessed_without_accents_and_inside_longer_words():
    head = ("STT", "HO VA TEN can bo, cong chuc", "Đơn vị công tác hiện nay", "nam/nữ", "Quê quán")
    lines = [(1, ("UBND XÃ ĐÌNH DÙ",)), (2, ("Danh sách",)), (3, head), (4, (1, "A", "B", "Nam"))]
    assert guess(PEOPLE.columns, lines) == (2, {1: "full_name", 2: "unit_name", 3: "gender"})


def test_a_list_of_ones_own_is_mapped_by_hand(office, clerk, village):
    content = workbook(("Lê Văn An", "x"), head=("Người", "Ghi"))
    response = office.post(reverse("awards:roster_person_upload"),
                           {"authority": village.parent_id, "file": upload(content)})  # fmt: skip
    sheet = RosterSheet.objects.get()
    assert response.url == reverse("awards:rostersheet_columns", args=[sheet.pk])
    page = office.get(response.url).content.decode()
    assert "Ví dụ: Lê Văn An" in page
    chosen = {"head": 0, "unit": village.pk, "employment": "resident", "column-0": "full_name"}
    assert office.post(response.url, chosen).url == reverse(
        "awards:rostersheet_review", args=[sheet.pk]
    )
    (row,) = rows(RosterSheet.objects.get())
    assert (row.record.full_name, row.record.unit, row.record.employment) == (
        "Lê Văn An", village, "resident",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({}, "Chưa chọn cột nào là «Họ và tên»"),
        ({"column-0": "full_name", "column-1": "full_name"}, "đã chọn cho cột khác"),
        ({"column-0": "full_name"}, "Chưa chọn cột nào là «Đơn vị»"),
    ],
)
def test_columns_that_do_not_do_are_said_and_nothing_is_kept(
    office, clerk, village, chosen, message
):
    sheet = receive(clerk, ("Lê Văn An", "x"), head=("Người", "Ghi"))
    response = office.post(
        reverse("awards:rostersheet_columns", args=[sheet.pk]), {"head": 0} | chosen
    )
    assert message in response.content.decode()
    assert RosterSheet.objects.get().columns == sheet.columns


# --- rows ----------------------------------------------------------------------------------------


def test_a_new_person_is_read_as_people_type(clerk, village):
    sheet = receive(clerk, ("Lê Thị Én", "thon ngoc", "5/4/1990", "nữ", "Kế toán", "công chức"))
    (row,) = rows(sheet)
    person = row.record
    assert row.state == "new"
    assert (person.unit, person.gender, person.born_on, person.employment) == (
        village, "F", dt.date(1990, 4, 5), "civil_servant",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "cell", "message"),
    [
        (("", "Thôn Ngọc"), "A2", "chưa ghi"),
        (("Lê Văn An", "Thôn Xa"), "B2", "không có đơn vị «Thôn Xa»"),
        (("Lê Văn An", "Thôn Cũ"), "B2", "đã ngừng hoạt động"),
        (("Lê Văn An", ""), "B2", "chưa ghi"),
        (("Lê Văn An", "Thôn Ngọc", "31/02/1990"), "C2", "không phải ngày"),
        (("Lê Văn An", "Thôn Ngọc", "", "lạ"), "D2", "không có trong danh mục"),
    ],
)
def test_a_wrong_cell_is_named(clerk, village, row, cell, message):
    make_unit(parent=village.parent, name="Thôn Cũ", valid_to=dt.date(2020, 1, 1))
    (found,) = rows(receive(clerk, row))
    assert found.state == "wrong"
    assert (found.errors[0].cell, message in found.errors[0].message) == (cell, True)


def test_who_is_there_already_is_the_same_or_changed(clerk, village):
    make_person(unit=village, full_name="Lê Văn An")
    make_person(unit=village, full_name="Lê Văn Ba", position="Phó trưởng thôn")
    same, changed = rows(
        receive(
            clerk, ("LÊ VĂN AN", "Thôn Ngọc"), ("Lê Văn Ba", "Thôn Ngọc", "", "", "Trưởng thôn")
        )
    )
    assert (same.state, changed.state) == ("same", "changed")
    assert changed.changes == [("Chức vụ, chức danh", "Phó trưởng thôn", "Trưởng thôn")]


def test_an_accent_makes_another_name_only_when_both_are_known(clerk, village):
    make_person(unit=village, full_name="Lê Văn Án")
    (row,) = rows(receive(clerk, ("Lê Văn An", "Thôn Ngọc")))
    assert (row.state, row.nominee) == ("same", Person.objects.get())


def test_a_namesake_in_another_unit_is_asked_about(clerk, commune, village):
    there = make_person(unit=make_unit(parent=commune, name="Thôn Đoài"), full_name="Lê Văn An")
    sheet = receive(clerk, ("Lê Văn An", "Thôn Ngọc"))
    (row,) = rows(sheet)
    assert (row.state, [value for value, _ in row.choices]) == (
        "unclear", [f"same-{there.pk}", "new"],
    )  # fmt: skip
    assert take(sheet, clerk).state == "failed"
    assert Person.objects.count() == 1


def test_the_same_person_is_transferred_with_all_records(clerk, commune, village):
    there = make_person(unit=make_unit(parent=commune, name="Thôn Đoài"), full_name="Lê Văn An")
    sheet = receive(clerk, ("Lê Văn An", "Thôn Ngọc"))
    services.answer(sheet, {"2": f"same-{there.pk}"}, replaces=False)
    assert states(sheet) == ["moved"]
    assert take(sheet, clerk).message == (
        "Đã nạp: thêm 0, sửa 0, chuyển đơn vị 1, bỏ qua 0 dòng đã có."
    )
    there.refresh_from_db()
    assert there.unit == village
    assert Transfer.objects.get().reason == "Nạp từ tệp ds.xlsx"


def test_another_person_of_the_name_is_added(clerk, commune, village):
    make_person(unit=make_unit(parent=commune, name="Thôn Đoài"), full_name="Lê Văn An")
    sheet = receive(clerk, ("Lê Văn An", "Thôn Ngọc"))
    services.answer(sheet, {"2": "new"}, replaces=True)
    take(sheet, clerk)
    assert sorted(str(p.unit) for p in Person.objects.all()) == ["Thôn Ngọc", "Thôn Đoài"]


def test_a_birthday_tells_namesakes_apart_without_asking(clerk, commune, village):
    there = make_unit(parent=commune, name="Thôn Đoài")
    make_person(unit=there, full_name="Lê Văn An", born_on=dt.date(1980, 1, 1))
    assert states(receive(clerk, ("Lê Văn An", "Thôn Ngọc", "02/02/1990"))) == ["new"]


def test_who_had_left_is_asked_about_and_comes_back(clerk, village):
    gone = make_person(unit=village, full_name="Lê Văn An", left_on=dt.date(2024, 1, 1))
    sheet = receive(clerk, ("Lê Văn An", "Thôn Ngọc"))
    assert states(sheet) == ["unclear"]
    services.answer(sheet, {"2": f"same-{gone.pk}"}, replaces=True)
    take(sheet, clerk)
    gone.refresh_from_db()
    assert gone.left_on is None


def test_two_rows_about_one_person_are_refused(clerk, village):
    make_person(unit=village, full_name="Lê Văn An")
    found = rows(receive(clerk, ("Lê Văn An", "Thôn Ngọc"), ("Lê Văn An", "Thôn Ngọc")))
    assert [row.state for row in found] == ["same", "wrong"]


def test_two_new_people_of_one_name_need_their_birthdays(clerk, village):
    sheet = receive(clerk, ("Lê Văn An", "Thôn Ngọc", "", "", "Bí thư"), ("Lê Văn An", "Thôn Ngọc"))
    assert states(sheet) == ["new", "wrong"]
    sheet = receive(
        clerk,
        ("Lê Văn An", "Thôn Ngọc", "01/01/1980"),
        ("Lê Văn An", "Thôn Ngọc", "01/01/1990"),
    )
    assert states(sheet) == ["new", "new"]


def test_people_of_another_commune_are_not_matched_nor_named_by_their_code(clerk, village):
    foreign = make_person(full_name="Lê Văn An")
    assert states(receive(clerk, ("Lê Văn An", "Thôn Ngọc"))) == ["new"]
    head = ("Mã", *HEAD)
    (row,) = rows(receive(clerk, (foreign.pk, "Lê Văn An", "Thôn Ngọc"), head=head))
    assert row.state == "wrong"


def test_known_people_stay_as_they_are_when_the_office_says_so(clerk, village):
    person = make_person(unit=village, full_name="Lê Văn An", position="Phó trưởng thôn")
    sheet = receive(clerk, ("Lê Văn An", "Thôn Ngọc", "", "", "Trưởng thôn"))
    services.answer(sheet, {}, replaces=False)
    assert "để nguyên 1 dòng khác" in take(sheet, clerk).message
    person.refresh_from_db()
    assert person.position == "Phó trưởng thôn"


# --- saving --------------------------------------------------------------------------------------


def test_one_wrong_row_keeps_all_others_out(clerk, village):
    sheet = receive(clerk, ("Lê Văn An", "Thôn Ngọc"), ("Lê Văn Ba", "Thôn Xa"))
    assert take(sheet, clerk).state == "failed"
    assert not Person.objects.exists()


def test_what_was_taken_in_is_found_sorted_and_has_its_history(clerk, village):
    sheet = take(receive(clerk, ("Lê Văn Bình", "Thôn Ngọc"), ("Lê Văn An", "Thôn Ngọc")), clerk)
    assert (sheet.state, sheet.lines, sheet.message) == (
        "done", [], "Đã nạp: thêm 2, sửa 0, bỏ qua 0 dòng đã có.",
    )  # fmt: skip
    assert [str(p) for p in Person.objects.all()] == ["Lê Văn An", "Lê Văn Bình"]
    version = Person.objects.first().history.get()
    assert (version.history_user, version.history_change_reason) == (clerk, "Nạp từ tệp ds.xlsx")


def test_a_second_click_saves_nothing_twice(clerk, village):
    sheet = receive(clerk, ("Lê Văn An", "Thôn Ngọc"))
    stale = RosterSheet.objects.get(pk=sheet.pk)
    take(sheet, clerk)
    take(stale, clerk)
    assert Person.objects.count() == 1


def test_only_the_office_takes_lists_in(clerk, village):
    sheet = receive(clerk, ("Lê Văn An", "Thôn Ngọc"))
    with pytest.raises(PermissionDenied):
        services.start(sheet, by=make_user(role=Role.UNIT, unit=village))


def test_a_long_list_is_taken_in_by_the_worker_and_says_how_far_it_is(
    office, clerk, village, monkeypatch
):
    monkeypatch.setattr(services, "LONGEST_AT_ONCE", 2)
    default_task_backend.clear()
    sheet = receive(clerk, *((f"Lê Văn {n}", "Thôn Ngọc") for n in "ABC"))
    url = reverse("awards:rostersheet_review", args=[sheet.pk])
    assert office.post(url, {"save": "", "replaces": "on"}).url == url
    assert "Đang chờ" in office.get(url).content.decode()
    assert len(default_task_backend.results) == 1
    services.take_in_later.func(sheet.pk)
    assert "Đã nạp: thêm 3" in office.get(url).content.decode()


def test_five_thousand_rows_take_no_more_queries_than_five(clerk, village):
    progress = []

    def reading(number):
        sheet = receive(clerk, *((f"Người thứ {n}", "Thôn Ngọc") for n in range(number)))
        with CaptureQueriesContext(connection) as queries:
            assert read_sheet(sheet, progress.append).count("new") == number
        return sheet, len(queries)

    _few, asked = reading(5)
    many, asked_more = reading(5_000)
    assert asked_more == asked
    assert progress[-1] == 5_000
    assert take_directly(many).message.startswith("Đã nạp: thêm 5.000")


def take_directly(sheet):
    services.take_in(sheet.pk)
    sheet.refresh_from_db()
    return sheet


# --- out and in again ----------------------------------------------------------------------------


def test_an_export_reads_back_as_the_same(office, clerk, commune, village):
    below = make_unit(parent=village, name="Xóm 1")
    take(receive(
        clerk,
        ("Lê Văn An", "Thôn Ngọc", "05/04/1990", "Nam", "=Trưởng thôn", "Cán bộ"),
        ("Lê Văn An", "Thôn Ngọc", "05/04/1980", "", "", "Nhân dân"),
        ("Lê Thị Én", "Xóm 1", "", "Nữ", "", ""),
    ), clerk)  # fmt: skip
    make_person(unit=below, full_name="Đã nghỉ", left_on=dt.date(2024, 1, 1),
                joined_on=dt.date(2020, 1, 1))  # fmt: skip
    response = office.get(reverse("awards:roster_person_export"))
    before = rows_of(response.content)
    sheet = services.receive("person", response.content, name="x.xlsx", authority=commune, by=clerk)
    assert states(sheet) == ["same"] * 4
    Person.objects.all().delete()
    content = io.BytesIO()
    book = load_workbook(io.BytesIO(response.content))
    book.worksheets[0].delete_cols(1)  # Without codes it is as good as a list from elsewhere.
    book.save(content)
    again = services.receive("person", content.getvalue(), name="x.xlsx", authority=commune,
                             by=clerk)  # fmt: skip
    assert take(again, clerk).state == "done"
    after = rows_of(office.get(reverse("awards:roster_person_export")).content)
    assert [row[1:] for row in after] == [row[1:] for row in before]


def test_a_name_is_corrected_by_its_code(clerk, village):
    person = make_person(unit=village, full_name="Lê Văn An")
    sheet = receive(clerk, (person.pk, "Lê Văn Ân", "Thôn Ngọc"), head=("Mã", *HEAD))
    take(sheet, clerk)
    person.refresh_from_db()
    assert (person.full_name, person.search_key) == ("Lê Văn Ân", "le van an")


def test_the_template_has_lists_of_the_own_units_and_an_explanation(office, commune, village):
    make_unit(name="Thôn của xã khác")
    response = office.get(reverse("awards:roster_person_template"))
    book = load_workbook(io.BytesIO(response.content))
    sheet, lists, guide = book.worksheets
    assert [cell.value for cell in sheet[1]][:3] == ["Họ và tên", "Giới tính", "Ngày sinh"]
    assert len(sheet.data_validations.dataValidation) == 3
    offered = {cell.value for column in lists.iter_cols() for cell in column}
    assert {"Thôn Ngọc", "Nữ", "Công chức"} <= offered
    assert "Thôn của xã khác" not in offered
    assert "Trùng tên" in [row[0].value for row in guide]


# --- units ---------------------------------------------------------------------------------------


def test_units_come_with_the_units_below_them_in_one_list(clerk, commune):
    sheet = receive(
        clerk,
        ("Trường Tiểu học", "Trường học", ""),
        ("Tổ Toán", "Đơn vị khác", "Trường Tiểu học"),
        kind="unit", head=UNIT_HEAD,
    )  # fmt: skip
    assert take(sheet, clerk).state == "done"
    below = Unit.objects.get(name="Tổ Toán")
    assert (str(below.parent), below.authority) == ("Trường Tiểu học", commune)


def test_a_unit_list_is_checked_too(clerk, commune, village):
    found = rows(receive(
        clerk,
        ("Tổ 1", "Đơn vị khác", "Chưa có"),
        ("Thôn Mới", "Thôn", ""), ("Thôn Mới", "Thôn", ""),
        (commune.name, "Thôn", ""),
        kind="unit", head=UNIT_HEAD,
    ))  # fmt: skip
    assert [row.state for row in found] == ["wrong", "new", "wrong", "wrong"]


def test_a_unit_export_reads_back_as_the_same(office, clerk, commune, village):
    make_unit(parent=village, name="Xóm 1", valid_from=dt.date(2020, 1, 1), head_name="Lê Ba")
    response = office.get(reverse("awards:roster_unit_export"))
    sheet = services.receive("unit", response.content, name="x.xlsx", authority=commune, by=clerk)
    assert states(sheet) == ["same", "same"]
    assert [row[1] for row in rows_of(response.content)] == ["Tên đầy đủ", "Thôn Ngọc", "Xóm 1"]
    assert UNITS.columns[0].heading == "Mã"


# --- who -----------------------------------------------------------------------------------------


def test_a_unit_account_sends_no_list_in(client, village):
    client.force_login(make_user(role=Role.UNIT, unit=village))
    assert client.get(reverse("awards:roster_person_upload")).status_code == 403


def test_a_file_that_is_no_table_is_said_beside_the_field(office, commune):
    response = office.post(
        reverse("awards:roster_person_upload"),
        {"authority": commune.pk, "file": upload(b"khong phai excel")},
    )
    assert "không phải Excel" in response.content.decode()
    assert not RosterSheet.objects.exists()
