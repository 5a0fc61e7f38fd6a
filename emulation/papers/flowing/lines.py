"""Texts → lines of a width: where each breaks, how far its spaces stretch, what is drawn."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from emulation.papers.flowing.letters import KEPT, Letters, NotWritten, letters, shown
from emulation.papers.flowing.look import Look
from emulation.papers.shaping import BREAKS, UNITS, WORD

# Words of which BREAKS are all the places where a line may end.
SIMPLE = re.compile(rf"{WORD}|[-+–]|[(“]?\d+(?:,\d+)?%[)”]?[.,:;]?")
# A line that is so close to its width (in 1/1024 pixels) may break elsewhere.
UNSURE = 1
# Where a line may end in a text, according to the program that prints otherwise.
Ends = Callable[[str], Sequence[int]]


class Piece(NamedTuple):
    """Letters of one face: where they stand in their line, the operator that shows them.

    What stands `apart` has room in front of it, which whoever reads the file is to notice.
    """

    x: float
    y: float
    letters: Letters
    shown: str
    text: str
    apart: bool = False


class Rule(NamedTuple):
    """What is drawn besides letters: a box, or with `inside` only what is between two boxes."""

    x: float
    y: float
    width: float
    height: float
    inside: float = 0.0


@dataclass(slots=True)
class Line:
    """What stands on one height of the page and is never parted; places are from its top."""

    height: float
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def add(self, other: "Line", y: float, x: float = 0.0) -> None:
        """Take over what stands on another line, so much lower and more to the right."""
        self.pieces += [
            piece._replace(x=piece.x + x, y=piece.y + y) if x or y else piece
            for piece in other.pieces
        ]
        self.rules += [rule._replace(x=rule.x + x, y=rule.y + y) for rule in other.rules]

    def add_below(self, *others: "Line") -> None:
        """Take over lines below what stands here, side by side, and grow by the highest."""
        for other in others:
            self.add(other, self.height)
        self.height += max(other.height for other in others)


def of(look: Look) -> Letters:
    """Return the letters of an element."""
    return letters(look.bold, look.italic, look.size)


def measures(look: Look) -> tuple[float, float]:
    """Return the height of an element's line and where its letters stand in it."""
    face = of(look)
    natural = face.ascent + face.descent
    height = look.leading * look.size if look.leading else natural
    return height, (height - natural) / 2 + face.ascent


def width_of(text: str, look: Look) -> float:
    """Return the width of a text on one line, in pixels."""
    return of(look).line(text.split(" ")).width / UNITS


def one_line(text: str, look: Look, x: float) -> Line:
    """Return a text on a line of its own that begins at `x`."""
    height, baseline = measures(look)
    codes = of(look).line(text.split(" ")).codes
    return Line(height, [Piece(x, baseline, of(look), shown(codes), text)])


def set_text(
    text: str, look: Look, left: float, width: float, ends: Ends, label: str = ""
) -> list[Line]:
    """Return the lines of an element's text, justified, centred or from the left.

    A `label` stands in bold letters in front of it. Raises NotWritten for what cannot be foretold.
    """
    height, baseline = measures(look)
    face, start, x = of(look), look.indent, left + look.indent
    bold = letters(True, look.italic, look.size)
    parts = label.split(" ") if label else []
    words = text.split(" ")
    if parts:
        start += bold.line(parts).width / UNITS
        words = ["", *words]
    found = []
    for number, (line, used, is_last) in enumerate(_broken(words, face, width, start, ends)):
        is_first = number == 0
        if not is_first:
            start, x, parts = 0.0, left, []
        spare = width - start - used / UNITS
        spaces = len(line) - 1 + max(len(parts) - 1, 0)
        pieces = []
        if look.align == "justify" and not is_last and spare > 0 and spaces:
            spacing = spare / spaces
            if parts:
                codes = bold.stretched(parts, spacing)
                pieces.append(Piece(x, baseline, bold, shown(codes), label))
            begin = left + start + spacing * max(len(parts) - 1, 0)
            codes = face.stretched(line, spacing)
        else:
            offset = spare / 2 if look.align == "center" and spare > 0 else 0.0
            if parts:
                codes = bold.line(parts).codes
                pieces.append(Piece(x + offset, baseline, bold, shown(codes), label))
            begin = left + start + offset
            codes = face.line(line).codes
        pieces.append(Piece(begin, baseline, face, shown(codes), " ".join(line)))
        found.append(Line(height, pieces))
    return found


def _broken(
    words: Sequence[str], face: Letters, width: float, start: float, ends: Ends
) -> Iterator[tuple[list[str], int, bool]]:
    """Yield the words of each line, their width, and whether it is the last.

    The first line begins at `start`. Raises NotWritten where it is not sure how a line breaks.
    """
    limit, line, used = int((width - start) * UNITS), [], 0
    for rest, following in zip(words, [*words[1:], ""], strict=True):
        while True:
            before = used + face.joint(line[-1][-1:], rest[:1]).width if line else 0
            need = before + face.word(rest).width
            if _fits(limit - need, face.joint(rest[-1:], following[:1]).alone if following else 0):
                line.append(rest)
                used = need
                break
            held: list[str] = []
            if cut := _cut(rest, face, limit - before, ends):
                line.append(rest[:cut])
                used, rest = before + face.word(rest[:cut]).width, rest[cut:]
            elif line and face.joint(line[-1][-1:], rest[:1]).firm:
                held = _held_back(line, face, ends)
                used = face.line(line).width
            if not line or line == [""]:
                raise NotWritten("a word wider than its line")
            yield line, used, False
            limit, line, used = int(width * UNITS), held, face.line(held).width if held else 0
    yield line, used, True


def _held_back(line: list[str], face: Letters, ends: Ends) -> list[str]:
    """Take from a line the words that stay with the next one, and return them."""
    held: list[str] = []
    while line:
        if _places(line[-1], ends):
            raise NotWritten("a word that may be parted, and stays with the next")
        held.insert(0, line.pop())
        if line and not face.joint(line[-1][-1:], held[0][:1]).firm:
            break
    return held


def _fits(room: int, alone: int) -> bool:
    """Say whether a word fits that leaves so much room.

    `alone` is what kerning adds to it in front of what follows. Raises NotWritten when it is not
    sure.
    """
    if abs(room) <= UNSURE or (room < 0) != (room - alone < 0):
        raise NotWritten("a line that may end elsewhere")
    return room > 0


def _cut(word: str, face: Letters, limit: int, ends: Ends) -> int:
    """Return how much of a word still fits where a line may end inside it; 0 for nothing."""
    for cut in reversed(_places(word, ends)):
        width = face.word(word[:cut]).width
        alone = face.word(word[: cut + 1]).width - width - face.word(word[cut]).width
        if _fits(limit - width, alone):
            return cut
    return 0


def _places(word: str, ends: Ends) -> tuple[int, ...]:
    """Return where a line may end inside a word that stands between spaces."""
    if SIMPLE.fullmatch(word):
        return tuple(gap.start() for gap in BREAKS.finditer(word))
    return _asked(word, ends)


@lru_cache(KEPT)
def _asked(word: str, ends: Ends) -> tuple[int, ...]:
    """Ask the program that prints otherwise."""
    found = [place - 2 for place in ends(f"a {word} a")]
    return tuple(place for place in found if 0 < place < len(word))
