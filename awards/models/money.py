"""Money that goes with awards: base salary, multiples, rules of reckoning, all by date."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from emulation.changes import changes_of
from emulation.constraints import one_of
from emulation.organization.models import NomineeKind

from .regime import OfLaw


class BaseSalary(OfLaw):
    """The base salary in đồng a month (domain.md fixture B)."""

    amount = models.PositiveIntegerField("mức lương cơ sở (đồng)")
    legal_basis = models.CharField("căn cứ pháp lý", max_length=200)
    history = changes_of("lương cơ sở")

    class Meta:
        verbose_name = "lương cơ sở"
        verbose_name_plural = "lương cơ sở"
        ordering = ["valid_from", "pk"]
        constraints = [
            *OfLaw.Meta.constraints,
            models.UniqueConstraint(
                fields=["valid_from"],
                name="awards_basesalary_once_per_day",
                violation_error_message="Đã có mức lương cơ sở áp dụng từ ngày đó.",
            ),
        ]

    def __str__(self) -> str:
        amount = f"{self.amount:,}".replace(",", ".")
        return f"{amount} đồng từ ngày {self.valid_from:%d/%m/%Y}"


class BonusRate(OfLaw):
    """How many base salaries go with an award to one nominee kind (domain.md fixture C)."""

    award_code = models.CharField("mã danh hiệu, hình thức", max_length=20)
    subject = models.CharField("đối tượng", max_length=1, choices=NomineeKind)
    multiple = models.DecimalField("hệ số lương cơ sở", max_digits=6, decimal_places=3)
    is_maximum = models.BooleanField("là mức tối đa", default=False)
    legal_basis = models.CharField("căn cứ pháp lý", max_length=200)
    history = changes_of("mức tiền thưởng")

    class Meta:
        verbose_name = "mức tiền thưởng"
        verbose_name_plural = "mức tiền thưởng"
        ordering = ["award_code", "subject", "valid_from", "pk"]
        constraints = [
            *OfLaw.Meta.constraints,
            one_of("subject", NomineeKind),
            models.UniqueConstraint(
                fields=["award_code", "subject", "valid_from"],
                name="awards_bonusrate_once_per_day",
                violation_error_message="Đã có mức áp dụng từ ngày đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_code} ({self.subject}): {self.multiple}"


class Rounding(models.TextChoices):
    """How an amount is rounded (domain.md 2.3-2)."""

    UP_10K = "up_10k", "Làm tròn lên hàng chục nghìn đồng"
    NEAREST_10K = "nearest_10k", "Làm tròn đến hàng chục nghìn đồng gần nhất"
    NONE = "none", "Không làm tròn"


class BonusRule(OfLaw):
    """Factors of collectives and households where no rate is written, and the rounding."""

    collective_factor = models.DecimalField(
        "hệ số tập thể so với cá nhân", max_digits=4, decimal_places=2, null=True, blank=True
    )
    household_factor = models.DecimalField(
        "hệ số hộ gia đình so với cá nhân", max_digits=4, decimal_places=2, null=True, blank=True
    )
    rounding = models.CharField(
        "làm tròn", max_length=12, choices=Rounding, default=Rounding.UP_10K
    )
    legal_basis = models.CharField("căn cứ pháp lý", max_length=200)
    history = changes_of("cách tính tiền thưởng")

    class Meta:
        verbose_name = "cách tính tiền thưởng"
        verbose_name_plural = "cách tính tiền thưởng"
        ordering = ["valid_from", "pk"]
        constraints = [
            *OfLaw.Meta.constraints,
            one_of("rounding", Rounding),
            models.CheckConstraint(
                name="awards_bonusrule_factors_positive",
                condition=(Q(collective_factor__isnull=True) | Q(collective_factor__gt=0))
                & (Q(household_factor__isnull=True) | Q(household_factor__gt=0)),
                violation_error_message="Hệ số phải lớn hơn 0.",
            ),
            models.UniqueConstraint(
                fields=["valid_from"],
                name="awards_bonusrule_once_per_day",
                violation_error_message="Đã có cách tính áp dụng từ ngày đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rounding_display()} từ ngày {self.valid_from:%d/%m/%Y}"
