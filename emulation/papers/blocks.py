"""What a body is made of: headings, numbered items, dashes, paragraphs, slots, tables.

Import these from `paper.py`, which stands for the whole value. The sources named below are those
of Nghị định 30/2020/NĐ-CP, Phụ lục I, as summed up in domain.md section 5.2.
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]
RowKind = Literal["body", "group", "total"]
Landscape = Literal["auto", "yes", "no"]


class PaperError(Exception):
    """A paper cannot be made; the message says why, in Vietnamese, for the user."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of running text."""

    text: str


@dataclass(frozen=True)
class Bullet:
    """A dash "-" with its sub-bullets "+"; there is no third depth."""

    text: str
    children: tuple["Bullet", ...] = ()


@dataclass(frozen=True)
class Item:
    """A khoản "1." or, inside another item, a điểm "a)"; its own depth decides which.

    A `decimal` item inside a numbered one goes on with the number of that: "1.1.", "1.1.1.".
    The decree does not know it; many offices write so.
    """

    text: str
    children: tuple["Inner", ...] = ()
    decimal: bool = False


@dataclass(frozen=True)
class Slot:
    """A place, `[[name]]` in the text, that `text.fill` replaces by data the system enforces."""

    name: str


@dataclass(frozen=True)
class Column:
    """A column of a table; neighbours with the same `group` stand under one common heading."""

    heading: str
    width: float = 1
    align: Align = "left"
    group: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table: "body", "group" (a bold caption such as "I | Tập thể") or "total"."""

    cells: tuple[str, ...]
    kind: RowKind = "body"


@dataclass(frozen=True)
class Table:
    """A table whose heading repeats on every page; `number_row` prints (1) (2) … under it.

    `landscape` says what the table asks of the page: "auto" turns the paper when a heading word
    would not fit its column on an upright page.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    number_row: bool = True
    landscape: Landscape = "auto"

    def __post_init__(self) -> None:
        if not self.columns:
            raise PaperError("Bảng phải có ít nhất một cột.")
        for position, row in enumerate(self.rows, start=1):
            if len(row.cells) != len(self.columns):
                raise PaperError(
                    f"Dòng {position} của bảng có {len(row.cells)} ô, "
                    f"bảng có {len(self.columns)} cột."
                )


@dataclass(frozen=True)
class Article:
    """A điều "Điều 1."; counted through the whole paper, whatever parts and chapters it has.

    It is a title, printed bold, when content follows and it does not end like a sentence or list.
    """

    text: str
    children: tuple["Inner", ...] = ()


@dataclass(frozen=True)
class Section:
    """A mục "I." with its heading; inside a chapter it prints as "Mục 1", centred (PL I II.6)."""

    heading: str
    children: tuple["Article | Inner", ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A chương "Chương I", its title centred below; counted through the whole paper."""

    heading: str
    children: tuple["Section | Article | Inner", ...] = ()


@dataclass(frozen=True)
class Part:
    """A phần "Phần I", its title centred below; only ever at the outermost level of a body."""

    heading: str
    children: tuple["Chapter | Section | Article | Inner", ...] = ()


Inner = Paragraph | Bullet | Item | Slot | Table
Block = Part | Chapter | Section | Article | Inner
# What has children of any kind, and what has a heading in place of a text.
Holder = Part | Chapter | Section | Article | Item
Heading = Part | Chapter | Section
