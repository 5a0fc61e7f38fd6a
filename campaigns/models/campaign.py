"""A campaign, who may compete in it, and its periods with their deadlines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from awards.models import CriterionSet
from campaigns.states import CAMPAIGN_TRANSITIONS, CampaignState
from emulation.constraints import one_of, ordered
from emulation.organization.models import Group, NomineeKind, Role, Unit
from emulation.workflow import TransitionLog


class CampaignKind(models.TextChoices):
    """How a movement is organised (domain.md section 0: regular, or by drive or theme)."""

    REGULAR = "regular", "Thường xuyên hằng năm"
    SHORT_TERM = "short_term", "Theo đợt"
    THEMATIC = "thematic", "Theo chuyên đề"
    MULTI_YEAR = "multi_year", "Theo chuyên đề, giai đoạn nhiều năm"


class CampaignQuerySet(models.QuerySet):
    """Named reads of campaigns."""

    def visible_to(self, user: Any) -> CampaignQuerySet:
        """Campaigns of the authorities that `user` oversees, and issued ones of his own office.

        A member of a unit sees what his authority has issued; drafts are for those who hold a
        role over the whole authority.
        """
        if user.is_superuser:
            return self.all()
        overseen = Unit.objects.visible_to(user).authorities()
        own = {unit.authority_id for unit in user.member_units()}
        issued = ~Q(state=CampaignState.DRAFT) & Q(issued_on__isnull=False)
        return self.filter(Q(authority__in=overseen) | (Q(authority__in=own) & issued))

    def with_filing(self) -> CampaignQuerySet:
        """Fetch everything that the plan prints, in a constant number of queries."""
        return self.select_related("authority", "plan", "parent").prefetch_related(
            "periods",
            "participants__group",
            "offers__award_type",
            "offers__also",
            "offers__components",
            "criterion_sets__criteria",
        )

    def with_overview(self) -> CampaignQuerySet:
        """Fetch what lists and pages show, in a constant number of queries."""
        return self.select_related("authority", "plan").prefetch_related("periods")


class Campaign(models.Model):
    """A movement that an authority files once: the record that everything else refers to.

    `registration_yearly` and `dossier_yearly` hold the yearly rule as "MM-DD", the first day that
    is too late; what is enforced is stored on each period.
    """

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="campaigns", verbose_name="cơ quan phát động"
    )
    name = models.CharField(
        "tên phong trào", max_length=250,
        help_text="Ví dụ: Phong trào thi đua cải cách hành chính năm 2026",
    )  # fmt: skip
    theme = models.CharField(
        "chủ đề", max_length=160, help_text="Ví dụ: cải cách hành chính"
    )
    kind = models.CharField(
        "hình thức tổ chức", max_length=12, choices=CampaignKind, default=CampaignKind.THEMATIC
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name="phong trào của cấp trên",
        help_text="Chọn khi cấp trên cũng dùng hệ thống này.",
    )  # fmt: skip
    superior_document = models.CharField(
        "văn bản của cấp trên", max_length=400, blank=True,
        help_text="Kế hoạch, hướng dẫn của cấp trên mà phong trào này thực hiện.",
    )  # fmt: skip
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField(
        "đến hết ngày", null=True, blank=True, help_text="Để trống nếu chưa định ngày kết thúc."
    )
    registration_yearly = models.CharField(
        "hạn đăng ký hằng năm", max_length=5, blank=True,
        validators=[RegexValidator(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")],
    )  # fmt: skip
    dossier_yearly = models.CharField(
        "hạn nộp hồ sơ hằng năm", max_length=5, blank=True,
        validators=[RegexValidator(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")],
    )  # fmt: skip
    registration_sent_to = models.CharField(
        "nơi nhận đăng ký", max_length=200, blank=True, help_text="Ví dụ: UBND xã, qua Văn phòng"
    )
    criterion_sets = models.ManyToManyField(
        CriterionSet, blank=True, related_name="campaigns", verbose_name="bộ tiêu chuẩn"
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="copies",
        verbose_name="sao chép từ",
    )  # fmt: skip
    copy_report = models.JSONField(
        "những chỗ đã chuyển khi sao chép", default=list, blank=True, editable=False
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=CampaignState, default=CampaignState.DRAFT,
        editable=False,
    )  # fmt: skip
    issued_on = models.DateField("ngày ban hành", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False,
        verbose_name="người lập",
    )  # fmt: skip
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = CampaignQuerySet.as_manager()
    TRANSITIONS = CAMPAIGN_TRANSITIONS

    class Meta:
        verbose_name = "phong trào thi đua"
        verbose_name_plural = "phong trào thi đua"
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["authority", "state"])]
        constraints = [
            one_of("kind", CampaignKind),
            one_of("state", CampaignState),
            ordered("starts_on", "ends_on", "Ngày kết thúc phải sau ngày bắt đầu."),
            models.CheckConstraint(
                name="campaigns_campaign_issued_on_by_state",
                condition=Q(state=CampaignState.DRAFT, issued_on__isnull=True)
                | Q(state=CampaignState.CANCELLED)
                | Q(state__in=[CampaignState.ISSUED, CampaignState.CLOSED], issued_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the campaign's page."""
        return reverse("campaigns:campaign_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether the filing can still be changed."""
        return self.state == CampaignState.DRAFT

    @property
    def is_issued(self) -> bool:
        """Whether the plan is in force."""
        return self.state == CampaignState.ISSUED

    @property
    def reference_day(self) -> dt.date:
        """Return the day by which the law of the campaign is chosen: issue, else start."""
        return self.issued_on or self.starts_on

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for this campaign."""
        return user.roles_at(self.authority)

    def may_edit(self, user: Any) -> bool:
        """Whether `user` may change the filing now."""
        return self.is_draft and bool({Role.OFFICE, Role.CHAIR} & self.roles_of(user))

    def units_on(self, day: dt.date) -> list[Unit]:
        """Return the units that are to register: those its groups of collectives name on `day`."""
        units: dict[int, Unit] = {}
        for participant in self.participants.all():
            units |= {unit.pk: unit for unit in participant.group.units_on(day)}
        return sorted(units.values(), key=lambda unit: unit.sort_key)

    def criteria_for(self, subject: str) -> list:
        """Return the criteria for one nominee kind, in order (two queries when prefetched)."""
        return [
            criterion
            for criterion_set in self.criterion_sets.all()
            if criterion_set.subject == subject
            for criterion in criterion_set.criteria.all()
        ]


class CampaignLog(TransitionLog):
    """Who issued, closed, cancelled a campaign, and why."""

    record = models.ForeignKey(Campaign, models.CASCADE, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký phong trào"
        verbose_name_plural = "nhật ký phong trào"


class Participant(models.Model):
    """One line of "who may compete": a group, in the words that the plan prints."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="participants", verbose_name="phong trào"
    )
    group = models.ForeignKey(Group, models.PROTECT, verbose_name="nhóm đối tượng")
    text = models.CharField(
        "cách ghi trong kế hoạch", max_length=400, blank=True,
        help_text="Để trống thì ghi theo tên nhóm.",
    )  # fmt: skip
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "đối tượng thi đua"
        verbose_name_plural = "đối tượng thi đua"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "group"],
                name="campaigns_participant_group_once",
                violation_error_message="Nhóm này đã có trong danh sách đối tượng.",
            )
        ]

    def __str__(self) -> str:
        return self.text or str(self.group)


