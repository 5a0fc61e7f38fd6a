"""Extensions: more time for all or for one unit, by whom and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.deadlines import DeadlineKind
from emulation.constraints import one_of
from emulation.organization.models import Unit

from .period import Period


class Extension(models.Model):
    """One change of one deadline, kept for good: old day, new day, reason, who and when.

    Without a unit it holds for all and moved the period's own date; without an old day it set a
    deadline that the plan had left open. Both days are the first that is too late.
    """

    period = models.ForeignKey(
        Period, models.CASCADE, related_name="extensions", verbose_name="kỳ thi đua"
    )
    kind = models.CharField("thời hạn", max_length=12, choices=DeadlineKind)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đơn vị được gia hạn",
    )
    old_before = models.DateField("trước đây: trước ngày", null=True, blank=True)
    before = models.DateField("nay: trước ngày")
    reason = models.TextField("lý do")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người quyết định",
    )
    at = models.DateTimeField("thời điểm", auto_now_add=True)

    class Meta:
        verbose_name = "lần gia hạn"
        verbose_name_plural = "các lần gia hạn"
        ordering = ["at", "pk"]
        constraints = [
            one_of("kind", DeadlineKind),
            models.CheckConstraint(
                name="campaigns_extension_gives_time",
                condition=Q(old_before__isnull=True) | Q(before__gt=F("old_before")),
                violation_error_message="Thời hạn mới phải sau thời hạn cũ.",
            ),
            models.CheckConstraint(
                name="campaigns_extension_of_a_unit_extends",
                condition=Q(unit__isnull=True) | Q(old_before__isnull=False),
                violation_error_message="Chưa có thời hạn chung để gia hạn riêng.",
            ),
            models.CheckConstraint(
                name="campaigns_extension_has_reason",
                condition=~Q(reason=""),
                violation_error_message="Phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.unit or 'các đơn vị'}"
