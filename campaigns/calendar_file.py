"""A timetable as an iCalendar file (RFC 5545): what phones and office calendars subscribe to."""

import datetime as dt
from collections.abc import Iterable, Iterator

ZONE = "Asia/Ho_Chi_Minh"
CONTENT_TYPE = "text/calendar; charset=utf-8"
# The zone has had no summer time since 1975, so one offset says all.
_TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)
LONGEST = 75  # octets of a line (RFC 5545, 3.1)


def escaped(text: str) -> str:
    """Return `text` as a TEXT value (RFC 5545, 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a content line in pieces of at most 75 octets; no letter is cut in two."""
    pieces, size = [""], 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LONGEST:
            pieces.append(" ")
            size = 1
        pieces[-1] += char
        size += octets
    return "\r\n".join(pieces)


def calendar_file(
    name: str, events: Iterable[tuple[str, dt.date, str, str, str]], *, stamp: dt.datetime
) -> bytes:
    """Return all-day events as an iCalendar file.

    An event is (uid, day, summary, description, address); `stamp` is an aware moment, that of the
    writing.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Thi dua khen thuong//Lich thoi han//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{ZONE}",
        *_TIMEZONE,
        *(line for event in events for line in _event(event, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(event: tuple[str, dt.date, str, str, str], stamp: dt.datetime) -> Iterator[str]:
    uid, day, summary, description, address = event
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(summary)}"
    if description:
        yield f"DESCRIPTION:{escaped(description)}"
    if address:
        yield f"URL:{address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
