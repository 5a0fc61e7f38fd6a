"""Serving papers: the frozen PDF of an issued one, a draft as it is now, a Word copy of both."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperError
from emulation.papers.pdf import missing_libraries

from .issuing import content_of, word_of
from .jobs import job_for
from .models import IssuedPaper, PrintJob

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper(request, slug, pk):
    """Return the PDF of one paper that the user may see; 404 outside his scope.

    A list too long for a request is printed beside it: the page of its job shows the progress.
    """
    kind, subject = _subject(request, slug, pk)
    if IssuedPaper.of(slug, subject) is None and not missing_libraries():
        try:
            job = job_for(kind, subject, kind.build(subject), by=request.user)
        except PaperError:
            job = None  # said below
        if job:
            return redirect("organization:print_job", job.pk)
    return _served(request, kind, subject, content_of, "pdf", PDF, download="tai" in request.GET)


def print_job(request, pk):
    """Show how far a long paper is; htmx asks for the inner part again and again."""
    job = get_object_or_404(PrintJob, pk=pk)
    _subject(request, job.slug, job.subject_id)
    context = {
        "job": job,
        "pdf_url": reverse("organization:paper", args=[job.slug, job.subject_id]),
    }
    if request.htmx:
        return render(request, "organization/_print_job.html", context)
    return render(request, "organization/print_job.html", context)


def paper_word(request, slug, pk):
    """Return one paper that the user may see as a Word file for editing; 404 outside his scope."""
    kind, subject = _subject(request, slug, pk)
    return _served(request, kind, subject, word_of, "docx", WORD, download=True)


def _subject(request, slug, pk):
    """Return the kind of paper and the record, if the user may see it; 404 otherwise."""
    kind = all_kinds().get(slug)
    if kind is None:
        raise Http404
    return kind, get_object_or_404(kind.subjects().visible_to(request.user), pk=pk)


def _served(request, kind, subject, content, extension, content_type, *, download):
    try:
        response = HttpResponse(content(kind, subject), content_type=content_type)
    except PaperError as error:
        context = {"error": str(error), "subject": subject}
        return render(request, "organization/paper_error.html", context, status=503)
    disposition = "attachment" if download else "inline"
    name = kind.filename(subject, extension)
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
