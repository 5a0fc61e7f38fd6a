"""A transfer that both sides confirm: the sending unit asks, the receiving one answers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from emulation.constraints import one_of
from emulation.organization.states import RECEIVER, SENDER, TRANSFER_TRANSITIONS, TransferState
from emulation.workflow import TransitionLog

from .account import Role
from .person import Person
from .unit import Unit

SIDES = (Role.UNIT, Role.OFFICE)


class TransferRequestQuerySet(models.QuerySet):
    """Named reads of transfer requests."""

    def visible_to(self, user: Any) -> TransferRequestQuerySet:
        """Requests from or to a unit that `user` sees."""
        if user.is_superuser:
            return self.all()
        seen = Unit.objects.visible_to(user)
        return self.filter(Q(from_unit__in=seen) | Q(to_unit__in=seen))

    def waiting_for(self, user: Any) -> TransferRequestQuerySet:
        """Open requests that `user` may answer."""
        own = Unit.objects.under(*user.member_units_as(*SIDES))
        return self.filter(state=TransferState.ASKED, to_unit__in=own)


class TransferRequest(models.Model):
    """One person who is to go to another unit; to another authority, that one chooses the unit."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="transfer_requests", verbose_name="cá nhân"
    )
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi đi")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi đến")
    moved_on = models.DateField("chuyển từ ngày")
    reason = models.CharField("văn bản, lý do", max_length=300)
    state = models.CharField(
        "trạng thái", max_length=10, choices=TransferState, default=TransferState.ASKED,
        editable=False,
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False,
        verbose_name="người đề nghị",
    )  # fmt: skip
    created_at = models.DateTimeField("đề nghị lúc", auto_now_add=True)

    objects = TransferRequestQuerySet.as_manager()
    TRANSITIONS = TRANSFER_TRANSITIONS

    class Meta:
        verbose_name = "đề nghị chuyển đơn vị"
        verbose_name_plural = "đề nghị chuyển đơn vị"
        ordering = ["-created_at", "-pk"]
        constraints = [
            one_of("state", TransferState),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=TransferState.ASKED),
                name="organization_transferrequest_open_once",
                violation_error_message="Đang có một đề nghị chuyển người này chưa được trả lời.",
            ),
            models.CheckConstraint(
                name="organization_transferrequest_elsewhere",
                condition=~Q(from_unit=F("to_unit")),
                violation_error_message="Đang thuộc đơn vị này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.from_unit} → {self.to_unit}"

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return the sides that `user` speaks for."""
        if user.is_superuser:
            return frozenset({SENDER, RECEIVER})
        sides = ((SENDER, self.from_unit), (RECEIVER, self.to_unit))
        return frozenset(side for side, unit in sides if user.roles_at(unit) & set(SIDES))


class TransferRequestLog(TransitionLog):
    """What happened to a transfer request."""

    record = models.ForeignKey(TransferRequest, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        verbose_name = "nhật ký đề nghị chuyển đơn vị"
        verbose_name_plural = "nhật ký đề nghị chuyển đơn vị"
