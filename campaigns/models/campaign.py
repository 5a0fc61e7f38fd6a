"""A campaign, who may compete in it, and its periods with their deadlines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from awards.models import Criterion, CriterionSet
from campaigns.states import CAMPAIGN_TRANSITIONS, CampaignState
from emulation.constraints import one_of, ordered
from emulation.organization.models import Group, Role, Unit
from emulation.vietnamese import search_key
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
            "participants__group__authority",
            "participants__group__within",
            "offers__award_type",
            "offers__also",
            "offers__components",
            Prefetch("criterion_sets__criteria", Criterion.objects.select_related("group")),
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
        "tên phong trào",
        max_length=250,
        help_text="Ví dụ: Phong trào thi đua cải cách hành chính năm 2026",
    )
    theme = models.CharField("chủ đề", max_length=160, help_text="Ví dụ: cải cách hành chính")
    kind = models.CharField(
        "hình thức tổ chức", max_length=12, choices=CampaignKind, default=CampaignKind.THEMATIC
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="phong trào của cấp trên",
        help_text="Chọn khi cấp trên cũng dùng hệ thống này.",
    )
    superior_document = models.CharField(
        "văn bản của cấp trên",
        max_length=400,
        blank=True,
        help_text="Kế hoạch, hướng dẫn của cấp trên mà phong trào này thực hiện.",
    )
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField(
        "đến hết ngày", null=True, blank=True, help_text="Để trống nếu chưa định ngày kết thúc."
    )
    registration_yearly = models.CharField(
        "hạn đăng ký hằng năm",
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")],
    )
    dossier_yearly = models.CharField(
        "hạn nộp hồ sơ hằng năm",
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")],
    )
    registration_sent_to = models.CharField(
        "nơi nhận đăng ký", max_length=200, blank=True, help_text="Ví dụ: UBND xã, qua Văn phòng"
    )
    criterion_sets = models.ManyToManyField(
        CriterionSet, blank=True, related_name="campaigns", verbose_name="bộ tiêu chuẩn"
    )
    copied_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
        verbose_name="sao chép từ",
    )
    copy_report = models.JSONField(
        "những chỗ đã chuyển khi sao chép", default=list, blank=True, editable=False
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=CampaignState,
        default=CampaignState.DRAFT,
        editable=False,
    )
    issued_on = models.DateField("ngày ban hành", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người lập",
    )
    search_key = models.CharField(max_length=500, editable=False)
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
                | Q(
                    state__in=[CampaignState.ISSUED, CampaignState.CLOSED], issued_on__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the key of the search right."""
        self.search_key = search_key(f"{self.name} {self.theme}")[:500]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the campaign's page."""
        return reverse("campaigns:campaign_detail", args=[self.pk])

    def next_period(self) -> Any:
        """Return the first period that still takes registrations, else the last with a deadline."""
        dated = [period for period in self.periods.all() if period.registration_before]
        today = timezone.localdate()
        ahead = [period for period in dated if not period.is_late(today)]
        return ahead[0] if ahead else (dated[-1] if dated else None)

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

    def clean(self) -> None:
        """Refuse an end before the start, beside the field."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "Ngày kết thúc phải sau ngày bắt đầu."})

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for this campaign."""
        return user.roles_at(self.authority)

    def may_edit(self, user: Any) -> bool:
        """Whether `user` may change the filing now."""
        return self.is_draft and bool({Role.OFFICE, Role.CHAIR} & self.roles_of(user))

    def units_ever(self, among: Iterable[Unit] | None = None) -> list[Unit]:
        """Return the units that its groups of collectives name, whenever these exist, in order.

        `among` are the authority's units where they have been read already.
        """
        groups = [participant.group for participant in self.participants.all()]
        units = Unit.objects.filter(authority=self.authority_id) if among is None else among
        return [unit for unit in units if any(group.selects(unit) for group in groups)]

    def units_on(self, day: dt.date, among: Iterable[Unit] | None = None) -> list[Unit]:
        """Return the units that are to register on `day` (see `units_ever`)."""
        return [unit for unit in self.units_ever(among) if unit.is_active_on(day)]

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

    record = models.ForeignKey(Campaign, models.PROTECT, related_name="log")

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
        "cách ghi trong kế hoạch",
        max_length=400,
        blank=True,
        help_text="Để trống thì ghi theo tên nhóm.",
    )
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
