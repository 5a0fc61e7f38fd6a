"""Results: what a nominee achieved on one criterion in one period, with evidence and checks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models import Criterion
from campaigns.states import RESULT_EDITABLE, RESULT_TRANSITIONS, ResultState
from emulation.changes import changes_of
from emulation.constraints import one_of
from emulation.organization.models import (
    NOMINEE_FIELDS,
    AboutNominee,
    AboutNomineeQuerySet,
    about_those_of,
)
from emulation.workflow import TransitionLog

from .kept_file import KeptFile
from .period import Period


class ResultQuerySet(AboutNomineeQuerySet):
    """Named reads of results."""

    def with_work(self) -> ResultQuerySet:
        """Fetch what pages show of a result, in a constant number of queries."""
        return self.with_nominee().prefetch_related("evidence", "reports__by", "checks", "log__by")

    def of_those(self, units: models.QuerySet) -> ResultQuerySet:
        """Results of these units and their members."""
        return self.filter(about_those_of(units))


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

    objects = ResultQuerySet.as_manager()
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

    def get_absolute_url(self) -> str:
        """Return the page of the result."""
        return reverse("campaigns:result_detail", args=[self.pk])

    @property
    def says_something(self) -> bool:
        """Whether anything was claimed (evidence alone is no claim)."""
        return bool(
            self.text.strip()
            or self.claims_met is not None
            or self.number is not None
            or self.claimed_points is not None
        )

    @property
    def verdict(self) -> str:
        """Return how pages show the result: the verdict once there is one, else the state."""
        if self.is_met is None:
            return self.state
        return "met" if self.is_met else "not_met"

    @property
    def verdict_label(self) -> str:
        """Return the verdict, or the state, in words."""
        if self.is_met is None:
            return self.get_state_display()
        return "Đạt" if self.is_met else "Không đạt"

    @property
    def last_note(self) -> str:
        """Return what was written at the last step (no query when the log was fetched)."""
        steps = list(self.log.all())
        return steps[-1].note if steps else ""

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

    record = models.ForeignKey(Result, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký kết quả"
        verbose_name_plural = "nhật ký kết quả"


class ReportRound(models.TextChoices):
    """For which part of the period a unit reports (domain.md section 8)."""

    Q1 = "q1", "Quý I"
    Q2 = "q2", "Quý II"
    H1 = "h1", "6 tháng đầu năm"
    Q3 = "q3", "Quý III"
    Q4 = "q4", "Quý IV"
    H2 = "h2", "6 tháng cuối năm"
    END = "end", "Cả kỳ"


class ResultReport(models.Model):
    """What a result said when it was reported: progress of a round, or the result of the period.

    Insert-only: the later of two reports of a round holds, the earlier shows what was changed.
    """

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="reports", verbose_name="kết quả"
    )
    round = models.CharField("kỳ báo cáo", max_length=3, choices=ReportRound)
    claims_met = models.BooleanField("tự đánh giá đạt", null=True, blank=True)
    number = models.DecimalField("số liệu", max_digits=12, decimal_places=2, null=True, blank=True)
    text = models.TextField("kết quả đạt được", blank=True)
    claimed_points = models.DecimalField(
        "điểm tự chấm", max_digits=6, decimal_places=2, null=True, blank=True
    )
    files = models.JSONField("tệp minh chứng", default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người báo cáo"
    )
    at = models.DateTimeField("báo cáo lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần báo cáo kết quả"
        verbose_name_plural = "các lần báo cáo kết quả"
        ordering = ["at", "pk"]
        constraints = [one_of("round", ReportRound)]

    def __str__(self) -> str:
        return f"{self.get_round_display()}: {self.result}"


class FieldCheck(models.Model):
    """What somebody found on the spot about a result (biên bản kiểm tra thực tế)."""

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="checks", verbose_name="kết quả"
    )
    checked_on = models.DateField("ngày kiểm tra")
    checked_by = models.CharField(
        "người kiểm tra", max_length=200, help_text="Họ tên, chức vụ; nhiều người cách nhau dấu ;"
    )
    finding = models.TextField("nội dung ghi nhận")
    follow_up = models.TextField("việc phải khắc phục", blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người nhập",
    )
    entered_at = models.DateTimeField("nhập lúc", auto_now_add=True)
    history = changes_of("kiểm tra thực tế")

    class Meta:
        verbose_name = "kiểm tra thực tế"
        verbose_name_plural = "kiểm tra thực tế"
        ordering = ["checked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="campaigns_fieldcheck_says_who_and_what",
                condition=~Q(checked_by="") & ~Q(finding=""),
                violation_error_message="Phải ghi người kiểm tra và nội dung ghi nhận.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.checked_on:%d/%m/%Y}: {self.finding}"


def evidence_path(evidence: Evidence, filename: str) -> str:
    """Store by authority and result; the name is ours, only the checked suffix is kept."""
    suffix = filename.rpartition(".")[2].lower()
    result = evidence.result
    return f"evidence/{result.authority_id}/{result.period_id}/{result.pk}.{suffix}"


class Evidence(KeptFile):
    """A file that proves a result; opened only through a permission-checked page."""

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="evidence", verbose_name="kết quả"
    )
    file = models.FileField("tệp minh chứng", upload_to=evidence_path, max_length=200)

    class Meta(KeptFile.Meta):
        abstract = False
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