class Review(models.TextChoices):
    """What a period ends with (domain.md section 8)."""

    YEARLY = "yearly", "Xét hằng năm"
    CLOSING = "closing", "Tổng kết"


class PeriodQuerySet(models.QuerySet):
    """Named reads of periods."""

    def taking_registrations_on(self, day: dt.date) -> PeriodQuerySet:
        """Periods of issued campaigns that a unit may register for on `day`."""
        return self.filter(
            campaign__state=CampaignState.ISSUED,
            campaign__issued_on__lte=day,
            starts_on__lte=day,
            registration_before__gt=day,
        )


class Period(models.Model):
    """A year or a round of a campaign.

    A `before` date is the first day that is too late: "trước ngày 26/04/2024" means that the
    25th is the last day (domain.md section 8).
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="periods", verbose_name="phong trào"
    )
    name = models.CharField("tên kỳ", max_length=80, help_text="Ví dụ: Năm 2026")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    registration_before = models.DateField(
        "đăng ký trước ngày", null=True, blank=True,
        help_text="Ngày này đã là quá hạn; hạn cuối là ngày liền trước.",
    )  # fmt: skip
    dossier_before = models.DateField("nộp hồ sơ trước ngày", null=True, blank=True)
    review = models.CharField("kết thúc kỳ", max_length=8, choices=Review, default=Review.YEARLY)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ thi đua"
        verbose_name_plural = "kỳ thi đua"
        ordering = ["campaign", "-review", "starts_on", "pk"]
        constraints = [
            one_of("review", Review),
            ordered("starts_on", "ends_on", "Ngày kết thúc kỳ phải sau ngày bắt đầu."),
            ordered(
                "registration_before", "dossier_before",
                "Hạn nộp hồ sơ không thể trước hạn đăng ký.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "name"],
                name="campaigns_period_name_once",
                violation_error_message="Phong trào đã có kỳ mang tên này.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the board of the period."""
        return reverse("campaigns:period_board", args=[self.pk])

    @property
    def year(self) -> int:
        """Return the year that the period counts for."""
        return (self.ends_on or self.starts_on).year

    @property
    def last_registration_day(self) -> dt.date | None:
        """Return the last day on which a unit may register."""
        return self.registration_before and self.registration_before - dt.timedelta(days=1)

    def takes_registrations(self, day: dt.date | None = None) -> bool:
        """Whether a unit may register on `day` (mirrors `taking_registrations_on`)."""
        day = day or timezone.localdate()
        campaign = self.campaign
        return (
            campaign.is_issued
            and campaign.issued_on <= day
            and self.starts_on <= day
            and self.registration_before is not None
            and day < self.registration_before
        )

    def is_late(self, day: dt.date | None = None) -> bool:
        """Whether the last registration day has passed."""
        day = day or timezone.localdate()
        return self.registration_before is not None and day >= self.registration_before

    def clean(self) -> None:
        """Refuse dates outside the campaign and deadlines after its end."""
        errors: dict[str, str] = {}
        start, end = self.campaign.starts_on, self.campaign.ends_on
        if self.starts_on and start and self.starts_on < start:
            errors["starts_on"] = f"Kỳ không thể bắt đầu trước phong trào ({start:%d/%m/%Y})."
        for name in ("starts_on", "ends_on"):
            day = getattr(self, name)
            if day and end and day > end:
                errors[name] = f"Sau ngày kết thúc phong trào ({end:%d/%m/%Y})."
        for name in ("registration_before", "dossier_before"):
            day = getattr(self, name)
            if day and end and day - dt.timedelta(days=1) > end:
                errors[name] = f"Thời hạn sau ngày kết thúc phong trào ({end:%d/%m/%Y})."
            elif day and start and day <= start:
                errors[name] = f"Thời hạn trước khi phong trào bắt đầu ({start:%d/%m/%Y})."
        if errors:
            raise ValidationError(errors)


SUBJECT_ORDER = {NomineeKind.COLLECTIVE: 0, NomineeKind.INDIVIDUAL: 1, NomineeKind.HOUSEHOLD: 2}
