"""Reading a sheet: its lines, its head, the cells of its rows, what is wrong in them and where."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from emulation.changes import words
from emulation.vietnamese import search_key

from .columns import CellError, Column

MAX_ROWS = 5_000
HEAD_WITHIN, MAX_COLUMNS, BLANKS_AT_END = 15, 60, 100
NEW, SAME, CHANGED, WRONG, UNCLEAR = "new", "same", "changed", "wrong", "unclear"


class SheetError(ValueError):
    """A file that is no such sheet; the message is Vietnamese."""


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


def lines_of(content: bytes) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield number and cells of every row of the first sheet, until many blank ones follow.

    An empty cell is "". Raises SheetError.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of validations and styles that do not matter here.
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                yield from _rows_of(first_shown(book))
            finally:
                book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError,
            AttributeError, SyntaxError, OSError) as error:  # fmt: skip
        if isinstance(error, SheetError):
            raise
        raise SheetError("Không đọc được tệp Excel. Hãy mở bằng Excel rồi lưu lại.") from error


def first_shown(book: Any) -> Any:
    """Return the first sheet that whoever opens the book sees: what is hidden is not read."""
    return next((s for s in book.worksheets if s.sheet_state == "visible"), book.worksheets[0])


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


def head_of(
    columns: Sequence[Column], lines: Sequence[tuple[int, tuple[Any, ...]]]
) -> tuple[dict[int, Column], list[str], int]:
    """Return column by position, headings that mean nothing here, and where the rows begin.

    Raises SheetError when a required column is missing.
    """
    best: dict[int, Column] = {}
    place = 0
    for index, (_number, cells) in enumerate(lines[:HEAD_WITHIN]):
        found: dict[int, Column] = {}
        for position, cell in enumerate(cells):
            column = next((c for c in columns if c.is_headed(cell)), None)
            if column and column not in found.values():
                found[position] = column
        if len(found) > len(best):
            best, place = found, index
    missing = [c.heading for c in columns if c.required and c not in best.values()]
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
