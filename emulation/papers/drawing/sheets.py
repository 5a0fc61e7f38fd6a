"""A run of sheets with texts at fixed places (certificates): one is laid out, the rest is written.

WeasyPrint lays out the sheet that has most on it, the model, and a page with two lines of each
kind of letters in the run. What a sheet has in common with the model is copied from there; other
texts and codes are written. The model's own texts are written as well, to see that it comes to
the same.
"""

import copy
import logging
import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from emulation.papers.drawing.cells import KNOWN, SHARES, UnknownText
from emulation.papers.drawing.ink import shown
from emulation.papers.drawing.saving import save
from emulation.papers.drawing.sheet_tags import add_sheets
from emulation.papers.drawing.writing import as_bytes, aside
from emulation.papers.placed import PIXELS_PER_MM, Leaf, PlacedCode, PlacedText
from emulation.papers.qr import qr_modules
from emulation.papers.shaping import PIXELS_PER_POINT, UNITS, collapsed, shaped

# With fewer sheets there is nothing to gain.
FEWEST = 3
# What a written text may be off the model's, in pixels.
TOLERANCE = 0.01
# How WeasyPrint paints a line: its place, its font where it is another, its letters.
LINE = re.compile(
    rb"1 0 0 -1 (?P<x>[-\d.]+) (?P<y>[-\d.]+) Tm\n"
    rb"(?:(?P<letters>/(?P<font>\w+) [\d.]+ Tf)\n)?(?P<shown>\[[^]]*\] TJ)\n",
)
# How it writes that a letter is not moved.
NO_MOVE = re.compile(rb">0(?=[<\]])")
COLOUR = re.compile(rb"(?:/\S+ gs\n)?[\d. ]+ rg(?=\nBT)")
MARK = re.compile(rb"/MCID \d+")
# What is painted besides letters.
RULE = re.compile(rb" (?:re|l)\n")
# Modules of a QR code, as its SVG draws them.
MODULES = re.compile(rb"(?<=\n)(?:[\d.]+ [\d.]+ [ml]\n)+(?=B\n)")
logger = logging.getLogger(__name__)


class Look(NamedTuple):
    """How letters of one kind are painted: their operators, first base line, distance of lines."""

    colour: bytes
    letters: bytes
    font: Any
    baseline: float
    pitch: float


class NotDrawn(Exception):
    """The sheets are other than foreseen; WeasyPrint has to print them all."""


# Content of a page, cut where the number of a marked content stands.
Piece = tuple[bytes, ...]


def laid_out(leaves: Sequence[Leaf]) -> tuple[Leaf, Leaf]:
    """Return the two sheets of a run that are laid out: the model, and one of each look."""
    model = max(leaves, key=lambda leaf: len(leaf.codes) + len(leaf.texts))
    looks = dict.fromkeys(_look(text) for leaf in leaves for text in leaf.texts)
    samples = [
        PlacedText("", ("x", "x"), 0, 0, 50, size, "left", colour, bold, italic)
        for size, colour, bold, italic in looks
    ]
    # Two at least, to be told apart from what is around them.
    return model, Leaf((), tuple(samples * (2 if len(samples) == 1 else 1)))


def drawn(
    document: Any,
    leaves: Sequence[Leaf],
    options: dict[str, Any],
    progress: Callable[[int], None] | None = None,
) -> bytes | None:
    """Return the PDF of `leaves`, of which `document` lays out what `laid_out` says.

    None when they have to be printed otherwise. `progress` hears the number of each page.
    """
    try:
        return _Run(document, leaves, progress or (lambda page: None)).written(options)
    except (NotDrawn, UnknownText) as error:
        logger.info("Sheets are not drawn: %s: %s", type(error).__name__, error)
    except AttributeError:
        logger.exception("Sheets are not drawn: the library's boxes have changed.")
    return None


