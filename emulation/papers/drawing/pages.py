"""A paper with a long table: WeasyPrint lays out its beginning and its end, the rest is drawn.

Laid out are the page on which the table begins, with its first rows, a sample page, and the page
on which the table ends, where one high row keeps the room of those that are drawn. WeasyPrint
then writes one file of its own pages and ours: fonts, numbers, bookmarks and tags are those of one
paper.
"""

import logging
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from emulation.papers.drawing.cells import DrawnRow, UnknownText, drawn_rows
from emulation.papers.drawing.frame import Kind, frame_of, row_groups, sample_rows
from emulation.papers.drawing.writing import Beginning, Ending, File
from emulation.papers.shaping import Lines
from emulation.papers.splitting import (
    LongTable,
    Proof,
    annex_name,
    is_together,
    long_table,
    opening,
    page_rule,
    page_starts,
    row_kinds,
    silent_end,
    table_rows,
)

# With fewer rows there is nothing to gain.
SHORTEST = 40
# A page that ends closer than so many pixels to its bottom may end elsewhere.
UNSURE = 0.0001
# What a measured row may differ from the foretold one, in pixels.
TOLERANCE = 0.01
logger = logging.getLogger(__name__)


class Printer(NamedTuple):
    """What lays out and breaks: WeasyPrint, as pdf.py has it."""

    layout: Callable[[str, str], Any]
    lines: Callable[[str, Any, float], Lines]


class NotDrawn(Exception):
    """The table is other than foreseen; the paper has to be printed by WeasyPrint alone."""


def table_to_draw(html: str) -> LongTable | None:
    """Return the page around its only long table; None when there is nothing to draw."""
    return long_table(html, SHORTEST, annexes=True)


def drawn(
    table: LongTable,
    printer: Printer,
    options: dict[str, Any],
    progress: Callable[[int], None] | None = None,
) -> bytes | None:
    """Return the PDF of a page with `table`; None when it has to be printed otherwise.

    `progress` is called with the number of each page that is drawn.
    """
    try:
        texts = table_rows(table)
        kinds = row_kinds(texts)
        begin = _beginning(table, texts, kinds, printer)

        def ask(text: str, kind: Kind, width: float) -> Lines:
            return printer.lines(text, kind.style, width)

        rows = drawn_rows(texts, begin.frame, ask)
        starts = _starts(begin, rows, kinds)
        end = _ending(table, texts, kinds, begin, rows, starts, printer)
        file = File(begin, end, rows, starts, progress or (lambda page: None))
        return file.written(options)
    except (NotDrawn, UnknownText) as error:
        logger.info("A long table is not drawn: %s: %s", type(error).__name__, error)
    except AttributeError:
        logger.exception("A long table is not drawn: the library's boxes have changed.")
    return None


def _beginning(
    table: LongTable, texts: Sequence[str], kinds: Sequence[str], printer: Printer
) -> Beginning:
    """Lay out the paper up to the first rows of the table, and the sample page."""
    lead = next((i for i in range(1, len(texts)) if not is_together(kinds, i)), 0)
    first, sample = "\n".join(texts[:lead]), sample_rows(texts[0], ' style="break-before: page"')
    document = printer.layout(f"{table.before}{first}\n{sample}{silent_end(table)}", "")
    *pages, last = document.pages
    frame, found = frame_of(last), [_rows(page) for page in pages]
    if frame is None or not found or any(found[:-1]) or len(found[-1]) != lead or not lead:
        raise NotDrawn("beginning")
    box, rows = last._page_box, found[-1]
    top, next_top = rows[0].position_y, rows[-1].position_y + rows[-1].height
    page_top = box.content_box_y()
    bottom = page_top + box.height
    heights = tuple(row.height for row in rows)
    proof = Proof(len(pages), bottom - top, bottom - frame.top, (), heights)
    return Beginning(document, pages, last, frame, lead, next_top, page_top, proof)


def _starts(begin: Beginning, rows: Sequence[DrawnRow], kinds: Sequence[str]) -> list[int]:
    """Return the index of the row with which each page begins, where that is sure."""
    heights = [row.height for row in rows]
    if any(abs(a - b) > TOLERANCE for a, b in zip(heights, begin.proof.heights, strict=False)):
        raise NotDrawn("height of the first rows")
    if max(heights) > begin.proof.next_room:
        raise NotDrawn("a row higher than a page")
    starts = page_starts(heights, kinds, begin.proof)
    if len(starts) < 2 or starts[1] < begin.rows:
        raise NotDrawn("no second page")
    for start in starts:
        room = begin.proof.next_room if start else begin.proof.first_room
        for used in accumulate(heights[start:]):
            if abs(used - room) < UNSURE:
                raise NotDrawn("a page that may end elsewhere")
            if used > room:
                break
    return starts


def _ending(
    table: LongTable,
    texts: Sequence[str],
    kinds: Sequence[str],
    begin: Beginning,
    rows: Sequence[DrawnRow],
    starts: Sequence[int],
    printer: Printer,
) -> Ending:
    """Lay out the end of the paper, from the page on which the table ends.

    The signature may take the last rows with it to a page of its own: these are laid out.
    """
    start = keep = starts[-1]
    for index in range(len(texts) - 1, start, -1):
        if not is_together(kinds, index) and len(texts) - index > 1:
            keep = index
            break
    height = sum(row.height for row in rows[start:keep])
    room = [_high_row(texts[0], height)] if keep > start else []
    html = "\n".join([*room, *texts[keep:]])
    style = page_rule(begin.frame.number + len(starts) - 2, annex_name(table))
    pages = printer.layout(f"{opening(table.before)}{html}{table.after}", style).pages
    found = [row for page in pages for row in _rows(page)]
    expected = [height] * bool(room) + [row.height for row in rows[keep:]]
    if (
        len(found) != len(expected)
        or not _rows(pages[0])
        or abs(found[0].position_y - begin.frame.top) > TOLERANCE
        or any(
            abs(row.height - foretold) > TOLERANCE
            for row, foretold in zip(found, expected, strict=True)
        )
    ):
        raise NotDrawn("end")
    return Ending(pages, keep)


def _high_row(row: str, height: float) -> str:
    """Return a row without text that is so high, with cells like those of the HTML `row`."""
    cells = "".join(f"<td{cell.partition('>')[0]}></td>" for cell in row.split("<td")[1:])
    return f'<tr class="body" style="height: {height:.9f}px">{cells}</tr>'


def _rows(page: Any) -> list[Any]:
    return [row for group in row_groups(page._page_box) for row in group.children]
