"""Serving papers: the frozen PDF of an issued one, a live rendering of a draft."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperError

from .issuing import content_of


def paper(request, slug, pk):
    """Return the PDF of one paper that the user may see; 404 outside his scope."""
    kind = all_kinds().get(slug)
    if kind is None:
        raise Http404
    subject = get_object_or_404(kind.subjects().visible_to(request.user), pk=pk)
    try:
        content = content_of(kind, subject)
    except PaperError as error:
        context = {"error": str(error), "subject": subject}
        return render(request, "organization/paper_error.html", context, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    disposition = "attachment" if "tai" in request.GET else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="{kind.filename(subject)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
