"""A dossier as one file: one PDF, or a .zip of everything; comparing two of its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render

from dossiers.comparing import compared
from dossiers.models import Dossier, DossierVersion
from dossiers.papers.bundle import FULL_SLUG, SLUG
from dossiers.services.archiving import archive
from emulation.organization.jobs import job_for
from emulation.organization.views import paper
from emulation.papers.catalogue import PaperKind, all_kinds
from emulation.papers.paper import PaperError
from emulation.papers.pdf import missing_libraries

from .dossier import dossier_for, oversees_unit_of


def _kind(user: Any, dossier: Dossier) -> PaperKind:
    """Return which bundle `user` gets: with what council and office added, if he may see that."""
    full = all_kinds()[FULL_SLUG]
    if full.subjects().visible_to(user).filter(pk=dossier.pk).exists():
        return full
    return all_kinds()[SLUG]


def dossier_bundle(request, pk):
    """Return the dossier as one PDF; a long one is bound beside the request, with progress."""
    dossier = dossier_for(request, pk)
    response = paper(request, _kind(request.user, dossier).slug, dossier.pk)
    if response.status_code == 200:
        response["Content-Disposition"] = f'inline; filename="ho-so-{dossier.pk}.pdf"'
    return response


def dossier_archive(request, pk):
    """Return everything of the dossier as a .zip, once its one PDF is at hand."""
    dossier = dossier_for(request, pk)
    kind = _kind(request.user, dossier)
    try:
        if fault := missing_libraries():
            raise PaperError(fault)
        if job := job_for(kind, dossier, kind.build(dossier), by=request.user):
            messages.info(request, "Hồ sơ dài đang được ghép. Khi xong, hãy tải lại tệp .zip.")
            return redirect("organization:print_job", job.pk)
        content = archive(dossier, full=kind.slug == FULL_SLUG)
    except PaperError as error:
        context = {"error": str(error), "subject": dossier}
        return render(request, "organization/paper_error.html", context, status=503)
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="ho-so-{dossier.pk}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def dossier_compare(request, pk):
    """Show what changed between two versions of a dossier: the last two unless chosen."""
    dossier = dossier_for(request, pk)
    versions = list(dossier.versions.select_related("sent_by").order_by("number"))
    context = {"dossier": dossier, "versions": versions, "old": None, "new": None, "found": None}
    if len(versions) > 1:
        old = _chosen(request, "tu", versions, versions[-2])
        new = _chosen(request, "den", versions, versions[-1])
        confidential = oversees_unit_of(dossier, request.user)
        found = compared(old.content, new.content, confidential=confidential)
        context |= {"old": old, "new": new, "found": found}
    return render(request, "dossiers/dossier_compare.html", context)


def _chosen(
    request: Any, name: str, versions: list[DossierVersion], usual: DossierVersion
) -> DossierVersion:
    wanted = request.GET.get(name)
    if wanted is None:
        return usual
    for version in versions:
        if wanted == str(version.number):
            return version
    raise Http404
