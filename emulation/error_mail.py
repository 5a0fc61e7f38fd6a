"""An e-mail to the people who look after the installation when a page breaks down."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.cache import cache
from django.core.mail import mail_admins
from django.utils import timezone
from django.views.debug import SafeExceptionReporterFilter

from emulation.logs import BELONGS_TO, described
from emulation.request_log import route

# The same fault is told once in so many seconds, however often it is met.
QUIET = 15 * 60


class ErrorMail(logging.Handler):
    """Mail the id, the route, the user's id and the traceback to settings.ADMINS, and no more.

    No address, query, form, cookie, header or local variable is in it: Django's own handler sends
    all of these.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Send the mail, unless this fault was told a moment ago; never fail the request."""
        if not settings.ADMINS:
            return
        try:
            error = record.exc_info[1] if record.exc_info else None
            request = getattr(record, "request", None)
            where = (route(request) if request is not None else "") or record.name
            kind = type(error).__name__ if error else record.levelname
            if cache.add(f"error-mail-{where}-{kind}", True, QUIET):
                mail_admins(f"Lỗi 500 tại {where}: {kind}", _body(request, where, error))
        except Exception:
            self.handleError(record)


def _body(request, where: str, error: BaseException | None) -> str:
    user = getattr(request, "_cached_user", None)
    lines = [
        f"Thời điểm: {timezone.localtime():%d/%m/%Y %H:%M:%S}",
        f"Mã yêu cầu: {BELONGS_TO.get().get('request_id', '(không có)')}",
        f"Trang: {getattr(request, 'method', '')} {where}",
        f"Tài khoản số: {user.pk if user is not None else '(không có)'}",
        "",
        described(error) if error else "(không có ngoại lệ)",
        "",
        f"Trong {QUIET // 60} phút tới, lỗi này ở trang này không được báo lại; "
        "hãy tìm mã yêu cầu trong nhật ký.",
    ]
    return "\n".join(lines)


class NothingPersonal(SafeExceptionReporterFilter):
    """What any report of Django's own may show of a request outside DEBUG: nothing."""

    def get_post_parameters(self, request) -> dict:
        """Return no field of the form."""
        return {} if not self.is_active(request) else {"(biểu mẫu)": self.cleansed_substitute}

    def get_traceback_frame_variables(self, request, tb_frame) -> list:
        """Return no local variable."""
        return (
            []
            if self.is_active(request)
            else super().get_traceback_frame_variables(request, tb_frame)
        )

    def get_safe_request_meta(self, request) -> dict:
        """Return no header or cookie."""
        return {} if self.is_active(request) else super().get_safe_request_meta(request)

    def get_safe_cookies(self, request) -> dict:
        """Return no cookie."""
        return {} if self.is_active(request) else super().get_safe_cookies(request)
