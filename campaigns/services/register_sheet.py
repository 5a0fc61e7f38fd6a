"""A registration sent as a file: what it says against what is registered, taken over as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from openpyxl.utils import get_column_letter

from campaigns.models import AwardOffer, Line, Registration, RegistrationFile
from campaigns.papers.registration import columns_of
from campaigns.reading.grid import GridError, grid_of
from campaigns.reading.register import (
    Entry,
    Register,
    is_mark,
    match_headings,
    name_key,
    read_register,
)
from emulation.uploads import SafeFile

from .register_names import Named, Names, elsewhere, plain
from .registering import NOMINEE_MODELS, add_line, mark_errors, remove_line, save_lines

NEW, SAME, CHANGED, REMOVED, WRONG, UNCLEAR, UNMARKED = (
    "new", "same", "changed", "removed", "wrong", "unclear", "unmarked",
)  # fmt: skip
EMPTY = "(trống)"


class ChangedMeanwhile(Exception):
    """The registration is no longer what the preview was compared with."""


@dataclass
class Row:
    """One row of the file: whom it means, what would be saved, what is in the way."""

    entry: Entry
    state: str = NEW
    named: Named | None = None
    line: Line | None = None
    offers: frozenset[int] = frozenset()
    targets: str = ""
    may_mean: list[Named] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    chosen: str = ""
    errors: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Return the row's number in the file."""
        return self.entry.number

    @property
    def is_asking(self) -> bool:
        """Whether it stands in the way of saving."""
        return self.state in (WRONG, UNCLEAR)


@dataclass
class Comparison:
    """What the file says, row by row, and what it leaves out or the system does not know."""

    rows: list[Row]
    columns: list[tuple[str, str]]
    ignored: list[str]
    absent: list[Line]
    nameless: list[int]
    seen: str
    offers: Mapping[int, AwardOffer]

    def titles(self, marked: Iterable[int]) -> str:
        """Name awards in the order of the table."""
        return _titles(self.offers, marked)

    def count(self, state: str) -> int:
        """Return how many rows are in a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def may_save(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.nameless and not any(row.is_asking for row in self.rows)

    @property
    def changes_something(self) -> bool:
        """Whether saving would change the registration, rows that are left out aside."""
        return any(row.state in (NEW, CHANGED, REMOVED) for row in self.rows)


def fingerprint(registration: Registration) -> str:
    """Return a value that differs as soon as a row, a mark or a target does."""
    rows = sorted(
        (line.pk, tuple(sorted(line.marked)), line.targets) for line in registration.lines.all()
    )
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:32]


def compare(
    registration: Registration, content: bytes, suffix: str, chosen: Mapping[int, str] | None = None
) -> Comparison:
    """Return what a file says about the registration, which comes `with_lines()`.

    `chosen` tells by row number ("person-12") who is meant where the name alone does not. The
    number of queries does not grow with the rows. Raises GridError.
    """
    register = read_register(grid_of(content, suffix))
    offers = {offer.pk: offer for offer in columns_of(registration)}
    titles = {pk: spellings(offer) for pk, offer in offers.items()}
    by_column = match_headings(register.headings, titles)
    if not by_column:
        raise GridError("Không cột nào của tệp là danh hiệu, hình thức của phong trào này.")
    work = _Comparing(registration, register, offers, by_column, chosen or {})
    rows = [work.row(entry) for entry in register.entries]
    work.tell_strangers(rows)
    met = {line.pk for row in rows for line in work.lines_named_by(row)}
    return Comparison(
        rows,
        [
            (register.headings[column][0], offers[pk].title)
            for column, pk in sorted(by_column.items())
        ],
        [paths[0] for column, paths in register.headings.items() if column not in by_column],
        [line for line in registration.lines.all() if line.pk not in met],
        register.nameless,
        fingerprint(registration),
        offers,
    )


def _titles(offers: Mapping[int, AwardOffer], marked: Iterable[int]) -> str:
    marked = set(marked)
    return "; ".join(o.title for pk, o in offers.items() if pk in marked) or EMPTY


def spellings(offer: AwardOffer) -> list[str]:
    """Return under which headings an award's column may stand."""
    return list(dict.fromkeys([offer.title, offer.name, *(t.name for t in offer.types)]))


