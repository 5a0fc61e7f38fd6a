"""Scans of a dossier: bring, replace, take away, put in order."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from campaigns.models import DossierComponent
from dossiers.checklist import takes_scan
from dossiers.models import Dossier, Nomination, Part
from emulation.uploads import SafeFile
from emulation.workflow import TransitionNotAllowed

from .nominating import require_author


def require_open(dossier: Dossier, component: DossierComponent | None, by: Any) -> None:
    """Raise unless `by` may bring or take away a scan of the component now."""
    require_author(dossier, by)
    if not takes_scan(dossier, component):
        what = f"«{component}»" if component else "Tài liệu kèm theo"
        raise TransitionNotAllowed(f"{what} không mở để nộp hay thay lúc này.")


@transaction.atomic
def bring(
    dossier: Dossier,
    file: SafeFile,
    *,
    name: str,
    by: Any,
    component: DossierComponent | None = None,
    nomination: Nomination | None = None,
    is_signed: bool = False,
    instead_of: Part | None = None,
) -> Part:
    """Keep a checked file as a scan of `component`, an annex without one.

    `instead_of` is the scan that it replaces, whose place it takes. Raises TransitionNotAllowed
    when the component is not open.
    """
    require_open(dossier, component, by)
    last = dossier.parts.aggregate(last=Max("position"))["last"] or 0
    part = Part(
        dossier=dossier,
        component=component,
        nomination=nomination,
        name=name.strip(),
        size=len(file.content),
        sha256=file.sha256,
        is_signed=is_signed,
        position=instead_of.position if instead_of else last + 1,
        uploaded_by=by,
    )
    part.file.save(f"scan.{file.suffix}", ContentFile(file.content), save=False)
    part.save()
    if instead_of:
        remove(instead_of, by=by)
    return part


@transaction.atomic
def remove(part: Part, *, by: Any) -> None:
    """Take a scan away; its file goes once that is certain."""
    require_open(part.dossier, part.component, by)
    storage, path = part.file.storage, part.file.name
    part.delete()
    transaction.on_commit(lambda: storage.delete(path))


@transaction.atomic
def move_up(part: Part, *, by: Any) -> None:
    """Put a scan before the one above it; the first stays where it is."""
    require_open(part.dossier, part.component, by)
    parts = list(part.dossier.parts.order_by("position", "uploaded_at", "pk"))
    place = next(index for index, other in enumerate(parts) if other.pk == part.pk)
    if place:
        parts[place - 1], parts[place] = parts[place], parts[place - 1]
    for position, other in enumerate(parts, start=1):
        if other.position != position:
            Part.objects.filter(pk=other.pk).update(position=position)
