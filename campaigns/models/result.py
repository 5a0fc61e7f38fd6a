"""Results: what a nominee achieved on one criterion in one period, with evidence."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models import Criterion
from campaigns.states import RESULT_EDITABLE, RESULT_TRANSITIONS, ResultState
from emulation.changes import changes_of
from emulation.constraints import one_of
from emulation.organization.models import NOMINEE_FIELDS, AboutNominee
from emulation.workflow import TransitionLog

from .period import Period


class Result(AboutNominee):
    """One nominee's result on one criterion: claimed by the unit, judged by the office.

    `is_met` and `points` are the office's verdict and exist once it was given.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="results", verbose_name="kỳ")
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="results", verbose_name="tiêu chuẩn"
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=ResultState,
        default=ResultState.DRAFT,
        editable=False,
    )
    claims_met = models.BooleanField("tự đánh giá đạt", null=True, blank=True)
    number = models.DecimalField("số liệu", max_digits=12, decimal_places=2, null=True, blank=True)
    text = models.TextField("kết quả đạt được", blank=True)
    claimed_points = models.DecimalField(
        "điểm tự chấm", max_digits=6, decimal_places=2, null=True, blank=True
    )
    is_met = models.BooleanField("đạt", null=True, editable=False)
    points = models.DecimalField(
        "điểm xác nhận", max_digits=6, decimal_places=2, null=True, editable=False
    )
    saved_at = models.DateTimeField("lưu lúc", auto_now=True)
    history = changes_of("kết quả")

    TRANSITIONS = RESULT_TRANSITIONS

    class Meta:
        verbose_name = "kết quả theo tiêu chuẩn"
        verbose_name_plural = "kết quả theo tiêu chuẩn"
        ordering = ["period", "criterion__position", "pk"]
        constraints = [
            *AboutNominee.Meta.constraints,
            one_of("state", ResultState),
            models.CheckConstraint(
                name="campaigns_result_verdict_by_state",
                condition=Q(state=ResultState.VERIFIED, is_met__isnull=False)
                | (~Q(state=ResultState.VERIFIED) & Q(is_met__isnull=True)),
            ),
            *(
                models.UniqueConstraint(
                    fields=["period", "criterion", field],
                    condition=Q(**{f"{field}__isnull": False}),
                    name=f"campaigns_result_{field}_once",
                    violation_error_message="Tiêu chuẩn này đã có kết quả của đối tượng.",
                )
                for field in NOMINEE_FIELDS.values()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominee}: {self.criterion}"

    @property
    def reporting_unit(self) -> Any:
        """Return the unit that answers for the nominee."""
        return self.unit or self.nominee.unit

    @property
    def is_editable(self) -> bool:
        """Whether the unit may change its claim."""
        return self.state in RESULT_EDITABLE

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for this result."""
        return user.roles_at(self.reporting_unit)


class ResultLog(TransitionLog):
    """Who reported, verified or returned a result, and why."""

    record = models.ForeignKey(Result, models.CASCADE, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký kết quả"
        verbose_name_plural = "nhật ký kết quả"


def evidence_path(evidence: Evidence, filename: str) -> str:
    """Store by authority and result; the name is ours, only the checked suffix is kept."""
    suffix = filename.rpartition(".")[2].lower()
    result = evidence.result
    return f"evidence/{result.authority_id}/{result.period_id}/{result.pk}.{suffix}"


class Evidence(models.Model):
    """A file that proves a result; opened only through a permission-checked page."""

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="evidence", verbose_name="kết quả"
    )
    file = models.FileField("tệp minh chứng", upload_to=evidence_path, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveIntegerField("dung lượng (byte)", editable=False)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người nộp",
    )
    uploaded_at = models.DateTimeField("nộp lúc", auto_now_add=True)

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name
