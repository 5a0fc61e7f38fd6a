"""A long table in pieces that print at the same time and make the very pages of the whole.

Where a page ends is foretold from the heights of the rows, which follow from the lines of their
cells (shaping.py) and from a proof: the same page with two rows, each on its own page. Pieces are
cut between pages only. Printed, each piece says what it measured; `fits` then proves that the
whole would have broken at the same rows and counted the same pages. Where it would not have, or
where the table is not as simple as foretelling needs, the paper is printed whole (pdf.py).
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

from emulation.papers.metrics import TABLE_SIZE
from emulation.papers.shaping import line_count

# Fewer rows print sooner than two more processes are told about them.
SHORTEST = 300
# One process stays below 300 MB with a piece of so many rows (performance.md goal 4).
LONGEST_PIECE = 1250
# Line height of a table's cells in parts of the letters' size, as in paper.css.
LEADING = 1.15
PIXELS_PER_POINT = 96 / 72
# What sums of decimal fractions may be off, in pixels; a break closer than this is no place to cut.
TOLERANCE = 0.05
# The class of the table that is measured.
MARK = "grid long"
TURNED = '<div class="turned">'
VOID = frozenset({"br", "col", "hr", "img", "link", "meta", "wbr"})
ROW = re.compile(r'<tr class="(\w*)">')
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)


class LongTable(NamedTuple):
    """A page cut around the rows of its longest table: everything before, the rows, all after."""

    before: str
    rows: list[str]
    after: str


class Row(NamedTuple):
    """A body row that was laid out: where its top and bottom edges are, and its cells' widths."""

    top: float
    bottom: float
    widths: tuple[float, ...]


class Measured(NamedTuple):
    """What the layout of a piece says of one page: its number, its bottom, its body rows.

    And its bookmarks: level, label, and where they lead to, from the upper left corner.
    """

    number: int
    bottom: float
    rows: tuple[Row, ...]
    bookmarks: tuple[tuple[int, str, float, float], ...] = ()


class Piece(NamedTuple):
    """A part of a paper as a page of its own, its styles, and what should come of it.

    That is: its page on which the rows begin, how many rows, on how many pages.
    """

    html: str
    style: str
    number: int
    rows: int
    pages: int


class Proof(NamedTuple):
    """What the first rows that were laid out tell: room on the first and on later pages, in pixels.

    And their heights; the last one stood on a page of its own.
    """

    number: int
    first_room: float
    next_room: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def long_table(
    html: str, shortest: int | None = None, *, annexes: bool = False
) -> LongTable | None:
    """Return the page around its only long table; None when no table is long, or several are.

    Long are `shortest` rows, SHORTEST unless given. A table of an annex counts with `annexes`.
    """
    shortest = SHORTEST if shortest is None else shortest
    bodies = [
        (match.end(), html.index("\n</tbody>", match.end()))
        for match in re.finditer(r"<tbody>\n", html)
    ]
    long = [span for span in bodies if html.count("\n<tr ", *span) + 1 >= shortest]
    if len(long) != 1 or not (annexes or 'class="annex' not in html[: long[0][0]]):
        return None
    start, end = long[0]
    before = html[:start]
    at = before.rindex('<table class="grid"')
    marked = before[:at] + before[at:].replace('class="grid"', f'class="{MARK}"', 1)
    return LongTable(marked, html[start:end].split("\n<tr "), html[end:])


def proof_page(table: LongTable) -> str:
    """Return the page with the first rows only: captions, the row below them, and one page more."""
    rows = table_rows(table)
    kinds = row_kinds(rows)
    lead = next(index for index in range(1, len(rows)) if not is_together(kinds, index))
    turned = rows[lead].replace("<tr ", '<tr style="break-before: page" ', 1)
    first = "\n".join(rows[:lead])
    return f"{table.before}{first}\n{turned}{silent_end(table)}"


