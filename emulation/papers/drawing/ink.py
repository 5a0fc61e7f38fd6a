"""Lines of letters and rules → the content of a page, as PDF operators in the page's pixels."""

from collections.abc import Iterator, Sequence
from typing import Any

from emulation.papers.drawing.cells import DrawnRow, Line
from emulation.papers.drawing.frame import Frame
from emulation.papers.shaping import PIXELS_PER_POINT, UNITS, plain_width, shaped


class Ink:
    """Writes with the fonts of a file that is being made.

    `fonts` are WeasyPrint's, plain and bold: what they lack of our letters is added to them.
    """

    def __init__(self, frame: Frame, fonts: dict[bool, Any]) -> None:
        self.frame = frame
        self.fonts = fonts
        self.size = _as_pango(frame.size)

    def rules(self, tops: Sequence[float], bottom: float, upright: bool) -> bytes:
        """Return the rules below each row: `tops` are those of the rows, `bottom` of the last.

        With `upright` also those beside the cells.
        """
        left, right = self.frame.edges[0], self.frame.edges[-1]
        half = self.frame.rule / 2
        parts = [
            f"{left - half:.4f} {y:.4f} m {right + half:.4f} {y:.4f} l"
            for y in [*tops[1:], *([bottom] if upright else [])]
        ]
        if upright:
            ends = tops[0] - half, bottom + half
            parts += [f"{x:.4f} {ends[0]:.4f} m {x:.4f} {ends[1]:.4f} l" for x in self.frame.edges]
        return f"{self.frame.rule:.6f} w\n{' '.join(parts)} S".encode()

    def rows(
        self, rows: Sequence[DrawnRow], tops: Sequence[float], marked: Iterator[int] | None
    ) -> bytes:
        """Return the texts of `rows`; `marked` gives each line its number for the tags."""
        parts: list[bytes] = [] if marked else [b"BT"]
        last = None
        for row, top in zip(rows, tops, strict=True):
            kind = self.frame.kinds[row.kind]
            font = self.fonts[kind.bold]
            letters = f"/{font.hash} {self.size:.6f} Tf".encode()
            for cell in row.cells:
                y = top + kind.baseline
                for line in cell:
                    if line is not None:
                        ink = line.ink or self._ink(line, kind.bold)
                        text = b"%b %.4f Tm\n%b" % (ink[0], y, ink[1])
                        if marked:
                            parts.append(
                                b"/Span <</MCID %d>> BDC BT\n%b\n%b\nET EMC"
                                % (next(marked), letters, text)
                            )
                        else:
                            if last is not font:
                                parts.append(letters)
                                last = font
                            parts.append(text)
                    y += self.frame.pitch
        if not marked:
            parts.append(b"ET")
        return b"\n".join(parts)

    def number(self, number: int) -> bytes:
        """Return the page's number."""
        points = self.frame.number_size / PIXELS_PER_POINT
        run = shaped(str(number), points)
        left = self.frame.number_middle - run.places[-1] / UNITS / 2
        return b"BT\n/%b %.6f Tf\n1 0 0 -1 %.4f %.4f Tm\n%b\nET" % (
            self.fonts[False].hash.encode(),
            _as_pango(self.frame.number_size),
            left,
            self.frame.number_baseline,
            shown(str(number), run.glyphs, self.frame.number_size, self.fonts[False]),
        )

    def _ink(self, line: Line, bold: bool) -> tuple[bytes, bytes]:
        """Return how a line is placed, without its height on the page, and its letters."""
        letters = shown(line.text, line.glyphs, self.frame.size, self.fonts[bold], bold=bold)
        line.ink = b"1 0 0 -1 %.4f" % line.left, letters
        return line.ink


def shown(
    text: str,
    glyphs: Sequence[tuple[int, int]],
    size: float,
    font: Any,
    *,
    bold: bool = False,
    italic: bool = False,
) -> bytes:
    """Return letters as one operator, with what kerning moves them in 1/1000 of their size.

    `size` is in pixels, `font` WeasyPrint's: what it lacks of the letters is added to it.
    """
    em = _as_pango(size) * UNITS / 1000
    parts = ["[<"]
    for letter, (number, width) in zip(text, glyphs, strict=True):
        if number not in font.widths:
            plain = plain_width(number, size / PIXELS_PER_POINT, bold=bold, italic=italic)
            font.widths[number] = round(plain / em)
        font.to_unicode.setdefault(number, letter)
        kerning = int(font.widths[number] - width / em)
        parts.append(f"{number:04x}>{kerning}<" if kerning else f"{number:04x}")
    return "".join([*parts, ">] TJ"]).replace("<>", "").encode()


def _as_pango(size: float) -> float:
    """Return a size in pixels as Pango counts it."""
    return int(size * UNITS) / UNITS


def artifact(content: bytes, tagged: bool) -> bytes:
    """Return content that is no part of the text, marked so in a tagged file."""
    return b"/Artifact BMC\n%b\nEMC" % content if tagged else content
