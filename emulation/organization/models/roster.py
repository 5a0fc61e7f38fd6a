"""A list of people or units that an office sent in: its rows, what they mean, how far it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from emulation.constraints import one_of

from .account import Role
from .unit import Unit


class RosterKind(models.TextChoices):
    """What a row of the list is."""

    PERSON = "person", "Cá nhân"
    UNIT = "unit", "Đơn vị"


class RosterState(models.TextChoices):
    """Where the list stands; only one that is looked at can be changed."""

    LOOKED_AT = "looked_at", "Đang xem trước"
    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang nạp"
    DONE = "done", "Đã nạp xong"
    FAILED = "failed", "Chưa nạp được"


class RosterSheetQuerySet(models.QuerySet):
    """Named reads of lists sent in."""

    def visible_to(self, user: Any) -> RosterSheetQuerySet:
        """Lists of the authorities whose office `user` is."""
        if user.is_superuser:
            return self.all()
        return self.filter(authority__in=user.authorities_as(Role.OFFICE))


class RosterSheet(models.Model):
    """One uploaded list.

    `lines` are [number, cells] as read from the file, gone when the list was taken in; `columns`
    say by position which column means what, `answers` by row number who is meant.
    """

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="cơ quan"
    )
    kind = models.CharField("loại danh sách", max_length=8, choices=RosterKind)
    name = models.CharField("tên tệp", max_length=120)
    lines = models.JSONField("các dòng", default=list)
    head = models.PositiveSmallIntegerField("dòng tiêu đề", default=0)
    columns = models.JSONField("các cột", default=dict)
    defaults = models.JSONField("giá trị khi để trống", default=dict)
    answers = models.JSONField("các lựa chọn", default=dict)
    replaces = models.BooleanField("sửa theo tệp", default=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=RosterState, default=RosterState.LOOKED_AT
    )
    total = models.PositiveIntegerField("số dòng", default=0)
    done = models.PositiveIntegerField("số dòng đã xong", default=0)
    message = models.TextField("kết quả", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False,
        verbose_name="người nạp",
    )  # fmt: skip
    created_at = models.DateTimeField("nạp lúc", auto_now_add=True)

    objects = RosterSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "danh sách nạp từ tệp"
        verbose_name_plural = "các danh sách nạp từ tệp"
        ordering = ["-created_at", "-pk"]
        constraints = [one_of("kind", RosterKind), one_of("state", RosterState)]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether the worker has it."""
        return self.state in (RosterState.QUEUED, RosterState.RUNNING)
