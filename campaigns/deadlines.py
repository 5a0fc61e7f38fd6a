"""Deadlines with "before" semantics: their kinds, yearly rules and wording, how near they are."""

import calendar
import datetime as dt
from collections.abc import Iterable

from django.db import models

from emulation.vietnamese import before_phrase, last_day_before

# How many days before its last day a deadline is called near; after how many nobody is reminded.
WEEK, EVE, STALE = 7, 1, 7


class DeadlineKind(models.TextChoices):
    """What a period asks for by a day; `<kind>_before` is its column in Period."""

    REGISTRATION = "registration", "Gửi đăng ký thi đua"
    RESULTS = "results", "Báo cáo kết quả thi đua"
    DOSSIER = "dossier", "Nộp hồ sơ đề nghị khen thưởng"
    REPORT = "report", "Gửi báo cáo tổng kết"


# As forms and reports name the columns: "đăng ký trước ngày".
BEFORE_WORDS = {
    DeadlineKind.REGISTRATION: "đăng ký",
    DeadlineKind.RESULTS: "báo cáo kết quả",
    DeadlineKind.DOSSIER: "nộp hồ sơ",
    DeadlineKind.REPORT: "gửi báo cáo tổng kết",
}


class Stage(models.TextChoices):
    """How near a deadline is; an office may chase at any time besides."""

    WEEK = "week", "Còn 7 ngày"
    EVE = "eve", "Còn 1 ngày"
    LATE = "late", "Quá hạn"
    CHASED = "chased", "Văn phòng đôn đốc"


def stage_on(before: dt.date, day: dt.date) -> Stage | None:
    """Return how near a deadline is on `day`: within a week, tomorrow or today, over; else None."""
    left = (last_day_before(before) - day).days
    if left < 0:
        return Stage.LATE
    if left <= EVE:
        return Stage.EVE
    return Stage.WEEK if left <= WEEK else None


def reminder_on(before: dt.date, day: dt.date) -> Stage | None:
    """Return the reminder that falls due on `day`; None for what was over for long already."""
    over = (day - last_day_before(before)).days
    return None if over > STALE else stage_on(before, day)


def yearly_date(rule: str, year: int) -> dt.date:
    """Return the day that a yearly rule "MM-DD" names in `year`; 29 February falls on the 28th."""
    month, day = (int(part) for part in rule.split("-"))
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def rule_phrase(rule: str, deadlines: Iterable[tuple[int, dt.date]]) -> str:
    """Word the deadlines of all periods: the yearly rule first, then each year that differs.

    `deadlines` are (year, before) pairs as enforced; an empty `rule` names every one of them.
    """
    pairs = sorted(deadlines)
    if not rule:
        return "; ".join(
            before_phrase(day) if len(pairs) == 1 else f"năm {year} {before_phrase(day)}"
            for year, day in pairs
        )
    exceptions = [(year, day) for year, day in pairs if day != yearly_date(rule, year)]
    # The year only serves to name the day before; 2001 is not a leap year.
    before = yearly_date(rule, 2001)
    # The day before 1 March depends on the year.
    last = "cuối tháng 02" if rule == "03-01" else f"{last_day_before(before):%d/%m}"
    words = f"trước ngày {before:%d/%m} hằng năm (hết ngày {last})"
    return "; ".join(
        [words, *(f"riêng năm {year} {before_phrase(day)}" for year, day in exceptions)]
    )
