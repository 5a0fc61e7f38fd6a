"""Dossiers: what a unit hands in for one period and one route, and the nominations inside."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.facts import Outcome
from awards.models import AwardType, Basis
from campaigns.deadlines import DeadlineKind
from campaigns.models import AwardOffer, DossierComponent, Line, Period, Route
from dossiers.states import (
    DOSSIER_EDITABLE,
    DOSSIER_TRANSITIONS,
    NOMINATION_TRANSITIONS,
    DossierState,
    NominationState,
)
from emulation.changes import changes_of
from emulation.constraints import one_of
from emulation.organization.models import NOMINEE_FIELDS, AboutNominee, Unit
from emulation.workflow import TransitionLog

# What only the steps of the workflow change: their log tells of it, and the versions that are kept.
MOVED = [
    "state", "is_late", "submitted_at", "received_at", "receipt_number", "supplement_before",
    "supplement_items", "supplement_count", "saved_at",
]  # fmt: skip
JUDGED = ["state", "lowered_to", "snapshot", "snapshot_outcome", "snapshot_at", "saved_at"]
# A withdrawn nomination leaves its place free.
STANDING = ~Q(state=NominationState.WITHDRAWN)


class DossierQuerySet(models.QuerySet):
    """Named reads of dossiers."""

    def visible_to(self, user: Any) -> DossierQuerySet:
        """Dossiers of the units that `user` sees."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def with_contents(self) -> DossierQuerySet:
        """Fetch what the checklist and the page show, in a constant number of queries."""
        return self.select_related(
            "unit", "authority", "handler", "period__campaign__authority"
        ).prefetch_related(
            "period__extensions",
            "parts__component",
            *(f"nominations__{name}" for name in (
                "unit", "person__unit", "household__unit", "award_type", "lowered_to",
                "offer__components", "offer__award_type", "agenda_items__session",
            )),
        )  # fmt: skip


