"""Last year's texts in a new year: the campaign's own years move, cited documents never do."""

import datetime as dt
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.moving import Change, move_date, move_text


def moved(text, years=1, first=2024, last=None):
    return move_text(text, years, first=first, last=last or first)


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "years", "after"),
    [
        ("2024-04-26", 1, "2025-04-26"),
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2025-02-28", -1, "2024-02-28"),
        ("2024-12-31", 2, "2026-12-31"),
        ("2024-04-26", 0, "2024-04-26"),
    ],
)
def test_a_date_moves_by_whole_years(before, years, after):
    assert move_date(dt.date.fromisoformat(before), years) == dt.date.fromisoformat(after)


DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2090, 12, 31))
YEARS = st.integers(-1, 9)


@given(day=DAYS, years=YEARS)
def test_any_date_keeps_its_day_and_month(day, years):
    assume((day.month, day.day) != (2, 29))
    after = move_date(day, years)
    assert (after.day, after.month, after.year) == (day.day, day.month, day.year + years)


@given(day=DAYS, years=YEARS)
def test_a_written_date_moves_like_the_date_itself(day, years):
    text, _ = moved(f"trước ngày {day:%d/%m/%Y}", years, first=day.year)
    assert text == f"trước ngày {move_date(day, years):%d/%m/%Y}"


# --- texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("cải cách hành chính năm 2024", "cải cách hành chính năm 2025"),
        ("trước ngày 26/04/2024", "trước ngày 26/04/2025"),
        ("trước ngày 6/4/2024", "trước ngày 6/4/2025"),
        ("ngày 29/02/2024", "ngày 28/02/2025"),
        ("ngày 29 tháng 02 năm 2024", "ngày 28 tháng 02 năm 2025"),
        ("ngày 16 tháng 4 năm 2024", "ngày 16 tháng 4 năm 2025"),
        ("tháng 4/2024", "tháng 4/2025"),
        # The years before and after belong to the campaign: results and dossiers.
        ("hơn năm 2023, nộp trước 10/01/2025", "hơn năm 2024, nộp trước 10/01/2026"),
        ("xếp loại năm 2024; tăng điểm năm 2024", "xếp loại năm 2025; tăng điểm năm 2025"),
    ],
)
def test_the_campaigns_own_years_move(before, after):
    assert moved(before)[0] == after


@pytest.mark.parametrize(
    "text",
    [
        "Nâng cao chất lượng phục vụ Nhân dân.",
        "Đề án 06 giai đoạn 2021-2030",
        "Nghị quyết nhiệm kỳ 2020 - 2025",
        "kể từ năm 2019",
        "Mỗi thôn có 1234 hộ, 120240 người",
        "ngày 31/02/2024",
        "",
    ],
)
def test_a_text_of_other_years_stays(text):
    assert moved(text)[0] == text


@pytest.mark.parametrize(
    ("before", "years", "after"),
    [
        ("giai đoạn 2021-2025", 5, "giai đoạn 2026-2030"),
        ("giai đoạn 2021 – 2025", 5, "giai đoạn 2026 – 2030"),
        ("giai đoạn 2021-2025", -4, "giai đoạn 2017-2021"),
        ("năm 2021 và giai đoạn 2021-2025", 5, "năm 2026 và giai đoạn 2026-2030"),
    ],
)
def test_the_campaigns_own_span_moves_as_one(before, years, after):
    assert moved(before, years, first=2021, last=2025)[0] == after


CITATIONS = [
    "Kế hoạch số 15/KH-UBND ngày 26/01/2024",
    "Kế hoạch 15/KH-UBND ngày 26/01/2024",
    "Quyết định số 33/2024/QĐ-UBND ngày 28/6/2024",
    "Nghị định 98/2024/NĐ-CP ngày 31 tháng 12 năm 2024",
    "Nghị định số 91/2024/NĐ-CP",
    "Hướng dẫn số 956/SNV-TĐKT ngày 30/7/2024",
    "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2024",
    "Luật Thi đua, khen thưởng năm 2024",
    "Luật số 06/2024/QH15",
]


