"""Reminders that fell due, the messages that carry them, and who wants them how."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.deadlines import DeadlineKind, Stage
from campaigns.states import CARRIER, MESSAGE_TRANSITIONS, MessageState
from emulation.changes import changes_of
from emulation.constraints import exactly_one_of, one_of, set_exactly_when
from emulation.organization.models import Unit
from emulation.workflow import TransitionLog

from .period import Period
from .task import PlanTask


class Reminder(models.Model):
    """A unit was to be reminded of a deadline of a period, or of a task of the plan.

    Once a stage, and once a day when it is chased. A task has no kind of deadline.
    """

    period = models.ForeignKey(
        Period,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name="kỳ thi đua",
    )
    task = models.ForeignKey(
        PlanTask,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name="việc phân công",
    )
    kind = models.CharField("thời hạn", max_length=12, choices=DeadlineKind, blank=True)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name="đơn vị")
    stage = models.CharField("lúc nhắc", max_length=8, choices=Stage)
    before = models.DateField("trước ngày")
    on = models.DateField("ngày nhắc")

    class Meta:
        verbose_name = "lần nhắc"
        verbose_name_plural = "các lần nhắc"
        ordering = ["on", "before", "pk"]
        constraints = [
            exactly_one_of("names_one_thing", "period", "task"),
            models.CheckConstraint(
                name="campaigns_reminder_kind_known",
                condition=Q(period__isnull=False, kind__in=DeadlineKind.values)
                | Q(period__isnull=True, kind=""),
            ),
            one_of("stage", Stage),
            models.UniqueConstraint(
                fields=["task", "stage", "before"],
                condition=Q(task__isnull=False),
                name="campaigns_reminder_of_a_task_once",
            ),
            models.UniqueConstraint(
                fields=["period", "kind", "unit", "stage", "before"],
                condition=~Q(stage=Stage.CHASED),
                name="campaigns_reminder_falls_due_once",
            ),
            models.UniqueConstraint(
                fields=["period", "kind", "unit", "on"],
                condition=Q(stage=Stage.CHASED),
                name="campaigns_reminder_chased_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} – {self.unit}: {self.get_stage_display()}"

    @property
    def what(self) -> str:
        """Return what is due, in words."""
        return self.task.text if self.task else self.get_kind_display()

    @property
    def movement(self) -> str:
        """Return the movement, with its period where the deadline is one of a period."""
        return str(self.task.campaign) if self.task else f"{self.period.campaign} – {self.period}"

    @property
    def url(self) -> str:
        """Return the page on which the office follows it."""
        if self.task:
            return self.task.get_absolute_url()
        return reverse("campaigns:period_deadlines", args=[self.period_id])


class MessageQuerySet(models.QuerySet):
    """Named reads of messages."""

    def visible_to(self, user: Any) -> MessageQuerySet:
        """Messages of the authorities that `user` oversees: the outbox is the office's."""
        overseen = Unit.objects.visible_to(user).authorities()
        return self.filter(authority__in=overseen)


class Message(models.Model):
    """One e-mail to one person: the digest of what he was to be reminded of that day."""

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="cơ quan gửi"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người nhận",
    )
    address = models.EmailField("địa chỉ thư", editable=False)
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    reminders = models.ManyToManyField(
        Reminder, related_name="messages", editable=False, verbose_name="các việc được nhắc"
    )
    state = models.CharField(
        "trạng thái",
        max_length=8,
        choices=MessageState,
        default=MessageState.WAITING,
        editable=False,
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name="người cho gửi",
    )
    attempts = models.PositiveSmallIntegerField("số lần đã thử", default=0, editable=False)
    sent_at = models.DateTimeField("gửi lúc", null=True, editable=False)
    created_at = models.DateTimeField("soạn lúc", auto_now_add=True)

    objects = MessageQuerySet.as_manager()
    TRANSITIONS = MESSAGE_TRANSITIONS

    class Meta:
        verbose_name = "thư nhắc"
        verbose_name_plural = "thư nhắc"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["authority", "state"])]
        constraints = [
            one_of("state", MessageState),
            set_exactly_when("sent_at", "state", [MessageState.SENT]),
            set_exactly_when(
                "released_by",
                "state",
                [MessageState.RELEASED, MessageState.SENT, MessageState.FAILED],
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """Return the message's page."""
        return reverse("campaigns:message_detail", args=[self.pk])

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as; the worker carries for whoever released it."""
        carries = {CARRIER} if user.pk == self.released_by_id else set()
        return user.roles_at(self.authority) | carries


class MessageLog(TransitionLog):
    """Who released or dropped a message, when it went, why it did not."""

    record = models.ForeignKey(Message, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký thư nhắc"
        verbose_name_plural = "nhật ký thư nhắc"


class ReminderSetting(models.Model):
    """How an authority reminds: read first or sent at once, and its own words around the list."""

    authority = models.OneToOneField(
        Unit,
        models.CASCADE,
        primary_key=True,
        related_name="+",
        editable=False,
        verbose_name="cơ quan",
    )
    sends_unread = models.BooleanField(
        "gửi ngay, văn phòng không phải xem trước",
        default=False,
        help_text="Không chọn: thư nằm ở hộp chờ đến khi văn phòng bấm gửi.",
    )
    opening = models.TextField(
        "lời mở đầu", blank=True, help_text="Để trống thì dùng lời mở đầu có sẵn."
    )
    closing = models.TextField(
        "lời kết", blank=True, help_text="Ví dụ: họ tên, số điện thoại người theo dõi."
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người đặt",
    )
    history = changes_of("cách nhắc việc")

    class Meta:
        verbose_name = "cách nhắc việc"
        verbose_name_plural = "cách nhắc việc"
        ordering = ["authority"]

    def __str__(self) -> str:
        return f"Cách nhắc việc của {self.authority}"


class Subscription(models.Model):
    """What one account wants: reminders by e-mail, and a secret address of its calendar."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="subscription",
        editable=False,
        verbose_name="tài khoản",
    )
    wants_mail = models.BooleanField("nhận thư nhắc việc", default=True)
    calendar_token = models.CharField("mã của lịch", max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "đăng ký nhắc việc"
        verbose_name_plural = "đăng ký nhắc việc"
        ordering = ["user"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar_token"],
                condition=~Q(calendar_token=""),
                name="campaigns_subscription_token_once",
            )
        ]

    def __str__(self) -> str:
        return f"Nhắc việc của {self.user}"
