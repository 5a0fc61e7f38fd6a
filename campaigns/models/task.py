"""Tasks of the plan: who does what by when, followed to done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from campaigns.states import TASK_OPEN, TASK_TRANSITIONS, TaskState
from emulation.constraints import one_of
from emulation.organization.models import Unit
from emulation.workflow import TransitionLog

from .campaign import Campaign


class PlanTaskQuerySet(models.QuerySet):
    """Named reads of tasks."""

    def visible_to(self, user: Any) -> PlanTaskQuerySet:
        """Tasks of the campaigns that `user` sees: the plan names them to everybody."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def outstanding(self) -> PlanTaskQuerySet:
        """Tasks that are not done yet."""
        return self.filter(state__in=TASK_OPEN)


class PlanTask(models.Model):
    """One thing that the plan has somebody do ("tổ chức thực hiện"), by a day or without one.

    `who` is how the plan names them; `unit` the one that answers for it, the office where it
    names many.
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="tasks", editable=False, verbose_name="phong trào"
    )
    who = models.CharField("ai làm", max_length=300, help_text="Ghi như trong kế hoạch.")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đơn vị chịu trách nhiệm",
        help_text="Để trống thì văn phòng theo dõi.",
    )
    text = models.TextField("việc phải làm")
    before = models.DateField(
        "xong trước ngày",
        null=True,
        blank=True,
        help_text="Ngày này đã là quá hạn; để trống nếu làm thường xuyên.",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0, editable=False)
    state = models.CharField(
        "trạng thái", max_length=8, choices=TaskState, default=TaskState.TODO, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người lập",
    )

    objects = PlanTaskQuerySet.as_manager()
    TRANSITIONS = TASK_TRANSITIONS

    class Meta:
        verbose_name = "việc phân công"
        verbose_name_plural = "việc phân công"
        ordering = ["campaign", "position", "pk"]
        constraints = [one_of("state", TaskState)]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Return the task's page."""
        return reverse("campaigns:task_detail", args=[self.pk])

    @property
    def authority(self) -> Unit:
        """Return the authority whose plan it is."""
        return self.campaign.authority

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in TASK_OPEN

    def is_late(self, day: dt.date | None = None) -> bool:
        """Whether it is open after its last day."""
        day = day or timezone.localdate()
        return self.is_open and self.before is not None and day >= self.before

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for this task."""
        return user.roles_at(self.unit or self.campaign.authority)


class PlanTaskLog(TransitionLog):
    """Who began and finished a task, with what result."""

    record = models.ForeignKey(PlanTask, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký việc phân công"
        verbose_name_plural = "nhật ký việc phân công"