class _Run:
    """The file of a run: each page paints itself, with what is the same taken from the model."""

    def __init__(
        self, document: Any, leaves: Sequence[Leaf], progress: Callable[[int], None]
    ) -> None:
        if len(document.pages) != 2:
            raise NotDrawn("pages")
        self.leaves, self.progress = leaves, progress
        self.model_page, self.sample_page = document.pages
        self.model, self.samples = laid_out(leaves)
        self.known: dict[PlacedText | PlacedCode, Piece] = {}
        self.looks: dict[tuple, Look] = {}
        self.sizes = {code: qr_modules(code.url).size for code in self.model.codes}
        self.ruled: set[str] = set()
        self.ends: tuple[bytes, bytes] = (b"", b"")
        self.is_tagged = False
        self.document = document.copy([self._page(number) for number in range(len(leaves))])

    def written(self, options: dict[str, Any]) -> bytes:
        """Return the file."""
        return self.document.write_pdf(finisher=self._finish, **options)

    def _page(self, number: int) -> Any:
        mine = copy.copy(self.model_page)
        mine.paint = partial(self._paint, number)
        mine._page_box = mine._page_box.copy_with_children([])
        return mine

    def _paint(self, number: int, stream: Any, scale: float) -> None:
        """Paint a page: what stands on its leaf, in its order."""
        if not self.looks:
            self.is_tagged = stream._tags is not None
            self._read_model(stream, scale)
        leaf, parts, mark = self.leaves[number], [self.ends[0]], 0
        for thing in (*leaf.codes, *leaf.texts):
            first, *more = self._piece(thing)
            parts.append(first)
            for part in more:
                parts[-1] += b"/MCID %d%b" % (mark, part)
                mark += 1
        stream.stream += [*parts, self.ends[1]]
        self.progress(number + 1)

    def _read_model(self, stream: Any, scale: float) -> None:
        """Take what WeasyPrint paints of both pages, and see that ours comes to the same."""
        things = (*self.model.codes, *self.model.texts)
        before, pieces, after = _painted(self.model_page, stream, scale, len(things))
        self.ends = before, after
        *_, samples, _ = _painted(self.sample_page, stream, scale, len(self.samples.texts))
        fonts = {font.hash.encode(): font for font in self.document.fonts.values()}
        for text, piece in zip(self.samples.texts, samples, strict=True):
            self.looks[_look(text)] = _read_look(piece, fonts)
        self.known = {
            thing: tuple(MARK.split(piece)) for thing, piece in zip(things, pieces, strict=True)
        }
        for text, piece in zip(self.model.texts, pieces[len(self.sizes) :], strict=True):
            if not _is_same(piece, self._text(text)):
                raise NotDrawn(f"other than foreseen: {text.name}")
            if RULE.search(piece):
                self.ruled.add(text.name)
        # All of them before the first page is told.
        for leaf in self.leaves:
            for thing in (*leaf.codes, *leaf.texts):
                self._piece(thing)

    def _piece(self, thing: PlacedText | PlacedCode) -> Piece:
        if thing not in self.known:
            is_text = isinstance(thing, PlacedText)
            if is_text and thing.name in self.ruled:
                raise NotDrawn(f"a rule: {thing.name}")
            piece = self._text(thing) if is_text else self._code(thing)
            self.known[thing] = tuple(MARK.split(piece))
        return self.known[thing]

    def _text(self, text: PlacedText) -> bytes:
        """Return what paints the letters of a text."""
        look = self.looks[_look(text)]
        left, top, width = (round(mm, 2) * PIXELS_PER_MM for mm in text[2:5])
        y, parts = top + look.baseline, [b"q", look.colour]
        for line in filter(None, text.lines):
            if not (KNOWN.fullmatch(line) and line.strip() and collapsed(line) == line):
                raise UnknownText("letters")
            run = shaped(line, text.size, bold=text.bold, italic=text.italic)
            if not run.is_simple:
                raise UnknownText("letters")
            spare = max(width - run.places[-1] / UNITS, 0)
            x = left + spare * SHARES.get(text.align, 0.0)
            size = text.size * PIXELS_PER_POINT
            face = {"bold": text.bold, "italic": text.italic}
            letters = shown(line, run.glyphs, size, look.font, **face)
            parts += [b"/Span <</MCID 0>> BDC"] * self.is_tagged
            parts.append(b"BT\n1 0 0 -1 %.6f %.6f Tm\n%b\n%b\nET" % (x, y, look.letters, letters))
            parts += [b"EMC"] * self.is_tagged
            y += look.pitch
        return b"\n".join([*parts, b"Q"])

    def _code(self, code: PlacedCode) -> bytes:
        """Return what paints a code: the model's with other modules."""
        modules = qr_modules(code.url)
        for model, size in self.sizes.items():
            if model[1:] == code[1:] and size == modules.size:
                dark = b"".join(
                    b"%d %d.5 m\n%d %d.5 l\n" % (left, y, right, y)
                    for left, right, y in modules.dark
                )
                piece = b"/MCID 0".join(self.known[model])
                before, *_, after = MODULES.split(piece)
                return before + dark + after
        raise NotDrawn("code")

    def _finish(self, document: Any, pdf: Any) -> None:
        if self.is_tagged:
            add_sheets(pdf, self.leaves)
            pdf.write = partial(save, pdf)


def _look(text: PlacedText) -> tuple[float, str, bool, bool]:
    return text.size, text.colour, text.bold, text.italic


def _painted(page: Any, stream: Any, scale: float, count: int) -> tuple[bytes, list[bytes], bytes]:
    """Return what WeasyPrint paints of a page: so many things, what is before and behind them."""
    painted = aside(stream)
    page.paint(painted, scale)
    parts = [as_bytes(operator) for operator in painted.stream]
    depth, opened = 0, []
    for index, operator in enumerate(parts):
        if operator == b"q":
            opened.append((depth, index))
            depth += 1
        elif operator == b"Q":
            depth -= 1
    for level in range(max(depth for depth, _ in opened) + 1):
        starts = [index for depth, index in opened if depth == level]
        if len(starts) == count and count > 1:
            break
    else:
        raise NotDrawn("things on a sheet")
    depth, end = level, len(parts)
    for index in range(starts[-1], len(parts)):
        depth += (parts[index] == b"q") - (parts[index] == b"Q")
        if depth == level:
            end = index + 1
            break
    edges = [*starts, end]
    things = [b"\n".join(parts[start:stop]) for start, stop in pairwise(edges)]
    return b"\n".join(parts[: starts[0]]), things, b"\n".join(parts[end:])


def _read_look(piece: bytes, fonts: dict[bytes, Any]) -> Look:
    """Read the look of letters from two painted lines at the upper left corner of a page."""
    lines, colour = list(LINE.finditer(piece)), COLOUR.search(piece)
    if len(lines) != 2 or not colour or lines[0]["font"] not in fonts:
        raise NotDrawn("sample")
    first, second = lines
    y = float(first["y"])
    return Look(colour[0], first["letters"], fonts[first["font"]], y, float(second["y"]) - y)


def _is_same(theirs: bytes, ours: bytes) -> bool:
    """Say whether two pieces paint the same lines at the same places."""
    ours, theirs = list(LINE.finditer(ours)), list(LINE.finditer(theirs))
    return len(ours) == len(theirs) and all(
        abs(float(a["x"]) - float(b["x"])) < TOLERANCE
        and abs(float(a["y"]) - float(b["y"])) < TOLERANCE
        and b["letters"] in (a["letters"], None)
        and a["shown"] == NO_MOVE.sub(b">", b["shown"]).replace(b"><", b"")
        for a, b in zip(ours, theirs, strict=True)
    )