class _Comparing:
    """What the rows of one file are compared with, read once."""

    def __init__(
        self,
        registration: Registration,
        register: Register,
        offers: Mapping[int, AwardOffer],
        by_column: Mapping[int, int],
        chosen: Mapping[int, str],
    ) -> None:
        self.registration, self.register = registration, register
        self.offers, self.by_column, self.chosen = offers, by_column, chosen
        self.names = Names(registration)
        self.lines = {
            (name, getattr(line, f"{name}_id")): line
            for line in registration.lines.all()
            for name in NOMINEE_MODELS
            if getattr(line, f"{name}_id")
        }
        self.seen: dict[tuple[str, int], int] = {}

    def row(self, entry: Entry) -> Row:
        """Return one row, read and compared."""
        row = Row(entry)
        self._read_marks(row)
        says_something = bool(row.offers or row.errors or entry.targets.strip())
        found = row.may_mean = self.names.find(entry)
        if len(found) == 1 and self.names.is_sure:
            row.named = found[0]
        elif says_something or found:
            self._ask(row, found)
        if row.named is None:
            # A row that marks nothing and names nobody: a signature, or somebody not put down.
            row.state = WRONG if row.errors else UNCLEAR if row.choices else NEW
            if not says_something and row.state != WRONG:
                row.state, row.choices = UNMARKED, []
            return row
        self._against(row, says_something)
        row.state = WRONG if row.errors else row.state
        return row

    def lines_named_by(self, row: Row) -> list[Line]:
        """Return the lines that a row stands for, or may stand for while nobody chose."""
        if row.line:
            return [row.line]
        keys = [(name, record.pk) for name, record in row.may_mean if row.named is None]
        return [self.lines[key] for key in keys if key in self.lines]

    def _read_marks(self, row: Row) -> None:
        marked = set()
        for column, text in row.entry.cells.items():
            said = is_mark(text)
            if said is False:
                continue
            cell = f"Ô {get_column_letter(column + 1)}{row.number}"
            if said is None:
                row.errors.append(f"{cell}: «{text[:40]}» không phải dấu x.")
            elif column not in self.by_column:
                heading = self.register.headings[column][0]
                row.errors.append(f"{cell}: phong trào không có «{heading}».")
            else:
                marked.add(self.by_column[column])
        row.offers = frozenset(marked)

    def _ask(self, row: Row, found: list[Named]) -> None:
        row.choices = [(f"{name}-{record.pk}", self.names.described(name, record))
                       for name, record in found]  # fmt: skip
        row.chosen = self.chosen.get(row.number, "")
        row.named = next((n for n in found if f"{n[0]}-{n[1].pk}" == row.chosen), None)

    def _against(self, row: Row, says_something: bool) -> None:
        name, record = row.named
        key = (name, record.pk)
        if key in self.seen:
            row.errors.append(f"Trùng với dòng {self.seen[key]} của tệp.")
            return
        self.seen[key] = row.number
        row.line = self.lines.get(key)
        before = row.line.targets if row.line else ""
        row.targets = row.entry.targets if self.register.has_targets else before
        if row.line is None and not says_something:
            row.state = UNMARKED
            return
        if row.line is not None and not row.offers and not row.targets.strip():
            row.state = REMOVED
            return
        line = row.line or Line(subject=self.names.subject_of(name, record))
        marked = [self.offers[pk] for pk in self.offers if pk in row.offers]
        row.errors += mark_errors(line, marked, self.registration.period.starts_on)
        if row.line is None:
            return
        if row.line.marked != row.offers:
            row.changes.append(
                ("Đăng ký", _titles(self.offers, row.line.marked), _titles(self.offers, row.offers))
            )
        if before.split() != row.targets.split():
            row.changes.append(("Nội dung, chỉ tiêu", before or EMPTY, row.targets or EMPTY))
        row.state = CHANGED if row.changes else SAME

    def tell_strangers(self, rows: list[Row]) -> None:
        """Say of rows that name nobody here why: of another unit, or not known at all."""
        lost = [row for row in rows if row.state == NEW and row.named is None]
        if not lost:
            return
        places = elsewhere(self.registration, [row.entry for row in lost])
        for row in lost:
            row.state = WRONG
            where = places.get(name_key(plain(row.entry.name)))
            unit = self.registration.unit
            row.errors.append(
                f"«{row.entry.name}» thuộc {where}, không thuộc {unit}." if where
                else f"Không có «{row.entry.name}» trong {unit}."
            )  # fmt: skip


@transaction.atomic
def apply(
    registration: Registration,
    file: SafeFile,
    name: str,
    *,
    seen: str,
    drop_absent: bool,
    by: Any,
    chosen: Mapping[int, str] | None = None,
) -> RegistrationFile:
    """Take a file over: all of it or nothing, with the rules of the page; the file is kept.

    `seen` is the fingerprint that the preview was compared with; `drop_absent` also takes out the
    rows that the file does not name. Raises PermissionDenied, TransitionNotAllowed when the
    registration is not open, ChangedMeanwhile, GridError, and ValidationError for what stands in
    the way.
    """
    Registration.objects.select_for_update().get(pk=registration.pk)
    fresh = Registration.objects.with_lines().get(pk=registration.pk)
    found = compare(fresh, file.content, file.suffix, chosen)
    if found.seen != seen:
        raise ChangedMeanwhile
    if not found.may_save:
        raise ValidationError("Chưa lưu gì: còn dòng có lỗi hoặc chưa rõ là ai.")
    gone = [row.line for row in found.rows if row.state == REMOVED]
    for line in [*gone, *(found.absent if drop_absent else ())]:
        remove_line(fresh, line.pk, by=by)
    wanted: dict[int, tuple[frozenset[int], str]] = {}
    for row in found.rows:
        if row.state == NEW:
            row.line = add_line(fresh, row.named[0], row.named[1].pk, by=by)
        if row.state in (NEW, CHANGED):
            wanted[row.line.pk] = (row.offers, row.targets)
    save_lines(Registration.objects.with_lines().get(pk=fresh.pk), wanted, by=by)
    return RegistrationFile(registration=fresh).keep(file, name, by=by)
