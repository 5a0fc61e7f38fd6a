"""Yearly indexes of units (PAR index …): score, rating, rank, and the bands that rate a score."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from emulation.changes import changes_of
from emulation.constraints import one_of

from .record import Proven, YearField
from .unit import Unit


class IndexRating(models.TextChoices):
    """Ratings of an index, best first (domain.md section 6)."""

    EXCELLENT = "5_excellent", "Xuất sắc"
    GOOD = "4_good", "Tốt"
    FAIR = "3_fair", "Khá"
    AVERAGE = "2_average", "Trung bình"
    WEAK = "1_weak", "Yếu"


PAR_INDEX = "Chỉ số cải cách hành chính"


class IndexScoreQuerySet(models.QuerySet):
    """Named reads of index scores."""

    def visible_to(self, user: Any) -> IndexScoreQuerySet:
        """Scores of the units that `user` sees."""
        return self.filter(unit__in=Unit.objects.visible_to(user))


class IndexScore(Proven):
    """A unit's result in a yearly index: score, rating, rank among so many."""

    owned_through = ("unit",)

    authority = models.ForeignKey(
        Unit, models.PROTECT, editable=False, related_name="+", verbose_name="cơ quan chủ quản"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="index_scores", verbose_name="đơn vị"
    )
    name = models.CharField("chỉ số", max_length=120, default=PAR_INDEX)
    year = YearField("năm")
    score = models.DecimalField("điểm", max_digits=7, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField("điểm tối đa", max_digits=7, decimal_places=2, default=100)
    rating = models.CharField("xếp loại", max_length=12, choices=IndexRating, blank=True)
    rank = models.PositiveSmallIntegerField("thứ hạng", null=True, blank=True)
    rank_of = models.PositiveSmallIntegerField("trong tổng số", null=True, blank=True)
    history = changes_of("kết quả chỉ số")

    objects = IndexScoreQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả chỉ số"
        verbose_name_plural = "kết quả chỉ số"
        ordering = ["-year", "rank", "pk"]
        indexes = [models.Index(fields=["authority", "year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name", "year"],
                name="organization_indexscore_once_a_year",
                violation_error_message="Đơn vị đã có kết quả chỉ số này trong năm.",
            ),
            models.CheckConstraint(
                name="organization_indexscore_score_within_maximum",
                condition=Q(score__isnull=True)
                | (Q(score__gte=0) & Q(score__lte=models.F("maximum"))),
                violation_error_message="Điểm phải từ 0 đến điểm tối đa.",
            ),
            models.CheckConstraint(
                name="organization_indexscore_rank_within_number",
                condition=Q(rank__isnull=True)
                | (Q(rank__gte=1) & (Q(rank_of__isnull=True) | Q(rank__lte=models.F("rank_of")))),
                violation_error_message="Thứ hạng phải từ 1 đến tổng số đơn vị được xếp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} năm {self.year}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the owning authority right."""
        self.authority_id = self.unit.authority_id
        super().save(*args, **kwargs)

    @property
    def nominee(self) -> Unit:
        """Return the unit, as other records name whom they are about."""
        return self.unit


class IndexBand(models.Model):
    """From which share of the maximum an index earns a rating; an authority's own rows come first.

    A provincial rule that differs (domain.md section 6), hence data.
    """

    authority = models.ForeignKey(
        Unit,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="cơ quan",
        help_text="Để trống: áp dụng chung.",
    )
    rating = models.CharField("xếp loại", max_length=12, choices=IndexRating)
    from_percent = models.DecimalField("từ (%)", max_digits=5, decimal_places=2)
    valid_from = models.DateField("áp dụng từ ngày")
    history = changes_of("mức xếp loại chỉ số")

    class Meta:
        verbose_name = "mức xếp loại chỉ số"
        verbose_name_plural = "mức xếp loại chỉ số"
        ordering = ["authority", "-valid_from", "-from_percent", "pk"]
        constraints = [
            one_of("rating", IndexRating),
            models.UniqueConstraint(
                fields=["authority", "rating", "valid_from"],
                name="organization_indexband_rating_once",
                violation_error_message="Mức này đã có từ ngày đó.",
            ),
            models.UniqueConstraint(
                fields=["rating", "valid_from"],
                condition=Q(authority__isnull=True),
                name="organization_indexband_common_rating_once",
                violation_error_message="Mức này đã có từ ngày đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rating_display()}: từ {self.from_percent}%"
