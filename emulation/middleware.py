"""Middleware: what users type and paste is cleaned before any view sees it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError

from emulation.vietnamese import normalize

FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}


class NormalizeInput:
    """Pass every name and value of the query and of a posted form through `normalize`.

    File names too (macOS sends them in NFD); file contents never. Passwords are no exception, so
    that the password set on a Mac is the one typed on a phone; one that is set outside a form
    (`createsuperuser`, `manage.py demo`) is cleaned by the account itself.

    Bodies that are not forms (JSON, streams) are left unread. The work is done in `process_view`,
    so that nothing is read for an address that does not exist; stand before CsrfViewMiddleware,
    which reads the form as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Replace request.GET and, for a posted form, request.POST."""
        request.GET = normalized(request.GET)
        if request.method != "POST" or request.content_type not in FORM_TYPES:
            return
        try:
            request.POST = normalized(request.POST)
        except UnreadablePostError:  # The browser went away; CsrfViewMiddleware refuses the rest.
            return
        for uploads in request.FILES.lists():
            for upload in uploads[1]:
                upload.name = normalize(upload.name)


def normalized(data: QueryDict) -> QueryDict:
    """Return `data` with clean names and values, immutable as before."""
    clean = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        for value in values:
            clean.appendlist(normalize(name), normalize(value))
    clean._mutable = False
    return clean
