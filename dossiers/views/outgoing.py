"""The register of outgoing papers (NĐ 30/2020, Phụ lục IV; domain.md 5.7), by year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dossiers.forms.filters import OutgoingFilter
from dossiers.forms.outgoing import OutgoingForm
from dossiers.papers.outgoing_register import HEADINGS, entry_of
from emulation.organization.exports import table_to_xlsx
from emulation.organization.models import OVERSEERS, IssuedPaper, Unit
from emulation.papers.catalogue import all_kinds

from .desk import is_desk, require_overseer

PER_PAGE = 50


def outgoing_papers(user: Any) -> QuerySet[IssuedPaper]:
    """Return the numbered papers of the authorities that `user` oversees, by day and number."""
    found = IssuedPaper.objects.exclude(number="").select_related("authority")
    if not user.is_superuser:
        overseen = Unit.objects.under(*user.member_units_as(*OVERSEERS))
        found = found.filter(authority__in=overseen.authorities())
    return found.order_by("-dated", "-pk")


def register_rows(papers: list[IssuedPaper]) -> list[dict[str, Any]]:
    """Return what the register says about each paper, with the address of its print."""
    kinds = all_kinds()
    return [
        {
            "paper": paper,
            "kind": kinds[paper.slug].title if paper.slug in kinds else "",
            "recipients": paper.recipients.splitlines(),
            "url": reverse("organization:paper", args=[paper.slug, paper.subject_id])
            if paper.slug in kinds
            else "",
        }
        for paper in papers
    ]


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
    rows = [entry_of(paper) for paper in found.qs.order_by("dated", "pk")]
    return table_to_xlsx(HEADINGS, rows, "Sổ đăng ký văn bản đi")


def outgoing_edit(request, pk):
    """Note what became of an issued paper: copies, when it was sent, who took it."""
    require_overseer(request.user)
    paper = get_object_or_404(outgoing_papers(request.user), pk=pk)
    if not is_desk(request.user, paper.authority):
        raise PermissionDenied
    form = OutgoingForm(request.POST or None, instance=paper)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Đã ghi sổ văn bản số {paper.number}.")
        return redirect("dossiers:outgoing_list")
    return render(request, "dossiers/outgoing_form.html", {"paper": paper, "form": form})
