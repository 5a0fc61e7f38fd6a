"""A period of a campaign: a year or a round, with its deadlines."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from campaigns.states import CampaignState
from emulation.constraints import one_of, ordered

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
        "đăng ký trước ngày",
        null=True,
        blank=True,
        help_text="Ngày này đã là quá hạn; hạn cuối là ngày liền trước.",
    )
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
                "registration_before",
                "dossier_before",
                "Hạn nộp hồ sơ không thể trước hạn đăng ký.",
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
    def year(self) -> int:
        """Return the year that the period counts for: the one that holds its middle."""
        return middle_year(self.starts_on, self.ends_on)

    def reckoning_day(self, today: dt.date | None = None) -> dt.date:
        """Return the day on which units and groups count: today, but not after registration."""
        today = today or timezone.localdate()
        last = self.last_registration_day
        return min(today, last) if last else today

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
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = "Ngày kết thúc kỳ phải sau ngày bắt đầu."
        if (
            self.registration_before
            and self.dossier_before
            and self.dossier_before < self.registration_before
        ):
            errors["dossier_before"] = "Hạn nộp hồ sơ không thể trước hạn đăng ký."
        if errors:
            raise ValidationError(errors)
