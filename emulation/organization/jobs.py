"""Printing long lists beside the web workers, with progress for the page that waits."""

from typing import Any

from django.core.cache import cache
from django_tasks import task

from emulation.papers.catalogue import PaperKind, all_kinds
from emulation.papers.paper import Paper, PaperError, Table
from emulation.papers.pdf import render

from .issuing import KEPT_FOR, cache_key
from .models import JobState, PrintJob

# A list of so many rows takes some seconds; anything longer is not rendered within a request.
LONGEST_AT_ONCE = 250


def rows_of(paper: Paper) -> int:
    """Return how many rows the paper's tables have together."""
    return sum(len(block.rows) for block in paper.body if isinstance(block, Table))


def job_for(kind: PaperKind, subject: Any, paper: Paper, *, by: Any) -> PrintJob | None:
    """Return the job that prints a long paper, begun when there is none; None for a short one.

    None too when its PDF is at hand. A job that failed, or whose PDF is gone, begins anew.
    """
    rows, key = rows_of(paper), cache_key(paper)
    if rows <= LONGEST_AT_ONCE or cache.get(key) is not None:
        return None
    job, made = PrintJob.objects.get_or_create(
        key=key,
        defaults={
            "slug": kind.slug,
            "subject_id": subject.pk,
            "title": paper.metadata_title[:300],
            "rows": rows,
            "created_by": by,
        },
    )
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
    job = PrintJob.objects.get(pk=job_pk)
    PrintJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING)

    def progress(pages: int) -> None:
        PrintJob.objects.filter(pk=job.pk).update(pages=pages)

    kind = all_kinds()[job.slug]
    try:
        paper = kind.build(kind.subjects().get(pk=job.subject_id))
        content = render(paper, progress=progress)
    except PaperError as error:
        PrintJob.objects.filter(pk=job.pk).update(state=JobState.FAILED, message=str(error))
        return
    # The record may have changed since: keep what was printed under its own content's name.
    cache.set(cache_key(paper), content, KEPT_FOR)
    cache.set(job.key, content, KEPT_FOR)
    PrintJob.objects.filter(pk=job.pk).update(state=JobState.DONE)
