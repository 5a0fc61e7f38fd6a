"""A period of a campaign: a year or a round, with its deadlines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from campaigns.deadlines import DeadlineKind
from campaigns.states import CampaignState
from emulation.constraints import one_of, ordered
from emulation.organization.models import OVERSEERS, Unit
from emulation.vietnamese import last_day_before

from .campaign import Campaign


def middle_year(start: dt.date, end: dt.date | None) -> int:
    """Return the year in which the middle of the time from `start` to `end` falls."""
    return (start + ((end or start) - start) / 2).year


class Review(models.TextChoices):
    """What a period ends with (domain.md section 8)."""

    YEARLY = "yearly", "Xét hằng năm"
    CLOSING = "closing", "Tổng kết"


class PeriodQuerySet(models.QuerySet):
    """Named reads of periods."""

    def visible_to(self, user: Any) -> PeriodQuerySet:
        """Periods of the campaigns that `user` sees."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def taking_registrations_on(self, day: dt.date, units: Collection[int] = ()) -> PeriodQuerySet:
        """Periods of issued campaigns that a unit may register for on `day`.

        With `units` also those that one of them was given more time for.
        """
        is_open = Q(registration_before__gt=day)
        if units:
            is_open |= Q(
                extensions__kind=DeadlineKind.REGISTRATION,
                extensions__unit__in=units,
                extensions__before__gt=day,
            )
        found = self.filter(
            is_open,
            campaign__state=CampaignState.ISSUED,
            campaign__issued_on__lte=day,
            starts_on__lte=day,
        )
        return found.distinct() if units else found

    def with_scope(self) -> PeriodQuerySet:
        """Fetch who takes part and who was given more time, in a constant number of queries."""
        return self.select_related("campaign__authority", "campaign__plan").prefetch_related(
            "extensions",
            "campaign__participants__group__within",
            "campaign__participants__group__authority",
        )


class OverseenPeriods(PeriodQuerySet):
    """Periods as those read them who oversee the authority: reports about all its units."""

    def visible_to(self, user: Any) -> OverseenPeriods:
        """Periods of the authorities that `user` oversees as a whole: no unit's own account."""
        if user.is_superuser:
            return self.all()
        overseen = Unit.objects.under(*user.member_units_as(*OVERSEERS))
        return self.filter(campaign__authority__in=overseen.authorities())


class Period(models.Model):
    """A year or a round of a campaign.

    A `before` date is the first day that is too late: "trước ngày 26/04/2024" means that the
    25th is the last day (domain.md section 8). What is stored is what is enforced: an extension
    for all moves it, one for a single unit stands beside it (`before`).
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="periods", verbose_name="phong trào"
    )
    name = models.CharField("tên kỳ", max_length=80, help_text="Ví dụ: Năm 2026")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    registration_before = models.DateField(
        "đăng ký trước ngày",
        null=True,
        blank=True,
        help_text="Ngày này đã là quá hạn; hạn cuối là ngày liền trước.",
    )
    results_before = models.DateField("báo cáo kết quả trước ngày", null=True, blank=True)
    dossier_before = models.DateField("nộp hồ sơ trước ngày", null=True, blank=True)
    report_before = models.DateField(
        "gửi báo cáo tổng kết trước ngày",
        null=True,
        blank=True,
        help_text="Báo cáo của cơ quan gửi cấp trên.",
    )
    reported_on = models.DateField(
        "đã gửi báo cáo tổng kết ngày", null=True, blank=True, editable=False
    )
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
                "registration_before",
                "dossier_before",
                "Hạn nộp hồ sơ không thể trước hạn đăng ký.",
            ),
            ordered(
                "registration_before",
                "results_before",
                "Hạn báo cáo kết quả không thể trước hạn đăng ký.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "name"],
                name="campaigns_period_name_once",
                violation_error_message="Phong trào đã có kỳ mang tên này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the board of the period."""
        return reverse("campaigns:period_board", args=[self.pk])

    @property
    def authority(self) -> Unit:
        """Return the authority whose movement it is."""
        return self.campaign.authority

    @property
    def year(self) -> int:
        """Return the year that the period counts for: the one that holds its middle.

        A closing review counts for the year in which the campaign ends.
        """
        if self.review == Review.CLOSING:
            return (self.ends_on or self.starts_on).year
        return middle_year(self.starts_on, self.ends_on)

    def reckoning_day(self, today: dt.date | None = None) -> dt.date:
        """Return the day on which units and groups count: today, but not after registration."""
        today = today or timezone.localdate()
        last = self.last_registration_day
        return min(today, last) if last else today

    @cached_property
    def _extended(self) -> dict[tuple[str, int], dt.date]:
        """Return the latest day that single units were given, by kind and unit."""
        found: dict[tuple[str, int], dt.date] = {}
        for extension in self.extensions.all():
            if extension.unit_id:
                key = (extension.kind, extension.unit_id)
                found[key] = max(found.get(key, extension.before), extension.before)
        return found

    def before(self, kind: str, unit: Unit | None = None) -> dt.date | None:
        """Return the first day that is too late for `kind`, for `unit` with its own extension.

        The one place that knows by when something is due; every check asks here.
        """
        day = getattr(self, f"{kind}_before")
        if day is None or unit is None:
            return day
        return max(day, self._extended.get((kind, unit.pk), day))

    def planned(self, kind: str) -> dt.date | None:
        """Return what the plan said, before all were given more time."""
        moved = [e for e in self.extensions.all() if e.kind == kind and e.unit_id is None]
        first = moved[0].old_before if moved else None
        return first or getattr(self, f"{kind}_before")

    def last_day(self, kind: str, unit: Unit | None = None) -> dt.date | None:
        """Return the last day for `kind`."""
        before = self.before(kind, unit)
        return before and last_day_before(before)

    def is_over(self, kind: str, day: dt.date | None = None, unit: Unit | None = None) -> bool:
        """Whether the last day for `kind` has passed."""
        before = self.before(kind, unit)
        return before is not None and (day or timezone.localdate()) >= before

    @property
    def last_registration_day(self) -> dt.date | None:
        """Return the last day on which units may register."""
        return self.last_day(DeadlineKind.REGISTRATION)

    def takes_registrations(self, day: dt.date | None = None, unit: Unit | None = None) -> bool:
        """Whether `unit`, or any, may register on `day` (mirrors `taking_registrations_on`)."""
        day = day or timezone.localdate()
        campaign = self.campaign
        return (
            campaign.is_issued
            and campaign.issued_on <= day
            and self.starts_on <= day
            and self.registration_before is not None
            and not self.is_late(day, unit)
        )

    def is_late(self, day: dt.date | None = None, unit: Unit | None = None) -> bool:
        """Whether the last registration day has passed."""
        return self.is_over(DeadlineKind.REGISTRATION, day, unit)

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
        # The report to the superior may follow the end of the movement.
        for name in ("registration_before", "results_before", "dossier_before"):
            day = getattr(self, name)
            if day and end and day - dt.timedelta(days=1) > end:
                errors[name] = f"Thời hạn sau ngày kết thúc phong trào ({end:%d/%m/%Y})."
            elif day and start and day <= start:
                errors[name] = f"Thời hạn trước khi phong trào bắt đầu ({start:%d/%m/%Y})."
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = "Ngày kết thúc kỳ phải sau ngày bắt đầu."
        for name, what in (("results_before", "báo cáo kết quả"), ("dossier_before", "nộp hồ sơ")):
            day = getattr(self, name)
            if self.registration_before and day and day < self.registration_before:
                errors[name] = f"Hạn {what} không thể trước hạn đăng ký."
        if errors:
            raise ValidationError(errors)
