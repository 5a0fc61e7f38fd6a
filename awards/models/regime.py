"""The law by date: regimes, documents to cite, council defaults."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from emulation.changes import changes_of
from emulation.constraints import one_of, ordered

from .award_type import Verified


class ByDateQuerySet(models.QuerySet):
    """Named reads of rows that hold from a day to a day."""

    def valid_on(self, day: dt.date) -> ByDateQuerySet:
        """Rows in force on `day`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class OfLaw(models.Model):
    """Abstract: a row of the law, in force for a time, with how far it was checked and where."""

    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("áp dụng đến hết ngày", null=True, blank=True)
    verified = models.CharField("đối chiếu", max_length=1, choices=Verified, default=Verified.NO)
    source = models.CharField("nguồn đối chiếu", max_length=160, blank=True)

    objects = ByDateQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            one_of("verified", Verified),
            ordered("valid_from", "valid_to", "Ngày hết hiệu lực phải sau ngày có hiệu lực."),
        ]

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether the row is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Regime(OfLaw):
    """A period of the law of emulation and commendation (domain.md section 0)."""

    code = models.CharField("mã", max_length=10, unique=True)
    name = models.CharField("tên gọi", max_length=200)
    levels = models.CharField(
        "các cấp", max_length=20, help_text="X: xã, H: huyện, T: tỉnh, B: bộ, TW: Nhà nước"
    )
    quorum_numerator = models.PositiveSmallIntegerField("số đại biểu tối thiểu: tử số", default=2)
    quorum_denominator = models.PositiveSmallIntegerField(
        "số đại biểu tối thiểu: mẫu số", default=3
    )
    note = models.TextField("ghi chú", blank=True)
    history = changes_of("giai đoạn pháp luật")

    class Meta:
        verbose_name = "giai đoạn pháp luật"
        verbose_name_plural = "giai đoạn pháp luật"
        ordering = ["valid_from", "pk"]
        constraints = [
            *OfLaw.Meta.constraints,
            models.CheckConstraint(
                name="awards_regime_quorum_is_a_share",
                condition=Q(quorum_numerator__gte=1)
                & Q(quorum_numerator__lte=models.F("quorum_denominator")),
                violation_error_message="Tỷ lệ dự họp tối thiểu phải lớn hơn 0 và không quá 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level_codes(self) -> frozenset[str]:
        """Return the levels of authorities that exist."""
        return frozenset(part.strip() for part in self.levels.split(","))


class Topic(models.TextChoices):
    """What a document of the law is cited for."""

    GENERAL = "general", "Thi đua, khen thưởng nói chung"
    COMPETENCE = "competence", "Thẩm quyền"
    ORGANISATION = "organisation", "Tổ chức chính quyền"
    MONEY = "money", "Tiền thưởng"
    SALARY = "salary", "Lương cơ sở"
    RATING = "rating", "Đánh giá, xếp loại"
    FORMAT = "format", "Công tác văn thư"


class LegalDocument(OfLaw):
    """A law, decree or circular that papers cite while it is in force."""

    number = models.CharField("số, ký hiệu", max_length=40, unique=True)
    kind = models.CharField("loại văn bản", max_length=40)
    issuer = models.CharField("cơ quan ban hành", max_length=120, blank=True)
    dated = models.DateField("ngày ban hành", null=True, blank=True)
    title = models.CharField("trích yếu", max_length=300)
    topics = models.CharField("dùng làm căn cứ về", max_length=80, blank=True)
    replaced_by = models.CharField("được thay bằng", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    history = changes_of("văn bản pháp luật")

    class Meta:
        verbose_name = "văn bản pháp luật"
        verbose_name_plural = "văn bản pháp luật"
        ordering = ["position", "valid_from", "pk"]
        constraints = [*OfLaw.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class VoteBase(models.TextChoices):
    """Of whom the share of votes is taken."""

    ALL = "all", "Tổng số thành viên Hội đồng"
    ATTENDING = "attending", "Số thành viên dự họp và được lấy ý kiến"


class VoteRule(OfLaw):
    """Which share of votes an award needs (domain.md section 3); code "*" is for all others."""

    award_code = models.CharField("mã danh hiệu, hình thức", max_length=20)
    percent = models.PositiveSmallIntegerField(
        "tỷ lệ phải đạt (%)", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    base = models.CharField("tính trên", max_length=10, choices=VoteBase, default=VoteBase.ALL)
    is_secret = models.BooleanField("bỏ phiếu kín", default=True)
    history = changes_of("tỷ lệ phiếu")

    class Meta:
        verbose_name = "tỷ lệ phiếu"
        verbose_name_plural = "tỷ lệ phiếu"
        ordering = ["award_code", "valid_from", "pk"]
        constraints = [
            *OfLaw.Meta.constraints,
            one_of("base", VoteBase),
            models.CheckConstraint(
                name="awards_voterule_percent_is_a_share",
                condition=Q(percent__gte=1) & Q(percent__lte=100),
                violation_error_message="Tỷ lệ phải từ 1 đến 100.",
            ),
            models.UniqueConstraint(
                fields=["award_code", "valid_from"],
                name="awards_voterule_once_per_day",
                violation_error_message="Danh hiệu đã có tỷ lệ áp dụng từ ngày đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_code}: {self.percent}%"


class AwardShare(OfLaw):
    """How many of those who hold one title may be given another (NĐ 91/2017 Điều 9.3)."""

    award_code = models.CharField("mã danh hiệu", max_length=20)
    of_code = models.CharField("tính trên số người đạt danh hiệu (mã)", max_length=20)
    percent = models.PositiveSmallIntegerField(
        "tỷ lệ tối đa (%)", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    legal_basis = models.CharField("căn cứ pháp lý", max_length=200)
    history = changes_of("tỷ lệ danh hiệu")

    class Meta:
        verbose_name = "tỷ lệ danh hiệu"
        verbose_name_plural = "tỷ lệ danh hiệu"
        ordering = ["award_code", "valid_from", "pk"]
        constraints = [
            *OfLaw.Meta.constraints,
            models.CheckConstraint(
                name="awards_awardshare_percent_is_a_share",
                condition=Q(percent__gte=1) & Q(percent__lte=100),
                violation_error_message="Tỷ lệ phải từ 1 đến 100.",
            ),
            models.CheckConstraint(
                name="awards_awardshare_of_another_title",
                condition=~Q(award_code=models.F("of_code")),
                violation_error_message="Tỷ lệ phải tính trên một danh hiệu khác.",
            ),
            models.UniqueConstraint(
                fields=["award_code", "valid_from"],
                name="awards_awardshare_once_per_day",
                violation_error_message="Danh hiệu đã có tỷ lệ áp dụng từ ngày đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_code}: không quá {self.percent}% số {self.of_code}"
