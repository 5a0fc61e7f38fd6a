"""How lines end: ";" and "." in lists, "./." where the text ends and nowhere else."""

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from emulation.papers.text import END_MARK

from .finding import Finding
from .from_text import TYPES
from .manuscript import ANNEX, Line, Manuscript, Rank, Role

LIST_SOURCE = "Nghị định 30/2020/NĐ-CP, các mẫu của PL III (domain.md 9: dấu cuối ý liệt kê)"
END_SOURCE = "Nghị định 30/2020/NĐ-CP, các mẫu của PL III: hết văn bản ghi “./.” (domain.md 5.2)"
BREAK_SOURCE = "domain.md 9; papers/text.py: mỗi dòng là một đoạn"
# Types whose models close with "./."; forms and invitations have their own.
CLOSED = set(TYPES) - {"GIẤY MỜI", "HỢP ĐỒNG", "CÔNG ĐIỆN"}
_LISTS = (Rank.POINT, Rank.BRACKET, Rank.BULLET, Rank.SUB_BULLET)
_WRONG_MARK = re.compile(r"(?:\.\s+/\s*\.|\./\s+\.|(?<![./])/\.|\.//\.)\s*$")


def broken_line(paper: Manuscript) -> Iterator[Finding]:
    """Find a line that goes on with the sentence above: each line is printed as a paragraph."""
    if not paper.typed:
        return
    body = paper.body
    for above, line in pairwise(body):
        if _goes_on(above, line):
            yield line.finding(
                "broken-line",
                "warning",
                f"Dòng này nối tiếp {above.where}. Nối lại thành một đoạn.",
                BREAK_SOURCE,
            )


def _goes_on(above: Line, line: Line) -> bool:
    return (
        line.rank == Rank.PLAIN
        and line.text[:1].islower()
        and above.text[-1:] not in tuple(".;:!?")
    )


def list_endings(paper: Manuscript) -> Iterator[Finding]:
    """Find lists whose lines close wrongly: ";" or "." behind each, "." behind the last.

    Points and dashes that stand together are one list; it closes with one mark throughout. A line
    with others below it closes with ":" or as it likes.
    """
    for group in _groups(paper.body):
        leaves = [line for line, below in group if not below]
        if len(group) < 2 or not leaves:
            continue
        closed = [line for line in leaves if line.text.endswith((".", ";", "!", "?", "…"))]
        open_ = [line for line in leaves if line not in closed and line.text]
        if not closed:
            yield leaves[0].finding(
                "list-ending",
                "warning",
                f"Các ý từ {leaves[0].where} chưa có dấu cuối dòng. Ghi “;” sau mỗi ý và “.” sau "
                "ý cuối.",
                LIST_SOURCE,
                _last_words(leaves[0]),
            )
            continue
        for line in open_:
            mark = line.text[-1] if line.text[-1] in ",:" else ""
            now = f"kết thúc bằng “{mark}”" if mark else "chưa có dấu cuối dòng"
            right = "“.”" if line is group[-1][0] else "“;” hoặc “.” như các ý khác"
            yield line.finding(
                "list-ending",
                "warning",
                f"Ý này {now}. Ghi {right}.",
                LIST_SOURCE,
                _last_words(line),
            )
        yield from _mixed(group, closed)


def _mixed(group: list[tuple[Line, bool]], closed: list[Line]) -> Iterator[Finding]:
    """Lists of which some lines close with ";" and some with ".", and a last line with ";"."""
    last, has_below = group[-1]
    inner = [line for line in closed if line is not last]
    marks = {line.text[-1] for line in inner} & {".", ";"}
    if len(marks) > 1:
        odd = next(line for line in inner if line.text[-1] != inner[0].text[-1])
        yield odd.finding(
            "list-ending",
            "warning",
            "Danh sách này chỗ ghi “;” chỗ ghi “.” ở cuối ý. Thống nhất một dấu, ý cuối ghi “.”.",
            LIST_SOURCE,
            _last_words(odd),
        )
    # A list inside a list may go on with the outer one's semicolons.
    if not has_below and last.text.endswith(";") and last.rank != Rank.SUB_BULLET:
        yield last.finding(
            "list-ending", "warning", "Ý cuối của danh sách kết thúc bằng “.”, không phải “;”.",
            LIST_SOURCE, _last_words(last),
        )  # fmt: skip


def _last_words(line: Line) -> tuple[int, int]:
    return max(0, len(line.text) - 20), len(line.text)


def _groups(body: list[Line]) -> list[list[tuple[Line, bool]]]:
    """Return runs of points or dashes of one rank, each line with whether others stand below it."""
    groups: list[list[tuple[Line, bool]]] = []
    open_: dict[Rank, list[tuple[Line, bool]]] = {}
    joined = _joined(body)
    for line, below in zip_longest(joined, joined[1:]):
        for rank in [r for r in open_ if r > line.rank or line.rank not in _LISTS]:
            groups.append(open_.pop(rank))
        if line.rank in _LISTS:
            has_below = below is not None and below.rank > line.rank
            open_.setdefault(line.rank, []).append((line, has_below))
    return sorted([*groups, *open_.values()], key=lambda group: group[0][0].order)


def _joined(body: list[Line]) -> list[Line]:
    """Return the lines with broken ones put together again, so that each ends where it ends."""
    found: list[Line] = []
    for line in body:
        if found and _goes_on(found[-1], line):
            whole = found[-1]
            found[-1] = Line(
                whole.order, whole.where, whole.role, f"{whole.text} {line.text}", whole.label,
                whole.rank, whole.raw, whole.number, whole.heading,
            )  # fmt: skip
        else:
            found.append(line)
    return found


def end_mark(paper: Manuscript) -> Iterator[Finding]:
    """Find "./." that is missing at the end of the text, stands elsewhere, or is typed wrongly."""
    # The text ends before the annexes.
    lines = paper.having(Role.BODY, Role.TABLE)
    body = [line for line in lines if not line.where.startswith(ANNEX)]
    marked = [line for line in body if END_MARK in line.text]
    last = body[-1] if body else None
    if last and _WRONG_MARK.search(last.text):
        yield last.finding(
            "end-mark", "warning", "Dấu kết thúc văn bản ghi liền nhau là “./.”.", END_SOURCE,
            _last_words(last),
        )  # fmt: skip
        return
    for line in marked:
        if line is not last or not line.text.endswith(END_MARK):
            yield line.finding(
                "end-mark",
                "warning",
                "Dấu “./.” chỉ ghi một lần, sau chữ cuối cùng của nội dung. Bỏ ở chỗ này.",
                END_SOURCE,
            )
    if last and not marked and _wants_mark(paper, last):
        yield last.finding(
            "end-mark", "warning", "Thiếu dấu “./.” kết thúc văn bản sau câu cuối.", END_SOURCE,
            _last_words(last),
        )  # fmt: skip


def _wants_mark(paper: Manuscript, last: Line) -> bool:
    """Whether the text has to close with the mark; a table at the end carries none."""
    is_closed = paper.type_name in CLOSED or (not paper.type_name and bool(paper.symbol))
    return paper.framed and paper.end_mark and is_closed and last.role == Role.BODY
