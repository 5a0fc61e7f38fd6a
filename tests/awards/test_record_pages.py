"""Lists and forms of records: choosing whom, fields, duplicates, attachments, the year's table."""

import datetime as dt
from decimal import Decimal

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Award, AwardType
from awards.records.kinds import AWARD, BAR, INDEX, INITIATIVE, KINDS, RATING
from emulation.organization.models import (
    AnnualRating,
    Bar,
    IndexBand,
    IndexScore,
    Initiative,
    Role,
)
from tests.make import (
    make_authority,
    make_award,
    make_bar,
    make_index_band,
    make_index_score,
    make_initiative,
    make_person,
    make_rating,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MAKERS = {"rating": make_rating, "bar": make_bar, "initiative": make_initiative,
          "award": make_award}  # fmt: skip


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


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def create_url(kind, **nominee):
    (name, record), = nominee.items()  # fmt: skip
    return f"{reverse(kind.url('create'))}?{name}={record.pk}"


def pdf(name="quyet-dinh.pdf"):
    path = pikepdf.new()
    path.add_blank_page()
    upload = SimpleUploadedFile(name, b"")
    path.save(upload)
    upload.size = upload.tell()
    upload.seek(0)
    return upload


def make_of(kind, person, unit, **values):
    if kind is INDEX:
        return make_index_score(unit=unit, **values)
    return MAKERS[kind.code](person=person, **values)


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda k: k.code)
def test_a_list_takes_as_many_queries_for_three_as_for_one(office, commune, kind):
    def add(name):
        unit = make_unit(parent=commune, name=name)
        make_of(kind, make_person(unit=unit), unit)

    add("Thôn Một")
    office.get(reverse(kind.url("list")))
    with CaptureQueriesContext(connection) as one:
        office.get(reverse(kind.url("list")))
    add("Thôn Hai")
    add("Thôn Ba")
    with CaptureQueriesContext(connection) as three:
        page = office.get(reverse(kind.url("list")))
    assert len(page.context["rows"]) == 3
    assert len(one) == len(three)


@pytest.mark.parametrize(
    ("query", "count"),
    [({"nam": "2023"}, 1), ({"q": "nguyen an"}, 2), ({"q": "khong ai"}, 0), ({"loai": "unit"}, 1)],
)
def test_a_list_is_narrowed(office, village, person, query, count):
    make_rating(person=person, year=2023)
    make_rating(person=person, year=2024)
    make_rating(unit=village, year=2024)
    page = office.get(reverse(RATING.url("list")), query)
    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("role", [Role.UNIT, Role.CHAIR, Role.AUDITOR])
def test_only_the_office_enters_records(client, commune, person, role):
    client.force_login(make_user(role=role, unit=commune))
    answers = [
        client.get(reverse(RATING.url(page))).status_code
        for page in ("create", "sheet_upload", "template", "grid")
    ]
    assert answers == [403] * 4
    assert client.get(reverse(RATING.url("list"))).status_code == 200


def test_a_unit_cannot_change_what_it_reads(client, village, person):
    rating = make_rating(person=person)
    client.force_login(make_user(role=Role.UNIT, unit=village))
    assert client.get(reverse(RATING.url("detail"), args=[rating.pk])).status_code == 200
    for page in ("edit", "delete"):
        assert client.post(reverse(RATING.url(page), args=[rating.pk])).status_code == 403


# --- entering ------------------------------------------------------------------------------------


def test_whom_it_is_about_is_chosen_by_searching(office, person):
    page = office.get(reverse(RATING.url("create")), {"q": "nguyen van an"})
    (row,) = page.context["page"].object_list
    assert row.choose_url == create_url(RATING, person=person)


VALID = {
    "rating": {"year": "2024", "level": "T", "months_worked": "6", "maternity_months": "6"},
    "bar": {"kind": "discipline", "severity": "2_warning", "starts_on": "01/02/2024"},
    "initiative": {"name": "Sổ điện tử", "year": "2024", "recognition": "pending", "level": "X"},
    "award": {"year": "2024", "years": "1", "basis": "merit", "recipient": "Nguyễn Văn An",
              "document": "Quyết định số 1/QĐ-UBND", "document_date": "20/12/2024"},
}  # fmt: skip


def data_for(kind):
    data = dict(VALID[kind.code])
    if kind is AWARD:
        day = dt.date(2024, 12, 20)
        data["award_type"] = AwardType.objects.valid_on(day).get(code="LDTT").pk
    return data


