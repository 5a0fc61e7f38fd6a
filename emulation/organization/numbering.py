"""Numbers of outgoing papers: the next one of a series, and whether one can be used.

A series is an authority's symbol in one year; it starts at 1 on 1 January and no number comes
twice (Nghị định 30/2020 Điều 15; domain.md 5.7).
"""

from __future__ import annotations

import datetime as dt
from itertools import chain

from .models import IssuedPaper, PrintJob, Unit


def numbers_used(authority: Unit, symbol: str, year: int) -> set[int]:
    """Return the numbers of the series that are taken, also by what is still being printed."""
    rows = chain.from_iterable(
        model.objects.filter(
            authority=authority, dated__year=year, number__endswith=f"/{symbol}"
        ).values_list("number", flat=True)
        for model in (IssuedPaper, PrintJob)
    )
    heads = (row.removesuffix(f"/{symbol}") for row in rows)
    return {int(head) for head in heads if head.isdecimal()}


def next_number(authority: Unit, symbol: str, year: int) -> str:
    """Suggest the number after the highest of the series."""
    return str(max(numbers_used(authority, symbol, year), default=0) + 1)


def number_fault(authority: Unit, number: str, symbol: str, day: dt.date) -> str:
    """Say why `number` cannot be used on `day`; "" when it can."""
    if not number.isdecimal() or int(number) < 1:
        return "Số văn bản là số từ 1 trở lên."
    if int(number) in numbers_used(authority, symbol, day.year):
        return f"Số {number}/{symbol} đã dùng trong năm {day.year}."
    return ""
