"""Reading aloud: abbreviations, numbers, dates and signs in words."""

import datetime as dt

import pytest

from dossiers.papers.reading_aloud import aloud, date_aloud


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("UBND xã", "Ủy ban nhân dân xã"),
        ("Văn phòng HĐND-UBND", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
        ("Chủ tịch UBND, HĐND.", "Chủ tịch Ủy ban nhân dân, Hội đồng nhân dân."),
        ("02 tập thể", "hai tập thể"),
        ("15 cá nhân", "mười lăm cá nhân"),
        ("1.234 hồ sơ", "một nghìn hai trăm ba mươi tư hồ sơ"),
        ("98,5%", "chín mươi tám phẩy năm phần trăm"),
        ("đạt 100% kế hoạch", "đạt một trăm phần trăm kế hoạch"),
        ("năm 2024", "năm hai nghìn không trăm hai mươi tư"),
        ("12/12 thủ tục", "mười hai trên mười hai thủ tục"),
        (
            "giai đoạn 2021 - 2025",
            "giai đoạn từ năm hai nghìn không trăm hai mươi mốt đến năm hai nghìn không trăm "
            "hai mươi lăm",
        ),
        (
            "ngày 05/01/2024",
            "ngày mùng năm tháng một năm hai nghìn không trăm hai mươi tư",
        ),
        ("Thôn Ngọc", "Thôn Ngọc"),
    ],
)
def test_what_is_read(written, read):
    assert aloud(written) == read


@pytest.mark.parametrize(
    ("day", "read"),
    [
        (dt.date(2025, 12, 20), "ngày hai mươi tháng mười hai năm hai nghìn không trăm hai "
         "mươi lăm"),
        (dt.date(2026, 4, 10), "ngày mùng mười tháng tư năm hai nghìn không trăm hai mươi sáu"),
    ],
)  # fmt: skip
def test_how_a_day_is_read(day, read):
    assert date_aloud(day) == read


def test_a_day_that_does_not_exist_stays_as_it_was_typed():
    assert aloud("hạn 31/02/2024") == "hạn 31/02/2024"
