"""The value of a paper: dates, numbers and lists as the decree writes them."""

import datetime

import pytest

from emulation.papers.naming import in_sentence
from emulation.papers.paper import (
    BLANK,
    Annex,
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


# --- annexes -----------------------------------------------------------------------------------


def test_one_annex_has_no_number_and_several_have_roman_ones():
    one, two = Annex("A"), Annex("B")
    assert Paper(issuer=("UBND",), annexes=(one,)).annex_label(1) == "Phụ lục"
    paper = Paper(issuer=("UBND",), annexes=(one, two))
    assert [paper.annex_label(1), paper.annex_label(2)] == ["Phụ lục I", "Phụ lục II"]


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        (
            {"number": "5", "symbol": "KH-UBND", "date": PaperDate(2024, 2, 6)},
            "(Kèm theo Kế hoạch số 05/KH-UBND ngày 06 tháng 02 năm 2024 của Ủy ban nhân dân xã "
            "Đình Dù)",
        ),
        (
            {"symbol": "KH-UBND", "date": PaperDate(2024)},
            f"(Kèm theo Kế hoạch số {BLANK}/KH-UBND ngày {BLANK} tháng {BLANK} năm 2024 của Ủy ban "
            "nhân dân xã Đình Dù)",
        ),
        ({"type_name": "BIÊN BẢN"}, "(Kèm theo Biên bản của Ủy ban nhân dân xã Đình Dù)"),
        (
            {"type_name": None, "number": "15", "symbol": "UBND-VP"},
            "(Kèm theo Công văn số 15/UBND-VP của Ủy ban nhân dân xã Đình Dù)",
        ),
    ],
)
def test_an_annex_says_what_it_belongs_to_and_leaves_a_drafts_blanks(facts, note):
    paper = Paper(issuer=("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"), **{"type_name": "KẾ HOẠCH"} | facts)
    assert paper.annex_note(Annex("A")) == note
    assert paper.annex_note(Annex("A", note="(Mẫu)")) == "(Mẫu)"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"), "Ủy ban nhân dân xã Đình Dù"),
        (("UBND PHƯỜNG 12",), "UBND phường 12"),
        (
            ("HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG XÃ ĐÌNH DÙ"),
            "Hội đồng Thi đua - Khen thưởng xã Đình Dù",
        ),
        (("THANH TRA TỈNH",), "Thanh tra tỉnh"),
        (("TRƯỜNG TIỂU HỌC KIM ĐỒNG",), "Trường Tiểu học Kim Đồng"),
        (("XÃ ĐÌNH DÙ",), "Xã Đình Dù"),
        (("ĐẢNG ỦY XÃ BẢN LẦU",), "Đảng ủy xã Bản Lầu"),
        (("Trường THCS Lê Lợi",), "Trường THCS Lê Lợi"),
        ((), ""),
    ],
)
def test_an_issuer_in_capitals_is_spelt_as_in_a_sentence(lines, name):
    assert in_sentence(lines) == name
