"""Words and lines as the letters of a face: their widths, and how a page's content shows them.

Words are shaped once in a process. Widths are counted in 1/1024 pixels, as Pango counts them, and
letters are moved by whole 1/1000 of their size, as WeasyPrint moves them.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import uharfbuzz

from emulation.papers.drawing.cells import KNOWN
from emulation.papers.metrics import font_file
from emulation.papers.shaping import PIXELS_PER_POINT, UNITS, plain_width, shaped

# Words of a commune's papers repeat; so many are kept for each face and size.
KEPT = 10_000
# No line ends at a space in front of what closes or behind what opens, nor between a quotation mark
# and what opens (UAX 14, as Pango has it).
CLOSING, OPENING, QUOTES, DASH = "!),./:;?]}", "([{¡¿", "\"'«»‘’“”", "—"


class NotWritten(Exception):
    """The paper has something that is not written here; WeasyPrint has to print it."""


class Word(NamedTuple):
    """Letters without a space: their codes as content shows them, their width."""

    codes: str
    width: int


class Joint(NamedTuple):
    """A space between two letters: how content shows it, its width with what kerning adds.

    `alone` is what kerning adds to a line that ends in front of the space, which none does that is
    `firm`.
    """

    codes: str
    width: int
    alone: int
    firm: bool


class Letters:
    """A face in one size (pixels)."""

    def __init__(self, bold: bool, italic: bool, size: float) -> None:
        self.bold, self.italic, self.points = bold, italic, size / PIXELS_PER_POINT
        # In pixels, as Pango rounds it.
        self.size = int(size * UNITS) / UNITS
        font = uharfbuzz.Font(_face(bold, italic))
        font.scale = (int(size * UNITS), int(size * UNITS))
        extents = font.get_font_extents("ltr")
        self.ascent, self.descent = extents.ascender / UNITS, -extents.descender / UNITS
        self.word = lru_cache(KEPT)(self._word)
        self.joint = lru_cache(KEPT)(self._joint)
        self.space = self._run(" ")[0]

    @property
    def face(self) -> tuple[bool, bool]:
        """Bold or not, italic or not."""
        return self.bold, self.italic

    def line(self, words: Sequence[str]) -> Word:
        """Return words with a space between each two; an empty one stands for a space at an end."""
        codes, width, before = [], 0, None
        for text in words:
            if before is not None:
                joint = self.joint(before[-1:], text[:1])
                codes.append(joint.codes)
                width += joint.width
            word = self.word(text)
            codes.append(word.codes)
            width += word.width
            before = text
        return Word("".join(codes), width)

    def stretched(self, words: Sequence[str], spacing: float) -> str:
        """Return words with spaces made `spacing` pixels wider; kerning ends at each space.

        An empty word in front stands for a space at the beginning of the letters.
        """
        if any("\xa0" in text for text in words):
            raise NotWritten("a stretched line with a space that holds")
        more = int(spacing * UNITS)
        number, width = self.space
        # Half of it stands in front of the space, in units that WeasyPrint takes for thousandths.
        offset = (more // 2) / self.size
        move = int(self._logical(number) + offset - (width + more) / self._em)
        gap = f">{-offset}<{number:04x}>{move}<"
        if words[0]:
            return gap.join(self.word(text).codes for text in words)
        # There all of it stands behind the space.
        move = int(self._logical(number) - (width + more) / self._em)
        first = f"{number:04x}>{move}<" if move else f"{number:04x}"
        return first + gap.join(self.word(text).codes for text in words[1:])

    def _word(self, text: str) -> Word:
        """Return `text` shaped alone. Raises NotWritten for letters that are not known."""
        glyphs = self._run(text)
        return Word(self._codes(glyphs), sum(width for _, width in glyphs))

    def _joint(self, last: str, first: str) -> Joint:
        """Return the space between a letter and the next, with what kerning moves beside it."""
        run = self._run(f"{last} {first}")
        before = self._run(last)[0][1] if last else 0
        after = self._run(first)[0][1] if first else 0
        width = sum(width for _, width in run) - before - after
        codes = self._codes(run).removeprefix(f"{run[0][0]:04x}" if last else "")
        if first:
            # The letter behind is written with its own word.
            codes = codes[: codes.rindex(f"{run[-1][0]:04x}")]
        return Joint(codes, width, run[0][1] - before if last else 0, _firm(last, first))

    def _run(self, text: str) -> Sequence[tuple[int, int]]:
        if not KNOWN.fullmatch(text):
            raise NotWritten("letters")
        run = shaped(text, self.points, bold=self.bold, italic=self.italic)
        if not run.is_simple:
            raise NotWritten("letters")
        return run.glyphs

    def _codes(self, glyphs: Sequence[tuple[int, int]]) -> str:
        parts = []
        for number, width in glyphs:
            move = int(self._logical(number) - width / self._em)
            parts.append(f"{number:04x}>{move}<" if move else f"{number:04x}")
        return "".join(parts)

    def _logical(self, number: int) -> int:
        """Return a letter's width as the file says it, in 1/1000 of the size."""
        plain = plain_width(number, self.points, bold=self.bold, italic=self.italic)
        return round(plain / self._em)

    @property
    def _em(self) -> float:
        return self.size * UNITS / 1000


def _firm(last: str, first: str) -> bool:
    """Say whether no line ends at a space between two letters, of which either may be ""."""
    if not last or not first:
        return False
    opens = first in OPENING and last in QUOTES
    return opens or last in OPENING or first in CLOSING or last == first == DASH


@cache
def letters(bold: bool, italic: bool, size: float) -> Letters:
    """Return a face in a size of so many pixels."""
    return Letters(bold, italic, size)


def shown(codes: str) -> str:
    """Return letters as an operator of a page's content."""
    return f"[<{codes}>] TJ".replace("<>", "")


def face_name(bold: bool, italic: bool) -> str:
    """Return the name of a face among our font files."""
    return ("700Bold" if bold else "400Regular") + "_Italic" * italic


@cache
def _face(bold: bool, italic: bool) -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file(face_name(bold, italic)))))
