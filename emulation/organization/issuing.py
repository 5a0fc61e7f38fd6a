"""Freezing an issued paper: render once, store with its hash, serve from there ever after."""

import datetime as dt
import hashlib
from typing import Any

from django.core.files.base import ContentFile

from emulation.papers.catalogue import PaperKind
from emulation.papers.pdf import render

from .models import IssuedPaper, Unit


def freeze(
    kind: PaperKind, subject: Any, *, authority: Unit, number: str, dated: dt.date, by: Any
) -> IssuedPaper:
    """Render the paper of `subject` and store it as issued; call inside the issuing transaction.

    Raises PaperError (nothing stored) when the paper cannot be made.
    """
    paper = kind.build(subject)
    content = render(paper)
    issued = IssuedPaper(
        authority=authority,
        slug=kind.slug,
        subject_id=subject.pk,
        title=paper.metadata_title[:300],
        number=number,
        dated=dated,
        sha256=hashlib.sha256(content).hexdigest(),
        issued_by=by,
    )
    issued.file.save("", ContentFile(content), save=True)
    return issued


def content_of(kind: PaperKind, subject: Any) -> bytes:
    """Return the PDF of a paper: the frozen one when it was issued, else rendered now.

    Raises PaperError when it cannot be made.
    """
    issued = IssuedPaper.of(kind.slug, subject)
    return issued.read() if issued else render(kind.build(subject))
