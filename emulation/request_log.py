"""Every request has an id and leaves one line in the log: what was asked, never what about."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import get_template

from emulation.logs import belonging_to

logger = logging.getLogger(__name__)
HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestLog:
    """Give a request its id, return it in X-Request-ID, log method, route, status, time, user id.

    The id of the proxy in front is taken over, so that its log and ours can be read together; any
    other client's is not. The route is the name of the address (`campaigns:campaign_detail`):
    addresses hold secrets (the calendar's) and queries hold names. Stand first of all middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        request.id = request_id(request)
        began = time.perf_counter()
        with belonging_to(request_id=request.id):
            response = self.get_response(request)
            if not (request.path.startswith(settings.STATIC_URL) and response.status_code < 400):
                logger.info("request", extra={"said": line(request, response, began)})
        response[HEADER] = request.id
        return response


def request_id(request: HttpRequest) -> str:
    """Return the id that a trusted proxy gave, when it is well formed, else a new one."""
    given = request.headers.get(HEADER, "")
    trusted = request.META.get("REMOTE_ADDR", "") in settings.TRUSTED_PROXIES
    return given if trusted and WELL_FORMED.fullmatch(given) else uuid.uuid4().hex


def line(request: HttpRequest, response: HttpResponse, began: float) -> dict[str, object]:
    """Return what the log says of a request."""
    user = getattr(request, "_cached_user", None)  # asked for by nobody: not asked for here
    return {
        "method": request.method if request.method in METHODS else "?",
        "route": route(request),
        "status": response.status_code,
        "ms": round((time.perf_counter() - began) * 1000, 1),
        "user": user.pk if user is not None and user.is_authenticated else None,
    }


def server_error(request: HttpRequest) -> HttpResponse:
    """Show that a page broke down, with the id under which the log tells why."""
    page = get_template("500.html")
    return HttpResponseServerError(page.render({"request_id": getattr(request, "id", "")}))


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def route(request: HttpRequest) -> str:
    """Return the name of the address that was asked for, "" when there is none."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name or "") if match else ""
