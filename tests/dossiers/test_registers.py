"""The registers of a year: what they print, who reads them, what the clerk notes in them."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError
from django.urls import reverse
from openpyxl import load_workbook

from dossiers.papers import award_register, outgoing_register
from emulation.organization.issuing import word_of
from emulation.organization.models import IssuedPaper, PrintJob, Register, RegisterBook, Role
from emulation.organization.numbering import next_number
from emulation.papers.catalogue import all_kinds
from tests.make import (
    make_authority,
    make_award,
    make_issued_paper,
    make_person,
    make_unit,
    make_user,
)

from .test_papers_council import reviewed, tables, text

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 20)


@pytest.fixture
def authority():
    return make_authority(name="Ủy ban nhân dân xã Đình Dù")


@pytest.fixture
def office(client, authority):
    client.force_login(make_user(role=Role.OFFICE, unit=authority))
    return client


def kept(authority, number="15/QĐ-UBND", dated=DAY, **values):
    defaults = {"title": "Quyết định: Khen thưởng năm 2025", "signer": "Lê Văn Chung",
                "recipients": "Như Điều 4\nLưu: VT"}  # fmt: skip
    return make_issued_paper(authority=authority, number=number, dated=dated, **defaults | values)


def book(authority, register=Register.OUTGOING, year=2025):
    return RegisterBook.objects.create(authority=authority, register=register, year=year)


def url(name, *args):
    return reverse(f"dossiers:{name}", args=args)


# --- papers sent out -----------------------------------------------------------------------------


def test_the_register_has_the_ten_columns_of_the_decree_and_the_signer(authority):
    kept(authority, copies=4, sent_on=DAY, received_by="Thôn Ngọc", note="Trao tay")
    (table,) = tables(outgoing_register.build(book(authority)))
    assert len(table.columns) == 10
    assert table.rows[0].cells == (
        "15/QĐ-UBND", "20/12/2025", "Quyết định: Khen thưởng năm 2025", "Lê Văn Chung",
        "Như Điều 4; Lưu: VT", "Văn thư", "4", "20/12/2025", "Thôn Ngọc", "Trao tay",
    )  # fmt: skip


def test_it_has_the_numbered_papers_of_its_year_and_authority_alone(authority):
    kept(authority)
    kept(authority, number="", slug="payment_list")
    kept(authority, number="1/QĐ-UBND", dated=dt.date(2026, 1, 5))
    kept(make_authority(), number="9/QĐ-UBND")
    (table,) = tables(outgoing_register.build(book(authority)))
    assert [row.cells[0] for row in table.rows] == ["15/QĐ-UBND"]


def test_an_empty_year_says_so(authority):
    assert "chưa có văn bản" in text(outgoing_register.build(book(authority)))


def test_numbers_come_in_the_order_of_their_days(authority):
    kept(authority, number="16/QĐ-UBND", dated=dt.date(2025, 12, 22))
    kept(authority)
    (table,) = tables(outgoing_register.build(book(authority)))
    assert [row.cells[0] for row in table.rows] == ["15/QĐ-UBND", "16/QĐ-UBND"]


# --- awards --------------------------------------------------------------------------------------


def given(authority, **values):
    person = make_person(unit=make_unit(parent=authority), full_name="Nguyễn Thị Mai")
    return make_award(
        **{"person": person, "recipient": "Bà Nguyễn Thị Mai", "document": "Quyết định số 15/QĐ",
           "document_date": DAY, "register_number": None} | values
    )  # fmt: skip


def test_the_register_of_awards_goes_by_the_day_of_the_decision(authority):
    award = given(authority, year=2024)
    given(authority, year=2025, document_date=dt.date(2026, 1, 10))
    (table,) = tables(award_register.build(book(authority, Register.AWARDS)))
    assert [row.cells[2] for row in table.rows] == [award.recipient]
    assert "15/QĐ" in table.rows[0].cells[5]


def test_a_revoked_award_stays_with_the_note(authority):
    given(authority, revoked_on=dt.date(2026, 2, 1), revoke_reason="Gian dối",
          revoke_document="Quyết định số 9/QĐ-UBND")  # fmt: skip
    (table,) = tables(award_register.build(book(authority, Register.AWARDS)))
    assert table.rows[0].cells[-1] == "Thu hồi ngày 01/02/2026 (Quyết định số 9/QĐ-UBND)"


@pytest.mark.parametrize("slug", ["outgoing_register", "award_register"])
def test_registers_are_papers_in_form_also_as_word_files(authority, slug):
    kept(authority)
    given(authority)
    register = Register.OUTGOING if slug == "outgoing_register" else Register.AWARDS
    made = book(authority, register)
    assert reviewed(all_kinds()[slug].build(made)) == []
    assert word_of(all_kinds()[slug], made).startswith(b"PK")


# --- pages ---------------------------------------------------------------------------------------


def test_the_office_finds_a_register_for_each_year_that_has_entries(office, authority):
    kept(authority)
    kept(authority, number="1/QĐ-UBND", dated=dt.date(2024, 3, 1))
    given(authority)
    shown = office.get(url("register_list")).content.decode()
    assert shown.count('name="year" value="2025"') == 2
    assert shown.count('name="year" value="2024"') == 1


def test_opening_a_register_sends_its_print_and_makes_it_once(office, authority):
    data = {"authority": authority.pk, "register": "outgoing", "year": "2025"}
    for _ in range(2):
        answer = office.post(url("register_open"), data)
    made = RegisterBook.objects.get()
    assert answer.url == reverse("organization:paper", args=["outgoing_register", made.pk])
    answer = office.post(url("register_open"), data | {"format": "word"})
    assert answer.url == reverse("organization:paper_word", args=["outgoing_register", made.pk])


@pytest.mark.parametrize("wrong", [{"year": "x"}, {"year": "1"}, {"register": "other"}])
def test_a_register_that_cannot_be_is_not_made(office, authority, wrong):
    data = {"authority": authority.pk, "register": "outgoing", "year": "2025"} | wrong
    assert office.post(url("register_open"), data).status_code == 404
    assert not RegisterBook.objects.exists()


def test_nobody_opens_the_register_of_another_authority(office):
    data = {"authority": make_authority().pk, "register": "outgoing", "year": "2025"}
    assert office.post(url("register_open"), data).status_code == 403
    assert not RegisterBook.objects.exists()


@pytest.mark.parametrize("register", [Register.OUTGOING, Register.AWARDS])
def test_a_register_is_a_sheet_too(office, authority, register):
    kept(authority)
    given(authority)
    answer = office.get(url("register_export", book(authority, register).pk))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_one_and_three(office, authority, count,
                                                  django_assert_num_queries):  # fmt: skip
    for year in range(2023, 2023 + count):
        kept(authority, number=f"{year}/QĐ-UBND", dated=dt.date(year, 5, 5))
    office.get(url("register_list"))
    with django_assert_num_queries(6):
        office.get(url("register_list"))


# --- what the clerk notes ------------------------------------------------------------------------


def test_the_clerk_notes_when_a_paper_was_sent_and_who_took_it(office, authority):
    paper = kept(authority)
    data = {"copies": "4", "sent_on": "22/12/2025", "received_by": "Trưởng thôn Ngọc", "note": ""}
    assert office.post(url("outgoing_edit", paper.pk), data).status_code == 302
    paper.refresh_from_db()
    assert (paper.copies, paper.sent_on, paper.received_by) == (
        4, dt.date(2025, 12, 22), "Trưởng thôn Ngọc",
    )  # fmt: skip
    assert "Trưởng thôn Ngọc" in office.get(url("outgoing_list")).content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sent_on": "19/12/2025"}, "Ngày chuyển không thể trước ngày văn bản."),
        ({"received_by": "Trưởng thôn"}, "Có người ký nhận thì phải ghi ngày chuyển."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(office, authority, changes, message):
    paper = kept(authority)
    answer = office.post(url("outgoing_edit", paper.pk), {"note": "Gửi bưu điện"} | changes)
    shown = answer.content.decode()
    assert message in shown
    assert "Gửi bưu điện" in shown
    paper.refresh_from_db()
    assert paper.note == ""


def test_an_auditor_reads_the_register_and_notes_nothing(client, authority):
    paper = kept(authority)
    client.force_login(make_user(role=Role.AUDITOR, unit=authority))
    assert client.get(url("outgoing_list")).status_code == 200
    assert client.post(url("outgoing_edit", paper.pk), {"copies": "3"}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"sent_on": dt.date(2025, 12, 19)}, "sent_on_after"),
        ({"received_by": "Ai đó"}, "taken_when_sent"),
    ],
)
def test_the_database_holds_the_rules_of_sending(authority, changes, name):
    paper = kept(authority)
    with pytest.raises(IntegrityError, match=name):
        IssuedPaper.objects.filter(pk=paper.pk).update(**changes)


def test_a_book_is_there_once_and_of_a_known_register(authority):
    made = book(authority)
    with pytest.raises(IntegrityError, match="register_known"):
        RegisterBook.objects.filter(pk=made.pk).update(register="other")


def test_there_is_one_book_a_year(authority):
    book(authority)
    with pytest.raises(IntegrityError):
        book(authority)


def test_what_is_still_being_printed_has_its_number_already(authority):
    PrintJob.objects.create(
        key="issue-decision-1", slug="decision", subject_id=1, rows=300, authority=authority,
        number="41/QĐ-UBND", dated=DAY, created_by=make_user(),
    )  # fmt: skip
    assert next_number(authority, "QĐ-UBND", 2025) == "42"
