"""Dates: the form that the decree wants, days of the calendar, deadlines that have passed."""

import re
from collections.abc import Iterator
from datetime import date as Date

from emulation.vietnamese import short_date

from .finding import Finding
from .manuscript import RUNNING, Line, Manuscript, Role

FORM_SOURCE = "Nghị định 30/2020/NĐ-CP, PL I mục II.4b (domain.md 5.2 ô 4)"
CALENDAR_SOURCE = "Lịch; domain.md 9"
DEADLINE_SOURCE = "domain.md 8 (thời hạn đăng ký, nộp hồ sơ)"

LONG_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+(\d{4}))?(?!\d)", re.I)
# A short date stands after a word of time, or has a year: "15/20" alone is no date.
_SHORT_DATE = re.compile(r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?![\d/])")
_DAY_MONTH = re.compile(r"ngày\s+(\d{1,2})/(\d{1,2})(?![\d/])", re.I)
_DUE = re.compile(
    r"(?:trước|chậm nhất(?: là)?|đến hết|hạn cuối(?: là)?|muộn nhất(?: là)?|xong)\s*(?:vào\s+)?"
    r"(?:\d{1,2}\s?(?:h|giờ)\s?\d{0,2},?\s+)?(?:ngày\s+)?$",
    re.I,
)
_TO_DO = re.compile(r"gửi|nộp|đăng ký|báo cáo|trình|tổng hợp|hoàn thành|đề nghị", re.I)


def date_form(paper: Manuscript) -> Iterator[Finding]:
    """Find "ngày 5" and "tháng 04": the decree wants 05 below 10, and 01, 02 but 3 to 12.

    The rule is for the date of the paper: a warning there, advice for a date spelled out in the
    text. "05/4/2024" and "5/4/2024" in the text are common practice, and no finding.
    """
    for line in paper.having(Role.DATE, *RUNNING):
        severity = "warning" if line.role == Role.DATE else "note"
        for match in LONG_DATE.finditer(line.text):
            day, month = match[1], match[2]
            for word, typed, right in (
                ("ngày", day, f"{int(day):02}"),
                ("tháng", month, f"{int(month):02}" if int(month) < 3 else str(int(month))),
            ):
                if typed != right:
                    yield line.finding(
                        "date-form",
                        severity,
                        f"“{word} {typed}” ghi là “{word} {right}”: chỉ thêm số 0 trước ngày nhỏ "
                        "hơn 10 và tháng 1, tháng 2.",
                        FORM_SOURCE,
                        match.span(),
                    )
    yield from _place_and_date(paper)


def _place_and_date(paper: Manuscript) -> Iterator[Finding]:
    """The line of place and date: a comma after the place, no full stop."""
    for line in paper.having(Role.DATE):
        before = re.split(r"[Nn]gày", line.text)[0]
        if before.strip() and not before.rstrip().endswith(","):
            yield line.finding(
                "date-form", "warning", "Thêm dấu phẩy sau địa danh, trước chữ “ngày”.", FORM_SOURCE
            )
        if line.text.endswith("."):
            yield line.finding(
                "date-form", "warning", "Bỏ dấu chấm cuối dòng địa danh, ngày tháng.", FORM_SOURCE
            )


def _dates(line: Line) -> Iterator[tuple[re.Match, int, int, int | None]]:
    for pattern in (LONG_DATE, _SHORT_DATE, _DAY_MONTH):
        for match in pattern.finditer(line.text):
            year = int(match[3]) if match.re.groups >= 3 and match[3] else None
            yield match, int(match[1]), int(match[2]), year


def _date(day: int, month: int, year: int | None) -> Date | None:
    try:
        # 29/02 of a yearly rule exists in some years: 2000 is a leap year.
        return Date(year or 2000, month, day)
    except ValueError:
        return None


def unreal_date(paper: Manuscript) -> Iterator[Finding]:
    """Find days that the calendar does not have: 31/02/2024, ngày 31 tháng 4."""
    for line in paper.having(Role.DATE, Role.SUBJECT, Role.RECIPIENT, Role.TABLE, *RUNNING):
        for match, day, month, year in _dates(line):
            if _date(day, month, year) is None:
                yield line.finding(
                    "unreal-date",
                    "error",
                    f"“{match[0]}” không có trong lịch. Kiểm tra và sửa lại ngày.",
                    CALENDAR_SOURCE,
                    match.span(),
                )


def past_deadline(paper: Manuscript) -> Iterator[Finding]:
    """Find a deadline for something still to be done that lies before the paper's own day.

    "Trước ngày D" means that D - 1 is the last day (domain.md 8), so D on the day of the paper has
    passed as well.
    """
    today = paper.day
    if today is None:
        return
    for line in paper.body:
        if not _TO_DO.search(line.text):
            continue
        for match, day, month, year in _dates(line):
            due = _DUE.search(line.text, 0, match.start())
            date = _date(day, month, year) if year else None
            if not due or date is None:
                continue
            is_before = "trước" in due[0].lower()
            if date < today or (is_before and date == today):
                yield line.finding(
                    "past-deadline",
                    "error",
                    f"Thời hạn “{due[0].strip()} {match[0]}” đã qua vào ngày của văn bản "
                    f"({short_date(today)}). Kiểm tra lại thời hạn hoặc ngày văn bản.",
                    DEADLINE_SOURCE,
                    (due.start(), match.end()),
                )
