"""A registration table out of a file: an Excel sheet, or the table in a Word file."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from emulation.organization.sheets.reading import first_shown
from emulation.papers import reader
from emulation.papers.paper import Block, Table

MAX_ROWS, MAX_COLUMNS, FEWEST_COLUMNS = 2_000, 60, 3
# Heads are merged over a few rows; nothing taller matters.
TALLEST = 20
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
NOT_EXCEL = "Không đọc được tệp Excel. Hãy mở bằng Excel rồi lưu lại."
NO_TABLE = "Trong tệp Word không có bảng đăng ký nào."


class GridError(ValueError):
    """A file without a readable table; the message is Vietnamese."""


@dataclass(frozen=True)
class Grid:
    """The cells of a table as text: row number in the file → cells, with what is merged.

    `merged` maps a place (row, column) inside a merged area to that area's first place.
    """

    rows: dict[int, tuple[str, ...]]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """Return what stands at a place, a merged area's text at all of its places."""
        row, column = self.merged.get((row, column), (row, column))
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else ""


def grid_of(content: bytes, suffix: str) -> Grid:
    """Return the table of an .xlsx (its first sheet) or .docx (its widest table).

    The content was checked by `emulation.uploads`. Raises GridError.
    """
    return _of_word(content) if suffix == "docx" else _of_excel(content)


def _of_excel(content: bytes) -> Grid:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of validations and styles that do not matter here.
            # Read-only: a whole sheet in memory, or one merged area over it, would stop the server.
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                return _of_sheet(first_shown(book), content)
            finally:
                book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError,
            AttributeError, SyntaxError, OSError) as error:  # fmt: skip
        if isinstance(error, GridError):
            raise
        raise GridError(NOT_EXCEL) from error


def _of_sheet(sheet: Any, content: bytes) -> Grid:
    sheet.reset_dimensions()  # Files claim a million rows, or fewer than they have.
    rows: dict[int, tuple[str, ...]] = {}
    found = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
    for number, cells in enumerate(found, start=1):
        texts = tuple(map(_text, cells))
        if any(texts):
            rows[number] = texts
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return Grid(rows, _merged(package.read(sheet._worksheet_path)))


def _merged(part: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the places inside merged areas of a worksheet's XML, each with the area's first."""
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for match in islice(_MERGED.finditer(part), MAX_ROWS):
        left, top, right, bottom = range_boundaries(match[1].decode())
        for row in range(top, min(bottom, top + TALLEST, MAX_ROWS) + 1):
            for column in range(left, min(right, MAX_COLUMNS) + 1):
                merged[row, column - 1] = (top, left - 1)
    return merged


def _text(value: Any) -> str:
    if value is True:
        return "x"
    if value is None or value is False:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _of_word(content: bytes) -> Grid:
    try:
        paper = reader.read(content, "bang-dang-ky.docx").paper
    except reader.ReadingError as error:
        raise GridError(str(error)) from error
    blocks = (*paper.body, *(block for annex in paper.annexes for block in annex.body))
    tables = [t for t in _tables(blocks) if len(t.columns) >= FEWEST_COLUMNS]
    if not tables:
        raise GridError(NO_TABLE)
    table = max(tables, key=lambda found: len(found.columns))
    head = {1: tuple(c.group for c in table.columns), 2: tuple(c.heading for c in table.columns)}
    body = enumerate((row.cells for row in table.rows[:MAX_ROWS]), start=3)
    return Grid(
        {number: tuple(c.strip() for c in cells) for number, cells in (*head.items(), *body)}
    )


def _tables(blocks: Iterable[Block]) -> Iterable[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        else:
            yield from _tables(getattr(block, "children", ()))
