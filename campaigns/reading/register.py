"""The registration table that offices use (domain.md 4.3), whoever made it: cells → what they say.

Two-level headings, numbering rows, blocks "Tập thể" and "Cá nhân", an "x" in any case; headings
are matched with the campaign's columns however they are spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from emulation.organization.models import NomineeKind
from emulation.vietnamese import normalize, search_key

from .grid import Grid, GridError

BLOCKS = {
    "tap the": NomineeKind.COLLECTIVE,
    "cac tap the": NomineeKind.COLLECTIVE,
    "ca nhan": NomineeKind.INDIVIDUAL,
    "cac ca nhan": NomineeKind.INDIVIDUAL,
    "ho gia dinh": NomineeKind.HOUSEHOLD,
    "cac ho gia dinh": NomineeKind.HOUSEHOLD,
}
MARKS = frozenset({"x", "v", "√", "✓", "✔", "☑", "☒", "×", "✗", "✘", "1", "co", "dang ky"})
NO_MARKS = frozenset({"", "-", "–", "—", "0", "khong", "☐", "."})
# Columns beside the awards, by the beginning of their heading.
TARGETS, PLACE, REMARKS = ("noi dung", "chi tieu", "muc tieu"), ("chuc vu", "don vi"), ("ghi chu",)
NUMBERS = ("stt", "tt", "so tt", "so thu tu")
_NUMBERING = re.compile(r"\(?\d{1,2}\)?")
_LABEL = re.compile(r"^(?:[ivx]+|[a-z]|\d+)[.)/]?\s+")
_PUNCTUATION = re.compile(r"[^\w\s]")
# One spelling of what offices write in several ways; whole words of a search key.
_SPELLED = {
    "chien sy": "chien si",
    "ubnd": "uy ban nhan dan",
    "cstdcs": "chien si thi dua co so",
    "cstd": "chien si thi dua",
    "ldtt": "lao dong tien tien",
    "tw": "trung uong",
    "ttg": "thu tuong",
}
_FILLERS = frozenset({"cap", "cua", "cac", "chu", "tich", "danh", "hieu", "va", "loai", "hang"})
# Words that say whose award it is: two headings with different ones never mean the same.
_WHOSE = frozenset({"xa", "phuong", "huyen", "so", "tinh", "bo", "quoc", "tuong"})
CLOSE = 0.84


def name_key(text: str) -> str:
    """Return the words of a name without accents, case, punctuation and spelling variants."""
    words = f" {' '.join(_PUNCTUATION.sub(' ', search_key(text)).split())} "
    for variant, usual in _SPELLED.items():
        words = words.replace(f" {variant} ", f" {usual} ")
    return words.strip()


@dataclass(frozen=True)
class Entry:
    """One row that names somebody: where, in which block, what is written under which column."""

    number: int
    subject: str
    name: str
    place: str
    targets: str
    cells: Mapping[int, str]


@dataclass(frozen=True)
class Register:
    """What a table says: award headings by column, the rows, whether it has targets at all.

    A heading is given as its own words first, then with those of the groups above it.
    """

    headings: dict[int, tuple[str, ...]]
    entries: list[Entry]
    has_targets: bool = False
    nameless: list[int] = field(default_factory=list)


def is_mark(text: str) -> bool | None:
    """Return whether a cell is marked; None for what is neither a mark nor empty."""
    key = search_key(normalize(text)).strip(" .")
    if key in NO_MARKS:
        return False
    return True if key in MARKS else None


def read_register(grid: Grid) -> Register:
    """Return what the table says. Raises GridError when it is no registration table."""
    first, who = _head(grid)
    numbers = sorted(number for number in grid.rows if number >= first)
    below = [n for n in numbers if n > first and not _continues(grid, n, who, first)]
    start = below[0] if below else numbers[-1] + 1
    columns = _columns(grid, [n for n in numbers if n < start], who)
    found = Register(
        {c: paths for c, (kind, paths) in columns.items() if kind == "award"},
        [],
        any(kind == "targets" for kind, _ in columns.values()),
    )
    subject = ""
    for number in (n for n in numbers if n >= start):
        cells = grid.rows[number]
        text = grid.text(number, who)
        if block := _block(cells, who):
            subject = block
        elif _NUMBERING.fullmatch(text) or name_key(text) == name_key(grid.text(first, who)):
            continue  # Numbers of the columns, or the head once more on a new page.
        elif text:
            found.entries.append(_entry(number, subject, text, cells, columns))
        elif any(is_mark(_at(cells, column)) for column in found.headings):
            found.nameless.append(number)
    if not found.entries:
        raise GridError("Dưới dòng tiêu đề của bảng không có dòng nào ghi tên.")
    return found


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _head(grid: Grid) -> tuple[int, int]:
    """Return the row and column of the heading over the names."""
    for number in sorted(grid.rows)[:40]:
        for column, text in enumerate(grid.rows[number]):
            key = name_key(text)
            named = key.startswith(("ho va ten", "ho ten")) or (
                "tap the" in key and "ca nhan" in key
            )
            if named and len(grid.rows[number]) > column + 1 and len(key.split()) <= 12:
                return number, column
    raise GridError(
        "Không thấy bảng đăng ký: tệp phải có dòng tiêu đề với cột «Tập thể, cá nhân» và các cột "
        "danh hiệu, hình thức."
    )


def _continues(grid: Grid, number: int, who: int, first: int) -> bool:
    """Whether a row still belongs to the head: second level of headings, numbers of columns."""
    text = grid.text(number, who)
    if _block(grid.rows[number], who):
        return False
    return not text or text == grid.text(first, who) or bool(_NUMBERING.fullmatch(text))


def _block(cells: Sequence[str], who: int) -> NomineeKind | None:
    """Return which block begins with this row."""
    for text in cells[: who + 1]:
        key = name_key(_LABEL.sub("", search_key(text)))
        if key in BLOCKS and not any(is_mark(cell) for cell in cells[who + 1 :]):
            return BLOCKS[key]
    return None


def _columns(grid: Grid, head: Sequence[int], who: int) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Return by position what a column right of the names holds, and its headings."""
    found: dict[int, tuple[str, tuple[str, ...]]] = {}
    width = max(len(grid.rows[number]) for number in head)
    for column in range(who + 1, width):
        texts = dict.fromkeys(
            text for number in head
            if (text := grid.text(number, column)) and not _NUMBERING.fullmatch(text)
        )  # fmt: skip
        if not texts:
            continue
        *_, leaf = texts
        key = name_key(leaf)
        if key.startswith(TARGETS):
            kind = "targets"
        elif key.startswith(PLACE):
            kind = "place"
        elif key.startswith(REMARKS) or key in NUMBERS:
            kind = "remarks"
        else:
            kind = "award"
        path = list(texts)
        found[column] = (kind, tuple(" ".join(path[start:]) for start in range(len(path))[::-1]))
    return found


