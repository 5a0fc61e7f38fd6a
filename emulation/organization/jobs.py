"""Printing long lists beside the web workers, with progress for the page that waits.

A list that is issued is frozen the same way: its record is confirmed at once and can no longer
change, the print that is kept for good follows.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django_tasks import task

from emulation.papers.catalogue import PaperKind, Sheets, all_kinds, rows_of
from emulation.papers.paper import Paper, PaperError

from .issuing import KEPT_FOR, cache_key, freeze, printed
from .models import IssuedPaper, JobState, PrintJob

# A list of so many rows takes some seconds; anything longer is not rendered within a request.
LONGEST_AT_ONCE = 250
WORKER_LOST = (
    "Chương trình in đã dừng giữa chừng nhiều lần (máy thiếu bộ nhớ hoặc bị tắt). Hãy in lại; "
    "nếu vẫn lỗi, báo người quản trị hệ thống."
)
UNEXPECTED = "Có lỗi ngoài dự kiến khi in. Hãy thử lại; nếu vẫn lỗi, báo người quản trị hệ thống."


def job_for(kind: PaperKind, subject: Any, paper: Paper | Sheets, *, by: Any) -> PrintJob | None:
    """Return the job that prints a long paper, begun when there is none; None for a short one.

    None too when its PDF is at hand. A job that failed, or whose PDF is gone, begins anew. When
    the paper is being issued, that is the job.
    """
    if issuing := PrintJob.objects.filter(key=_issue_key(kind, subject)).first():
        return _begun(issuing)
    rows, key = rows_of(paper), cache_key(paper)
    if rows <= LONGEST_AT_ONCE or cache.get(key) is not None:
        return None
    job, made = PrintJob.objects.get_or_create(
        key=key, defaults=_described(kind, subject, paper, by=by)
    )
    return _begun(job, made=made)


def issue(
    kind: PaperKind, subject: Any, *, number: str, dated: dt.date, by: Any
) -> IssuedPaper | PrintJob:
    """Freeze the paper of `subject`, at once or, when it is long, as a job; returns which.

    Call inside the transaction that confirms the record, which must not change any more. Raises
    PaperError (nothing stored) when the paper cannot be made; what only the print of a long one
    finds out, its job says.
    """
    paper = kind.build(subject)
    if rows_of(paper) <= LONGEST_AT_ONCE:
        return freeze(kind, subject, authority=subject.authority, number=number, dated=dated, by=by)
    job = PrintJob.objects.create(
        key=_issue_key(kind, subject),
        authority=subject.authority,
        number=number,
        dated=dated,
        **_described(kind, subject, paper, by=by),
    )
    return _begun(job, made=True)


def _described(kind: PaperKind, subject: Any, paper: Paper | Sheets, *, by: Any) -> dict[str, Any]:
    return {
        "slug": kind.slug,
        "subject_id": subject.pk,
        "title": paper.metadata_title[:300],
        "rows": rows_of(paper),
        "created_by": by,
    }


def _issue_key(kind: PaperKind, subject: Any) -> str:
    return f"issue-{kind.slug}-{subject.pk}"


def _begun(job: PrintJob, *, made: bool = False) -> PrintJob:
    """Return `job`, which waits for the worker now if it was made now or was no longer open."""
    if not made and not job.is_open:
        job.state, job.pages, job.message = JobState.QUEUED, 0, ""
        job.save()
        made = True
    if made:
        print_paper.enqueue(job.pk)
    return job


@task()
def print_paper(job_pk: int) -> None:
    """Render the paper of a job and keep its PDF; the job says how far it is, or what failed."""
    job = PrintJob.objects.select_related("created_by").get(pk=job_pk)
    state = PrintJob.objects.filter(pk=job.pk)
    state.update(state=JobState.RUNNING)

    def progress(pages: int) -> None:
        state.update(pages=pages)

    try:
        kind = all_kinds()[job.slug]
        _print(job, kind, kind.subjects().get(pk=job.subject_id), progress)
    except PaperError as error:
        state.update(state=JobState.FAILED, message=str(error))
    except Exception:
        state.update(state=JobState.FAILED, message=UNEXPECTED)
        raise
    else:
        state.update(state=JobState.DONE)


def print_was_lost(job_pk: int) -> None:
    """Say on the page of a job that its worker died and that nobody prints it any more."""
    waiting = PrintJob.objects.filter(pk=job_pk, state__in=(JobState.QUEUED, JobState.RUNNING))
    waiting.update(state=JobState.FAILED, message=WORKER_LOST)


def _print(job: PrintJob, kind: PaperKind, subject: Any, progress: Callable[[int], None]) -> None:
    if job.dated:
        if IssuedPaper.of(kind.slug, subject) is None:
            given = {"number": job.number, "dated": job.dated, "by": job.created_by}
            freeze(kind, subject, authority=subject.authority, progress=progress, **given)
        return
    paper = kind.build(subject)
    content = printed(paper, progress=progress)
    # The record may have changed since: keep what was printed under its own content's name.
    cache.set(cache_key(paper), content, KEPT_FOR)
    cache.set(job.key, content, KEPT_FOR)
