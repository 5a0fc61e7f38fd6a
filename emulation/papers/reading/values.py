"""What reading gives: the paper, where each fact was found, what was not found."""

from dataclasses import dataclass
from functools import cached_property

from emulation.papers.paper import Paper, PaperError, Table
from emulation.vietnamese import search_key

MAX_LINES = 20_000
# A plan of eighty pages; its longest paragraph has some thousand characters.
MAX_CHARACTERS = 250_000
MAX_LINE = 20_000


class ReadingError(PaperError):
    """A file cannot be read; the message says why and what to do, in Vietnamese."""


@dataclass(frozen=True)
class Line:
    """One line of the source: a paragraph, a part of one between line breaks, or a table.

    `label` is the number that Word's list feature counts, as printed ("I.", "-"); `text` is
    without it. `cell` is (table, row, column) for text in a table that only places things side by
    side; `gap` says that an empty line stands before, `joined` that the line goes on a paragraph.
    """

    text: str
    where: str = ""
    label: str = ""
    bold: bool | None = None
    centred: bool = False
    gap: bool = False
    joined: bool = False
    cell: tuple[int, int, int] | None = None
    table: Table | None = None

    @property
    def full(self) -> str:
        """The line as printed, with its label."""
        return f"{self.label} {self.text}".strip()

    @cached_property
    def key(self) -> str:
        """The line without accents and capitals: "Hoà" and "HÓA" are alike."""
        return search_key(self.full)


@dataclass(frozen=True)
class Fact:
    """One thing that was recognised: its name, the text as printed, the lines it stands on."""

    name: str
    text: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something not found or not understood, in Vietnamese; `line` counts from 0."""

    message: str
    line: int | None = None


@dataclass(frozen=True)
class Node:
    """A block of the body as it was read: with its label as typed and the lines it stands on.

    `kind`: part, chapter, section, article, item, bullet, paragraph or table. `label` is "I", "V",
    "1", "1.1", "a", "Điều 5"; None for what has no number.
    """

    kind: str
    text: str
    label: str | None = None
    children: tuple["Node", ...] = ()
    lines: tuple[int, ...] = ()

    def walk(self) -> "list[Node]":
        """Return the node and all below it, in printing order."""
        found = [self]
        for child in self.children:
            found += child.walk()
        return found


@dataclass(frozen=True)
class Other:
    """Another paper in the same file, which is not read: its title and its lines (from, to)."""

    title: str
    first: int
    last: int


@dataclass(frozen=True)
class Reading:
    """A file as read: the paper, its body with the labels as typed, and where each fact stands.

    `lines` is the whole source, so that a page can show it and mark what facts and nodes name.
    Fact names: parent, issuer, number, symbol, place, date, type, subject, addressee, basis,
    opening, closing, recipient, authority, position, name, draft.
    """

    paper: Paper
    nodes: tuple[Node, ...] = ()
    lines: tuple[Line, ...] = ()
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    others: tuple[Other, ...] = ()

    def printed(self, name: str) -> tuple[str, ...]:
        """Return the texts of one name as printed, with their closing marks."""
        return tuple(fact.text for fact in self.facts if fact.name == name)

    def walk(self) -> list[Node]:
        """Return every block of the body in printing order."""
        return [node for top in self.nodes for node in top.walk()]
