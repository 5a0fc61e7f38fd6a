"""The grammar of administrative text: I. / 1. / a) / - / + ; read it, count it, write it.

One line is one paragraph. A line's form alone decides what it is; the number that the writer typed
is dropped and counted anew, so a second "V." becomes "VII.". The same reading serves the editor,
the import and the print: `parse(to_text(blocks)) == blocks` for every tree that `parse` can make.

A tree made by `parse` has, on each level, first the paragraphs, bullets and slots, then the items,
then (outermost) the sections: whatever follows an item belongs to that item.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from emulation.papers.paper import (
    Block,
    Bullet,
    Item,
    PaperError,
    Paragraph,
    Section,
    Slot,
    Table,
)

# The order of điểm a), b) … : no f, j, w, z and no marked vowels (domain.md section 5.2).
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
END_MARK = "./."


class Problem(NamedTuple):
    """Something wrong with the structure of a text, at a line counted from 1."""

    line: int
    message: str


@dataclass(frozen=True)
class Numbered:
    """A block in printing order with its counted label; `text` is as printed, without the label.

    `title` says that the line is a heading and printed bold.
    """

    block: Block
    label: str = ""
    text: str = ""
    title: bool = False

    @property
    def line(self) -> str:
        """The whole line: label, space, text."""
        return f"{self.label} {self.text}".strip()


# --- lines -----------------------------------------------------------------------------------

SECTION, ITEM, POINT, BULLET, SUB_BULLET, SLOT, PARAGRAPH = range(1, 8)
# After "I." or "1." comes a space, or at once a word: "1.234 người", "V.I. Lênin" are no labels.
_LABEL_END = r"(?:\s+|(?=[“\"(]*[^\W\d_])|$)"
_FORMS = (
    (SECTION, re.compile(rf"(?=[XVI])X*(?:IX|IV|V?I{{0,3}})\.{_LABEL_END}(?!\w\.)")),
    (ITEM, re.compile(rf"\d{{1,3}}\.{_LABEL_END}")),
    (POINT, re.compile(r"([a-zđ])\1*\)\s*")),
    (BULLET, re.compile(r"[-‐‑‒–—―−•]\s*+(?![-‐‑‒–—―−•])")),
    (SUB_BULLET, re.compile(r"\+\s*+(?!\+)")),
)
_SLOT = re.compile(r"\[\[\s*([^\[\]\s][^\[\]]*?)\s*\]\]")
_WRONG_LABEL = re.compile(r"(?:[XVI]{1,5}[/):-]|\d{1,2}[/):]|[a-zđ][./]|[A-ZĐ]\))\s")


def clean(text: str) -> str:
    """Return one line of `text`: NFC, single spaces, no control or invisible characters."""
    visible = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())


def _form(line: str) -> tuple[int, str]:
    """Return what a cleaned line is and its text without the label."""
    if match := _SLOT.fullmatch(line):
        return SLOT, match[1]
    for form, pattern in _FORMS:
        if match := pattern.match(line):
            return form, line[match.end() :]
    return PARAGRAPH, line


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (line number, form, text) for every line of `text` that is not blank."""
    for position, raw in enumerate(text.splitlines(), start=1):
        if line := clean(raw):
            yield position, *_form(line)


# --- reading ---------------------------------------------------------------------------------

_BLOCKS = {SECTION: Section, ITEM: Item, POINT: Item, BULLET: Bullet, SUB_BULLET: Bullet}
_STRAY = {
    POINT: "Điểm “a)” phải nằm trong một khoản “1.”; dòng này đang được đánh số như một khoản.",
    SUB_BULLET: "Dòng “+” phải nằm dưới một dòng “-”; dòng này đang được in thành dòng “-”.",
}
_EMPTY = {
    SECTION: "Mục chưa có tiêu đề.",
    ITEM: "Khoản chưa có nội dung.",
    POINT: "Điểm chưa có nội dung.",
    BULLET: "Dòng “-” chưa có nội dung.",
    SUB_BULLET: "Dòng “+” chưa có nội dung.",
}


@dataclass
class _Node:
    """A block while it is read; `stray` marks one that was raised a level for lack of a parent."""

    form: int
    text: str = ""
    stray: bool = False
    children: list["_Node"] = field(default_factory=list)

    def block(self) -> Block:
        """Return the finished block."""
        if self.form in _BLOCKS:
            return _BLOCKS[self.form](self.text, tuple(c.block() for c in self.children))
        return Slot(self.text) if self.form == SLOT else Paragraph(self.text)


def _read(text: str) -> tuple[_Node, list[Problem]]:
    """Read `text` into a tree; a label without its parent is raised one level and reported."""
    root = _Node(0)
    path = [root]
    problems = []
    for position, form, words in _lines(text):
        node = _Node(form, words)
        if form in _STRAY:
            parent = next((open_ for open_ in path if open_.form == form - 1), None)
            if parent is None:
                problems.append(Problem(position, _STRAY[form]))
            if parent is None or parent.stray:
                node.form, node.stray = form - 1, True
        # A label closes everything down to its own rank; plain lines close the bullets only.
        while path[-1].form >= (node.form if node.form < SLOT else BULLET):
            path.pop()
        path[-1].children.append(node)
        if node.form < SLOT:
            path.append(node)
    return root, problems


