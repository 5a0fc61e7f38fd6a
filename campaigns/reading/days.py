"""Days in running text: "trước ngày 26/04/2024", "chậm nhất ngày 25/4", "01/02 hằng năm".

Whatever the phrase, a deadline is kept as the first day that is too late. A day without a year is
a day of the plan's year, or of every year where the text says so; where neither is clear nothing
is read.
"""

import datetime as dt
import re
from dataclasses import dataclass

from campaigns.reading.facts import Deadline
from emulation.vietnamese import search_key

_D = (
    r"(?P<day>\d{1,2})\s?(?:[/.-]\s?(?P<month>\d{1,2})(?:\s?[/.-]\s?(?P<year>\d{4})(?!\d))?"
    r"|\s?thang\s?(?P<month2>\d{1,2})(?:\s?(?:,\s?)?nam\s?(?P<year2>\d{4}))?)(?![\d/])"
)
_HOUR = r"(?:\d{1,2}\s?(?:h|gio|:)\s?(?:\d{2}\s?)?(?:phut\s?)?,?\s?)"
# Up to the day itself, or through it; "trước 17 giờ 00 ngày 25/4" leaves the 25th in time.
_PHRASE = re.compile(
    r"\b(?P<lead>truoc|cham nhat|muon nhat|han cuoi(?: cung)?|thoi han(?: cuoi)?|khong qua|het|"
    r"den|xong|trong)(?P<more>(?:\s?:|\s(?:la|vao|den|truoc|het|trong|cung)){0,4})\s"
    rf"(?P<hour>{_HOUR})?(?:ngay\s)?(?:\(?thu \w+\)?,? ?)?{_D}"
)
_YEARLY = re.compile(r"(hang|moi) nam\b")
_YEARLY_BEFORE = re.compile(r"(^(dinh ky )?(hang|moi) nam\b|\b(hang|moi) nam,? $)")
_OTHER_RHYTHM = re.compile(r"\b(hang|moi) (thang|quy)\b")
_OF_YEAR = re.compile(r"\b(?:rieng|doi voi|cua|trong) (?:ky )?nam (\d{4})\b")
_SENTENCES = re.compile(r"(?<=[.;])\s+(?=\D)")
_START = re.sub("<(day|month2?|year2?)>", r"<a_\1>", _D)
_SPAN = re.compile(
    rf"\btu (?:ngay )?(?P<first>ban hanh|{_START})"
    rf"[^.;]{{0,200}}?\bden (?:het )?(?:ngay )?{_D}"
)
_TOLD_YEAR = re.compile(r"\bnam (?:hoc )?(\d{4})(?:\s?[-–]\s?(\d{4}))?")
_TOLD_YEARS = re.compile(r"\bgiai doan (\d{4})\s?[-–]\s?(\d{4})")


_SENT = re.compile(
    r"\b(?:gửi|nộp)\s+(?:(?:bản|hồ sơ|đăng ký|danh sách|thi đua|nội dung)\s+){0,5}"
    r"(?:(?:về|đến|tới|cho)\s+)?(?!(?:về|đến|trước|chậm)\b)([^.;:]{3,200}?),?\s*"
    r"(?=xong|trước|chậm nhất|muộn nhất|đến hết|hạn cuối|để tổng hợp|[.;]|$)",
    re.IGNORECASE,
)
_OFFICES = ("bộ phận", "văn phòng", "cơ quan", "phòng", "thường trực")


@dataclass(frozen=True)
class Told:
    """What a sentence says about a deadline: the deadline, or why none could be read."""

    deadline: Deadline | None
    trouble: str = ""


def sentences(text: str) -> list[str]:
    """Split running text; "26.4.2024" and "UBND. xã" stay whole where a digit follows."""
    return [part for part in _SENTENCES.split(text) if part]


def deadlines(
    sentence: str, *, year: int | None, after: dt.date | None = None, lines: tuple[int, ...] = ()
) -> list[Told]:
    """Read all deadlines of a sentence.

    `year` is the plan's, for days without one; `after` the plan's date: such a day cannot lie
    before it.
    """
    key = search_key(sentence)
    found: list[Told] = []
    seen: set[str] = set()
    last = 0
    for match in _PHRASE.finditer(key):
        before, after_text = key[last : match.start()], key[match.end() : match.end() + 25]
        last = match.end()
        explained = bool(found) and before.endswith("(")
        if explained or _is_start_of_span(key, match) or _is_no_day(match):
            continue
        told = _deadline(match, before, after_text, sentence, year, after, lines)
        if told.deadline:
            if told.deadline.before_text in seen:
                continue
            seen.add(told.deadline.before_text)
        found.append(told)
    return found


