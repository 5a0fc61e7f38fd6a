"""The register of outgoing papers of a year as it is printed (NĐ 30/2020, Phụ lục IV)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from emulation.organization.models import IssuedPaper, RegisterBook
from emulation.papers.paper import Column, Paper, Paragraph, Row, Table
from emulation.vietnamese import short_date

from .frame import Draft, framed

SLUG = "outgoing_register"
# The ten columns of the decree; what is written in by hand stays empty.
HEADINGS = (
    "Số, ký hiệu văn bản", "Ngày, tháng văn bản", "Tên loại và trích yếu nội dung văn bản",
    "Người ký", "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển",
    "Ký nhận", "Ghi chú",
)  # fmt: skip
WIDTHS = (11, 9, 26, 10, 15, 8, 6, 8, 8, 8)
KEPT_AT = "Văn thư"


def build(book: RegisterBook) -> Paper:
    """Return the register of an authority in one year, in the order of the papers' days."""
    rows = tuple(Row(tuple(cell(value) for value in entry_of(paper))) for paper in papers_of(book))
    columns = tuple(Column(name, width) for name, width in zip(HEADINGS, WIDTHS, strict=True))
    table = Table(columns, rows, number_row=True)
    draft = Draft(
        authority=book.authority,
        type_name="SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        subject=f"Năm {book.year}",
        before=(table,) if rows else (Paragraph("Trong năm chưa có văn bản nào lấy số."),),
        end_mark=False,
        is_draft=False,
        is_place_dated=False,
        extra={"landscape": True},
    )
    return framed(draft, None)


def papers_of(book: RegisterBook) -> QuerySet[IssuedPaper]:
    """Return the numbered papers of the year."""
    found = IssuedPaper.objects.filter(authority=book.authority, dated__year=book.year)
    return found.exclude(number="").order_by("dated", "pk")


def entry_of(paper: IssuedPaper) -> list[Any]:
    """Return the ten cells of a paper in the register."""
    return [
        paper.number, paper.dated, paper.title, paper.signer,
        "; ".join(line.rstrip(" ;.") for line in paper.recipients.splitlines()),
        KEPT_AT, paper.copies, paper.sent_on, paper.received_by, paper.note,
    ]  # fmt: skip


def cell(value: Any) -> str:
    """Return a value of a register as its print says it: a day short, nothing as nothing."""
    if isinstance(value, dt.date):
        return short_date(value)
    return "" if value is None else str(value)