@pytest.mark.parametrize("kind", [RATING, BAR, INITIATIVE, AWARD], ids=lambda k: k.code)
def test_a_record_is_entered_with_its_attachment_and_names_who_did(office, person, kind):
    data = data_for(kind) | {"attachment": pdf()}
    answer = office.post(create_url(kind, person=person), data)
    assert answer.status_code == 302, answer.context["form"].errors
    record = kind.model.objects.get()
    assert record.person == person
    assert record.created_by == record.history.get().history_user
    download = office.get(reverse(kind.url("attachment"), args=[record.pk]))
    assert download["Content-Type"] == "application/pdf"
    assert download["Content-Disposition"].startswith("attachment")
    assert b"".join(download.streaming_content).startswith(b"%PDF")
    assert len(record.attachment_sha256) == 64


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (RATING, {"year": "1900"}, "year"),
        (RATING, {"level": ""}, "level"),
        (RATING, {"maternity_months": "9"}, "maternity_months"),
        (BAR, {"severity": ""}, "severity"),
        (BAR, {"ends_on": "01/01/2024"}, "ends_on"),
        (INITIATIVE, {"recognition": "recognised"}, "document"),
        (AWARD, {"document": ""}, "document"),
        (AWARD, {"basis": "movement"}, "movement"),
        (AWARD, {"document_date": "20/12/2020"}, "award_type"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    office, person, kind, values, field
):
    data = data_for(kind) | {"note": "Ghi chú đã gõ"} | values
    page = office.post(create_url(kind, person=person), data)
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert "Ghi chú đã gõ" in page.content.decode()
    assert not kind.model.objects.exists()


@pytest.mark.parametrize("kind", [RATING, BAR, INITIATIVE, AWARD], ids=lambda k: k.code)
def test_a_duplicate_is_explained_and_leads_to_the_record(office, person, kind):
    office.post(create_url(kind, person=person), data_for(kind))
    record = kind.model.objects.get()
    page = office.post(create_url(kind, person=person), data_for(kind))
    assert "Đã ghi" in str(page.context["form"].errors)
    assert reverse(kind.url("edit"), args=[record.pk]) in page.content.decode()
    assert kind.model.objects.count() == 1


def test_a_hostile_attachment_is_refused_beside_the_field(office, person):
    data = data_for(RATING) | {"attachment": SimpleUploadedFile("a.pdf", b"MZ")}
    page = office.post(create_url(RATING, person=person), data)
    assert "không phải PDF" in str(page.context["form"].errors["attachment"])
    assert not AnnualRating.objects.exists()


def test_a_chosen_file_must_be_chosen_again_and_the_form_says_so(office, person):
    data = data_for(RATING) | {"level": "", "attachment": pdf()}
    page = office.post(create_url(RATING, person=person), data)
    assert "chọn lại tệp" in str(page.context["form"].errors["attachment"])


def test_an_edit_shows_in_the_history_and_may_drop_the_file(office, person):
    office.post(create_url(RATING, person=person), data_for(RATING) | {"attachment": pdf()})
    rating = AnnualRating.objects.get()
    data = data_for(RATING) | {"level": "XS", "drop_attachment": "on"}
    office.post(reverse(RATING.url("edit"), args=[rating.pk]), data)
    rating.refresh_from_db()
    assert (rating.level, rating.attachment.name, rating.attachment_sha256) == ("XS", "", "")
    page = office.get(reverse(RATING.url("detail"), args=[rating.pk]))
    assert {c.label for c in page.context["edits"][0].changes} == {"mức xếp loại", "tệp đính kèm"}


def test_co_authors_are_kept_and_their_change_is_told(office, village, person):
    other = make_person(unit=village, full_name="Lê Thị Én")
    office.post(create_url(INITIATIVE, person=person), data_for(INITIATIVE))
    record = Initiative.objects.get()
    data = data_for(INITIATIVE) | {"co_authors": [other.pk]}
    office.post(reverse(INITIATIVE.url("edit"), args=[record.pk]), data)
    assert list(record.co_authors.all()) == [other]
    reason = record.history.latest().history_change_reason
    assert reason == "Đồng tác giả: (trống) → Lê Thị Én"


def test_an_index_is_rated_by_its_score_where_nothing_was_chosen(office, commune, village):
    IndexBand.objects.all().delete()
    make_index_band(authority=commune, rating="4_good", from_percent=80)
    data = {"name": "Chỉ số cải cách hành chính", "year": "2024", "score": "84,20",
            "maximum": "100"}  # fmt: skip
    answer = office.post(create_url(INDEX, unit=village), data)
    assert answer.status_code == 302, answer.context["form"].errors
    score = IndexScore.objects.get()
    assert (score.score, score.rating) == (Decimal("84.20"), "4_good")


def test_a_bar_is_lifted_on_its_page(office, person):
    bar = make_bar(person=person, starts_on=dt.date(2024, 1, 1))
    data = {"lifted_on": "02/02/2024", "lift_reason": "Tố cáo không đúng"}
    office.post(reverse("awards:bar_lift", args=[bar.pk]), data)
    assert Bar.objects.get().last_day == dt.date(2024, 2, 1)


def test_deleting_asks_for_the_reason(office, person):
    rating = make_rating(person=person)
    url = reverse(RATING.url("delete"), args=[rating.pk])
    page = office.post(url, {"reason": ""})
    assert "reason" in page.context["form"].errors
    assert AnnualRating.objects.exists()
    office.post(url, {"reason": "Nhập nhầm"})
    assert not AnnualRating.objects.exists()


