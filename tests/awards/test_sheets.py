"""Sheets of records: cells read warily, people matched, differences shown, all or nothing."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from awards.models import AwardType
from awards.records.kinds import AWARD, BAR, INDEX, INITIATIVE, KINDS, RATING
from awards.records.reading import read
from awards.records.sheets import template
from emulation.organization.models import AnnualRating, Role
from emulation.organization.sheets import reading
from emulation.organization.sheets.columns import CellError, Column
from emulation.organization.sheets.reading import SheetError
from tests.awards.books import RATING_HEAD, rows_of, upload, workbook
from tests.make import (
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


def read_ratings(commune, *rows, **options):
    return read(RATING, workbook(*rows, **options), commune).rows


# --- cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "raw", "value"),
    [
        ("year", "Năm 2024", 2024), ("year", 2024.0, 2024), ("year", dt.datetime(2024, 5, 1), 2024),
        ("decimal", "78,5", Decimal("78.5")), ("decimal", 84.2, Decimal("84.2")),
        ("decimal", "1.234,5", Decimal("1234.5")), ("whole", "12", 12), ("whole", 6.0, 6),
        ("date", "5/4/2024", dt.date(2024, 4, 5)), ("date", "2024-04-05", dt.date(2024, 4, 5)),
        ("date", dt.datetime(2024, 4, 5), dt.date(2024, 4, 5)),
        ("date", 45387, dt.date(2024, 4, 5)),
        ("text", "  hai  chữ ", "hai chữ"), ("text", 12.0, "12"), ("yes", "Có", True),
        ("yes", "x", True), ("yes", " không", False), ("yes", True, True), ("yes", "", None),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_people_type_it(type_, raw, value):
    assert Column("x", "X", type_).read(raw) == value


@pytest.mark.parametrize(
    ("type_", "raw"),
    [("year", "24"), ("year", 1900), ("decimal", "nhiều"), ("decimal", True), ("whole", 1.5),
     ("whole", -1), ("date", "31/02/2024"), ("date", "hôm qua"), ("decimal", "NaN"),
     ("text", "a" * 301), ("yes", "có lẽ")],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_says_so(type_, raw):
    with pytest.raises(CellError):
        Column("x", "X", type_).read(raw)


@pytest.mark.parametrize(
    ("raw", "level"),
    [("XS", "XS"), ("xuất sắc", "XS"), ("Hoàn thành xuất sắc", "XS"), ("HTXSNV", "XS"),
     ("hoan thanh tot nhiem vu", "T"), ("HTT", "T"), ("Hoàn thành nhiệm vụ", "HT"),
     ("Không hoàn thành nhiệm vụ", "KHT"), ("kht", "KHT")],
)  # fmt: skip
def test_levels_are_understood_as_offices_write_them(raw, level):
    column = next(c for c in RATING.columns if c.name == "level")
    assert column.read(raw) == level


# --- rows ----------------------------------------------------------------------------------------


def test_a_new_row_is_read_whatever_stands_above_the_head(commune, person):
    above = [("UBND XÃ ĐÌNH DÙ",), (), ("Danh sách xếp loại",)]
    (row,) = read_ratings(commune, ("nguyen van an", "", "", 2024, "HTT", 12), above=above)
    assert (row.state, row.nominee, row.number) == ("new", person, 5)
    assert (row.record.level, row.record.months_worked) == ("T", 12)


@pytest.mark.parametrize(
    ("row", "cell", "message"),
    [
        (("Lê Văn Lạ", "", "", 2024, "T", 12), "A2", "không có ai tên"),
        (("Nguyễn Văn An", "Thôn Xa", "", 2024, "T", 12), "A2", "mà ở: Thôn Ngọc"),
        (("Nguyễn Văn An", "", "", "năm nào", "T", 12), "D2", "không phải năm"),
        (("Nguyễn Văn An", "", "", 2024, "giỏi", 12), "E2", "không có trong danh mục"),
        (("Nguyễn Văn An", "", "", 2024, "T", 13), "F2", "12"),
        (("", "", "", 2024, "T", 12), "A2", "chưa ghi"),
    ],
)
def test_an_error_names_the_cell(commune, person, row, cell, message):
    (found,) = read_ratings(commune, row)
    assert found.state == "wrong"
    assert [(error.cell, message in error.message) for error in found.errors] == [(cell, True)]


def test_people_of_one_name_are_told_apart_by_unit_or_birthday(commune, village, person):
    other = make_person(
        unit=make_unit(parent=commune, name="Thôn Đoài"), full_name="Nguyễn Văn An",
        born_on=dt.date(1990, 2, 3),
    )  # fmt: skip
    person.born_on = dt.date(1980, 1, 1)
    person.save()
    rows = read_ratings(
        commune,
        ("Nguyễn Văn An", "thon doai", "", 2024, "T", 12),
        ("Nguyễn Văn An", "", "01/01/1980", 2024, "T", 12),
        ("Nguyễn Văn An", "", "", 2023, "T", 12),
    )
    assert [row.nominee for row in rows] == [other, person, None]
    assert rows[2].state == "unclear"
    assert {value for value, _text in rows[2].choices} == {
        f"person-{person.pk}", f"person-{other.pk}",
    }  # fmt: skip


def test_an_exact_spelling_wins_over_one_without_accents(commune, village, person):
    make_person(unit=village, full_name="Nguyễn Văn Ân")
    (row,) = read_ratings(commune, ("Nguyễn Văn An", "", "", 2024, "T", 12))
    assert row.nominee == person


def test_the_same_again_is_skipped_and_a_difference_is_shown(commune, person):
    make_rating(person=person, year=2023, level="T", months_worked=12)
    make_rating(person=person, year=2024, level="T", months_worked=12)
    same, changed = read_ratings(
        commune,
        ("Nguyễn Văn An", "", "", 2023, "T", ""),
        ("Nguyễn Văn An", "", "", 2024, "XS", 11),
    )
    assert (same.state, changed.state) == ("same", "changed")
    assert changed.changes == [
        ("Mức xếp loại", "Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ"),
        ("Số tháng công tác", "12", "11"),
    ]


def test_two_rows_of_one_file_that_disagree_are_an_error(commune, person):
    rows = read_ratings(
        commune,
        ("Nguyễn Văn An", "", "", 2024, "T", 12),
        ("Nguyễn Văn An", "", "", 2024, "XS", 12),
    )
    assert [row.state for row in rows] == ["new", "wrong"]
    assert "khác với dòng 2" in rows[1].errors[0].message


def test_a_rule_of_the_database_is_told_beside_the_row(commune, person):
    head = ("Họ và tên", "Loại", "Từ ngày", "Hình thức kỷ luật")
    content = workbook(("Nguyễn Văn An", "Kỷ luật", "01/02/2024", ""), head=head)
    (row,) = read(BAR, content, commune).rows
    assert row.state == "wrong"
    assert "phải ghi hình thức" in row.errors[0].message


def test_an_award_must_exist_on_its_day(commune, person):
    head = ("Họ và tên", "Danh hiệu", "Năm", "Ngày quyết định")
    rows = read(
        AWARD,
        workbook(
            ("Nguyễn Văn An", "GK_HUYEN", 2024, "20/12/2024"),
            ("Nguyễn Văn An", "GK_HUYEN", 2025, "20/12/2025"),
            ("Nguyễn Văn An", "Huy chương lạ", 2025, ""),
            head=head,
        ),
        commune,
    ).rows
    assert [row.state for row in rows] == ["new", "wrong", "wrong"]
    assert "20/12/2025" in rows[1].errors[0].message


def test_people_of_another_commune_are_nobody(commune):
    make_person(unit=make_unit(parent=make_authority(name="UBND xã Lạc Hồng")), full_name="Lý Ba")
    (row,) = read_ratings(commune, ("Lý Ba", "", "", 2024, "T", 12))
    assert row.state == "wrong"


def test_a_sheet_without_its_columns_says_which_are_missing(commune):
    with pytest.raises(SheetError, match="Năm, Mức xếp loại"):
        read(RATING, workbook(("An",), head=("Họ và tên",)), commune)


def test_a_sheet_that_is_too_long_is_refused(commune, person, monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    rows = [("Nguyễn Văn An", "", "", 2000 + n, "T", 12) for n in range(20)]
    with pytest.raises(SheetError, match="hơn 2 dòng"):
        read_ratings(commune, *rows)


def test_reading_takes_as_many_queries_for_three_rows_as_for_one(commune, person):
    def rows(count):
        return [("Nguyễn Văn An", "", "", 2020 + n, "T", 12) for n in range(count)]

    with CaptureQueriesContext(connection) as one:
        read_ratings(commune, *rows(1))
    with CaptureQueriesContext(connection) as three:
        read_ratings(commune, *rows(3))
    assert len(one) == len(three)


# --- pages ---------------------------------------------------------------------------------------


def sent(client, *rows, kind=RATING, head=RATING_HEAD):
    """Upload and return the address of the preview."""
    answer = client.post(
        reverse(kind.url("sheet_upload")),
        {"authority": client_authority(client), "file": upload(workbook(*rows, head=head))},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url


def client_authority(client):
    chosen = client.get(reverse(RATING.url("sheet_upload"))).context["form"]["authority"].value()
    return getattr(chosen, "pk", chosen)


def test_nothing_is_saved_before_the_preview_was_confirmed(office, person):
    url = sent(office, ("Nguyễn Văn An", "", "", 2024, "HTT", 12))
    assert not AnnualRating.objects.exists()
    office.post(url, {"save": ""})
    rating = AnnualRating.objects.get()
    assert (rating.person, rating.level, rating.created_by.username) == (
        person, "T", rating.history.get().history_user.username,
    )  # fmt: skip


def test_one_wrong_row_stops_all(office, person):
    url = sent(
        office,
        ("Nguyễn Văn An", "", "", 2024, "T", 12),
        ("Lê Văn Lạ", "", "", 2024, "T", 12),
    )
    page = office.post(url, {"save": ""})
    assert page.status_code == 200
    assert "Chưa lưu gì" in page.content.decode()
    assert not AnnualRating.objects.exists()


def test_who_is_meant_is_asked_and_answered(office, village, person):
    other = make_person(unit=village, full_name="Nguyễn Văn An", born_on=dt.date(1990, 1, 1))
    url = sent(office, ("Nguyễn Văn An", "", "", 2024, "T", 12))
    office.post(url, {"save": ""})
    assert not AnnualRating.objects.exists()
    office.post(url, {"save": "", "who-2": f"person-{other.pk}"})
    assert AnnualRating.objects.get().person == other


@pytest.mark.parametrize(("ticks", "level"), [({}, "T"), ({"replace-2": "on"}, "XS")])
def test_what_is_recorded_changes_only_with_a_tick(office, person, ticks, level):
    rating = make_rating(person=person, level="T")
    url = sent(office, ("Nguyễn Văn An", "", "", 2024, "XS", ""))
    office.post(url, {"save": "", **ticks})
    rating.refresh_from_db()
    assert rating.level == level
    assert rating.history.count() == 1 + bool(ticks)


def test_a_preview_is_its_owners_alone(office, client, commune, person):
    url = sent(office, ("Nguyễn Văn An", "", "", 2024, "T", 12))
    client.force_login(make_user(role=Role.OFFICE, unit=commune))
    assert client.get(url).status_code == 404


def test_a_file_that_is_no_sheet_is_refused_beside_the_field(office):
    page = office.post(
        reverse(RATING.url("sheet_upload")),
        {"authority": client_authority(office), "file": upload(b"khong phai excel")},
    )
    assert "không phải Excel" in str(page.context["form"].errors["file"])


# --- template and round trip ---------------------------------------------------------------------


def test_the_template_holds_the_people_and_offers_the_levels(office, person):
    content = office.get(reverse(RATING.url("template"))).content
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["Nguyễn Văn An", "Cá nhân", "Thôn Ngọc"]
    rules = {str(rule.sqref).split(":")[0][0]: rule.formula1 for rule in
             sheet.data_validations.dataValidation}  # fmt: skip
    assert set(rules) == {"B", "F"}
    assert book.sheetnames[1:] == ["Danh mục", "Hướng dẫn"]


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_has_a_template_that_reads_as_its_own(commune, code):
    content = template(KINDS[code])
    with pytest.raises(SheetError, match="không có dòng nào"):
        read(KINDS[code], content, commune)


def make_all(village, person):
    """Two records of every kind with everything filled in."""
    proof = {"document": "=SUM(1)", "document_date": dt.date(2024, 12, 20), "note": "ghi chú"}
    make_rating(person=person, months_worked=6, maternity_months=6, score=Decimal("91.5"), **proof)
    make_rating(unit=village, level="XS")
    make_bar(person=person, kind="discipline", severity="2_warning", summary="Chậm",
             starts_on=dt.date(2024, 1, 2), ends_on=dt.date(2025, 1, 1), **proof)  # fmt: skip
    make_bar(household=make_household(unit=village), starts_on=dt.date(2024, 3, 4))
    make_initiative(person=person, recognition="recognised", level="T", recognised_by="HĐSK",
                    **proof)  # fmt: skip
    make_initiative(unit=village)
    make_index_score(unit=village, score=Decimal("84.20"), rating="4_good", rank=2, rank_of=9,
                     **proof)  # fmt: skip
    make_index_score(unit=village, year=2023, maximum=120)
    kind = AwardType.objects.valid_on(dt.date(2024, 12, 20)).get(code="GK_XA")
    values = {"award_type": kind, "award_name": kind.name, "decided_by": "Chủ tịch UBND xã"}
    make_award(person=person, years=2, basis="movement", movement="Phong trào",
               with_initiative=False, **values)  # fmt: skip
    make_award(unit=village, achievement="Thành tích", **values)


def values_of(model):
    """Everything that a sheet carries, without keys."""
    left_out = {"id", "created_at", "created_by_id", "attachment", "attachment_sha256"}
    return sorted(
        str({k: v for k, v in vars(r).items() if k not in left_out and not k.startswith("_")})
        for r in model.objects.all()
    )


@pytest.mark.parametrize("kind", [RATING, BAR, INITIATIVE, INDEX, AWARD], ids=lambda k: k.code)
def test_what_is_exported_reads_back_as_the_same(office, village, person, kind):
    make_all(village, person)
    before = values_of(kind.model)
    content = office.get(reverse(kind.url("export"))).content
    commune = village.authority
    assert {row.state for row in read(kind, content, commune).rows} == {"same"}
    kind.model.objects.all().delete()
    answer = office.post(
        reverse(kind.url("sheet_upload")),
        {"authority": commune.pk, "file": upload(content)},
    )
    office.post(answer.url, {"save": ""})
    assert values_of(kind.model) == before
    assert len(before) == 2


def test_an_export_holds_no_live_formula(office, person):
    make_rating(person=person, document="=HYPERLINK(1)")
    content = office.get(reverse(RATING.url("export"))).content
    cell = load_workbook(io.BytesIO(content)).active.cell(2, 10)
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_an_export_follows_the_filters(office, person):
    make_rating(person=person, year=2023)
    make_rating(person=person, year=2024)
    content = office.get(reverse(RATING.url("export")), {"nam": "2023"}).content
    assert [row[4] for row in rows_of(content)[1:]] == [2023]
