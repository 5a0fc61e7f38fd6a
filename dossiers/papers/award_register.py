"""The register of awards of a year as it is printed (sổ theo dõi khen thưởng; domain.md 5.7)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from awards.models import Award
from emulation.organization.models import RegisterBook
from emulation.papers.paper import Column, Paper, Paragraph, Row, Table
from emulation.vietnamese import short_date

from .frame import Draft, framed
from .outgoing_register import cell

SLUG = "award_register"
HEADINGS = (
    "STT", "Số sổ vàng", "Tên người, tập thể, hộ gia đình", "Danh hiệu, hình thức khen thưởng",
    "Thành tích", "Số, ngày quyết định", "Cơ quan, người quyết định", "Ghi chú",
)  # fmt: skip
WIDTHS = (5, 7, 19, 17, 23, 14, 13, 11)


def build(book: RegisterBook) -> Paper:
    """Return all awards in an authority's register whose decision is of that year."""
    rows = tuple(Row(tuple(cell(value) for value in entry)) for entry in entries(book))
    columns = tuple(
        Column(name, width, "center" if place < 2 else "left")
        for place, (name, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True))
    )
    table = Table(columns, rows, number_row=True)
    draft = Draft(
        authority=book.authority,
        type_name="SỔ THEO DÕI KHEN THƯỞNG",
        subject=f"Năm {book.year}",
        before=(table,) if rows else (Paragraph("Trong năm chưa có khen thưởng nào."),),
        end_mark=False,
        is_draft=False,
        is_place_dated=False,
        extra={"landscape": True},
    )
    return framed(draft, None)


def awards_of(book: RegisterBook) -> QuerySet[Award]:
    """Return the awards of the year of their decision; without one, of the year of achievement."""
    decided = Q(document_date__year=book.year)
    undated = Q(document_date__isnull=True, year=book.year)
    return Award.objects.filter(decided | undated, authority=book.authority).order_by(
        F("document_date").asc(nulls_first=True), "register_number", "pk"
    )


def entries(book: RegisterBook) -> list[list[Any]]:
    """Return the rows of the register, counted from 1."""
    return [
        [
            place, award.register_number, award.recipient, award.award_name,
            award.achievement or award.movement, _decided(award), award.decided_by, _note(award),
        ]
        for place, award in enumerate(awards_of(book), start=1)
    ]  # fmt: skip


def _decided(award: Award) -> str:
    day = f"ngày {short_date(award.document_date)}" if award.document_date else ""
    return " ".join(filter(None, (award.document, day)))


def _note(award: Award) -> str:
    if award.revoked_on is None:
        return ""
    return f"Thu hồi ngày {short_date(award.revoked_on)} ({award.revoke_document})".replace(
        " ()", ""
    )
