"""Headings: one form for all of a rank, and no full stop behind them or behind the subject."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .finding import Finding
from .manuscript import Line, Manuscript, Rank, Role

SOURCE = "Nghị định 30/2020/NĐ-CP, PL I mục II.6 (domain.md 5.2)"
SUBJECT_SOURCE = "Nghị định 30/2020/NĐ-CP, PL I mục II.5, các mẫu của PL III (domain.md 5.2, 9)"
_TITLES = (Rank.PART, Rank.CHAPTER, Rank.DIVISION, Rank.LETTER, Rank.SECTION)
_NAMES = {Rank.SECTION: "mục La Mã", Rank.ITEM: "khoản", Rank.POINT: "điểm"}
LONGEST_HEADING = 120


def heading_stop(paper: Manuscript) -> Iterator[Finding]:
    """Find a full stop, comma or semicolon behind a section's heading, the type or the subject."""
    for line in paper.having(Role.TYPE, Role.SUBJECT, Role.BODY):
        is_title = line.role != Role.BODY or line.rank in _TITLES
        if not is_title or not line.text.endswith((".", ";", ",")) or line.text.endswith("..."):
            continue
        if line.role == Role.BODY and len(line.text) > LONGEST_HEADING:
            continue
        what = "tiêu đề" if line.role == Role.BODY else line.role.value
        yield line.finding(
            "heading-stop",
            "warning",
            f"Bỏ dấu “{line.text[-1]}” ở cuối {what}.",
            SOURCE if line.role == Role.BODY else SUBJECT_SOURCE,
            (max(0, len(line.text) - 30), len(line.text)),
        )


def heading_form(paper: Manuscript) -> Iterator[Finding]:
    """Find headings that differ in form from the others of their rank: capitals, "I." or "I/".

    The decree writes "I." with its heading in capitals, "1." and "a)". Only for typed text.
    """
    if not paper.typed:
        return
    for rank in _NAMES:
        lines = [line for line in paper.body if line.rank == rank]
        yield from _labels(lines)
    yield from _capitals([line for line in paper.body if line.rank == Rank.SECTION])
    yield from _colons(paper)


def _labels(lines: list[Line]) -> Iterator[Finding]:
    """Labels that close in another way than the decree's, or than the others."""
    right = ")" if lines and lines[0].rank == Rank.POINT else "."
    for line in lines:
        if line.label.endswith(right):
            continue
        wanted = f"{line.label.rstrip(' .):/–-')}{right}"
        yield line.finding(
            "heading-form",
            "warning",
            f"Ghi số của {_NAMES[line.rank]} là “{wanted}”, không ghi “{line.label}”.",
            SOURCE,
        )


def _capitals(lines: list[Line]) -> Iterator[Finding]:
    """Sections of which some are in capitals and some are not."""
    titles = [line for line in lines if line.text and len(line.text) <= LONGEST_HEADING]
    upper = [line for line in titles if line.text.isupper()]
    if not upper or len(upper) == len(titles):
        return
    for line in titles:
        if not line.text.isupper():
            yield line.finding(
                "heading-form",
                "warning",
                "Tiêu đề mục này viết chữ thường, các mục khác viết in hoa. Viết in hoa cho "
                "thống nhất.",
                SOURCE,
            )


def _colons(paper: Manuscript) -> Iterator[Finding]:
    """Titles of items of which some close with a colon and some with nothing."""
    body = paper.body
    titles = [
        line
        for line, below in pairwise(body)
        if line.rank == Rank.ITEM
        and below.rank > line.rank
        and len(line.text) <= LONGEST_HEADING
        and line.text[-1:] not in ".;,"
    ]
    count = Counter(line.text.endswith(":") for line in titles)
    if len(count) < 2:
        return
    odd = count.most_common()[-1][0]
    line = next(line for line in titles if line.text.endswith(":") == odd)
    yield line.finding(
        "heading-form",
        "note",
        f"Tiêu đề khoản nơi có dấu “:” ({count[True]} chỗ), nơi không ({count[False]} chỗ). "
        "Thống nhất một cách.",
        SOURCE,
    )
