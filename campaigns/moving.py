"""Moving texts and dates of last year's campaign to a new year: what moves, and what must not.

Numbers and dates of cited documents stay ("Nghị định số 91/2017/NĐ-CP", "Kế hoạch số 15/KH-UBND
ngày 26/01/2024"): they name another paper. They are reported, because the new plan may need to
cite a newer one.
"""

import datetime as dt
import re
from dataclasses import dataclass

DATED = r"ngày\s+\d{1,2}(?:/\d{1,2}/|\s+tháng\s+\d{1,2}\s+năm\s+)\d{4}"
CITATION = re.compile(
    rf"(?:\b[Ss]ố\s+\S+|\b\d+/(?:\d{{4}}/)?[A-ZĐ][A-ZĐa-z]*(?:-[A-ZĐ]+)+)(?:\s+{DATED})?"
    rf"|\b(?:Luật|Bộ luật|Pháp lệnh|Hiến pháp)\b[^\d;.\n]{{0,80}}?(?:{DATED}|năm\s+\d{{4}})"
)
MOVABLE = re.compile(
    r"(?P<range>\b(?P<first>20\d\d)\s*[-–]\s*(?P<last>20\d\d)\b)"
    r"|(?P<date>\b(?P<day>\d{1,2})(?:/|\s+tháng\s+)(?P<month>\d{1,2})(?:/|\s+năm\s+)"
    r"(?P<year>20\d\d)\b)"
    r"|(?P<bare>\b20\d\d\b)"
)


@dataclass(frozen=True)
class Change:
    """One place that moved, or that was left and wants a look (`after` equals `before`)."""

    where: str
    before: str
    after: str

    @property
    def moved(self) -> bool:
        """Whether the place was changed."""
        return self.before != self.after


def move_date(day: dt.date, years: int) -> dt.date:
    """Return the same day `years` later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def move_text(text: str, years: int, *, first: int, last: int) -> tuple[str, list[tuple[str, str]]]:
    """Move the years of `text` that belong to the campaign (`first` to `last`) by `years`.

    Returns the new text and the (before, after) pairs in order; a pair of equals is a place that
    was left alone: a citation, a year or a period outside the campaign.
    """
    changes: list[tuple[str, str]] = []
    own = range(first - 1, last + 2)

    def moved(match: re.Match[str]) -> str:
        before = match.group()
        after = before
        if match["range"]:
            if (int(match["first"]), int(match["last"])) == (first, last):
                after = before.replace(match["last"], str(last + years)).replace(
                    match["first"], str(first + years), 1
                )
        elif match["date"]:
            if int(match["year"]) in own:
                after = _moved_date(match, years)
        elif int(before) in own:
            after = str(int(before) + years)
        changes.append((before, after))
        return after

    parts, start = [], 0
    for citation in CITATION.finditer(text):
        parts.append(MOVABLE.sub(moved, text[start : citation.start()]))
        parts.append(citation.group())
        if re.search(r"\d{4}", citation.group()):
            changes.append((citation.group(), citation.group()))
        start = citation.end()
    parts.append(MOVABLE.sub(moved, text[start:]))
    return "".join(parts), changes


def _moved_date(match: re.Match[str], years: int) -> str:
    """Return a written date moved; one that no calendar has ("31/02/2024") stays as mistyped."""
    written, day = match.group(), match["day"]
    try:
        new = move_date(dt.date(int(match["year"]), int(match["month"]), int(day)), years)
    except ValueError:
        return written
    return f"{new.day:0{len(day)}}{written[len(day) : -4]}{new.year}"