def _entry(
    number: int, subject: str, name: str, cells: Sequence[str], columns: Mapping[int, tuple]
) -> Entry:
    def joined(kind: str) -> str:
        texts = (_at(cells, c) for c, (found, _) in columns.items() if found == kind)
        return "\n".join(filter(None, map(normalize, texts)))

    awards = {c: _at(cells, c) for c, (kind, _) in columns.items() if kind == "award"}
    return Entry(
        number, subject, " ".join(normalize(name).split()), joined("place"), joined("targets"),
        awards,
    )  # fmt: skip


# --- headings ------------------------------------------------------------------------------------


def match_headings(
    headings: Mapping[int, Iterable[str]], titles: Mapping[int, Iterable[str]]
) -> dict[int, int]:
    """Return which award each column means: column → id, an award at most once.

    `titles` are the spellings of each award by id. The same words first, then the closest; what
    is not close to anything, or names another authority, is left out.
    """
    scored = sorted(
        (
            (-score, column, award)
            for column, spelled in headings.items()
            for award, known in titles.items()
            if (score := max(_likeness(a, b) for a in spelled for b in known)) >= CLOSE
        ),
    )
    found: dict[int, int] = {}
    for _, column, award in scored:
        if column not in found and award not in found.values():
            found[column] = award
    return found


def _likeness(one: str, other: str) -> float:
    first, second = _award_words(one), _award_words(other)
    if first == second:
        return 1.0
    whose = set(first) & _WHOSE, set(second) & _WHOSE
    if all(whose) and not whose[0] & whose[1]:
        return 0.0
    return 0.99 * SequenceMatcher(None, " ".join(first), " ".join(second)).ratio()


def _award_words(text: str) -> list[str]:
    words = name_key(text).replace("co so", "coso").split()
    return [word for word in words if word not in _FILLERS]