@pytest.mark.parametrize("citation", CITATIONS)
def test_a_cited_document_stays(citation):
    text = f"Căn cứ {citation} của cấp trên"
    assert moved(text)[0] == text


@pytest.mark.parametrize("citation", CITATIONS)
def test_a_cited_document_is_reported_for_a_look(citation):
    (change,) = {Change("Căn cứ", *pair) for pair in moved(f"Căn cứ {citation}")[1]}
    assert (change.moved, change.before in f"Căn cứ {citation}") == (False, True)


def test_what_stands_after_a_citation_moves_all_the_same():
    text = "Thực hiện Kế hoạch số 15/KH-UBND ngày 26/01/2024 về cải cách hành chính năm 2024"
    assert moved(text)[0] == text.removesuffix("2024") + "2025"


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("năm 2024", [("2024", "2025")]),
        ("trước ngày 26/04/2024", [("26/04/2024", "26/04/2025")]),
        ("ngày 31/02/2024", [("31/02/2024", "31/02/2024")]),
        ("giai đoạn 2021-2030", [("2021-2030", "2021-2030")]),
        ("kể từ năm 2019", [("2019", "2019")]),
        ("Kế hoạch số 15/KH-UBND", []),
        (
            "năm 2024: Quyết định số 3/QĐ-UBND ngày 05/01/2024; trước 26/04/2024",
            [
                ("2024", "2025"),
                ("số 3/QĐ-UBND ngày 05/01/2024", "số 3/QĐ-UBND ngày 05/01/2024"),
                ("26/04/2024", "26/04/2025"),
            ],
        ),
    ],
)
def test_every_year_is_reported_in_order_moved_or_not(text, report):
    assert moved(text)[1] == report


@pytest.mark.parametrize(("after", "is_moved"), [("2025", True), ("2024", False)])
def test_a_change_knows_whether_it_moved(after, is_moved):
    assert Change("Tên", "2024", after).moved is is_moved


# --- properties ----------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Nd", "Cs"]), max_size=40)
WITHOUT_YEARS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])).filter(
    lambda text: not re.search(r"20\d\d", text)
)
PROSE = st.lists(
    st.sampled_from(
        [
            "năm 2024",
            "trước ngày 26/04/2024",
            "giai đoạn 2024-2025",
            "các thôn;",
            "(hằng năm)",
            "\n",
        ]
    ),
    max_size=4,
).map(" ".join)


@given(text=WITHOUT_YEARS, years=YEARS)
def test_a_text_without_years_stays_as_it_is(text, years):
    assert moved(text, years) == (text, [])


@given(before=PROSE, citation=st.sampled_from(CITATIONS), after=PROSE, years=YEARS)
def test_no_citation_ever_changes_wherever_it_stands(before, citation, after, years):
    text, _ = moved(f"{before} {citation} {after}", years)
    assert citation in text


@given(
    number=st.integers(1, 9999),
    symbol=st.sampled_from(["KH-UBND", "QĐ-UBND", "NQ-HĐND", "HD-BTĐKT", "NĐ-CP"]),
    day=st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31)),
    years=YEARS,
)
def test_number_and_date_of_any_document_stay(number, symbol, day, years):
    text = f"số {number}/{symbol} ngày {day:%d/%m/%Y}"
    assert moved(text, years)[0] == text


@given(words=WORDS, years=YEARS)
def test_moving_there_and_back_gives_the_text_again(words, years):
    text = f"{words}\nnăm 2024, trước ngày 26/04/2024"
    there, _ = moved(text, years)
    back, _ = moved(there, -years, first=2024 + years)
    assert back == text


@given(text=st.text(st.sampled_from("2024/-–. \nnămsốKHĐUBgàythLuậ56")), years=YEARS)
def test_nothing_typed_makes_it_fail_or_lose_a_letter_around_the_years(text, years):
    after, report = moved(text, years)
    for old, new in report:
        assert (old in text, new in after) == (True, True)
