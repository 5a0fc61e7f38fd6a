"""Freezing an issued paper: render once, store with its hash, serve from there ever after."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile

from emulation.papers.catalogue import PaperKind, Sheets
from emulation.papers.paper import Paper, PaperError
from emulation.papers.pdf import render
from emulation.papers.word import to_docx

from .models import IssuedPaper, Unit

NO_WORD = "«{}» in theo bố cục riêng nên chỉ có bản PDF, không có bản Word."
KEPT_FOR = 24 * 3600  # seconds; a changed record makes another key, old ones just run out
_STORED: ContextVar[bool] = ContextVar("papers are stored", default=True)


@contextmanager
def without_papers() -> Iterator[None]:
    """Let records be issued while nothing can be printed: the demo without the PDF libraries."""
    before = _STORED.set(False)
    try:
        yield
    finally:
        _STORED.reset(before)


def freeze(
    kind: PaperKind,
    subject: Any,
    *,
    authority: Unit,
    number: str,
    dated: dt.date,
    by: Any,
    progress: Callable[[int], None] | None = None,
) -> IssuedPaper | None:
    """Render the paper of `subject` and store it as issued; call inside the issuing transaction.

    One that may be long is issued through `jobs.issue`. Returns None inside `without_papers`.
    Raises PaperError (nothing stored) when the paper cannot be made.
    """
    if not _STORED.get():
        return None
    paper = kind.build(subject)
    content = printed(paper, archival=True, progress=progress)
    issued = IssuedPaper(
        authority=authority,
        slug=kind.slug,
        subject_id=subject.pk,
        title=paper.metadata_title[:300],
        number=number,
        dated=dated,
        signer=signer_of(paper),
        recipients="\n".join(getattr(paper, "recipients", ())),
        sha256=hashlib.sha256(content).hexdigest(),
        issued_by=by,
    )
    issued.file.save("", ContentFile(content), save=False)
    try:
        issued.save()
    except Exception:
        issued.file.delete(save=False)
        raise
    return issued


def signer_of(paper: Paper | Sheets) -> str:
    """Return who signs as the last, from the left: the one whose name the register keeps."""
    names = [signature.name for signature in getattr(paper, "signatures", ()) if signature.name]
    return names[-1] if names else ""


def content_of(kind: PaperKind, subject: Any) -> bytes:
    """Return the PDF of a paper: the frozen one when it was issued, else that of the record now.

    A draft is rendered once and kept until its record changes. Raises PaperError when it cannot
    be made.
    """
    issued = IssuedPaper.of(kind.slug, subject)
    return issued.read() if issued else rendered(kind.build(subject))


def word_of(kind: PaperKind, subject: Any) -> bytes:
    """Return the paper as a Word file, written from the record now, be it issued or not.

    It is a copy for editing; what was issued is the PDF. Raises PaperError when it cannot be made,
    or when the kind has none (certificates, ballots).
    """
    if not kind.has_word:
        raise PaperError(NO_WORD.format(kind.title))
    return to_docx(kind.build(subject))


def printed(
    paper: Paper | Sheets,
    *,
    progress: Callable[[int], None] | None = None,
    archival: bool = False,
) -> bytes:
    """Return the PDF of a paper or of sheets with a layout of their own; raises PaperError."""
    if isinstance(paper, Sheets):
        return paper.render(progress, archival)
    return render(paper, archival=archival, progress=progress)


def rendered(paper: Paper | Sheets) -> bytes:
    """Return the PDF of a paper, from the cache when the very same paper was rendered before."""
    key = cache_key(paper)
    content = cache.get(key)
    if content is None:
        content = printed(paper)
        cache.set(key, content, KEPT_FOR)
    return content


def cache_key(paper: Paper | Sheets) -> str:
    """Return what the rendering depends on: all that the paper says, and our stylesheet."""
    style = b"".join(hashlib.sha256(path.read_bytes()).digest() for path in layout_files())
    return f"paper-{hashlib.sha256(repr(paper).encode() + style).hexdigest()}"


@lru_cache(maxsize=1)
def layout_files() -> tuple[Path, ...]:
    """Return the files that decide how a paper looks."""
    folder = settings.BASE_DIR / "templates" / "papers"
    return tuple(sorted(folder.iterdir()))