def _is_start_of_span(key: str, match: re.Match[str]) -> bool:
    """Whether the day only opens a span: "trong ngày 5/4 đến 10/4"."""
    return match["lead"] == "trong" and bool(
        re.match(r"\s?(?:den|[-–])\s?(?:ngay )?\d", key[match.end() :])
    )


def _is_no_day(match: re.Match[str]) -> bool:
    """Whether "đến 8/10" may be a share or a mark: only "ngày" or a year makes it a day."""
    vague = match["lead"] in ("den", "trong", "het", "xong", "khong qua")
    return vague and "ngay" not in match[0] and not (match["year"] or match["year2"])


def _deadline(
    match: re.Match[str],
    before: str,
    following: str,
    sentence: str,
    year: int | None,
    after: dt.date | None,
    lines: tuple[int, ...],
) -> Told:
    words = match[0]
    day, month = int(match["day"]), int(match["month"] or match["month2"])
    stated = match["year"] or match["year2"]
    inclusive = not (
        (match["lead"] == "truoc" or "truoc" in match["more"])
        and not match["hour"]
        and "het" not in match["more"]
    )
    if _OTHER_RHYTHM.match(following.strip(" ,")):
        return Told(None, f"Thời hạn hằng tháng, hằng quý: “{sentence}”.")
    yearly = not stated and (_YEARLY.match(following.strip(" ,(")) or _YEARLY_BEFORE.search(before))
    try:
        if yearly:
            # 2001 is not a leap year: the day after 28/02 is 01/03.
            found = dt.date(2001, month, day) + dt.timedelta(days=inclusive)
            return Told(Deadline(None, f"--{found:%m-%d}", sentence, lines))
        told = _OF_YEAR.search(before[-80:])
        counted = int(told[1]) if told else None
        chosen = int(stated) if stated else counted or year
        if chosen is None:
            return Told(None, f"Thời hạn “{words}” không rõ năm: “{sentence}”.")
        found = dt.date(chosen, month, day) + dt.timedelta(days=inclusive)
    except (ValueError, OverflowError):
        return Told(None, f"Ngày trong thời hạn không có trong lịch: “{sentence}”.")
    if not stated and after and found <= after:
        return Told(None, f"Thời hạn “{words}” không rõ năm: “{sentence}”.")
    return Told(Deadline(counted or int(stated or chosen), found, sentence, lines))


def sent_to(sentence: str) -> str:
    """Return where to: "… gửi về UBND xã trước ngày …"; "" when no office is named."""
    for match in _SENT.finditer(sentence):
        place = match[1].strip()
        if place[0].isupper() or place.startswith(_OFFICES):
            return place
    return ""


def span(text: str, issued: dt.date | None) -> tuple[dt.date | None, dt.date | None] | None:
    """Return (from, to) of "từ ngày … đến ngày …"; None when the text says nothing of the kind.

    "Từ ngày ban hành" begins on the plan's own date, when that is known.
    """
    key = search_key(text)
    match = _SPAN.search(key)
    if not match:
        return None
    try:
        end = dt.date(*_parts(match, "", None))
    except (TypeError, ValueError):
        return None
    if match["first"] == "ban hanh":
        return issued, end
    try:
        start = dt.date(*_parts(match, "a_", end.year))
    except (TypeError, ValueError):
        return None, end
    return (start, end) if start <= end else (None, end)


def _parts(match: re.Match[str], prefix: str, year: int | None) -> tuple[int, int, int]:
    stated = match[f"{prefix}year"] or match[f"{prefix}year2"] or year
    month = match[f"{prefix}month"] or match[f"{prefix}month2"]
    return int(stated), int(month), int(match[f"{prefix}day"])


def years(subject: str) -> tuple[int | None, int | None]:
    """Return the first and last year that a plan's subject names."""
    key = search_key(subject)
    if match := _TOLD_YEARS.search(key):
        return int(match[1]), int(match[2])
    if match := _TOLD_YEAR.search(key):
        return int(match[1]), int(match[2] or match[1])
    return None, None
