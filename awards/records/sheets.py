"""Sheets of records: the template to fill in, and the export, which reads back as the same."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from awards.models import AwardType
from emulation.organization.exports import plain_cell
from emulation.organization.models import Household, Person, Unit
from emulation.organization.services.records import home_of

from .columns import Column
from .kinds import PROOF_COLUMNS, RecordKind
from .matching import subject_of

LISTS, GUIDE, ROWS_WITH_LISTS = "Danh mục", "Hướng dẫn", 1_000
# A longer list of choices stands only on its own sheet.
LISTED = 12
GUIDE_ROWS = (
    (
        "Trùng tên",
        "Ghi thêm đơn vị hoặc ngày sinh; nếu vẫn trùng, hệ thống hỏi khi nạp.",
    ),
    (
        "Đã có trong hệ thống",
        "Giống hệt thì bỏ qua; khác thì hệ thống cho xem cũ và mới rồi mới sửa. "
        "Ô để trống không xóa giá trị đang có.",
    ),
)


def exported(kind: RecordKind, records: Iterable[Any]) -> tuple[list[str], list[list[Any]]]:
    """Return headings and rows of the sheet that holds `records`."""
    headings = [column.heading for column in kind.sheet_columns]
    return headings, [
        [*who_cells(kind, record.nominee), *_values(kind, record)] for record in records
    ]


def who_cells(kind: RecordKind, nominee: Unit | Person | Household) -> list[Any]:
    """Return the cells that say whom a row is about."""
    if kind.subjects == ("unit",):
        return [str(nominee)]
    subject = subject_of(nominee)
    if subject == "unit":
        return [str(nominee), "Tập thể", None, None]
    name = nominee.full_name if subject == "person" else nominee.head_name
    words = "Cá nhân" if subject == "person" else "Hộ gia đình"
    return [name, words, str(home_of(nominee)), getattr(nominee, "born_on", None)]


def _values(kind: RecordKind, record: Any) -> list[Any]:
    found = []
    for column in (*kind.columns, *PROOF_COLUMNS):
        if column.name == "award_type":
            found.append(record.award_type.name)
        else:
            found.append(column.write(getattr(record, column.name)))
    return found


def template(
    kind: RecordKind, nominees: Iterable[Unit | Person | Household] = (), year: int | None = None
) -> bytes:
    """Return an .xlsx to fill in: lists in the cells of choices, people filled in, a guide."""
    columns = kind.sheet_columns
    offered = {column.name: _offered(kind, column) for column in columns}
    book = fillable(kind.title, columns, offered, GUIDE_ROWS)
    sheet = book.worksheets[0]
    names = [column.name for column in columns]
    for row, nominee in enumerate(nominees, start=2):
        for position, value in enumerate(who_cells(kind, nominee), start=1):
            plain_cell(sheet.cell(row, position), value)
        if year and "year" in names:
            sheet.cell(row, names.index("year") + 1, year)
    return content_of(book)


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


def _offered(kind: RecordKind, column: Column) -> list[str]:
    if column.name == "award_type":
        return sorted({t.name for t in AwardType.objects.all()})
    if column.name == "subject":
        return [column.choices[subject] for subject in kind.subjects]
    return list(column.choices.values())


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
        cell = guide.cell(number, 2, text)
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
