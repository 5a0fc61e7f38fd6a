"""Deadlines with "before" semantics: a yearly rule, its exceptions, and how the plan words them."""

import calendar
import datetime as dt
from collections.abc import Iterable

from emulation.vietnamese import before_phrase, last_day_before


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