def test_what_the_authority_gave_is_changed_by_its_office_alone(client, commune, person):
    award = make_award(person=person, issued_by=make_authority(name="UBND xã Lạc Hồng"))
    client.force_login(make_user(role=Role.OFFICE, unit=commune))
    assert client.get(reverse(AWARD.url("detail"), args=[award.pk])).status_code == 200
    assert client.get(reverse(AWARD.url("edit"), args=[award.pk])).status_code == 403
    assert Award.objects.get().history.count() == 1


# --- the year's table ----------------------------------------------------------------------------


def grid_url(kind=RATING, year=2024):
    return f"{reverse(kind.url('grid'))}?nam={year}"


def typed(page, **cells):
    """What the browser posts: the table as shown, with `cells` typed over (`person1__level=`)."""
    grid = page.context["grid"]
    data = {field.html_name: field.value() or "" for field in grid.head}
    for row in grid.rows:
        for field in (row["seen"], *row.cells):
            value = field.value()
            data[field.html_name] = "" if value is None else str(value).replace(".", ",")
    return data | {name.replace("__", "-"): value for name, value in cells.items()}


def test_a_year_is_entered_in_one_go(office, village, person):
    page = office.get(grid_url())
    data = typed(page, **{f"person{person.pk}__level": "XS", f"unit{village.pk}__level": "T",
                          f"person{person.pk}__months_worked": "6",
                          f"person{person.pk}__maternity_months": "6"})  # fmt: skip
    data["document"] = "Quyết định số 9/QĐ-UBND"
    office.post(grid_url(), data)
    found = {(r.person, r.unit, r.level, r.months_counted) for r in AnnualRating.objects.all()}
    assert found == {(person, None, "XS", 12), (None, village, "T", None)}
    assert {r.document for r in AnnualRating.objects.all()} == {"Quyết định số 9/QĐ-UBND"}


def test_one_wrong_row_of_the_table_saves_nothing_and_keeps_the_rest(office, village, person):
    page = office.get(grid_url())
    data = typed(page, **{f"person{person.pk}__months_worked": "13",
                          f"person{person.pk}__level": "T",
                          f"unit{village.pk}__level": "XS"})  # fmt: skip
    page = office.post(grid_url(), data)
    assert not AnnualRating.objects.exists()
    assert {who for who, _message in page.context["grid"].errors} == {"Nguyễn Văn An"}
    assert page.context["grid"].rows[-1]["level"].value() == "XS"


def test_rows_that_nobody_touched_are_not_saved_again(office, person):
    rating = make_rating(person=person, level="T", months_worked=12)
    office.post(grid_url(), typed(office.get(grid_url())))
    assert rating.history.count() == 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(office, person):
    rating = make_rating(person=person, level="T")
    data = typed(office.get(grid_url()), **{f"person{person.pk}__level": "HT"})
    rating.level = "XS"
    rating.save()
    page = office.post(grid_url(), data)
    assert "Người khác vừa sửa" in page.content.decode()
    rating.refresh_from_db()
    assert rating.level == "XS"


def test_a_recorded_level_is_not_emptied_in_the_table(office, person):
    make_rating(person=person, level="T")
    page = office.post(grid_url(), typed(office.get(grid_url()),
                                         **{f"person{person.pk}__level": ""}))  # fmt: skip
    assert "có ghi lý do" in str(page.context["grid"].errors)
    assert AnnualRating.objects.exists()


def test_scores_of_a_year_get_their_rating_from_the_bands(office, commune, village):
    IndexBand.objects.all().delete()
    make_index_band(rating="4_good", from_percent=80)
    url = grid_url(INDEX)
    data = typed(office.get(url), **{f"unit{village.pk}__score": "84,2",
                                     f"unit{village.pk}__rank": "2", "rank_of": "5"})  # fmt: skip
    office.post(url, data)
    score = IndexScore.objects.get()
    assert (score.unit, score.score, score.rating, score.rank, score.rank_of) == (
        village, Decimal("84.20"), "4_good", 2, 5,
    )  # fmt: skip


def test_a_rank_beyond_the_number_ranked_is_told_in_its_row(office, village):
    url = grid_url(INDEX)
    data = typed(office.get(url), **{f"unit{village.pk}__rank": "9", "rank_of": "5"})
    page = office.post(url, data)
    assert "Thứ hạng phải từ 1" in str(page.context["grid"].errors)
    assert not IndexScore.objects.exists()


def test_the_table_takes_as_many_queries_for_three_people_as_for_one(office, village, person):
    office.get(grid_url())
    with CaptureQueriesContext(connection) as one:
        office.get(grid_url())
    make_person(unit=village)
    make_person(unit=village)
    with CaptureQueriesContext(connection) as three:
        office.get(grid_url())
    assert len(one) == len(three)
