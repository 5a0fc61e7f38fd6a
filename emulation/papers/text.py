"""The grammar of administrative text: Phần / Chương / I. / Điều 1. / 1. / 1.1. / a) / - / + .

Read it, count it, write it. One line is one paragraph (only the title of a phần or chương may stand
on the line after its number). A line's form alone decides what it is; the number that the writer
typed is dropped and counted anew, so a second "V." becomes "VII.". The same reading serves the
editor, the import and the print: `parse(to_text(blocks)) == blocks` for every tree that `parse` can
make. What follows a label stands below it until a label of the same or a higher rank: on each
level of such a tree the paragraphs, dashes and slots come first, then points, decimal and plain
items, articles, sections, chapters, parts.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from emulation.papers.numbering import END_MARK, POINT_LETTERS, Numbered, number, point, to_text
from emulation.papers.paper import (
    Article,
    Block,
    Bullet,
    Chapter,
    Holder,
    Item,
    PaperError,
    Paragraph,
    Part,
    Section,
    Slot,
    roman,
)

__all__ = [
    "END_MARK",
    "POINT_LETTERS",
    "Line",
    "Numbered",
    "Problem",
    "clean",
    "fill",
    "lines",
    "number",
    "parse",
    "point",
    "problems",
    "roman",
    "slots",
    "to_text",
]


class Problem(NamedTuple):
    """Something wrong with the structure of a text, at a line counted from 1."""

    line: int
    message: str


# --- lines -----------------------------------------------------------------------------------

# The forms by rank: a label closes everything down to its own rank.
PART, CHAPTER, SECTION, ARTICLE, ITEM, DECIMAL, DECIMAL_3 = range(1, 8)
POINT, BULLET, SUB_BULLET, SLOT, PARAGRAPH = range(8, 13)

_ROMAN = r"(?=[XVI])X*(?:IX|IV|V?I{0,3})"
_ORDINAL = r"(?i:thứ\s+(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười))"
# After "I." or "1." comes a space, or at once a word: "1.234 người", "V.I. Lênin" are no labels.
_LABEL_END = r"(?:\s+|(?=[“\"(]*[^\W\d_])|$)"
_NO_INITIAL = r"(?!\w\.)"
# "Phần I" alone on its line, "Phần I. Tên", "Phần I: TÊN", "Phần I - TÊN".
_NAME_END = rf"(?:$|\s*[.:]{_LABEL_END}|\s+[-–—]\s+)"
_NAMED = (
    (PART, re.compile(rf"(?:Phần|PHẦN)\s+(?:{_ORDINAL}|{_ROMAN}|\d{{1,2}}|[A-H]){_NAME_END}")),
    (CHAPTER, re.compile(rf"(?:Chương|CHƯƠNG)\s+(?:{_ORDINAL}|{_ROMAN}|\d{{1,2}}){_NAME_END}")),
    (SECTION, re.compile(rf"(?:Mục|MỤC)\s+(?:{_ROMAN}|\d{{1,2}}){_NAME_END}{_NO_INITIAL}")),
    (ARTICLE, re.compile(rf"(?:Điều|ĐIỀU)\s+\d{{1,3}}(?:$|\s*[.:]{_LABEL_END})")),
)
_FORMS = (
    *_NAMED,
    (SECTION, re.compile(rf"{_ROMAN}\.{_LABEL_END}{_NO_INITIAL}")),
    (ITEM, re.compile(rf"\d{{1,3}}\.{_LABEL_END}")),
    (DECIMAL, re.compile(rf"(?:\d{{1,3}}\.){{2}}{_LABEL_END}")),
    (DECIMAL_3, re.compile(rf"(?:\d{{1,3}}\.){{3}}{_LABEL_END}")),
    (POINT, re.compile(r"([a-zđ])\1*\)\s*")),
    (BULLET, re.compile(r"[-‐‑‒–—―−•]\s*+(?![-‐‑‒–—―−•])")),
    (SUB_BULLET, re.compile(r"\+\s*+(?!\+)")),
)
# "1.1 Đối tượng": the last dot may be missing before a capital ("1.5 triệu đồng" is no label).
_UNDOTTED = re.compile(r"\d{1,2}\.\d{1,2}(\.\d{1,2})?\s+(?=([^\W\d_]))")
# A number alone on its line: its title is the next line.
_ALONE = re.compile(r"[^.]+$")
_SLOT = re.compile(r"\[\[\s*([^\[\]\s][^\[\]]*?)\s*\]\]")
_WRONG_LABEL = re.compile(
    r"(?:[XVI]{1,5}[/):-]|\d{1,2}[/):]|[a-zđ][./]|[A-ZĐ]\)|(?:\d{1,3}\.){4,}|"
    r"(?:Phần|Chương|PHẦN|CHƯƠNG)\s+[XVI\d]+[/)]|(?:Điều|ĐIỀU)\s+\d+[/)-])\s"
)


class Line(NamedTuple):
    """A line of a text that is not blank: its number from 1, its form, the text after its label."""

    position: int
    form: int
    text: str


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
    if (match := _UNDOTTED.match(line)) and match[2].isupper():
        return (DECIMAL_3 if match[1] else DECIMAL), line[match.end() :]
    return PARAGRAPH, line


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of `text`; the title below a phần, chương or mục belongs to its line."""
    waiting: Line | None = None
    for position, raw in enumerate(text.splitlines(), start=1):
        if not (line := clean(raw)):
            continue
        form, words = _form(line)
        if waiting and form == PARAGRAPH and (waiting.form != SECTION or words[1:2] != "."):
            yield waiting._replace(text=words)
            waiting = None
            continue
        if waiting:
            yield waiting
            waiting = None
        read = Line(position, form, words)
        if form <= SECTION and not words and _ALONE.match(line):
            waiting = read
        else:
            yield read
    if waiting:
        yield waiting


