"""Reading a sheet of records: rows, what is new, the same or different, what is wrong and where."""

from __future__ import annotations

import copy
import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from awards.models import AwardType
from emulation.changes import words
from emulation.organization.models import Unit
from emulation.vietnamese import search_key

from .columns import CellError, Column
from .defaults import completed, default_day
from .kinds import AWARD, RecordKind
from .matching import Roster, WhoError, described, subject_of

MAX_ROWS = 5_000
HEAD_WITHIN, MAX_COLUMNS, BLANKS_AT_END = 15, 60, 100
NEW, SAME, CHANGED, WRONG, UNCLEAR = "new", "same", "changed", "wrong", "unclear"


class SheetError(ValueError):
    """A file that is no sheet of this kind of record; the message is Vietnamese."""


@dataclass
class RowError:
    """What is wrong in one cell: its address and column in words."""

    cell: str
    heading: str
    message: str


@dataclass
class Row:
    """One row of the sheet: where, whom it names, what would be saved."""

    number: int
    name: str
    state: str = NEW
    record: Any = None
    nominee: Any = None
    errors: list[RowError] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    chosen: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)


@dataclass
class Reading:
    """All rows of a sheet, and which of its columns were used or not understood."""

    rows: list[Row]
    headings: list[str]
    ignored: list[str]

    def count(self, state: str) -> int:
        """Return how many rows are in a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def may_save(self) -> bool:
        """Whether nothing stands in the way: no row is wrong or unclear, and one is to be saved."""
        return not any(row.state in (WRONG, UNCLEAR) for row in self.rows)


def read(
    kind: RecordKind, content: bytes, authority: Unit, chosen: Mapping[int, str] | None = None
) -> Reading:
    """Return what a sheet says about the people and units of `authority`.

    `chosen` tells by row number ("person-12") who is meant where a name alone does not. The
    number of queries does not grow with the rows but for the rules of values not seen before.
    Raises SheetError.
    """
    lines = list(lines_of(content))
    columns, ignored, start = _head(kind, lines)
    found = _Rows(kind, authority, columns, chosen or {})
    rows = [found.row(number, cells) for number, cells in lines[start:] if any(cells)]
    if not rows:
        raise SheetError("Dưới dòng tiêu đề không có dòng nào.")
    return Reading(rows, [column.heading for column in columns.values()], ignored)


def lines_of(content: bytes) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield number and cells of every row of the first sheet, until many blank ones follow.

    An empty cell is "". Raises SheetError.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of validations and styles that do not matter here.
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                yield from _rows_of(book.worksheets[0])
            finally:
                book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError,
            AttributeError, SyntaxError, OSError) as error:  # fmt: skip
        if isinstance(error, SheetError):
            raise
        raise SheetError("Không đọc được tệp Excel. Hãy mở bằng Excel rồi lưu lại.") from error


def _rows_of(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    blanks = filled = 0
    sheet.reset_dimensions()  # Files claim a million rows, or fewer than they have.
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        cells = tuple(None if isinstance(c, str) and not c.strip() else c for c in cells)
        if not any(cell is not None for cell in cells):
            blanks += 1
            if blanks > BLANKS_AT_END:
                return
            continue
        blanks, filled = 0, filled + 1
        if filled > MAX_ROWS + HEAD_WITHIN:
            raise SheetError(f"Tệp có hơn {MAX_ROWS} dòng. Hãy tách thành nhiều tệp.")
        yield number, tuple("" if cell is None else cell for cell in cells)


def _head(
    kind: RecordKind, lines: list[tuple[int, tuple[Any, ...]]]
) -> tuple[dict[int, Column], list[str], int]:
    """Return column by position, headings that mean nothing here, and where the rows begin."""
    best: dict[int, Column] = {}
    place = 0
    for index, (_number, cells) in enumerate(lines[:HEAD_WITHIN]):
        found: dict[int, Column] = {}
        for position, cell in enumerate(cells):
            column = next((c for c in kind.sheet_columns if c.is_headed(cell)), None)
            if column and column not in found.values():
                found[position] = column
        if len(found) > len(best):
            best, place = found, index
    missing = [c.heading for c in kind.sheet_columns if c.required and c not in best.values()]
    if missing:
        raise SheetError(
            f"Thiếu cột: {', '.join(missing)}. Hãy dùng tệp mẫu, giữ nguyên dòng tiêu đề."
        )
    cells = lines[place][1]
    ignored = [
        str(cell) for position, cell in enumerate(cells)
        if cell != "" and position not in best and search_key(str(cell)) not in ("stt", "tt")
    ]  # fmt: skip
    return best, ignored, place + 1


class SheetRows:
    """Rows of a sheet whose columns are known: their cells, and what is wrong in them."""

    def __init__(
        self, columns: Mapping[int, Column], known: Sequence[Column], chosen: Mapping[int, str]
    ) -> None:
        self.columns, self.known, self.chosen = columns, known, chosen

    def values_of(self, row: Row, cells: tuple[Any, ...]) -> dict[str, Any]:
        """Return the values of a row by column; what cannot be read is told in `row.errors`."""
        values: dict[str, Any] = {}
        unread: dict[str, str] = {}
        for position, column in self.columns.items():
            cell = cells[position] if position < len(cells) else ""
            try:
                values[column.name] = column.read(cell)
            except CellError as error:
                unread[column.name] = words(cell)
                self.wrong(row, column.name, str(error))
        row.cells = [
            words(values[column.name], column.choices)
            if column.name in values
            else unread[column.name]
            for column in self.columns.values()
        ]
        return values

    def wrong(self, row: Row, name: str, message: str) -> None:
        """Tell what is wrong in the cell of the column `name`, or in the row."""
        for position, column in self.columns.items():
            if column.name == name:
                cell = f"{get_column_letter(position + 1)}{row.number}"
                row.errors.append(RowError(cell, column.heading, message))
                return
        column = next((c for c in self.known if c.name == name), None)
        row.errors.append(RowError(f"dòng {row.number}", column.heading if column else "", message))


class _Rows(SheetRows):
    """What the rows of one sheet are compared with, read once."""

    def __init__(
        self,
        kind: RecordKind,
        authority: Unit,
        columns: dict[int, Column],
        chosen: Mapping[int, str],
    ) -> None:
        super().__init__(columns, kind.sheet_columns, chosen)
        self.kind = kind
        self.authority = authority
        self.roster = Roster(authority, kind.subjects)
        existing = kind.model.objects.filter(authority=authority)
        if kind is AWARD:
            existing = existing.select_related("award_type")
        self.existing = {kind.full_key(record): record for record in existing}
        self.types = list(AwardType.objects.all()) if kind is AWARD else []
        self.seen: dict[tuple, tuple[Row, dict[str, Any]]] = {}
        self.checked: dict[tuple, str] = {}

    def row(self, number: int, cells: tuple[Any, ...]) -> Row:
        """Return one row, read and compared."""
        row = Row(number, "")
        values = self.values_of(row, cells)
        row.name = str(values.get("who") or "")
        if not row.errors:
            self._find(row, values)
        if row.nominee is not None:
            self._compare(row, values)
        row.state = WRONG if row.errors else row.state
        return row

    def _find(self, row: Row, values: dict[str, Any]) -> None:
        try:
            found = self.roster.find(
                values["who"],
                subject=values.get("subject") or "",
                unit_name=values.get("unit_name") or "",
                born_on=values.get("born_on"),
            )
        except WhoError as error:
            self.wrong(row, "who", str(error))
            return
        if len(found) > 1:
            row.choices = [(f"{subject_of(n)}-{n.pk}", described(n)) for n in found]
            row.chosen = self.chosen.get(row.number, "")
            found = [n for n in found if f"{subject_of(n)}-{n.pk}" == row.chosen]
            if not found:
                row.state = UNCLEAR
                return
        row.nominee = found[0]

    def _compare(self, row: Row, values: dict[str, Any]) -> None:
        kind = self.kind
        given = {c.name: values[c.name] for c in self.columns.values()
                 if c not in kind.who_columns and values[c.name] not in (None, "")}  # fmt: skip
        if kind is AWARD and not self._find_type(row, given):
            return
        record = kind.model(**{subject_of(row.nominee): row.nominee})
        for name, value in given.items():
            setattr(record, name, value)
        record.authority_id = self.authority.pk
        completed(kind, record)
        key = kind.full_key(record)
        if key in self.seen:
            first, same = self.seen[key]
            if same == given:
                row.state = SAME
            else:
                self.wrong(row, "who", f"khác với dòng {first.number} về cùng một nội dung")
            return
        self.seen[key] = (row, given)
        existing = self.existing.get(key)
        if existing is not None:
            self._against(row, existing, given)
        else:
            row.record = record
        if row.record is not None:
            self._check(row)

    def _against(self, row: Row, existing: Any, given: dict[str, Any]) -> None:
        """Compare with what is recorded; an empty cell leaves the recorded value alone."""
        changed = copy.copy(existing)
        for column in self.kind.sheet_columns:
            if column.name not in given or column.name == "award_type":
                continue
            before, after = getattr(existing, column.name), given[column.name]
            if self._is_key(column.name) or before == after:
                continue
            setattr(changed, column.name, after)
            row.changes.append(
                (column.heading, words(before, column.choices), words(after, column.choices))
            )
        row.state = CHANGED if row.changes else SAME
        row.record = changed if row.changes else None

    def _is_key(self, name: str) -> bool:
        """Whether the value differs in spelling only: it found the record by its key."""
        return (self.kind.code, name) in {
            ("initiative", "name"), ("index", "name"), ("award", "document"),
        }  # fmt: skip

    def _find_type(self, row: Row, given: dict[str, Any]) -> bool:
        sought = search_key(given["award_type"])
        named = [t for t in self.types if sought in (search_key(t.code), search_key(t.name))]
        if not named:
            self.wrong(row, "award_type", f"«{given['award_type']}» không có trong danh mục")
            return False
        day = default_day(given.get("document_date"), given["year"])
        valid = [t for t in named if t.is_valid_on(day)]
        if not valid:
            self.wrong(row, "award_type", f"không áp dụng vào ngày {day:%d/%m/%Y}")
            return False
        letter = {"unit": "C", "person": "I", "household": "H"}[subject_of(row.nominee)]
        if not any(letter in t.admits for t in valid):
            self.wrong(row, "award_type", "không dành cho loại đối tượng này")
            return False
        given["award_type"] = next(t for t in valid if letter in t.admits)
        return True

    def _check(self, row: Row) -> None:
        """Ask the model's own rules; rules of the database once for each set of values."""
        record, keys = row.record, ("authority", "unit", "person", "household", "award_type",
                                    "issued_by", "created_by")  # fmt: skip
        keys = [name for name in keys if any(f.name == name for f in record._meta.fields)]
        try:
            record.clean_fields(exclude=keys)
            record.clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.wrong(row, name, message)
        for rule in record._meta.constraints:
            if isinstance(rule, CheckConstraint) and not row.errors:
                self._ask(row, rule)

    def _ask(self, row: Row, rule: CheckConstraint) -> None:
        record = row.record
        names = sorted(set(_names(rule.condition)))
        key = (rule.name, *(getattr(record, record._meta.get_field(n).attname) for n in names))
        if key not in self.checked:
            try:
                rule.validate(type(record), record)
                self.checked[key] = ""
            except ValidationError as error:
                self.checked[key] = " ".join(error.messages)
        if self.checked[key]:
            self.wrong(row, names[-1] if len(names) == 1 else "who", self.checked[key])


def _names(condition: Any) -> Iterator[str]:
    for child in condition.children:
        if hasattr(child, "children"):
            yield from _names(child)
        else:
            yield child[0].partition("__")[0]
