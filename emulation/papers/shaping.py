"""How many lines a text takes in a column, from widths shaped by HarfBuzz as the print shapes them.

Sums of advances are not enough: without kerning only every second page of a long table begins with
the row that it should (performance.md section 3).
"""

import re
from functools import cache
from itertools import accumulate

import uharfbuzz

from emulation.papers.metrics import font_file

SPACES = re.compile(r"[ \t\n\r\f]+")
# A line may end at a space, and behind a dash or a stroke that stands between letters (UAX 14).
BREAKS = re.compile(r" |(?<=\S)(?<=[-–—/?!…])(?=[^\W\d])")
# A line as wide as its column up to so many points still fits: Pango counts in 1/1024 points.
TOLERANCE = 1 / 1024


def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Return the lines that `text` takes in a column of `width` points at `size` points.

    White space counts once, as in HTML; an empty text takes none. A word wider than the column
    is broken anywhere.
    """
    text = SPACES.sub(" ", text).strip(" ")
    pieces, stops = _pieces(text, "700Bold" if bold else "400Regular")
    width, lines, start = width + TOLERANCE, 1 if pieces else 0, 0.0
    for begin, end in pieces:
        if (end - start) * size <= width:
            continue
        if begin > start:
            lines, start = lines + 1, begin
        while (end - start) * size > width:
            fitting = [stop for stop in stops if start < stop <= start + width / size]
            if not fitting:
                break
            lines, start = lines + 1, fitting[-1]
    return lines


@cache
def _font(face: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file(face)))))


@cache
def _units(face: str) -> int:
    return _font(face).face.upem


def _pieces(text: str, face: str) -> tuple[list[tuple[float, float]], list[float]]:
    """Return where each unbreakable piece begins and ends, and where each letter ends, in em."""
    if not text:
        return [], []
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(_font(face), buffer)
    advances = [0] * len(text)
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        advances[info.cluster] += position.x_advance
    ends = [0.0, *(total / _units(face) for total in accumulate(advances))]
    pieces, begin = [], 0
    for gap in BREAKS.finditer(text):
        pieces.append((ends[begin], ends[gap.start()]))
        begin = gap.end()
    pieces.append((ends[begin], ends[-1]))
    return pieces, ends
