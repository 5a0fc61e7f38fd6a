"""The register of outgoing papers (NĐ 30/2020, Phụ lục IV; domain.md 5.7), by year."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import render
from django.urls import reverse

from dossiers.forms.filters import OutgoingFilter
from dossiers.models import Wording
from emulation.organization.exports import table_to_xlsx
from emulation.organization.models import OVERSEERS, IssuedPaper, Unit
from emulation.papers.catalogue import all_kinds

from .desk import require_overseer

PER_PAGE = 50
# The ten columns of the decree; what is written in by hand stays empty.
HEADINGS = (
    "Số, ký hiệu văn bản", "Ngày, tháng văn bản", "Tên loại và trích yếu nội dung văn bản",
    "Người ký", "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển",
    "Ký nhận", "Ghi chú",
)  # fmt: skip


def outgoing_papers(user: Any) -> QuerySet[IssuedPaper]:
    """Return the numbered papers of the authorities that `user` oversees, by day and number."""
    found = IssuedPaper.objects.exclude(number="").select_related("authority")
    if not user.is_superuser:
        overseen = Unit.objects.under(*user.member_units_as(*OVERSEERS))
        found = found.filter(authority__in=overseen.authorities())
    return found.order_by("-dated", "-pk")


def register_rows(papers: list[IssuedPaper]) -> list[dict[str, Any]]:
    """Return what the register says about each paper; one more query however many there are.

    Who signed and who receives is what the office wrote for the paper, else the authority's head.
    """
    words = {
        (row.slug, row.subject_id): row
        for row in Wording.objects.filter(
            slug__in={paper.slug for paper in papers},
            subject_id__in={paper.subject_id for paper in papers},
        )
    }
    kinds = all_kinds()
    rows = []
    for paper in papers:
        said = words.get((paper.slug, paper.subject_id))
        rows.append(
            {
                "paper": paper,
                "kind": kinds[paper.slug].title if paper.slug in kinds else "",
                "signer": (said and said.signer_name) or paper.authority.head_name,
                "recipients": said.recipients.splitlines() if said else [],
                "url": reverse("organization:paper", args=[paper.slug, paper.subject_id])
                if paper.slug in kinds
                else "",
            }
        )
    return rows


def outgoing_list(request):
    """Show the register, searched and by year."""
    require_overseer(request.user)
    found = OutgoingFilter(request.GET, queryset=outgoing_papers(request.user))
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": register_rows(list(page)),
        "export_url": reverse("dossiers:outgoing_export"),
    }
    return render(request, "dossiers/outgoing_list.html", context)


def outgoing_export(request):
    """Return the register as .xlsx, oldest first, with all ten columns of the decree."""
    require_overseer(request.user)
    found = OutgoingFilter(request.GET, queryset=outgoing_papers(request.user))
    rows = [
        [
            row["paper"].number, row["paper"].dated, row["paper"].title, row["signer"],
            "; ".join(row["recipients"]), "", "", "", "", "",
        ]
        for row in register_rows(list(found.qs.order_by("dated", "pk")))
    ]  # fmt: skip
    return table_to_xlsx(HEADINGS, rows, "Sổ đăng ký văn bản đi")
