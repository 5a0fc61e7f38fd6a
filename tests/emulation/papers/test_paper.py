"""The value of a paper: dates, numbers and lists as the decree writes them."""

import datetime

import pytest

from emulation.papers.paper import (
    Column,
    Paper,
    PaperDate,
    PaperError,
    Paragraph,
    Row,
    Section,
    Table,
    listed,
)


@pytest.mark.parametrize(
    ("date", "day", "month"),
    [
        (PaperDate(2024, 1, 5), "05", "01"),
        (PaperDate(2024, 2, 15), "15", "02"),
        (PaperDate(2024, 4, 9), "09", "4"),
        (PaperDate(2024, 12, 31), "31", "12"),
        (PaperDate(2021, 8), "", "8"),
        (PaperDate(2021), "", ""),
        (PaperDate.of(datetime.date(2024, 2, 29)), "29", "02"),
    ],
)
def test_only_days_below_ten_and_the_first_two_months_have_a_leading_zero(date, day, month):
    assert (date.day_text, date.month_text) == (day, month)


@pytest.mark.parametrize("parts", [(2023, 2, 29), (2024, 13, 1), (2024, 4, 31), (2024, None, 32)])
def test_a_day_that_is_not_in_the_calendar_is_refused(parts):
    with pytest.raises(PaperError, match="không có trong lịch"):
        PaperDate(*parts)


@pytest.mark.parametrize(("number", "text"), [("5", "05"), ("05", "05"), ("15", "15"), (None, "")])
def test_numbers_below_ten_have_a_leading_zero(number, text):
    assert Paper(issuer=("UBND",), number=number, symbol="KH-UBND").number_text == text


def test_lists_end_with_semicolons_and_a_full_stop():
    assert listed(("Như trên,", "Lưu: VT.")) == ("Như trên;", "Lưu: VT.")
    assert listed(()) == ()


def test_inline_bases_open_the_first_paragraph():
    paper = Paper(
        issuer=("UBND",),
        bases=("Thực hiện A", "căn cứ B."),
        bases_inline=True,
        body=(Paragraph("UBND xã làm như sau:"), Section("MỘT")),
    )
    opening = Paragraph("Thực hiện A; căn cứ B; UBND xã làm như sau:")
    assert paper.printed_body == (opening, Section("MỘT"))


def test_inline_bases_stand_alone_before_a_body_without_an_opening_paragraph():
    paper = Paper(issuer=("UBND",), bases=("Thực hiện A",), bases_inline=True, body=(Section("I"),))
    assert paper.printed_body == (Paragraph("Thực hiện A."), Section("I"))


def test_the_subject_of_a_cong_van_says_what_it_is_about_once():
    assert Paper(issuer=("UBND",), subject="đôn đốc").subject_text == "V/v đôn đốc"
    assert Paper(issuer=("UBND",), subject="V/v đôn đốc").subject_text == "V/v đôn đốc"
    assert Paper(issuer=("UBND",), type_name="KẾ HOẠCH", subject="A").subject_text == "A"


def test_a_row_must_fill_every_column():
    with pytest.raises(PaperError, match="Dòng 2 của bảng có 1 ô, bảng có 2 cột"):
        Table((Column("A"), Column("B")), (Row(("", "")), Row(("",))))
