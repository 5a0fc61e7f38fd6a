"""The official registration table as an .xlsx to fill in: headings in two levels, an "x" a mark."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from campaigns.models import AwardOffer, Line, Registration
from emulation.organization.exports import plain_cell
from emulation.organization.models import NomineeKind
from emulation.papers.text import roman

from .registration import (
    GROUP_TITLES,
    basis,
    columns_of,
    lines_of,
    nominee_heading,
    nominee_words,
    scope_words,
)

GUIDE, TARGETS = "Hướng dẫn", "Nội dung, chỉ tiêu thi đua"
# The rows of the head: group headings, headings, numbers of the columns.
HEAD, FIRST_AWARD, SPARE = 7, 3, 10
_THIN = Side(style="thin", color="8C857A")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
SHADE, CLOSED = (PatternFill("solid", fgColor=color) for color in ("F1EEE8", "E3DED5"))
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=True)
ROWS_OF_GUIDE = (
    (
        "Đánh dấu",
        "Ghi x vào ô của danh hiệu, hình thức đăng ký. Ô màu xám: không dành cho khối đó.",
    ),
    ("Không đăng ký", "Để trống cả dòng; có thể xóa dòng."),
    (
        "Thêm người, đơn vị",
        "Ghi vào dòng trống cuối khối, đúng khối I, II. Trùng tên thì ghi thêm chức vụ sau dấu "
        "phẩy.",
    ),
    ("Nội dung, chỉ tiêu", "Mỗi nội dung một dòng trong ô (Alt + Enter)."),
    (
        "Gửi lại",
        "Lưu tệp rồi tải lên ở trang đăng ký, hoặc gửi tệp cho văn phòng. Hệ thống cho xem trước "
        "từng dòng, chưa lưu gì cho đến khi đồng ý.",
    ),
)


def sheet(
    registration: Registration, more: Mapping[str, Iterable[tuple[str, Any]]] | None = None
) -> bytes:
    """Return the table with what is registered; `more` adds by kind who else could be.

    What is returned reads back as the same registration (`services.register_sheet`).
    """
    book = Workbook()
    page = book.active
    page.title = "Đăng ký"
    offers = columns_of(registration)
    last = FIRST_AWARD + len(offers)
    _top(page, registration, last)
    _head(page, registration, offers)
    row = HEAD + 3
    blocks = _blocks(registration, offers, more or {})
    for count, (subject, rows) in enumerate(blocks.items(), start=1):
        _caption(page, row, roman(count), GROUP_TITLES[subject], last)
        row += 1
        spare = SPARE if more else 0
        for place, (name, line) in enumerate([*rows, *[("", None)] * spare], start=1):
            _row(page, row, (place if name else "", name), line, offers, subject)
            row += 1
    _marks(page, row - 1, last - 1)
    page.freeze_panes = page.cell(HEAD + 3, FIRST_AWARD)
    _print(page, last)
    _guide(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _blocks(
    registration: Registration,
    offers: list[AwardOffer],
    more: Mapping[str, Iterable[tuple[str, Any]]],
) -> dict[str, list[tuple[str, Line | None]]]:
    """Return by kind the names in order with their rows; kinds that no column admits are absent."""
    found: dict[str, list[tuple[str, Line | None]]] = {}
    for subject in NomineeKind.values:
        lines = lines_of(registration, subject)
        rows: list[tuple[str, Line | None]] = [(nominee_words(one, registration), one)
                                               for one in lines]  # fmt: skip
        for field, record in more.get(subject, ()):
            named = Line(registration=registration, subject=subject, **{field: record})
            rows.append((nominee_words(named, registration), None))
        if rows or (more and any(subject in offer.admits for offer in offers)):
            found[subject] = rows
    return found


def _top(page: Any, registration: Registration, last: int) -> None:
    """Write who registers for what, and what it follows."""
    texts = (
        (1, " – ".join(registration.unit.letterhead_lines()), Font(bold=True)),
        (3, "ĐĂNG KÝ", Font(bold=True, size=14)),
        (
            4,
            f"Danh hiệu thi đua, hình thức khen thưởng {scope_words(registration)}",
            Font(bold=True),
        ),
        (5, basis(registration), Font(italic=True)),
    )
    for row, text, font in texts:
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        cell = page.cell(row, 1)
        plain_cell(cell, text)
        cell.font, cell.alignment = font, CENTRE if row > 1 else LEFT
    page.row_dimensions[4].height = page.row_dimensions[5].height = 32


def _head(page: Any, registration: Registration, offers: list[AwardOffer]) -> None:
    """Write the headings: groups over the awards, the others over both levels."""
    tall = {1: "STT", 2: nominee_heading(registration), FIRST_AWARD + len(offers): TARGETS}
    for column, text in tall.items():
        page.merge_cells(start_row=HEAD, start_column=column, end_row=HEAD + 1, end_column=column)
        page.cell(HEAD, column, text)
    column = FIRST_AWARD
    for title, group in groupby(offers, key=lambda offer: offer.group_title):
        group = list(group)
        page.merge_cells(
            start_row=HEAD, start_column=column, end_row=HEAD, end_column=column + len(group) - 1
        )
        plain_cell(page.cell(HEAD, column), title)
        for place, offer in enumerate(group, start=column):
            plain_cell(page.cell(HEAD + 1, place), offer.title)
        column += len(group)
    for place in range(1, column + 1):
        page.cell(HEAD + 2, place, f"({place})")
        for row in range(HEAD, HEAD + 3):
            cell = page.cell(row, place)
            cell.font, cell.alignment, cell.border = Font(bold=row < HEAD + 2), CENTRE, BOX
            cell.fill = SHADE
    longest = max((len(offer.title) for offer in offers), default=20)
    page.row_dimensions[HEAD + 1].height = 15 * max(2, longest // 12 + 1)


def _caption(page: Any, row: int, label: str, title: str, last: int) -> None:
    for column, text in ((1, label), (2, title)):
        plain_cell(page.cell(row, column), text)
    for column in range(1, last + 1):
        cell = page.cell(row, column)
        cell.font, cell.border = Font(bold=True), BOX
        cell.alignment = CENTRE if column == 1 else LEFT


def _row(
    page: Any,
    row: int,
    lead: tuple[Any, str],
    line: Line | None,
    offers: list[AwardOffer],
    subject: str,
) -> None:
    marked = line.marked if line else frozenset()
    cells = [*lead, *("x" if o.pk in marked else None for o in offers), line and line.targets]
    for column, value in enumerate(cells, start=1):
        cell = page.cell(row, column)
        plain_cell(cell, value or None)
        is_text = column in (2, len(cells))
        cell.border, cell.alignment = BOX, LEFT if is_text else CENTRE
        if not is_text and column > 1 and subject not in offers[column - FIRST_AWARD].admits:
            cell.fill = CLOSED


def _marks(page: Any, last_row: int, last_column: int) -> None:
    """Offer the "x" in the cells of the awards."""
    rule = DataValidation(
        type="list", formula1='"x"', allow_blank=True, showErrorMessage=True,
        errorTitle="Chỉ ghi x", error="Ghi x nếu đăng ký, để trống nếu không.",
    )  # fmt: skip
    first, last = get_column_letter(FIRST_AWARD), get_column_letter(last_column)
    rule.add(f"{first}{HEAD + 3}:{last}{max(last_row, HEAD + 3)}")
    page.add_data_validation(rule)


def _print(page: Any, last: int) -> None:
    """Set widths and the page: A4 lying, one page wide, the head on every page."""
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 6, 40
    for column in range(FIRST_AWARD, last):
        page.column_dimensions[get_column_letter(column)].width = 13
    page.column_dimensions[get_column_letter(last)].width = 46
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{HEAD}:{HEAD + 2}"


def _guide(book: Workbook) -> None:
    guide = book.create_sheet(GUIDE)
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 26, 90
    for number, (name, text) in enumerate(ROWS_OF_GUIDE, start=1):
        guide.cell(number, 1, name).font = Font(bold=True)
        guide.cell(number, 2, text).alignment = Alignment(wrap_text=True, vertical="top")
