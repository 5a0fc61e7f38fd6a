"""Days in a plan's words: every phrasing of a deadline, spans, years; nothing is guessed."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from campaigns.deadlines import rule_phrase
from campaigns.reading import understand
from campaigns.reading.days import deadlines, sent_to, span, years
from emulation.papers.reader import read
from emulation.vietnamese import before_phrase

patient = examples(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def facts_of(*lines):
    subject = "Phát động phong trào thi đua năm 2024"
    return understand(read("\n".join(("A, ngày 16 tháng 4 năm 2024", "KẾ HOẠCH", subject, *lines))))


def told(deadlines_):
    return [(deadline.year, deadline.before_text) for deadline in deadlines_]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("trước ngày 26/04/2024", (2024, "2024-04-26")),
        ("trước 26/4/2024", (2024, "2024-04-26")),
        ("trước ngày 26.4.2024", (2024, "2024-04-26")),
        ("trước ngày 26 tháng 4 năm 2024", (2024, "2024-04-26")),
        ("chậm nhất ngày 25/4", (2024, "2024-04-26")),
        ("chậm nhất là ngày 25/4/2024", (2024, "2024-04-26")),
        ("chậm nhất trước ngày 25/4/2024", (2024, "2024-04-25")),
        ("muộn nhất vào ngày 25-4-2024", (2024, "2024-04-26")),
        ("đến hết ngày 25/4/2024", (2024, "2024-04-26")),
        ("hết ngày 25/4/2024", (2024, "2024-04-26")),
        ("hạn cuối: 25/4/2024", (2024, "2024-04-26")),
        ("không quá ngày 31/12/2024", (2024, "2025-01-01")),
        ("từ ngày 10/4/2024 đến ngày 25/4/2024", (2024, "2024-04-26")),
        ("trước 17h00 ngày 25/4/2024", (2024, "2024-04-26")),
        ("trước 16 giờ 30 phút, ngày 25/4/2024", (2024, "2024-04-26")),
        ("trước ngày 01/02 hằng năm", (None, "--02-01")),
        ("trước ngày 01/02 hàng năm", (None, "--02-01")),
        ("hằng năm, trước ngày 01/02", (None, "--02-01")),
        ("chậm nhất ngày 31/12 hằng năm", (None, "--01-01")),
        ("chậm nhất ngày 28/02 hằng năm", (None, "--03-01")),
        ("năm 2024 trước ngày 10/01/2025", (2025, "2025-01-10")),
        ("riêng năm 2024 trước ngày 10/01/2025", (2024, "2025-01-10")),
        ("trước ngày 26/04/2024 (hết ngày 25/04/2024)", (2024, "2024-04-26")),
        ("TRƯỚC NGÀY 26/4/2024", (2024, "2024-04-26")),
    ],
)
def test_phrases_of_deadlines(words, expected):
    found = deadlines(f"Gửi đăng ký {words}.", year=2024)
    assert told(one.deadline for one in found) == [expected]


@pytest.mark.parametrize(
    "words",
    ["trước ngày 31/4/2024", "chậm nhất ngày 15/13", "trước ngày 20 hằng tháng", "trước ngày 30/2"],
)
def test_days_that_do_not_exist_are_no_deadlines(words):
    assert not any(one.deadline for one in deadlines(f"Đăng ký {words}.", year=2024))


def test_a_day_without_a_year_is_not_guessed():
    (found,) = deadlines("Đăng ký trước ngày 26/4.", year=None)
    assert found.deadline is None
    assert "không rõ năm" in found.trouble
    # The plan is of December: the 26th of April would lie before it.
    (found,) = deadlines("Đăng ký trước ngày 26/4.", year=2024, after=dt.date(2024, 12, 1))
    assert found.deadline is None


@pytest.mark.parametrize("words", ["hết sức cố gắng", "đến 8/10 điểm", "trước năm 2024", "đến nay"])
def test_words_that_are_no_days(words):
    assert deadlines(f"Đăng ký {words}.", year=2024) == []


@pytest.mark.parametrize(
    ("rule", "pairs"),
    [
        ("", [(2024, dt.date(2024, 4, 26))]),
        ("02-01", [(2021, dt.date(2021, 8, 30)), (2022, dt.date(2022, 2, 1))]),
        ("02-01", [(2021, dt.date(2021, 8, 30)), (2022, dt.date(2022, 3, 15))]),
    ],
)
def test_what_our_own_plans_print_is_read_back(rule, pairs):
    words = f"Các đơn vị gửi bản đăng ký thi đua về UBND xã {rule_phrase(rule, pairs)}."
    found = facts_of("I. ĐĂNG KÝ THI ĐUA", words).registration_deadlines
    expected = [(None, f"--{rule}")] if rule else []
    expected += [
        (year, day.isoformat()) for year, day in pairs if f"{day:%m-%d}" != rule
    ]  # fmt: skip
    assert told(found) == expected


@patient
@given(st.dates(dt.date(2020, 1, 2), dt.date(2030, 12, 31)))
def test_every_day_is_read_back(day):
    found = deadlines(f"Gửi đăng ký {before_phrase(day)}.", year=None)
    assert [one.deadline.before for one in found] == [day]


def test_registration_and_dossier_are_told_apart():
    facts = facts_of(
        "I. THỜI GIAN",
        "1. Đăng ký thi đua: trước ngày 01/5/2024.",
        "2. Nộp hồ sơ: chậm nhất ngày 30/11/2024.",
        "3. Báo cáo sơ kết trước ngày 30/6/2024.",
        "II. TỔ CHỨC THỰC HIỆN",
        "- Văn phòng hoàn thành việc lắp đặt trước ngày 15/5/2024.",
    )  # fmt: skip
    assert told(facts.registration_deadlines) == [(2024, "2024-05-01")]
    assert told(facts.dossier_deadlines) == [(2024, "2024-12-01")]


def test_where_to():
    assert sent_to("gửi về UBND xã qua Văn phòng trước ngày 1/2") == "UBND xã qua Văn phòng"
    assert sent_to("nộp bản đăng ký thi đua về Văn phòng chậm nhất ngày 1/2") == "Văn phòng"
    assert sent_to("gửi đúng thời hạn trước ngày 1/2") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Từ ngày 15/3/2024 đến hết ngày 31/12/2024", ((2024, 3, 15), (2024, 12, 31))),
        ("Từ ngày 15/3 đến ngày 31/12/2024", ((2024, 3, 15), (2024, 12, 31))),
        ("từ ngày ban hành Kế hoạch đến ngày 31/12/2025", ((2024, 1, 1), (2025, 12, 31))),
    ],
)
def test_spans(text, expected):
    assert span(text, dt.date(2024, 1, 1)) == tuple(dt.date(*day) for day in expected)


def test_years_of_a_subject():
    assert years("thi đua năm 2024") == (2024, 2024)
    assert years("thi đua giai đoạn 2021-2025") == (2021, 2025)
    assert years("thi đua năm học 2025 - 2026") == (2025, 2026)
    assert years("thi đua yêu nước") == (None, None)