def proven(pages: Sequence[Measured]) -> Proof | None:
    """Read the proof; None when its rows did not come to two neighbouring pages."""
    found = [page for page in pages if page.rows]
    if len(found) != 2 or len(found[1].rows) != 1 or found[1].number != found[0].number + 1:
        return None
    (first, *_), (second,) = (page.rows for page in found)
    return Proof(
        number=found[0].number,
        first_room=found[0].bottom - first.top,
        next_room=found[1].bottom - second.top,
        widths=first.widths,
        heights=tuple(row.bottom - row.top for page in found for row in page.rows),
    )


def pieces_of(table: LongTable, proof: Proof, count: int) -> list[Piece]:
    """Return the paper in at least `count` pieces, more when they would be too big.

    Empty when the foretold heights do not agree with the proof, or no place to cut was found.
    """
    rows = table_rows(table)
    heights = _heights(rows, proof)
    if not heights:
        return []
    kinds = row_kinds(rows)
    starts = page_starts(heights, kinds, proof)
    wanted = count * -(-len(rows) // (LONGEST_PIECE * count))
    cuts = [0]
    for number in range(1, wanted):
        aim = number * len(rows) / wanted
        # The last pages stay together, whatever the signature does to them.
        places = [
            page
            for page in range(cuts[-1] + 1, len(starts) - 1)
            if _clear_cut(heights, kinds, proof, starts, page)
        ]
        if places:
            cuts.append(min(places, key=lambda page: abs(starts[page] - aim)))
    if len(cuts) < count:
        return []
    edges = [*((starts[page], page) for page in cuts), (len(rows), len(starts))]
    return [_piece(table, rows, proof, *edge) for edge in pairwise(edges)]


def page_starts(heights: Sequence[float], kinds: Sequence[str], proof: Proof) -> list[int]:
    """Return the index of the row that each page of the table begins with.

    A caption stays with the row below it, a total with the row above (paper.css).
    """
    starts, room = [0], proof.first_room
    index = 0
    while index < len(heights):
        if heights[index] <= room or index == starts[-1]:
            room -= heights[index]
            index += 1
            continue
        begin = index
        while begin > starts[-1] and is_together(kinds, begin):
            begin -= 1
        index = begin if begin > starts[-1] else index
        starts.append(index)
        room = proof.next_room
    return starts


def fits(pieces: Sequence[Piece], measured: Sequence[Sequence[Measured]]) -> bool:
    """Say whether the printed pieces are, page for page, what the whole paper would have been.

    That is so when every piece holds all its rows on the pages foretold for it, and the row that
    begins the next piece would not have found room on the last page of this one.
    """
    found = [[page for page in pages if page.rows] for pages in measured]
    for piece, pages, all_pages in zip(pieces, found, measured, strict=True):
        numbers = [page.number for page in pages]
        is_last = piece is pieces[-1]
        if (
            numbers != list(range(piece.number, piece.number + len(numbers)))
            or sum(len(page.rows) for page in pages) != piece.rows
            or not (is_last or (len(numbers) == piece.pages and all_pages[-1].rows))
        ):
            return False
    for pages, following in pairwise(found):
        last, row = pages[-1], following[0].rows[0]
        room = last.bottom - last.rows[-1].bottom
        if row.bottom - row.top <= room + TOLERANCE:
            return False
    return True


def table_rows(table: LongTable) -> list[str]:
    """Return the table's rows as HTML."""
    first, *others = table.rows
    return [first, *(f"<tr {row}" for row in others)]


def _heights(rows: Sequence[str], proof: Proof) -> list[float]:
    """Return the heights of the rows in pixels; empty when the proof's rows do not obey the rule.

    A row is as high as the lines of its tallest cell and what paper.css puts around them.
    """
    line = TABLE_SIZE * LEADING * PIXELS_PER_POINT
    count = cache(line_count)
    widths = [width / PIXELS_PER_POINT for width in proof.widths]
    lines = []
    for row in rows:
        cells = CELL.findall(row)
        if len(cells) != len(widths):
            return []
        bold = row.startswith(('<tr class="group"', '<tr class="total"'))
        lines.append(
            max(
                sum(
                    max(1, count(unescape(part), width, TABLE_SIZE, bold=bold))
                    for part in cell.removesuffix("<br>").split("<br>")
                )
                if cell
                else 0
                for cell, width in zip(cells, widths, strict=True)
            )
        )
    around = proof.heights[0] - lines[0] * line
    heights = [around + number * line for number in lines]
    proven_ones = zip(heights, proof.heights, strict=False)
    return heights if all(abs(a - b) <= TOLERANCE for a, b in proven_ones) else []


def row_kinds(rows: Sequence[str]) -> list[str]:
    """Return what each row is: "group", "total" or "" for a plain one."""
    return [match[1] if (match := ROW.match(row)) else "" for row in rows]


def is_together(kinds: Sequence[str], index: int) -> bool:
    """Say whether no page may begin with the row `index`."""
    return kinds[index - 1] == "group" or kinds[index] == "total"


def _clear_cut(
    heights: Sequence[float], kinds: Sequence[str], proof: Proof, starts: Sequence[int], page: int
) -> bool:
    """Say whether `page` begins where it does because its first row found no room, clearly."""
    room = proof.next_room if page > 1 else proof.first_room
    used = sum(heights[starts[page - 1] : starts[page]])
    begin = starts[page]
    return used + heights[begin] > room + 2 * TOLERANCE and not is_together(kinds, begin)


def _piece(
    table: LongTable,
    rows: Sequence[str],
    proof: Proof,
    begin: tuple[int, int],
    end: tuple[int, int],
) -> Piece:
    """Return the piece from (row, page) to (row, page)."""
    is_first, is_last = begin[0] == 0, end[0] == len(rows)
    html = "".join([
        table.before if is_first else opening(table.before),
        "\n".join(rows[begin[0] : end[0]]),
        table.after if is_last else silent_end(table),
    ])  # fmt: skip
    style = "" if is_first else page_rule(proof.number + begin[1])
    number = proof.number if is_first else 1
    return Piece(html, style, number, end[0] - begin[0], end[1] - begin[1])


def page_rule(number: int, annex: str = "") -> str:
    """Return the style of a first page that is not the paper's: it has a number.

    `annex` is the name of its pages in an annex (paper.css).
    """
    return (
        f"@page {annex}:first {{ counter-reset: page {number}; "
        "@top-center { content: counter(page) } }\n"
        ".grid.long { margin-top: 0 }"
    )


def opening(before: str) -> str:
    """Return what a later piece begins with: the draft mark and the table's heading, opened."""
    head, body = before.split("<body>", 1)
    draft = re.search(r'<p class="draft">.*?</p>', body)
    outside, table = before[: before.rindex("<table ")], before[before.rindex("<table ") :]
    opened = "".join(tag for name, tag in _open_tags(outside) if name not in ("html", "body"))
    # Inside what may turn the page: before it, the mark would have an upright page of its own.
    mark = draft[0].replace("<p ", "<div ").replace("</p>", "</div>") if draft else ""
    return f"{head}<body>{opened}{mark}{table}"


def silent_end(table: LongTable) -> str:
    """Return the end of a piece after which more rows follow.

    As many siblings stand behind the table as in the whole: the styles of the last ones know it.
    """
    if annex_name(table):
        return f"{table.after.partition('</table>')[0]}</table></div></section></body></html>"
    closing, _, rest = table.after.partition("</table>")
    rest = rest.partition("</main>")[0].strip().removeprefix("</div>").strip()
    turned = "</div>" if _open_tags(table.before)[-3][1] == TURNED else ""
    siblings = "<template></template>" * (2 if rest else 0)
    return f"{closing}</table>{turned}{siblings}</main></body></html>"


def annex_name(table: LongTable) -> str:
    """Return the name of the pages of the annex that a table stands in, "" outside of annexes."""
    _, found, section = table.before.rpartition('<section class="annex ')
    kind = section.partition('"')[0]
    return f"annex-{kind.replace(' ', '-')}" if found else ""


def _open_tags(html: str) -> list[tuple[str, str]]:
    """Return name and text of the tags that are open at the end of `html`, outermost first."""
    parser = _Openings()
    parser.feed(html)
    return parser.stack


class _Openings(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.stack.append((tag, self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass
