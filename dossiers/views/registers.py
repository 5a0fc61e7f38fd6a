"""The registers of an authority year by year, each to print, to edit in Word, as a sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField
from django.db.models.functions import Coalesce, ExtractYear
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from awards.models import Award
from dossiers.papers import award_register, outgoing_register
from emulation.organization.exports import table_to_xlsx
from emulation.organization.models import (
    OVERSEERS,
    IssuedPaper,
    Register,
    RegisterBook,
    Role,
    Unit,
)

from .desk import require_overseer

SLUGS = {Register.OUTGOING: outgoing_register.SLUG, Register.AWARDS: award_register.SLUG}


def overseen(user: Any) -> list[Unit]:
    """Return the authorities whose registers `user` reads."""
    if user.is_superuser:
        return list(Unit.objects.all().authorities())
    return list(Unit.objects.under(*user.member_units_as(*OVERSEERS)).authorities())


def register_list(request):
    """List the registers that have entries, by year; three queries however many there are."""
    require_overseer(request.user)
    authorities = {unit.pk: unit for unit in overseen(request.user)}
    papers = IssuedPaper.objects.filter(authority__in=authorities).exclude(number="")
    awards = Award.objects.filter(authority__in=authorities)
    counts = [
        *_counts(papers.annotate(of_year=ExtractYear("dated")), Register.OUTGOING),
        *_counts(
            awards.annotate(
                of_year=Coalesce(ExtractYear("document_date"), "year", output_field=IntegerField())
            ),
            Register.AWARDS,
        ),
    ]
    rows = [
        {
            "authority": authorities[pk],
            "register": register,
            "title": register.label,
            "year": year,
            "count": count,
        }
        for pk, year, count, register in sorted(
            counts, key=lambda row: (-row[1], str(authorities[row[0]]), row[3].label)
        )
    ]
    context = {"rows": rows, "several": len(authorities) > 1}
    return render(request, "dossiers/register_list.html", context)


def _counts(records: Any, register: Register) -> list[tuple[int, int, int, Register]]:
    found = records.order_by().values_list("authority", "of_year").annotate(n=Count("pk"))
    return [(pk, year, count, register) for pk, year, count in found if year]


def acts_for(user, authority):
    """Whether the account does the work of the authority: an auditor opens no register."""
    return user.is_superuser or bool(user.roles_at(authority) & {Role.OFFICE, Role.CHAIR})


@require_POST
def register_open(request):
    """Open the register of a year and send its print, its Word file or its sheet."""
    require_overseer(request.user)
    wanted = request.POST
    year, register = wanted.get("year", ""), wanted.get("register", "")
    if register not in Register.values or not year.isdecimal() or not 2000 <= int(year) <= 2100:
        raise Http404
    units = {str(unit.pk): unit for unit in overseen(request.user)}
    if wanted.get("authority") not in units:
        raise PermissionDenied
    which = {"authority": units[wanted["authority"]], "register": register, "year": int(year)}
    if not (book := RegisterBook.objects.filter(**which).first()):
        if not acts_for(request.user, which["authority"]):
            messages.error(request, f"Sổ năm {year} chưa được mở; hãy đề nghị văn phòng mở sổ.")
            return redirect("dossiers:register_list")
        book, _ = RegisterBook.objects.get_or_create(**which)
    match wanted.get("format"):
        case "word":
            return redirect("organization:paper_word", SLUGS[register], book.pk)
        case "xlsx":
            return redirect("dossiers:register_export", book.pk)
    return redirect("organization:paper", SLUGS[register], book.pk)


def register_export(request, pk):
    """Return a register as .xlsx with the columns of its print."""
    book = get_object_or_404(
        RegisterBook.objects.visible_to(request.user).select_related("authority"), pk=pk
    )
    if book.register == Register.OUTGOING:
        rows = [outgoing_register.entry_of(paper) for paper in outgoing_register.papers_of(book)]
        return table_to_xlsx(outgoing_register.HEADINGS, rows, str(book))
    return table_to_xlsx(award_register.HEADINGS, award_register.entries(book), str(book))
