"""Counting a body: each block in printing order with its label, and the text the editor shows.

Use it through `text.py`, which reads that text back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from emulation.papers.paper import (
    Article,
    Block,
    Bullet,
    Chapter,
    Item,
    PaperError,
    Paragraph,
    Part,
    Section,
    Slot,
    Table,
    roman,
)

# The order of điểm a), b) … : no f, j, w, z and no marked vowels (domain.md section 5.2).
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
END_MARK = "./."
# "1.1.1." is the deepest number that offices use.
DEEPEST_NUMBER = 3


@dataclass(frozen=True)
class Numbered:
    """A block in printing order with its counted label; `text` is as printed, without the label.

    `title` says that the line is a heading and printed bold (of any other điều the label alone is
    bold). `centred` says that the label stands centred on a line of its own above the text: phần,
    chương, and mục in a chương. `depth` counts the blocks around it.
    """

    block: Block
    label: str = ""
    text: str = ""
    title: bool = False
    centred: bool = False
    depth: int = 0

    @property
    def line(self) -> str:
        """The whole block as one line: label, space, text ("Phần I. TÊN PHẦN", "Điều 1. …")."""
        return f"{self.label}{'.' * self.centred} {self.text}".strip()


def point(position: int) -> str:
    """Return the letter of the `position`-th điểm: a … y, then aa, bb …"""
    times, index = divmod(position - 1, len(POINT_LETTERS))
    return POINT_LETTERS[index] * (times + 1)


def number(blocks: Iterable[Block], *, end_mark: bool = False) -> tuple[Numbered, ...]:
    """Count `blocks` and return them, depth first, in printing order.

    Parts, chapters and articles are counted through the whole body, sections I., II. … afresh in
    each part or chapter, items 1., 2. … afresh in each section or article, points a), b) … in
    Vietnamese order. Headings of parts, chapters and sections print in capitals; a khoản prints
    bold when it has a title, that is content below it and no "." or ";" at its end (PL I mục II.6,
    domain.md 5.2); an article likewise, but not when it ends with ":" or ",".
    With `end_mark` the last text closes with "./."; nothing is added after a table, a heading or
    a slot, so the builder ends such a body with a closing paragraph.
    """
    counted = list(_Counter().count(blocks, _Place()))
    last = counted[-1].block if counted else None
    if end_mark and isinstance(last, Paragraph | Item | Article | Bullet):
        text = counted[-1].text.removesuffix(END_MARK).rstrip(" .;,")
        counted[-1] = replace(counted[-1], text=text + END_MARK)
    return tuple(counted)


@dataclass(frozen=True)
class _Place:
    """Where a block stands: how deep, in a chapter, below which numbers, in a point, in dashes."""

    depth: int = 0
    in_chapter: bool = False
    numbers: tuple[int, ...] = ()
    in_point: bool = False
    dashes: int = 0

    def inside(self, **changes: object) -> "_Place":
        """Return the place of the children of a block that stands here."""
        return replace(self, depth=self.depth + 1, **changes)


@dataclass
class _Counter:
    """The counts that run through a whole body."""

    parts: Iterator[int] = field(default_factory=lambda: count(1))
    chapters: Iterator[int] = field(default_factory=lambda: count(1))
    articles: Iterator[int] = field(default_factory=lambda: count(1))

    def count(self, blocks: Iterable[Block], place: _Place) -> Iterator[Numbered]:
        """Yield the numbered blocks of one level, each followed by its children."""
        sections, numbers, decimals = count(1), count(1), count(1)
        for block in blocks:
            match block:
                case Part(heading):
                    yield self._heading(block, f"Phần {roman(next(self.parts))}", heading, place)
                    yield from self.count(block.children, place.inside())
                case Chapter(heading):
                    label = f"Chương {roman(next(self.chapters))}"
                    yield self._heading(block, label, heading, place)
                    yield from self.count(block.children, place.inside(in_chapter=True))
                case Section(heading):
                    position = next(sections)
                    label = f"Mục {position}" if place.in_chapter else f"{roman(position)}."
                    yield self._heading(block, label, heading, place)
                    yield from self.count(block.children, place.inside())
                case Article(text, children):
                    title = bool(children) and not text.endswith((".", ";", ":", ","))
                    label = f"Điều {next(self.articles)}."
                    yield Numbered(block, label, text, title, depth=place.depth)
                    yield from self.count(children, place.inside())
                case Item():
                    own = decimals if block.decimal and place.numbers else numbers
                    yield from self._item(block, next(own), place)
                case Bullet(text, children):
                    label = "+" if place.dashes else "-"
                    yield Numbered(block, label, text, depth=place.depth)
                    yield from self.count(children, place.inside(dashes=place.dashes + 1))
                case Paragraph(text):
                    yield Numbered(block, "", text, depth=place.depth)
                case _:
                    yield Numbered(block, depth=place.depth)

    @staticmethod
    def _heading(block: Block, label: str, heading: str, place: _Place) -> Numbered:
        centred = not label.endswith(".")
        return Numbered(block, label, heading.upper(), True, centred, place.depth)

    def _item(self, item: Item, position: int, place: _Place) -> Iterator[Numbered]:
        """Yield an item as "1.", "1.1." or "a)"; deeper there is no number left, only a dash."""
        numbers, inside = (*place.numbers, position), place
        if not place.in_point and (
            not place.numbers or (item.decimal and len(numbers) <= DEEPEST_NUMBER)
        ):
            label = "".join(f"{part}." for part in numbers)
            inside = place.inside(numbers=numbers)
        elif not place.in_point and not item.decimal:
            label = f"{point(position)})"
            inside = place.inside(in_point=True)
        else:
            label = "-"
            inside = place.inside(in_point=True, dashes=place.dashes + 1)
        title = label.endswith(".") and bool(item.children) and not item.text.endswith((".", ";"))
        yield Numbered(item, label, item.text, title, depth=place.depth)
        yield from self.count(item.children, inside)


def to_text(blocks: Iterable[Block]) -> str:
    """Write `blocks` as text with counted labels, one line a block: what the editor shows.

    Tables have no written form: raises PaperError (a text holds a slot in their place).
    """
    return "\n".join(_written(numbered) for numbered in number(blocks))


def _written(numbered: Numbered) -> str:
    match numbered.block:
        case Table():
            raise PaperError("Bảng không viết được thành chữ; hãy đặt một chỗ dữ liệu “[[…]]”.")
        case Slot(name):
            return f"[[{name}]]"
        case Part(heading) | Chapter(heading) | Section(heading):
            return replace(numbered, text=heading).line
    return numbered.line
