"""How long personal data are kept, and what was made anonymous when: data, not code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from emulation.constraints import one_of

from .account import OVERSEERS
from .unit import Unit


class RetentionKind(models.TextChoices):
    """What a period is about; what is done when it is over says services/privacy.py."""

    MEMBER = "member", "Cá nhân, hộ gia đình đã thôi và không có trong sổ khen thưởng"
    BAR = "bar", "Kỷ luật, đơn thư, việc đang xác minh đã kết thúc"
    ROSTER = "roster", "Danh sách nạp từ Excel"


# What holds where a row is missing; the rows themselves come with the migration.
DEFAULTS = {RetentionKind.MEMBER: 10, RetentionKind.BAR: 5, RetentionKind.ROSTER: 1}


class Retention(models.Model):
    """For how many years one kind of record is kept, and by which rule."""

    kind = models.CharField("loại dữ liệu", max_length=10, choices=RetentionKind, unique=True)
    years = models.PositiveSmallIntegerField(
        "số năm lưu", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    legal_source = models.CharField("căn cứ", max_length=300)
    is_verified = models.BooleanField("đã kiểm chứng", default=False)

    class Meta:
        verbose_name = "thời hạn lưu dữ liệu"
        verbose_name_plural = "thời hạn lưu dữ liệu"
        ordering = ["kind"]
        constraints = [
            one_of("kind", RetentionKind),
            models.CheckConstraint(
                name="organization_retention_years_in_reason",
                condition=models.Q(years__gte=1, years__lte=100),
                violation_error_message="Số năm lưu từ 1 đến 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.years} năm"


class AnonymisationQuerySet(models.QuerySet):
    """Named reads of certificates."""

    def visible_to(self, user: Any) -> AnonymisationQuerySet:
        """Those of the authorities that `user` oversees as a whole."""
        if user.is_superuser:
            return self.all()
        overseen = Unit.objects.under(*user.member_units_as(*OVERSEERS))
        return self.filter(authority__in=overseen.authorities())


class Anonymisation(models.Model):
    """That personal data past their period were made anonymous: kinds and counts, nobody's name."""

    authority = models.ForeignKey(
        Unit, models.PROTECT, editable=False, related_name="anonymisations", verbose_name="cơ quan"
    )
    at = models.DateTimeField("thời điểm", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="người thực hiện",
    )  # fmt: skip
    counts = models.JSONField("số lượng theo loại", editable=False)
    periods = models.JSONField("thời hạn đã áp dụng", editable=False)

    objects = AnonymisationQuerySet.as_manager()

    class Meta:
        verbose_name = "lần ẩn danh dữ liệu"
        verbose_name_plural = "lần ẩn danh dữ liệu"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Ẩn danh dữ liệu ngày {self.at:%d/%m/%Y}"
