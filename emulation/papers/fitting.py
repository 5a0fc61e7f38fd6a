"""A text into a box of a fixed size: on fewer or more lines, and in smaller steps, until it fits.

What stands in a box of a certificate never leaves it, whatever name or achievement was typed.
"""

from collections.abc import Iterator
from typing import NamedTuple

from emulation.papers.blocks import PaperError
from emulation.papers.metrics import MM_PER_POINT, balanced, width_mm

# Height of a line in parts of the letters' size.
LEADING = 1.2
# Letters shrink to this part of the size asked for, but never below so many points.
SMALLEST_SHARE, SMALLEST_SIZE = 0.5, 7.0
# A text that should stay on one line (a name) shrinks to this part before it is broken.
ONE_LINE_SHARE = 0.7
# Shaping may print a line a little wider than its letters measured one by one.
SAFETY = 0.985


class Fitted(NamedTuple):
    """The lines of a text and the size in points at which they fit."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """The height of all lines in millimetres."""
        return len(self.lines) * line_height(self.size)


def line_height(size: float) -> float:
    """Return the height in millimetres of one line of `size` points."""
    return size * LEADING * MM_PER_POINT


def fitted(
    text: str,
    width: float,
    height: float,
    size: float,
    *,
    bold: bool = False,
    one_line: bool = False,
) -> Fitted:
    """Return how `text` stands inside `width` × `height` mm, at `size` points or smaller.

    A line break in `text` is kept. With `one_line` the text shrinks some steps before it is
    broken. A word too long for the box is broken at the smallest size only. Raises PaperError
    when even that has no room.
    """
    text = "\n".join(" ".join(line.split(" ")).strip() for line in text.strip().splitlines())
    limit = width * SAFETY
    if one_line and "\n" not in text:
        for points in _steps(size, size * ONE_LINE_SHARE):
            if width_mm(text, points, bold=bold) <= limit and line_height(points) <= height:
                return Fitted((text,), points)
    points = size
    for points in _steps(size, max(SMALLEST_SIZE, size * SMALLEST_SHARE)):
        lines = balanced(text, limit, points, bold=bold)
        found = Fitted(lines, points)
        widest = max((width_mm(line, points, bold=bold) for line in lines), default=0)
        if widest <= limit and found.height <= height:
            return found
    found = Fitted(
        balanced(_hyphenless(text, limit, points, bold), limit, points, bold=bold), points
    )
    if found.height > height:
        raise PaperError(
            f"Chữ quá dài so với ô {_mm(width)} × {_mm(height)} mm: “{_short(text)}”. "
            "Hãy rút gọn hoặc mở rộng ô."
        )
    return found


def _steps(size: float, least: float) -> Iterator[float]:
    """Yield sizes from `size` down to `least`, half a point at a time."""
    points = size
    while points >= min(size, least):
        yield points
        points -= 0.5


def _hyphenless(text: str, limit: float, size: float, bold: bool) -> str:
    """Return `text` with a space inside every word that is wider than `limit`."""
    pieces: list[str] = []
    for line in text.splitlines():
        words: list[str] = []
        for word in line.split(" "):
            rest = word
            while width_mm(rest, size, bold=bold) > limit and len(rest) > 1:
                end = len(rest) - 1
                while end > 1 and width_mm(rest[:end], size, bold=bold) > limit:
                    end -= 1
                words.append(rest[:end])
                rest = rest[end:]
            words.append(rest)
        pieces.append(" ".join(words))
    return "\n".join(pieces)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"


def _mm(length: float) -> str:
    return f"{length:g}".replace(".", ",")
