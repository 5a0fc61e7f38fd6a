"""A form that is sent twice has one effect: double click, retried POST, back and send again.

Every page of ours renders its forms with a CSRF token that is masked anew for each page, so the
token, the address and the content together name one sending. The first is worked on; the second,
at the same moment or later, is led to where the first was. Nothing in templates or views is needed
for it, and none can forget it. What was refused (an error page, a message of failure) may be sent
again; htmx and autosave, which send one page many times, are left alone.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from .models import PostedForm

TOKEN = "csrfmiddlewaretoken"
# Set by htmx and by static/app.js on what is sent again and again from one page.
SENT_BY_SCRIPT = {"Hx-Request", "X-Autosave", "X-Preview"}
# How long (seconds) the second waits for the first, looking every PAUSE.
PATIENCE, PAUSE = 20, 0.1
SENT_BEFORE = (
    "Nội dung này đã được gửi trước đó; đây là kết quả của lần gửi ấy. "
    "Muốn gửi thêm một lần nữa, hãy mở lại trang nhập rồi gửi."
)


class OnlyOnce:
    """Let the first sending of a form through and lead the others to its result.

    Stand behind the middleware for sessions, CSRF, accounts and messages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; keep where the first sending led, or forget it when it was refused."""
        response = self.get_response(request)
        if key := getattr(request, "posted_form", None):
            mine = PostedForm.objects.filter(key=key)
            if isinstance(response, HttpResponseRedirect) and not _failed(request):
                mine.update(location=response.url)
            else:
                mine.delete()
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Return where the first sending led; None when this is the first, or no form."""
        if not _may_repeat(request):
            return None
        key, deadline = key_of(request), time.monotonic() + PATIENCE
        while not _is_first(key):
            first = PostedForm.objects.filter(key=key).first()
            if first is None:  # it was refused meanwhile: this one is the first now
                continue
            if first.location:
                messages.info(request, SENT_BEFORE)
                return HttpResponseRedirect(first.location)
            if time.monotonic() > deadline:
                return render(
                    request, "organization/posted_form.html", {"first": first}, status=409
                )
            time.sleep(PAUSE)
        request.posted_form = key
        return None


def _may_repeat(request: HttpRequest) -> bool:
    return (
        request.method == "POST"
        and request.user.is_authenticated
        and not SENT_BY_SCRIPT & request.headers.keys()
        and TOKEN in request.POST
    )


def _is_first(key: str) -> bool:
    try:
        with transaction.atomic():
            PostedForm.objects.create(key=key)
    except IntegrityError:
        return False
    return True


def _failed(request: HttpRequest) -> bool:
    """Whether the view said that it could not do it."""
    queued = getattr(messages.get_messages(request), "_queued_messages", ())
    return any(message.level >= messages.ERROR for message in queued)


def key_of(request: HttpRequest) -> str:
    """Return the keyed hash of sender, address, fields and files; the page's token is a field."""
    content = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        for value in values:
            _add(content, name.encode(), value.encode(errors="surrogatepass"))
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            _add(content, name.encode(), (upload.name or "").encode(errors="surrogatepass"))
            for chunk in upload.chunks():
                content.update(chunk)
            upload.seek(0)
    said = f"{request.user.pk} {request.get_full_path()} {content.hexdigest()}"
    return salted_hmac("posted form", said, algorithm="sha256").hexdigest()


def _add(content: Any, *parts: bytes) -> None:
    """Add parts so that no two lists of parts come to the same."""
    for part in parts:
        content.update(b"%d:" % len(part) + part)
