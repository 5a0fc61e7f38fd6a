"""A text as HarfBuzz shapes it for the print: its letters' widths, and where it breaks into lines.

Sums of advances are not enough: without kerning only every second page of a long table begins with
the row that it should (performance.md section 3). Widths are counted in 1/1024 pixels, as Pango
counts them.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import uharfbuzz

from emulation.papers.metrics import font_file

UNITS = 1024
PIXELS_PER_POINT = 96 / 72
SPACES = re.compile(r"[ \t\n\r\f]+")
# A line may end at a space, and behind a dash or a stroke that stands between letters (UAX 14).
BREAKS = re.compile(r" |(?<=\S)(?<=[-–—/?!…])(?=[^\W\d])")
# Words of which these are all the places where a line may end, whatever stands beside them.
# A dot or stroke in front of a digit holds behind a digit only.
_HELD = r"(?:[.,:;](?=[^\W\d])|(?<=\d)[.,:;/](?=\d))"
WORD = rf"[(“]?\w+(?:{_HELD}\w+|[-/][^\W\d]\w*)*[)”]?[.,:;]?"
PLAIN = re.compile(rf"{WORD}(?: {WORD})*")
# Letters rounded one by one may come to so many units more than the line that holds them.
ROUNDING = 16
# Beside a space kerning differs by less than so many pixels from what stands alone.
KERNING = 1.0


class Shaped(NamedTuple):
    """A text on one line: its letters and, at each place in the text, where it stands.

    Of each letter its number in the font and its width with kerning. `is_simple` is False where
    not every letter of the text is one of the font, one behind the other from left to right.
    """

    glyphs: tuple[tuple[int, int], ...]
    places: tuple[int, ...]
    is_simple: bool


Lines = list[tuple[int, int]]


def collapsed(text: str) -> str:
    """Return `text` with white space counted once, as in HTML."""
    return SPACES.sub(" ", text).strip(" ")


def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Return the lines that `text` takes in a column of `width` points at `size` points.

    White space counts once; an empty text takes none. A word wider than the column is broken
    anywhere.
    """
    text = collapsed(text)
    return len(lines(text, shaped(text, size, bold=bold).places, width * PIXELS_PER_POINT))


def lines(
    text: str,
    places: Sequence[int],
    width: float,
    ask: Callable[[str], Lines] | None = None,
) -> Lines:
    """Return from where to where in the collapsed `text` each of its lines goes.

    `places` are those of its letters, `width` is in pixels. What the rules here do not decide for
    sure is decided by `ask`, when given: how the text breaks according to the program that prints.
    """
    limit = int(width * UNITS) + ROUNDING
    if places[-1] <= limit - KERNING * UNITS:
        return [(0, len(text))] if text else []
    if ask and not PLAIN.fullmatch(text):
        return ask(text)
    found, start, end = [], 0, 0
    for begin, stop in _pieces(text):
        room = places[start] + limit - places[stop]
        if ask and abs(room) < KERNING * UNITS:
            return ask(text)
        if room < 0 and begin > start:
            found.append((start, end))
            start = begin
        while places[stop] - places[start] > limit:
            if ask:
                return ask(text)
            cut = bisect_right(places, places[start] + limit) - 1
            if not start < cut < stop:
                break
            found.append((start, cut))
            start = cut
        end = stop
    return [*found, (start, end)]


def _pieces(text: str) -> Sequence[tuple[int, int]]:
    """Return from where to where each piece goes within which no line ends."""
    found, begin = [], 0
    for gap in BREAKS.finditer(text):
        found.append((begin, gap.start()))
        begin = gap.end()
    return [*found, (begin, len(text))]


def shaped(text: str, size: float, *, bold: bool = False, italic: bool = False) -> Shaped:
    """Return `text` as letters of `size` points."""
    if not text:
        return Shaped((), (0,), True)
    font = _font(_face(bold, italic), size)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    clusters = [info.cluster for info in infos]
    numbers = [info.codepoint for info in infos]
    moves = [position.position for position in positions]
    widths = [0] * len(text)
    for cluster, move in zip(clusters, moves, strict=True):
        widths[cluster] += move[2]
    is_simple = (
        clusters == list(range(len(text)))
        and 0 not in numbers
        and not any(move[0] or move[1] for move in moves)
    )
    return Shaped(tuple(zip(numbers, widths, strict=False)), (0, *accumulate(widths)), is_simple)


def plain_width(glyph: int, size: float, *, bold: bool = False, italic: bool = False) -> int:
    """Return the width of a letter that stands alone."""
    return _plain_widths(_face(bold, italic), size)(glyph)


def _face(bold: bool, italic: bool) -> str:
    return ("700Bold" if bold else "400Regular") + "_Italic" * italic


@cache
def _plain_widths(face: str, size: float) -> Callable[[int], int]:
    return cache(_font(face, size).get_glyph_h_advance)


@cache
def _font(face: str, size: float) -> uharfbuzz.Font:
    blob = uharfbuzz.Blob.from_file_path(str(font_file(face)))
    font = uharfbuzz.Font(uharfbuzz.Face(blob))
    scale = int(size * PIXELS_PER_POINT * UNITS)
    font.scale = (scale, scale)
    return font
