"""The chase letter (công văn đôn đốc): which units have not sent what, by when they are to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.deadlines import DeadlineKind
from campaigns.states import LETTER_TRANSITIONS, LetterState
from emulation.constraints import one_of
from emulation.organization.models import Unit
from emulation.workflow import TransitionLog

from .period import Period


class ChaseLetterQuerySet(models.QuerySet):
    """Named reads of chase letters."""

    def visible_to(self, user: Any) -> ChaseLetterQuerySet:
        """Letters of the authorities that `user` oversees."""
        return self.filter(authority__in=Unit.objects.visible_to(user).authorities())


class ChaseLetter(models.Model):
    """One letter about one deadline; its units are those that had not sent when it was drafted."""

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="cơ quan ban hành"
    )
    period = models.ForeignKey(
        Period,
        models.PROTECT,
        related_name="chase_letters",
        editable=False,
        verbose_name="kỳ thi đua",
    )
    kind = models.CharField("thời hạn", max_length=12, choices=DeadlineKind, editable=False)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="đơn vị chưa gửi")
    counted_on = models.DateField("tính đến ngày", editable=False)
    due_before = models.DateField(
        "yêu cầu gửi trước ngày", help_text="Ngày này đã là quá hạn; hạn cuối là ngày liền trước."
    )
    note = models.TextField(
        "nội dung thêm", blank=True, help_text="Mỗi dòng là một đoạn, in sau danh sách."
    )
    signer_authority = models.TextField(
        "thẩm quyền ký", blank=True, help_text="Ví dụ: TL. CHỦ TỊCH. Mỗi dòng một dòng in."
    )
    signer_position = models.CharField("chức vụ người ký", max_length=80)
    signer_name = models.CharField("họ tên người ký", max_length=80)
    number = models.CharField("số", max_length=10, blank=True, editable=False)
    dated = models.DateField("ngày văn bản", null=True, editable=False)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=LetterState,
        default=LetterState.DRAFT,
        editable=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)

    objects = ChaseLetterQuerySet.as_manager()
    TRANSITIONS = LETTER_TRANSITIONS

    class Meta:
        verbose_name = "công văn đôn đốc"
        verbose_name_plural = "công văn đôn đốc"
        ordering = ["-created_at", "-pk"]
        constraints = [
            one_of("kind", DeadlineKind),
            one_of("state", LetterState),
            models.CheckConstraint(
                name="campaigns_chaseletter_number_by_state",
                condition=Q(state=LetterState.ISSUED, dated__isnull=False) & ~Q(number="")
                | ~Q(state=LetterState.ISSUED) & Q(dated__isnull=True, number=""),
            ),
            models.UniqueConstraint(
                fields=["period", "kind"],
                condition=Q(state=LetterState.DRAFT),
                name="campaigns_chaseletter_one_draft",
                violation_error_message="Đã có một dự thảo công văn về thời hạn này.",
            ),
        ]

    def __str__(self) -> str:
        return f"Công văn đôn đốc: {self.get_kind_display().lower()}, {self.period.name.lower()}"

    def get_absolute_url(self) -> str:
        """Return the letter's page."""
        return reverse("campaigns:letter_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether the letter can still be changed."""
        return self.state == LetterState.DRAFT

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for this letter."""
        return user.roles_at(self.authority)


class ChaseLetterLog(TransitionLog):
    """Who issued or dropped a letter."""

    record = models.ForeignKey(ChaseLetter, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký công văn đôn đốc"
        verbose_name_plural = "nhật ký công văn đôn đốc"
