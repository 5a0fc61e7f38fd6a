"""Scans of a dossier: bring, download, take away, put in order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from dossiers.forms.nominating import ScanForm
from dossiers.models import Dossier, Part
from dossiers.services import nominating, scanning
from emulation.uploads import served
from emulation.workflow import TransitionNotAllowed

from .dossier import dossier_for, dossier_page


def part_for(request: Any, pk: int) -> Part:
    """Return a scan inside the user's scope; 404 otherwise."""
    return get_object_or_404(
        Part.objects.filter(dossier__in=Dossier.objects.visible_to(request.user)).select_related(
            "dossier__unit", "component"
        ),
        pk=pk,
    )


@require_POST
def dossier_scan(request, pk):
    """Bring a scan; `instead_of` names the one that it replaces."""
    dossier = dossier_for(request, pk)
    nominating.require_author(dossier, request.user)
    form = ScanForm(dossier, request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            scanning.bring(
                dossier, data["file"], name=data["name"], by=request.user,
                component=data["component"], nomination=data["nomination"],
                is_signed=data["is_signed"], instead_of=data["instead_of"],
            )  # fmt: skip
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã nộp «{data['name']}».")
            return redirect(dossier)
    return dossier_page(request, dossier, status=422, scan_form=form)


def part_file(request, pk):
    """Return the scan; never shown by the browser as a page of ours."""
    part = part_for(request, pk)
    return served(part.file, f"ho-so-{part.dossier_id}-{part.pk}")


@require_POST
def part_change(request, pk):
    """Take a scan away or put it before the one above it."""
    part = part_for(request, pk)
    changes = {"remove": scanning.remove, "up": scanning.move_up}
    change = changes.get(request.POST.get("change", ""))
    if change is None:
        raise Http404
    try:
        change(part, by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    return redirect(part.dossier)
