"""Lists as Excel files."""

import datetime as dt
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
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from emulation.vietnamese import search_key

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATE_FORMAT, TIME_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
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
    if isinstance(value, dt.datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        cell = WriteOnlyCell(sheet, local)
        cell.number_format = TIME_FORMAT
    elif isinstance(value, dt.date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = DATE_FORMAT
    elif isinstance(value, bool):
        cell = WriteOnlyCell(sheet, "Có" if value else "Không")
    elif value is None or isinstance(value, (int, float, Decimal)):
        cell = WriteOnlyCell(sheet, value)
    else:
        text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
        cell = WriteOnlyCell(sheet, text)
        if text.startswith(("=", "+", "-", "@", "\t", "\r")):
            # Text for good: neither read as a formula now nor when the cell is edited.
            cell.data_type, cell.quotePrefix = "s", True
    return cell


def plain_cell(cell: Any, value: Any) -> None:
    """Put a value into a cell of an ordinary sheet so that text is never a formula."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = value
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        cell.data_type, cell.quotePrefix = "s", True
    elif isinstance(value, dt.date):
        cell.number_format = DATE_FORMAT


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
