"""The value of an official paper: plain frozen facts, no layout, no database.

A builder in an app gathers the facts and returns a `Paper`; `pdf.py` prints it. Labels (I., 1., a))
are never stored, they are counted when printed (`text.py`). The sources named below are articles of
Nghị định 30/2020/NĐ-CP, Phụ lục I, as summed up in domain.md section 5.2.
"""

from dataclasses import dataclass
from datetime import date as Date
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
    """A khoản "1." or, inside another item, a điểm "a)"; its own depth decides which."""

    text: str
    children: tuple["Inner", ...] = ()


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
class Section:
    """A mục "I." with its heading; only ever at the outermost level of a body."""

    heading: str
    children: tuple["Inner", ...] = ()


Inner = Paragraph | Bullet | Item | Slot | Table
Block = Section | Inner


@dataclass(frozen=True)
class Signature:
    """Who signs: authority lines ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), position, full name."""

    position: str
    name: str = ""
    authority: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperDate:
    """The date of a paper; a draft leaves the day or the month blank."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        try:
            # 2000 is a leap year and January has 31 days: a blank part never refuses the others.
            Date(self.year if self.month else 2000, self.month or 1, self.day or 1)
        except ValueError:
            raise PaperError(
                f"Ngày {self.day}/{self.month}/{self.year} không có trong lịch."
            ) from None

    @classmethod
    def of(cls, day: Date) -> "PaperDate":
        """Return the paper's date for a calendar day."""
        return cls(day.year, day.month, day.day)

    @property
    def day_text(self) -> str:
        """The day as printed: a leading zero below 10 (PL I mục II.4b); "" when blank."""
        return f"{self.day:02}" if self.day else ""

    @property
    def year_text(self) -> str:
        """The year as printed; a template would group a number's digits ("2.024")."""
        return str(self.year)

    @property
    def month_text(self) -> str:
        """The month as printed: a leading zero for 1 and 2 only (PL I mục II.4b); "" when blank."""
        if self.month is None:
            return ""
        return f"{self.month:02}" if self.month <= 2 else str(self.month)


def listed(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return `lines` closed as the decree lists things: ";" after each, "." after the last.

    So end legal bases, several addressees and recipients (PL I mục II.6, II.9).
    """
    bare = [line.strip().removesuffix("./.").rstrip(" .;,:") for line in lines]
    return tuple(f"{line};" for line in bare[:-1]) + tuple(f"{line}." for line in bare[-1:])


@dataclass(frozen=True)
class Paper:
    """Everything an official paper says, in the order in which it is printed.

    `symbol=None` means that the paper carries no "Số:" line at all; `number=None` with a symbol
    leaves the number blank. Without `type_name` the subject prints as a công văn's "V/v …" under
    the number. A line break in `subject` is kept; elsewhere lines are balanced. `bases_inline`
    runs the legal bases, upright, into the first paragraph of the body instead of printing each
    on an italic line of its own. `title` is the PDF's metadata title.
    """

    issuer: tuple[str, ...]
    parent: tuple[str, ...] = ()
    number: str | None = None
    symbol: str | None = None
    place: str = ""
    date: PaperDate | None = None
    type_name: str | None = None
    subject: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    bases_inline: bool = False
    body: tuple[Block, ...] = ()
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    end_mark: bool = True
    draft: bool = False
    landscape: bool = False
    title: str = ""

    @property
    def number_text(self) -> str:
        """The number as printed: a leading zero below 10 (PL I mục II.3b); "" when blank."""
        return (self.number or "").strip().zfill(2) if self.number else ""

    @property
    def subject_text(self) -> str:
        """The subject as printed: a paper without a type name (công văn) says "V/v" first."""
        if self.type_name or not self.subject or self.subject.startswith("V/v"):
            return self.subject
        return f"V/v {self.subject}"

    @property
    def printed_body(self) -> tuple[Block, ...]:
        """The body as printed: with inline bases, they open its first paragraph."""
        if not (self.bases_inline and self.bases):
            return self.body
        *others, last = listed(self.bases)
        if self.body and isinstance(self.body[0], Paragraph):
            opening = Paragraph(" ".join([*others, f"{last[:-1]};", self.body[0].text]))
            return (opening, *self.body[1:])
        return (Paragraph(" ".join([*others, last])), *self.body)

    @property
    def metadata_title(self) -> str:
        """The title for the file's metadata: as given, else type, number and subject."""
        number = f"{self.number_text}/{self.symbol}" if self.number and self.symbol else ""
        subject = " ".join(self.subject.split())
        return self.title or " ".join(filter(None, (self.type_name, number, subject)))