# --- reading ---------------------------------------------------------------------------------

_BLOCKS = {
    PART: Part,
    CHAPTER: Chapter,
    SECTION: Section,
    ARTICLE: Article,
    ITEM: Item,
    POINT: Item,
    BULLET: Bullet,
    SUB_BULLET: Bullet,
}
# The forms that stand in some other only, and what they become elsewhere, one level up.
_PARENTS = {
    DECIMAL: (ITEM,),
    DECIMAL_3: (DECIMAL,),
    POINT: (ITEM, DECIMAL, DECIMAL_3),
    SUB_BULLET: (BULLET,),
}
_STRAY = {
    DECIMAL: "Khoản “1.1.” phải nằm trong một khoản “1.”; dòng này được đánh số lên một cấp.",
    DECIMAL_3: "Khoản “1.1.1.” phải nằm trong một khoản “1.1.”; dòng này được đánh số lên một cấp.",
    POINT: "Điểm “a)” phải nằm trong một khoản “1.”; dòng này đang được đánh số như một khoản.",
    SUB_BULLET: "Dòng “+” phải nằm dưới một dòng “-”; dòng này đang được in thành dòng “-”.",
}
_EMPTY = {
    PART: "Phần chưa có tiêu đề.",
    CHAPTER: "Chương chưa có tiêu đề.",
    SECTION: "Mục chưa có tiêu đề.",
    ARTICLE: "Điều chưa có nội dung.",
    ITEM: "Khoản chưa có nội dung.",
    DECIMAL: "Khoản chưa có nội dung.",
    DECIMAL_3: "Khoản chưa có nội dung.",
    POINT: "Điểm chưa có nội dung.",
    BULLET: "Dòng “-” chưa có nội dung.",
    SUB_BULLET: "Dòng “+” chưa có nội dung.",
}


@dataclass
class _Node:
    """A block while it is read; `typed` is the form it had before it was raised for a parent."""

    form: int
    text: str = ""
    typed: int = 0
    children: list["_Node"] = field(default_factory=list)

    def block(self) -> Block:
        """Return the finished block."""
        children = tuple(child.block() for child in self.children)
        if self.form in (DECIMAL, DECIMAL_3):
            return Item(self.text, children, decimal=True)
        if self.form in _BLOCKS:
            return _BLOCKS[self.form](self.text, children)
        return Slot(self.text) if self.form == SLOT else Paragraph(self.text)


def _close(path: list[_Node], form: int) -> None:
    """Close what a line of `form` ends: its own rank and below; plain lines end the dashes only."""
    while path[-1].form >= min(form, BULLET if form >= SLOT else form):
        path.pop()


def _read(text: str) -> tuple[_Node, list[Problem]]:
    """Read `text` into a tree; a label without its parent is raised one level and reported."""
    root = _Node(0)
    path = [root]
    problems = []
    for position, form, words in lines(text):
        node = _Node(form, words, form)
        _close(path, form)
        above = path[-1]
        if form in _PARENTS and above.typed == form:
            node.form = above.form
        elif form in _PARENTS and above.form not in _PARENTS[form]:
            problems.append(Problem(position, _STRAY[form]))
            raised = DECIMAL if form == DECIMAL_3 and above.form == ITEM else ITEM
            node.form = BULLET if form == SUB_BULLET else raised
        _close(path, node.form)
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
    for position, form, words in lines(text):
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
            message = (
                "Dòng này không được đánh số: hãy viết “Phần I.”, “Chương I.”, “I.”, “Điều 1.”, "
                "“1.”, “1.1.”, “a)”, “-” hoặc “+” ở đầu."
            )
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
    slot, and for a heading that would land inside a block of its own rank or below.
    """
    return tuple(_filled(blocks, data, rank=0))


_RANKS = {Part: PART, Chapter: CHAPTER, Section: SECTION, Article: ARTICLE}
_RANK_NAMES = {PART: "phần", CHAPTER: "chương", SECTION: "mục La Mã", ARTICLE: "điều"}


def _filled(
    blocks: Iterable[Block], data: Mapping[str, tuple[Block, ...]], rank: int
) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Slot):
            if block.name not in data:
                raise PaperError(f"Không có chỗ dữ liệu “[[{block.name}]]”.")
            for new in data[block.name]:
                if _RANKS.get(type(new), ITEM + 1) <= min(rank, ITEM):
                    name = _RANK_NAMES[_RANKS[type(new)]]
                    raise PaperError(
                        f"Chỗ dữ liệu “[[{block.name}]]” chứa cả {name}, "
                        "không đặt được ở vị trí này."
                    )
            yield from data[block.name]
        elif isinstance(block, Holder):
            inside = _RANKS.get(type(block), ITEM)
            yield replace(block, children=tuple(_filled(block.children, data, inside)))
        else:
            yield block
