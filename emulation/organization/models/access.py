"""Traces of accounts: where each one is logged in, and what was done to it by whom and why."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from emulation.chaining import SealedRow
from emulation.constraints import one_of


class AccountAction(models.TextChoices):
    """What was done to an account."""

    CREATED = "created", "Cấp tài khoản"
    CHANGED = "changed", "Sửa tài khoản, vai trò"
    STOPPED = "stopped", "Khóa tài khoản"
    RESUMED = "resumed", "Mở lại tài khoản"
    LOCKED = "locked", "Tạm khóa do nhập sai nhiều lần"
    UNLOCKED = "unlocked", "Mở khóa đăng nhập"
    PASSWORD_SET = "password_set", "Cấp lại mật khẩu"
    PASSWORD_CHANGED = "password_changed", "Tự đổi mật khẩu"
    DEVICE_ADDED = "device_added", "Gắn thiết bị lấy mã"
    DEVICE_REMOVED = "device_removed", "Gỡ thiết bị lấy mã"
    CODES_RENEWED = "codes_renewed", "Cấp lại mã dự phòng"
    CODE_USED = "code_used", "Đăng nhập bằng mã dự phòng"
    SESSIONS_ENDED = "sessions_ended", "Kết thúc phiên làm việc"
    DEPUTY_APPOINTED = "deputy_appointed", "Giao ủy quyền"
    DEPUTY_ENDED = "deputy_ended", "Kết thúc ủy quyền"


class AccountLog(SealedRow):
    """One thing done to an account; sealed as it is written, holds no secret.

    Of a name that is nobody's there is no account. Without `by` the system itself did it.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False,
        related_name="account_log", verbose_name="tài khoản",
    )  # fmt: skip
    account_name = models.CharField("tên đăng nhập", max_length=150, editable=False)
    action = models.CharField("việc", max_length=20, choices=AccountAction, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False,
        related_name="+", verbose_name="người thực hiện",
    )  # fmt: skip
    at = models.DateTimeField("lúc", auto_now_add=True)
    address = models.GenericIPAddressField("địa chỉ mạng", null=True, editable=False)
    reason = models.TextField("lý do", blank=True, editable=False)
    detail = models.TextField("nội dung", blank=True, editable=False)

    class Meta:
        verbose_name = "nhật ký tài khoản"
        verbose_name_plural = "nhật ký tài khoản"
        ordering = ["-at", "-pk"]
        constraints = [one_of("action", AccountAction)]
        indexes = [models.Index(fields=["account", "-at"])]

    def __str__(self) -> str:
        return f"{self.account_name}: {self.get_action_display()}"


class AccountSession(AbstractBaseSession):
    """One place where somebody is logged in (emulation/organization/session_store.py).

    `session_key` is a fingerprint of what the browser keeps, not that itself.
    """

    session_key = models.CharField("dấu của khóa phiên", max_length=64, primary_key=True)
    session_data = models.TextField("dữ liệu phiên", editable=False)
    expire_date = models.DateTimeField("hết hạn", db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, editable=False,
        related_name="sessions", verbose_name="tài khoản",
    )  # fmt: skip
    address = models.GenericIPAddressField("địa chỉ mạng", null=True, editable=False)
    device = models.CharField("thiết bị", max_length=120, blank=True, editable=False)
    started_at = models.DateTimeField("bắt đầu", null=True, editable=False)
    seen_at = models.DateTimeField("dùng gần nhất", null=True, editable=False)

    class Meta:
        verbose_name = "phiên làm việc"
        verbose_name_plural = "phiên làm việc"
        ordering = ["-seen_at", "session_key"]

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return the store that reads and writes these rows."""
        return import_module(settings.SESSION_ENGINE).SessionStore
