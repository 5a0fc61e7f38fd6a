"""An .xlsx to fill in: headed columns, drop-downs, a sheet that explains them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from emulation.organization.exports import plain_cell

from .columns import Column

LISTS, GUIDE, ROWS_WITH_LISTS = "Danh mục", "Hướng dẫn", 1_000
# A longer list of choices stands only on its own sheet.
LISTED = 12


def fillable(
    title: str,
    columns: Sequence[Column],
    offered: Mapping[str, Sequence[str]],
    guide: Sequence[tuple[str, str]],
) -> Workbook:
    """Return a book to fill in: headed columns, drop-downs of what is `offered` by column name,
    and a sheet that explains them."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for position, column in enumerate(columns, start=1):
        cell = sheet.cell(1, position, column.heading)
        cell.font = Font(bold=True, color="A31D1D" if column.required else "231F1B")
        cell.fill = PatternFill("solid", fgColor="F1EEE8")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(position)].width = column.width
        if column.type == "date":
            for row in range(2, ROWS_WITH_LISTS + 2):
                sheet.cell(row, position).number_format = "dd/mm/yyyy"
    sheet.freeze_panes = "B2"
    _add_lists(book, sheet, columns, offered)
    _add_guide(book, title, columns, offered, guide)
    return book


def content_of(book: Workbook) -> bytes:
    """Return a book as the bytes of an .xlsx."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_lists(
    book: Workbook, sheet: Any, columns: Sequence[Column], offered: Mapping[str, Sequence[str]]
) -> None:
    """Put the words of every choice on a sheet of their own and offer them in the cells."""
    lists = book.create_sheet(LISTS)
    place = 0
    for position, column in enumerate(columns, start=1):
        words = offered.get(column.name, ())
        if not words:
            continue
        place += 1
        lists.cell(1, place, column.heading).font = Font(bold=True)
        for row, word in enumerate(words, start=2):
            plain_cell(lists.cell(row, place), word)
        letter = get_column_letter(place)
        lists.column_dimensions[letter].width = 46
        rule = DataValidation(
            type="list",
            formula1=f"'{LISTS}'!${letter}$2:${letter}${len(words) + 1}",
            allow_blank=not column.required,
            showErrorMessage=True,
            errorTitle="Không có trong danh mục",
            error="Hãy chọn một mục trong danh sách.",
        )
        target = get_column_letter(position)
        rule.add(f"{target}2:{target}{ROWS_WITH_LISTS + 1}")
        sheet.add_data_validation(rule)


def _add_guide(
    book: Workbook,
    title: str,
    columns: Sequence[Column],
    offered: Mapping[str, Sequence[str]],
    more: Sequence[tuple[str, str]],
) -> None:
    guide = book.create_sheet(GUIDE)
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 32, 90
    rows = [
        (title, ""),
        ("Ngày lập mẫu", f"{timezone.localdate():%d/%m/%Y}"),
        ("Cách ghi", "Mỗi dòng một bản ghi, từ dòng 2 của trang đầu. Không đổi tên cột."),
        ("Cột tiêu đề đỏ", "Bắt buộc ghi."),
        *more,
        ("", ""),
    ]
    for column in columns:
        rows.append((column.heading, _explained(column, offered.get(column.name, ()))))
    for number, (name, text) in enumerate(rows, start=1):
        guide.cell(number, 1, name).font = Font(bold=True)
        cell = guide.cell(number, 2)
        plain_cell(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _explained(column: Column, words: Sequence[str]) -> str:
    forms = {
        "date": "Ngày/tháng/năm, ví dụ 31/12/2024.",
        "year": "Bốn chữ số, ví dụ 2024.",
        "decimal": "Số, ví dụ 84,2.",
        "whole": "Số nguyên.",
    }
    listed = f"Một trong: {'; '.join(words)}." if 0 < len(words) <= LISTED else ""
    must = "Bắt buộc." if column.required else ""
    return " ".join(filter(None, (must, forms.get(column.type, ""), listed, column.help)))
