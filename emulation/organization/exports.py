"""Lists as Excel files."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from emulation.vietnamese import search_key

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATE_FORMAT, TIME_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
# What a spreadsheet may take for the beginning of a formula or a command.
FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "|",
    "%",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)
# Letters that XML has no place for; lone surrogates cannot even be written.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NARROWEST, WIDEST, SAMPLE = 8, 60, 200


def table_to_xlsx(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], title: str
) -> HttpResponse:
    """Return a download of one sheet: a bold, frozen header with filters, then `rows`.

    Dates and numbers stay dates and numbers; text is never a formula, whatever it starts with.
    """
    rows = iter(rows)
    first = [list(row) for row in islice(rows, SAMPLE)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    for index, width in enumerate(_widths(headings, first), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([_heading(sheet, heading) for heading in headings])
    count = 0
    for row in chain(first, rows):
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    if headings:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{count + 1}"
    content = BytesIO()
    book.save(content)
    response = HttpResponse(content.getvalue(), content_type=CONTENT_TYPE)
    name = slugify(search_key(title)) or "danh-sach"
    response["Content-Disposition"] = f'attachment; filename="{name[:80]}.xlsx"'
    return response


def _heading(sheet: Any, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, str(text))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="F1EEE8")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, bool):
        value = "Có" if value else "Không"
    elif value is not None and not isinstance(value, (dt.date, int, float, Decimal)):
        value = str(value)
    plain_cell(cell, value)
    return cell


def plain_cell(cell: Any, value: Any) -> None:
    """Put a value into a cell so that text is text for good, whatever it starts with.

    Every cell of every sheet that the system writes goes through here. Text that a program could
    take for a formula is marked as text (data type and quote prefix): it is not computed when the
    file is opened nor when the cell is edited, and reads back unchanged.
    """
    if isinstance(value, dt.datetime):
        cell.value = timezone.make_naive(value) if timezone.is_aware(value) else value
        cell.number_format = TIME_FORMAT
    elif isinstance(value, dt.date):
        cell.value, cell.number_format = value, DATE_FORMAT
    elif isinstance(value, str):
        text = UNWRITABLE.sub("", value)
        cell.value = text
        if text.startswith(FORMULA_STARTS):
            cell.data_type, cell.quotePrefix = "s", True
    else:
        cell.value = value


def _widths(headings: Sequence[str], rows: list[list[Any]]) -> list[int]:
    widths = []
    for index, heading in enumerate(headings):
        longest = max((_length(row[index]) for row in rows if index < len(row)), default=0)
        # A long heading wraps; it should not make a column of short figures wide.
        widths.append(min(max(longest + 2, len(str(heading)) // 2 + 4, NARROWEST), WIDEST))
    return widths


def _length(value: Any) -> int:
    if isinstance(value, dt.datetime):
        return len(TIME_FORMAT)
    if isinstance(value, dt.date):
        return len(DATE_FORMAT)
    lines = ("" if value is None else str(value)).splitlines()
    return max((len(line) for line in lines), default=0)


def _sheet_title(title: str) -> str:
    """Excel allows 31 characters, none of []:*?/\\ and no quote at an end."""
    allowed = "".join(" " if char in "[]:*?/\\" else char for char in title)
    return allowed[:31].strip(" '") or "Danh sách"
