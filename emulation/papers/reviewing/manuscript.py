"""A paper as a reviewer reads it: lines with their part in the paper and the label they carry."""

import re
from dataclasses import dataclass
from datetime import date as Date
from enum import Enum, IntEnum

from emulation.papers import text
from emulation.papers.paper import PaperDate, Signature

from .finding import WHOLE, Context, Finding, Severity, excerpt


class Role(Enum):
    """The part of a line in the paper (boxes 1 to 9 of the decree's layout, domain.md 5.2)."""

    MOTTO = "quốc hiệu, tiêu ngữ"
    ISSUER = "cơ quan ban hành"
    NUMBER = "số, ký hiệu"
    DATE = "địa danh, ngày tháng"
    TYPE = "tên loại"
    SUBJECT = "trích yếu"
    ADDRESSEE = "kính gửi"
    BASIS = "căn cứ"
    BODY = "nội dung"
    TABLE = "bảng"
    RECIPIENT = "nơi nhận"
    SIGNER = "người ký"


# How the place of a line in an annex begins.
ANNEX = "phụ lục"
RUNNING = (Role.BASIS, Role.BODY)
WORDS = (Role.SUBJECT, Role.ADDRESSEE, *RUNNING, Role.RECIPIENT)


class Rank(IntEnum):
    """How deep a line stands, from the outside in."""

    PART, CHAPTER, DIVISION, ARTICLE, LETTER, SECTION = range(1, 7)
    ITEM, DECIMAL, POINT, BRACKET, BULLET, SUB_BULLET, PLAIN = range(7, 14)


@dataclass(frozen=True)
class Line:
    """One line: its part, its label as typed, its words (single spaces), and how it was typed.

    `number` is the line of the file, None in a paper that the engine prints. `heading` says that
    the line is a title; only the engine knows that, in a text it is guessed from the rank.
    """

    order: int
    where: str
    role: Role
    text: str
    label: str = ""
    rank: Rank = Rank.PLAIN
    raw: str = ""
    number: int | None = None
    heading: bool = False

    @property
    def full(self) -> str:
        """The label and the words."""
        return f"{self.label} {self.text}".strip()

    def finding(
        self,
        code: str,
        severity: Severity,
        message: str,
        source: str,
        span: tuple[int, int] | None = None,
    ) -> Finding:
        """Return a finding at this line; `span` marks the words in question in `text`."""
        words = excerpt(self.text, *span) if span else excerpt(self.full)
        return Finding(code, severity, self.where, words, message, source, self.number, self.order)


@dataclass(frozen=True)
class Manuscript:
    """One paper: its lines and the facts that checks ask for again and again.

    `typed` says that labels and marks stand as somebody typed them; in a printed Paper the engine
    has put them right already. `framed` tells a whole paper from a piece of text.
    """

    lines: tuple[Line, ...]
    context: Context
    typed: bool
    framed: bool
    final: bool
    type_name: str = ""
    issuer: str = ""
    number: str = ""
    symbol: str | None = None
    place: str = ""
    date: PaperDate | None = None
    signatures: tuple[Signature, ...] = ()
    end_mark: bool = True

    def having(self, *roles: Role) -> list[Line]:
        """Return the lines of these parts, in order."""
        return [line for line in self.lines if line.role in roles]

    @property
    def body(self) -> list[Line]:
        """The lines of the text itself, without tables."""
        return self.having(Role.BODY)

    @property
    def day(self) -> Date | None:
        """The day by which law and levels are judged: the paper's, else the context's.

        Of a date that is blank in part the first possible day counts, so that nothing is called
        past or dead that need not be.
        """
        if self.date and self.date.month and self.date.day:
            return Date(self.date.year, self.date.month, self.date.day)
        if self.context.date:
            return self.context.date
        return Date(self.date.year, self.date.month or 1, 1) if self.date else None

    @property
    def end(self) -> int:
        """The place after the last line, for what is missing at the end."""
        return len(self.lines)

    def missing(
        self, code: str, severity: Severity, message: str, source: str, *, at_end: bool = False
    ) -> Finding:
        """Return a finding about something that is not there at all."""
        where = "cuối văn bản" if at_end else "đầu văn bản"
        order = self.end if at_end else -1
        return Finding(code, severity, where, "", message, source, None, order)

    def whole(self, code: str, severity: Severity, message: str, source: str) -> Finding:
        """Return a finding about the paper as a whole."""
        return Finding(code, severity, WHOLE, "", message, source, None, -1)


# --- labels ----------------------------------------------------------------------------------

_FORMS = {
    text.PART: Rank.PART,
    text.CHAPTER: Rank.CHAPTER,
    text.SECTION: Rank.SECTION,
    text.ARTICLE: Rank.ARTICLE,
    text.ITEM: Rank.ITEM,
    text.DECIMAL: Rank.DECIMAL,
    text.DECIMAL_3: Rank.DECIMAL,
    text.POINT: Rank.POINT,
    text.BULLET: Rank.BULLET,
    text.SUB_BULLET: Rank.SUB_BULLET,
}
CAPITALS = "A-Z" + "".join(
    filter(str.isupper, map(chr, (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA))))
)
# Labels that the grammar does not read, but that people type: "I/", "1/", "a.", "1)", "A.".
_TYPED = (
    (Rank.SECTION, re.compile(r"([XVI]{1,6}(?:\.|[/):]|\s?[-–]))\s+")),
    (Rank.LETTER, re.compile(rf"([A-HĐ][.)])\s+(?=[{CAPITALS}][{CAPITALS}\s,-]{{3}})")),
    (Rank.ITEM, re.compile(r"(\d{1,2}/)\s+(?=\D)")),
    (Rank.BRACKET, re.compile(r"(\(?\d{1,2}\))\s+(?=\D)")),
    (Rank.POINT, re.compile(rf"([a-eđ][./])\s+(?=[{CAPITALS}])")),
)


def split_label(line: str) -> tuple[Rank, str, str]:
    """Return the rank, the label as typed and the words of a line with single spaces.

    The grammar's own forms come first, so that what it printed is read as it was printed.
    """
    read = next(text.lines(line), None)
    if read and (rank := _FORMS.get(read.form)):
        label = line[: len(line) - len(read.text)].strip()
        return Rank.DIVISION if label[:1] == "M" else rank, label, read.text
    for rank, pattern in _TYPED:
        if match := pattern.match(line):
            return rank, match[1], line[match.end() :]
    return Rank.PLAIN, "", line


def rank_of(label: str) -> Rank:
    """Return the rank of a label that the engine has counted: "Điều 1.", "II.", "1.1.", "a)"."""
    return split_label(label)[0] if label else Rank.PLAIN
