"""The value of an official paper: plain frozen facts, no layout, no database.

A builder in an app gathers the facts and returns a `Paper`; `pdf.py` prints it. Labels (I., 1., a))
are never stored, they are counted when printed (`text.py`). The sources named below are articles of
Nghị định 30/2020/NĐ-CP, Phụ lục I, as summed up in domain.md section 5.2.
"""

from dataclasses import dataclass
from datetime import date as Date

from emulation.papers.blocks import (
    Align,
    Article,
    Block,
    Bullet,
    Chapter,
    Column,
    Heading,
    Holder,
    Inner,
    Item,
    Landscape,
    PaperError,
    Paragraph,
    Part,
    Row,
    RowKind,
    Section,
    Slot,
    Table,
)
from emulation.papers.naming import in_sentence

__all__ = [
    "BLANK",
    "Align",
    "Annex",
    "Article",
    "Block",
    "Bullet",
    "Chapter",
    "Column",
    "Heading",
    "Holder",
    "Inner",
    "Item",
    "Landscape",
    "Paper",
    "PaperDate",
    "PaperError",
    "Paragraph",
    "Part",
    "Row",
    "RowKind",
    "Section",
    "Signature",
    "Slot",
    "Table",
    "listed",
    "roman",
]

# Room for what is written in by hand; spaces that neither break nor collapse.
BLANK = "\u00a0" * 5


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


def roman(count: int) -> str:
    """Write a number from 1 in Roman letters; annexes of a long pack may be some hundreds."""
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    written = "C" * hundreds + ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")[tens]
    return written + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def listed(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return `lines` closed as the decree lists things: ";" after each, "." after the last.

    So end legal bases, several addressees and recipients (PL I mục II.6, II.9).
    """
    bare = [line.strip().removesuffix("./.").rstrip(" .;,:") for line in lines]
    return tuple(f"{line};" for line in bare[:-1]) + tuple(f"{line}." for line in bare[-1:])


@dataclass(frozen=True)
class Annex:
    """A phụ lục on pages of its own, numbered from 1 (PL I mục III).

    `note` replaces the line "(Kèm theo …)" that is made from the paper (`Paper.annex_note`).
    """

    title: str
    body: tuple[Block, ...] = ()
    landscape: bool = False
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """Everything an official paper says, in the order in which it is printed.

    `symbol=None` means that the paper carries no "Số:" line at all; `number=None` with a symbol
    leaves the number blank. Without `type_name` the subject prints as a công văn's "V/v …" under
    the number. A line break in `subject` is kept; elsewhere lines are balanced. `bases_inline`
    runs the legal bases, upright, into the first paragraph of the body instead of printing each
    on an italic line of its own. `title` is the PDF's metadata title. A decision names above
    its bases who decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …"), and below them the `verdict`
    "QUYẾT ĐỊNH:" (mẫu 1.2).
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
    annexes: tuple[Annex, ...] = ()
    decided_by: str = ""
    verdict: str = ""

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

    def annex_label(self, position: int) -> str:
        """Return "Phụ lục", or "Phụ lục II" where there are several (PL I mục III.1)."""
        return "Phụ lục" if len(self.annexes) == 1 else f"Phụ lục {roman(position)}"

    def annex_note(self, annex: Annex) -> str:
        """Return the line below an annex's title: "(Kèm theo Kế hoạch số … ngày … của …)".

        What a draft has not got yet is left blank.
        """
        if annex.note:
            return annex.note
        # A decision belongs to whoever decides, not to the committee on the letterhead.
        whose = (self.decided_by,) if self.decided_by else self.issuer
        words = ["Kèm theo", (self.type_name or "Công văn").strip().capitalize()]
        if self.symbol is not None:
            words.append(f"số {self.number_text or BLANK}/{self.symbol}")
        if day := self.date:
            words += [
                f"ngày {day.day_text or BLANK} tháng {day.month_text or BLANK}",
                f"năm {day.year_text}",
            ]
        return f"({' '.join(words)} của {in_sentence(whose)})"
