"""Sheets of records: the template to fill in, and the export, which reads back as the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from awards.models import AwardType
from emulation.organization.exports import plain_cell
from emulation.organization.models import Household, Person, Unit
from emulation.organization.services.records import home_of
from emulation.organization.sheets.columns import Column
from emulation.organization.sheets.writing import content_of, fillable

from .kinds import PROOF_COLUMNS, RecordKind
from .matching import subject_of

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


def _offered(kind: RecordKind, column: Column) -> list[str]:
    if column.name == "award_type":
        return sorted({t.name for t in AwardType.objects.all()})
    if column.name == "subject":
        return [column.choices[subject] for subject in kind.subjects]
    return list(column.choices.values())
