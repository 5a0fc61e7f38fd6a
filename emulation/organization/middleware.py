"""Middleware of accounts: who has to log in, for how long that holds, what is asked before work."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from .client import client_address
from .services.codes import codes_required
from .session_store import ADDRESS, SEEN

# Set at login when the account has a device for codes.
ASKS_CODE = "asks_code"
# A moment of use is written down at most so often, in seconds.
NOTED_EVERY = 60
LEAVING = frozenset({"logout", "admin:logout"})
ENROLMENT = frozenset({"organization:device", "organization:device_qr"})


class RequireLogin(LoginRequiredMiddleware):
    """Django's middleware; it leads back to the page where somebody was, and says what happened."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        """Send to the login; a visitor whose session is gone is told so."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            messages.info(
                request, "Phiên làm việc đã kết thúc. Hãy đăng nhập lại để tiếp tục công việc."
            )
        return sent_to(request, settings.LOGIN_URL)


class AccountGuard:
    """End sessions that idle, and ask for code, new password or device before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through, or send it where the account has to go first."""
        if not getattr(view_func, "login_required", True) or not request.user.is_authenticated:
            return None
        now = int(time.time())
        seen = request.session.get(SEEN, now)
        if settings.IDLE_MINUTES and now - seen > settings.IDLE_MINUTES * 60:
            return _idle(request)
        if now - seen >= NOTED_EVERY or SEEN not in request.session:
            request.session[SEEN] = now
            request.session[ADDRESS] = client_address(request)
        step, allowed = outstanding(request)
        if not step or request.resolver_match.view_name in allowed | LEAVING:
            return None
        return sent_to(request, step)


def outstanding(request: HttpRequest) -> tuple[str, frozenset[str]]:
    """Return the page where the account has to go before its work, and which pages belong to it.

    First the code of a device that is there, then the new password, then the device that is asked.
    """
    user, verified = request.user, request.user.otp_device is not None
    if request.session.get(ASKS_CODE) and not verified:
        return "organization:code", frozenset({"organization:code"})
    if user.must_change_password:
        return "password_change", frozenset({"password_change"})
    if not verified and codes_required(user):
        return "organization:device", ENROLMENT | {"organization:code"}
    return "", frozenset()


def _idle(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(
        request,
        f"Phiên làm việc đã hết vì không thao tác trong {settings.IDLE_MINUTES} phút. "
        "Hãy đăng nhập lại để tiếp tục ở trang đang làm.",
    )
    return sent_to(request, settings.LOGIN_URL)


def sent_to(request: HttpRequest, page: str) -> HttpResponse:
    """Return the way to `page`, which leads back afterwards; htmx changes the whole page."""
    target = f"{resolve_url(page)}?" + urlencode({"next": place_of(request)}, safe="/")
    if request.htmx:
        return HttpResponseClientRedirect(target)
    return HttpResponseRedirect(target)


def place_of(request: HttpRequest) -> str:
    """Return the page that the browser shows: of a step that was posted the page of its form."""
    if request.method in ("GET", "HEAD") and not request.htmx:
        return request.get_full_path()
    shown = request.htmx.current_url or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(shown, {request.get_host()}, request.is_secure()):
        parts = urlsplit(shown)
        return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    return reverse("home")
