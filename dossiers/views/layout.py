"""Placing the texts of a certificate: the editor, what it looks like, the office's pictures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dossiers.forms.layout import PICTURES, LayoutForm
from dossiers.models import CertificateSheet
from dossiers.papers.certificate import picture_of, sample
from emulation.papers.certificate import placed_lines
from emulation.papers.certificate_layout import COLOURS, FIELDS, CertificateLayout

from .certificate import sheet_for
from .desk import is_office


def sheet_to_edit(request: Any, pk: int) -> CertificateSheet:
    """Return a sheet that the user may change; 404 outside his scope, 403 for readers."""
    sheet = sheet_for(request, pk)
    if not is_office(request.user, sheet.authority):
        raise PermissionDenied
    return sheet


def certificate_sheet_layout(request, pk):
    """Move the boxes of a sheet, choose what prints, bring pictures."""
    sheet = sheet_to_edit(request, pk)
    form = LayoutForm(request.POST or None, request.FILES or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, "Đã lưu bố cục. In tờ thử để kiểm tra trên phôi.")
        return redirect("dossiers:certificate_sheet_layout", sheet.pk)
    context = {"sheet": sheet, "form": form, "preview": drawing(sheet, form)}
    return render(request, "dossiers/certificate_layout.html", context)


@require_POST
def certificate_sheet_preview(request, pk):
    """Return the drawing of the layout as typed."""
    sheet = sheet_to_edit(request, pk)
    form = LayoutForm(request.POST, request.FILES, sheet=sheet)
    form.is_valid()
    context = {"sheet": sheet, "form": form, "preview": drawing(sheet, form)}
    return render(request, "dossiers/_certificate_drawing.html", context)


def certificate_sheet_picture(request, pk, name):
    """Return a picture of a sheet for the drawing; it was checked when it came in."""
    sheet = sheet_for(request, pk)
    picture = picture_of(getattr(sheet, name)) if name in PICTURES else None
    if picture is None:
        raise Http404
    response = HttpResponse(picture.content, content_type=picture.kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response


def drawing(sheet: CertificateSheet, form: LayoutForm) -> dict[str, Any]:
    """Return what the drawing shows, as numbers written for SVG: boxes with a sample's texts."""
    layout = form.layout()
    texts = sample(sheet).texts()
    boxes = [_box(name, box, layout, texts.get(name, "")) for name, box in layout.boxes.items()]
    overlaps = [f"{FIELDS[one]} – {FIELDS[other]}" for one, other in layout.overlaps()]
    return {
        "width": _mm(layout.width),
        "height": _mm(layout.height),
        "boxes": boxes,
        "emblem": bool(sheet.emblem),
        "background": bool(sheet.background),
        "frame": layout.frame and {
            "x": _mm(layout.frame.x), "y": _mm(layout.frame.y),
            "width": _mm(layout.width - 2 * layout.frame.x),
            "height": _mm(layout.height - 2 * layout.frame.y),
        },
        "overlaps": overlaps,
        "problems": [problem.message for problem in layout.problems()],
    }  # fmt: skip


def _box(name: str, box: Any, layout: CertificateLayout, text: str) -> dict[str, Any]:
    anchor = {"left": "start", "center": "middle", "right": "end"}[box.align]
    edge = {"left": 0.0, "center": box.width / 2, "right": box.width}[box.align]
    lines = placed_lines(text, box)
    return {
        "name": name,
        "label": FIELDS[name],
        "x": _mm(box.x),
        "y": _mm(box.y),
        "width": _mm(box.width),
        "height": _mm(box.height),
        "is_blank": box.preprinted and layout.mode == "text_only",
        "anchor": anchor,
        "weight": "bold" if box.bold else "normal",
        "slope": "italic" if box.italic else "normal",
        "colour": COLOURS[box.colour],
        "lines": [
            {"text": line.text, "x": _mm(box.x + edge), "y": _mm(line.base), "size": _mm(line.size)}
            for line in lines
        ],
        "is_tight": bool(text) and not lines,
    }


def _mm(length: float) -> str:
    """Write a length for SVG, which wants a point whatever the language of the page."""
    return f"{length:.2f}"