def parse(text: str) -> tuple[Block, ...]:
    """Read `text` into blocks; never fails (`problems` says what to tell the writer)."""
    return tuple(node.block() for node in _read(text)[0].children)


def problems(text: str, slot_names: Collection[str] | None = None) -> list[Problem]:
    """Name what is wrong with the structure of `text`, line by line, for the writer.

    With `slot_names`, a slot of any other name is a problem too.
    """
    found = _read(text)[1]
    above = ""
    for position, form, words in _lines(text):
        if form in _EMPTY and not words:
            found.append(Problem(position, _EMPTY[form]))
        elif form == SLOT and slot_names is not None and words not in slot_names:
            allowed = ", ".join(f"[[{name}]]" for name in slot_names) or "không có"
            message = f"Không có chỗ dữ liệu “[[{words}]]”. Các chỗ dùng được: {allowed}."
            found.append(Problem(position, message))
        elif form != SLOT and ("[[" in words or "]]" in words):
            message = "Chỗ dữ liệu “[[…]]” phải có tên và đứng một mình trên một dòng."
            found.append(Problem(position, message))
        elif form == PARAGRAPH and _WRONG_LABEL.match(words):
            message = "Dòng này không được đánh số: hãy viết “I.”, “1.”, “a)”, “-” hoặc “+” ở đầu."
            found.append(Problem(position, message))
        elif form == PARAGRAPH and words[0].islower() and above and above[-1] not in ".;:!?":
            message = "Dòng này có vẻ nối tiếp dòng trên: hãy nối lại, vì mỗi dòng là một đoạn."
            found.append(Problem(position, message))
        above = words
    return sorted(found)


# --- slots -----------------------------------------------------------------------------------


def slots(blocks: Iterable[Block]) -> tuple[str, ...]:
    """List the names of the slots in `blocks`, in printing order."""
    return tuple(n.block.name for n in number(blocks) if isinstance(n.block, Slot))


def fill(blocks: Iterable[Block], data: Mapping[str, tuple[Block, ...]]) -> tuple[Block, ...]:
    """Return `blocks` with every slot replaced by its blocks from `data`.

    Items that are filled in below an item become its points. Raises PaperError for an unknown
    slot, and for a section that would land inside another block.
    """
    return tuple(_filled(blocks, data, outermost=True))


def _filled(
    blocks: Iterable[Block], data: Mapping[str, tuple[Block, ...]], outermost: bool = False
) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Slot):
            if block.name not in data:
                raise PaperError(f"Không có chỗ dữ liệu “[[{block.name}]]”.")
            if not outermost and any(isinstance(b, Section) for b in data[block.name]):
                raise PaperError(
                    f"Chỗ dữ liệu “[[{block.name}]]” chứa cả mục La Mã, "
                    "phải đặt ngoài các mục và khoản."
                )
            yield from data[block.name]
        elif isinstance(block, Section | Item):
            yield replace(block, children=tuple(_filled(block.children, data)))
        else:
            yield block


# --- counting and writing --------------------------------------------------------------------


def number(blocks: Iterable[Block], *, end_mark: bool = False) -> tuple[Numbered, ...]:
    """Count `blocks` and return them, depth first, in printing order.

    Sections are numbered I., II. …, items 1., 2. … afresh in each section, points a), b) … in
    Vietnamese order; headings of sections print in capitals; a khoản prints bold when it has a
    title, that is content below it and no "." or ";" at its end (PL I mục II.6, domain.md 5.2).
    With `end_mark` the last text closes with "./."; nothing is added after a table, a heading or
    a slot, so the builder ends such a body with a closing paragraph.
    """
    counted = list(_count(blocks, items=0, bullets=0))
    if end_mark and counted and isinstance(counted[-1].block, Paragraph | Item | Bullet):
        text = counted[-1].text.removesuffix(END_MARK).rstrip(" .;,")
        counted[-1] = replace(counted[-1], text=text + END_MARK)
    return tuple(counted)


def _count(blocks: Iterable[Block], items: int, bullets: int) -> Iterator[Numbered]:
    """Yield numbered blocks; `items` and `bullets` say how many of each stand around them."""
    sections = rank = 0
    for block in blocks:
        match block:
            case Section(heading, children):
                sections += 1
                yield Numbered(block, f"{roman(sections)}.", heading.upper(), title=True)
                yield from _count(children, items, bullets)
            case Item(text, children):
                rank += 1
                # Deeper than a point there is no number left: a filled-in item becomes a dash.
                label = (f"{rank}.", f"{point(rank)})", "-")[min(items, 2)]
                title = items == 0 and bool(children) and not text.endswith((".", ";"))
                yield Numbered(block, label, text, title)
                yield from _count(children, items + 1, bullets + (items >= 2))
            case Bullet(text, children):
                yield Numbered(block, "-" if bullets == 0 else "+", text)
                yield from _count(children, items, bullets + 1)
            case Paragraph(text):
                yield Numbered(block, "", text)
            case _:
                yield Numbered(block)


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
        case Section(heading):
            return f"{numbered.label} {heading}".strip()
    return numbered.line


def roman(count: int) -> str:
    """Write a number of a section; a body has tens of them at most, so X is the largest letter."""
    tens, ones = divmod(count, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def point(count: int) -> str:
    """Return the letter of the `count`-th điểm: a … y, then aa, bb …"""
    times, index = divmod(count - 1, len(POINT_LETTERS))
    return POINT_LETTERS[index] * (times + 1)
