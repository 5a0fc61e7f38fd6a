"""Rows of a long table as HTML → the lines of their cells, each letter with its width."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape

from emulation.papers.drawing.frame import Column, Frame, Kind
from emulation.papers.shaping import (
    PIXELS_PER_POINT,
    UNITS,
    Lines,
    collapsed,
    lines,
    plain_width,
    shaped,
)
from emulation.papers.splitting import CELL, ROW

# Letters that stand one behind the other, each with a glyph of its own, in one run of the print.
KNOWN = re.compile("[ -~\xa0-\xac\xae-\xff\u0100-\u024f\u1e00-\u1eff‘’“”–—…•₫€№]*")

# The part of the spare room that is left of a line.
SHARES = {"center": 0.5, "right": 1.0}
# How a text in letters of a kind breaks in a width, according to the program that prints.
Break = Callable[[str, Kind, float], Lines]


@dataclass(slots=True)
class Line:
    """A line of a cell: where it begins, its text, of each letter number and width.

    `ink` is what ink.py makes of it.
    """

    left: float
    text: str
    glyphs: Sequence[tuple[int, int]]
    ink: tuple[bytes, bytes] | None = None


Cell = tuple[Line | None, ...]


@dataclass(slots=True)
class DrawnRow:
    """A row: its kind, its cells, its height."""

    kind: str
    cells: list[Cell]
    height: float


class UnknownText(Exception):
    """A text has letters that only the program that prints knows how to place."""


def drawn_rows(rows: Sequence[str], frame: Frame, ask: Break) -> list[DrawnRow]:
    """Return the HTML `rows` as lines of letters.

    Raises UnknownText for a text that cannot be drawn, and for a row with other cells.
    """
    known: dict[tuple[str, int, str], Cell] = {}
    found = []
    for row in rows:
        kind = match[1] if (match := ROW.match(row)) else "body"
        texts = CELL.findall(row)
        if len(texts) != len(frame.columns) or kind not in frame.kinds:
            raise UnknownText("cells")
        cells = []
        for number, html in enumerate(texts):
            cell = known.get((kind, number, html))
            if cell is None:
                cell = _cell(html, frame.columns[number], frame.kinds[kind], frame, ask)
                known[kind, number, html] = cell
            cells.append(cell)
        height = frame.kinds[kind].around + max(map(len, cells)) * frame.pitch
        found.append(DrawnRow(kind, cells, height))
    return found


def _cell(html: str, column: Column, kind: Kind, frame: Frame, ask: Break) -> Cell:
    """Return the lines of a cell, None for each that is empty."""
    if not html.strip():
        return ()
    size = frame.size / PIXELS_PER_POINT
    found: list[Line | None] = []
    for part in html.removesuffix("<br>").split("<br>"):
        text = collapsed(unescape(part))
        if not KNOWN.fullmatch(text):
            raise UnknownText("letters")
        if not text:
            found.append(None)
            continue
        run = shaped(text, size, bold=kind.bold)
        if not run.is_simple:
            raise UnknownText("letters")
        broken = lines(text, run.places, column.width, lambda text: ask(text, kind, column.width))
        for start, end in broken:
            glyphs, wide = run.glyphs[start:end], run.places[end] - run.places[start]
            # The last letter is not moved by the space behind it.
            number, width = glyphs[-1]
            wide += plain_width(number, size, bold=kind.bold) - width
            spare = max(column.width - wide / UNITS, 0)
            left = column.left + spare * SHARES.get(column.align, 0.0)
            found.append(Line(left, text[start:end], glyphs))
    return tuple(found)
