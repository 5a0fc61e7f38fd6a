"""Dates, deadlines, texts of the law: each check both ways."""

import datetime as dt

import pytest

from emulation.papers.reviewing.tables import laws, levels

from .typed import PLAN, changed, codes, faults

SEASON = dt.date(2024, 4, 16)
LATER = PLAN.replace("tháng 4 năm 2024", "tháng 4 năm 2026").replace("26/04/2024", "26/04/2026")


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("ngày 16 tháng 04", "tháng 4"),
        ("ngày 5 tháng 4", "ngày 05"),
        ("ngày 16 tháng 1", "tháng 01"),
    ],
)
def test_the_date_line_has_the_decrees_zeros(typed, right):
    text = PLAN.replace("Đình Dù, ngày 16 tháng 4", f"Đình Dù, {typed}")
    (found,) = faults(text)
    assert (found.code, found.severity) == ("date-form", "warning")
    assert f"“{right}”" in found.message


@pytest.mark.parametrize(
    "line", ["Đình Dù ngày 16 tháng 4 năm 2024", "Đình Dù, ngày 16 tháng 4 năm 2024."]
)
def test_the_date_line_has_its_comma_and_no_stop(line):
    assert codes(changed("Đình Dù, ngày 16 tháng 4 năm 2024", line)) == {"date-form"}


def test_dates_spelled_out_in_the_text_are_only_advised_and_short_ones_left_alone():
    (found,) = faults("Họp ngày 5 tháng 04 năm 2024 tại xã.")[:1]
    assert found.severity == "note"
    assert faults("Họp ngày 5/4/2024, 05/04/2024 và ngày 05 tháng 4 năm 2024.") == []


@pytest.mark.parametrize(
    "day", ["31/02/2024", "29/02/2023", "ngày 31/04", "ngày 31 tháng 4 năm 2024"]
)
def test_a_day_that_is_not_in_the_calendar_is_named(day):
    (found,) = faults(f"Họp vào {day} tại xã.", "unreal-date")
    assert found.severity == "error"


@pytest.mark.parametrize(
    "text",
    ["Họp 29/02/2024.", "Trước ngày 29/02 hằng năm.", "Số 45/15, tỷ lệ 31/02 phần.", "10.12.2024"],
)
def test_days_of_the_calendar_and_fractions_are_no_fault(text):
    assert faults(text, "unreal-date") == []


def test_a_paper_with_an_unreal_day_is_reviewed_all_the_same():
    assert "unreal-date" in codes(PLAN.replace("ngày 16 tháng 4", "ngày 31 tháng 4"))


@pytest.mark.parametrize(
    "words",
    ["trước ngày 26/03/2024", "trước ngày 16/04/2024", "chậm nhất ngày 15/04/2024",
     "trước 17h00 ngày 26/03/2024", "chậm nhất là ngày 05 tháng 01 năm 2024",
     "đến hết ngày 15/04/2024"],
)  # fmt: skip
def test_a_deadline_before_the_papers_day_is_named(words):
    text = changed("trước ngày 26/04/2024", words)
    assert codes(text) == {"past-deadline"}


@pytest.mark.parametrize(
    "words",
    ["trước ngày 17/04/2024", "chậm nhất ngày 16/04/2024", "trước ngày 01/02 hằng năm",
     "từ ngày 01/01/2024", "theo Kế hoạch ngày 26/01/2024"],
)  # fmt: skip
def test_deadlines_ahead_and_dates_that_are_none_are_no_fault(words):
    assert faults(changed("trước ngày 26/04/2024", words)) == []


def test_of_a_blank_day_the_first_possible_one_counts():
    text = PLAN.replace("ngày 16 tháng 4 năm 2024", "ngày   tháng 4 năm 2024")
    assert faults(text.replace("26/04/2024", "05/04/2024"), "past-deadline") == []
    assert faults(text.replace("26/04/2024", "26/03/2024"), "past-deadline")


# --- the law --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "severity"),
    [
        ("Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ;", "error"),
        ("Căn cứ Nghị định 91/2017 của Chính phủ;", "error"),
        ("Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003;", "error"),
        ("Căn cứ Luật Thi đua, Khen thưởng năm 2003;", "error"),
        ("Căn cứ Thông tư số 12/2019/TT-BNV của Bộ Nội vụ;", "error"),
        ("Căn cứ Nghị định số 152/2025/NĐ-CP;", "warning"),
        ("Căn cứ Nghị định số 110/2004/NĐ-CP;", "note"),
    ],
)
def test_a_text_that_is_not_in_force_on_the_day_is_named(cited, severity):
    text = changed("Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ.", cited)
    (found,) = faults(text, "law-in-force")
    assert (found.severity, found.line) == (severity, 12)


def test_what_to_cite_instead_is_said():
    text = LATER.replace("huyện Văn Lâm", "tỉnh Hưng Yên")
    (found,) = faults(text, "law-in-force")
    assert "98/2023/NĐ-CP" in found.excerpt
    assert "Nghị định số 152/2025/NĐ-CP" in found.message
    assert "30/06/2025" in found.message


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Căn cứ Nghị định số 91/2017/NĐ-CP;", dt.date(2023, 12, 31)),
        ("Căn cứ Nghị định số 98/2023/NĐ-CP;", dt.date(2024, 1, 1)),
        ("Căn cứ Thông tư số 01/2024/TT-BNV;", dt.date(2025, 8, 4)),
        ("Nghị định số 98/2023/NĐ-CP thay thế Nghị định số 91/2017/NĐ-CP.", SEASON),
        ("Họp tháng 12/2019 và 91/2017 người.", SEASON),
        ("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", SEASON),
        ("Căn cứ Luật Thi đua, khen thưởng;", SEASON),
    ],
)
def test_texts_in_force_or_named_as_history_are_no_fault(text, day):
    assert faults(text, "law-in-force", date=day) == []


def test_no_day_no_verdict_on_the_law():
    assert faults("Căn cứ Nghị định số 91/2017/NĐ-CP;") == []


def test_laws_are_cited_by_name_without_their_number():
    text = changed(
        "Luật Thi đua, khen thưởng ngày 15", "Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15"
    )
    assert codes(text) == {"law-with-number"}
    assert faults(PLAN, "law-with-number") == []


def test_the_tables_say_where_each_row_comes_from():
    for row in (*laws(), *levels()):
        assert row.source
        assert row.verified in ("y", "p", "n")
        assert row.valid_from or row.valid_to
        if row.valid_from and row.valid_to:
            assert row.valid_from < row.valid_to
    assert len({law.number for law in laws()}) == len(laws())


def test_a_decree_in_the_title_of_a_circular_in_force_is_not_cited_itself():
    line = (
        "Căn cứ Thông tư số 01/2024/TT-BNV của Bộ trưởng Bộ Nội vụ quy định biện pháp thi hành "
        "Nghị định số 98/2023/NĐ-CP;"
    )
    assert faults(line, "law-in-force", date=dt.date(2025, 8, 4)) == []
    (found,) = faults(line, "law-in-force", date=dt.date(2025, 8, 5))
    assert "01/2024/TT-BNV" in found.message