class Dossier(models.Model):
    """The intake: one unit's nominations of one period for one route."""

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="cơ quan chủ quản"
    )
    period = models.ForeignKey(Period, models.PROTECT, related_name="dossiers", verbose_name="kỳ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dossiers", verbose_name="đơn vị")
    route = models.CharField("thẩm quyền", max_length=8, choices=Route)
    basis = models.CharField(
        "loại hình khen thưởng", max_length=10, choices=Basis, default=Basis.MOVEMENT
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=DossierState,
        default=DossierState.DRAFT,
        editable=False,
    )
    is_late = models.BooleanField("nhận muộn", default=False, editable=False)
    submitted_at = models.DateTimeField("gửi lúc", null=True, editable=False)
    received_at = models.DateTimeField("tiếp nhận lúc", null=True, editable=False)
    receipt_number = models.PositiveIntegerField("số đến", null=True, editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người thụ lý",
    )
    paper_sets = models.PositiveSmallIntegerField("số bộ giấy đã nộp", default=0)
    paper_received_on = models.DateField("ngày nộp bản giấy", null=True, blank=True)
    shelf = models.CharField("nơi lưu bản giấy", max_length=80, blank=True)
    supplement_before = models.DateField("bổ sung trước ngày", null=True, blank=True)
    supplement_items = models.JSONField("các mục phải bổ sung", default=list, blank=True)
    supplement_count = models.PositiveSmallIntegerField(
        "số lần yêu cầu bổ sung", default=0, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    saved_at = models.DateTimeField("lưu lúc", auto_now=True)
    history = changes_of("hồ sơ đề nghị", excluded_fields=MOVED)

    objects = DossierQuerySet.as_manager()
    TRANSITIONS = DOSSIER_TRANSITIONS

    class Meta:
        verbose_name = "hồ sơ đề nghị"
        verbose_name_plural = "hồ sơ đề nghị"
        ordering = ["-period", "unit", "pk"]
        indexes = [models.Index(fields=["authority", "period", "state"])]
        constraints = [
            one_of("route", Route),
            one_of("basis", Basis),
            one_of("state", DossierState),
            models.UniqueConstraint(
                fields=["period", "unit", "route"],
                name="dossiers_dossier_once_per_route",
                violation_error_message="Đơn vị đã có hồ sơ của kỳ này cho thẩm quyền này.",
            ),
            models.UniqueConstraint(
                fields=["period", "receipt_number"],
                condition=Q(receipt_number__isnull=False),
                name="dossiers_dossier_receipt_number_once",
            ),
            models.CheckConstraint(
                name="dossiers_dossier_submitted_at_by_state",
                condition=Q(state=DossierState.DRAFT) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossiers_dossier_received_by_state",
                condition=Q(state__in=[DossierState.DRAFT, DossierState.SUBMITTED])
                | Q(received_at__isnull=False, receipt_number__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Hồ sơ đề nghị của {self.unit} ({self.get_route_display().lower()})"

    def get_absolute_url(self) -> str:
        """Return the dossier's page."""
        return reverse("dossiers:dossier_detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        """Whether the unit may change it."""
        return self.state in DOSSIER_EDITABLE

    @property
    def before(self) -> dt.date | None:
        """Return the first day on which the unit can no longer send it."""
        return self.period.before(DeadlineKind.DOSSIER, self.unit)

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for this dossier."""
        return user.roles_at(self.unit)


class DossierLog(TransitionLog):
    """Who sent, received, returned, appraised a dossier, and why."""

    record = models.ForeignKey(Dossier, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký hồ sơ"
        verbose_name_plural = "nhật ký hồ sơ"


class Nomination(AboutNominee):
    """One nominee for one award: the place where the state lives.

    `award_type` is the award asked for, `lowered_to` what the council proposed instead. `snapshot`
    is the assessment frozen when the dossier was sent (`awards.eligibility.as_json`).
    """

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="nominations", verbose_name="hồ sơ"
    )
    period = models.ForeignKey(
        Period, models.PROTECT, related_name="nominations", editable=False, verbose_name="kỳ"
    )
    offer = models.ForeignKey(
        AwardOffer, models.PROTECT, related_name="nominations", verbose_name="khen thưởng"
    )
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="+", verbose_name="danh hiệu, hình thức"
    )
    lowered_to = models.ForeignKey(
        AwardType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="mức Hội đồng đề nghị",
    )
    line = models.ForeignKey(
        Line,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="nominations",
        editable=False,
        verbose_name="dòng đăng ký",
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=NominationState,
        default=NominationState.PROPOSED,
        editable=False,
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    summary = models.TextField("tóm tắt thành tích", blank=True)
    report = models.TextField("báo cáo thành tích", blank=True)
    snapshot = models.JSONField("kết quả xét khi gửi", null=True, editable=False)
    snapshot_outcome = models.CharField(
        "kết luận khi gửi", max_length=12, choices=Outcome, blank=True, editable=False
    )
    snapshot_at = models.DateTimeField("xét lúc", null=True, editable=False)
    saved_at = models.DateTimeField("lưu lúc", auto_now=True)
    history = changes_of("đề nghị khen thưởng", excluded_fields=JUDGED)

    TRANSITIONS = NOMINATION_TRANSITIONS

    class Meta:
        verbose_name = "đề nghị khen thưởng"
        verbose_name_plural = "đề nghị khen thưởng"
        ordering = ["dossier", "position", "pk"]
        indexes = [models.Index(fields=["authority", "period", "state"])]
        constraints = [
            *AboutNominee.Meta.constraints,
            one_of("state", NominationState),
            models.CheckConstraint(
                name="dossiers_nomination_lowered_names_award",
                condition=~Q(state=NominationState.LOWERED) | Q(lowered_to__isnull=False),
                violation_error_message="Hãy chọn mức khen thưởng thấp hơn.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["period", "offer", field],
                    condition=STANDING & Q(**{f"{field}__isnull": False}),
                    name=f"dossiers_nomination_{field}_once",
                    violation_error_message="Đối tượng này đã được đề nghị khen thưởng này.",
                )
                for field in NOMINEE_FIELDS.values()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominee} – {self.award_type}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the period that of the dossier."""
        self.period_id = self.dossier.period_id
        super().save(*args, **kwargs)

    @property
    def proposed_award(self) -> AwardType:
        """Return what is to be given: the lower award where the council proposed one."""
        return self.lowered_to or self.award_type

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for this nomination."""
        return self.dossier.roles_of(user)


class NominationLog(TransitionLog):
    """What happened to a nomination, by whom and why."""

    record = models.ForeignKey(Nomination, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký đề nghị"
        verbose_name_plural = "nhật ký đề nghị"


def scan_path(part: Part, filename: str) -> str:
    """Store by authority and dossier; the name is ours, only the checked suffix is kept."""
    suffix = filename.rpartition(".")[2].lower()
    dossier = part.dossier
    return f"dossiers/{dossier.authority_id}/{dossier.pk}/{part.component_id or 0}.{suffix}"


class Part(models.Model):
    """An uploaded scan in a dossier: for one component of the route, or an annex of the unit's own.

    Generated papers need no row: they are drafted from data and `Wording`.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="parts", verbose_name="hồ sơ")
    component = models.ForeignKey(
        DossierComponent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="thành phần hồ sơ",
    )
    nomination = models.ForeignKey(
        Nomination,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="của đề nghị",
    )
    name = models.CharField("tên tài liệu", max_length=200)
    file = models.FileField("tệp", upload_to=scan_path, max_length=200)
    size = models.PositiveIntegerField("dung lượng (byte)", editable=False)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, editable=False)
    is_signed = models.BooleanField("đã ký số", default=False)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người nộp",
    )
    uploaded_at = models.DateTimeField("nộp lúc", auto_now_add=True)

    class Meta:
        verbose_name = "tài liệu trong hồ sơ"
        verbose_name_plural = "tài liệu trong hồ sơ"
        ordering = ["dossier", "position", "uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name


class DossierVersion(models.Model):
    """What a dossier said each time it was sent: to compare two versions."""

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="versions", verbose_name="hồ sơ"
    )
    number = models.PositiveSmallIntegerField("lần gửi")
    content = models.JSONField("nội dung")
    sent_at = models.DateTimeField("gửi lúc", auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gửi"
    )

    class Meta:
        verbose_name = "lần gửi hồ sơ"
        verbose_name_plural = "các lần gửi hồ sơ"
        ordering = ["dossier", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "number"], name="dossiers_dossierversion_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"Lần gửi {self.number}"
