"""What may be given, by date: award types with competence and validity."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from emulation.changes import changes_of
from emulation.constraints import one_of, ordered
from emulation.organization.models import Level, NomineeKind


class AwardKind(models.TextChoices):
    """Family of an award (domain.md section 0: titles and commendation forms are apart)."""

    RATING = "rating", "Mức đánh giá, xếp loại"
    TITLE = "title", "Danh hiệu thi đua"
    COMMENDATION = "commendation", "Hình thức khen thưởng"


class Verified(models.TextChoices):
    """How far a row of the law has been checked by a person (domain.md, "How to read")."""

    YES = "y", "Đã đối chiếu"
    PARTLY = "p", "Đối chiếu một phần"
    NO = "n", "Chưa đối chiếu"


class AwardTypeQuerySet(models.QuerySet):
    """Named reads of the catalogue."""

    def valid_on(self, day: dt.date) -> AwardTypeQuerySet:
        """Rows in force on `day`."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class AwardType(models.Model):
    """A title, commendation or rating as one period of the law knows it.

    The same `code` has one row per period; competence (`level`, `decided_by`) belongs to the
    period. Source: domain.md fixture A; what it marks unverified is shown so and editable.
    """

    code = models.CharField("mã", max_length=20)
    name = models.CharField("tên gọi", max_length=200)
    kind = models.CharField("nhóm", max_length=12, choices=AwardKind)
    subjects = models.CharField(
        "đối tượng", max_length=5, help_text="I: cá nhân, C: tập thể, H: hộ gia đình; ví dụ I,C,H"
    )
    level = models.CharField(
        "cấp quyết định",
        max_length=5,
        help_text="X: xã, H: huyện, T: tỉnh, B: bộ, TW: Nhà nước",
    )
    decided_by = models.CharField("thẩm quyền quyết định", max_length=120)
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("áp dụng đến hết ngày", null=True, blank=True)
    legal_basis = models.CharField("căn cứ pháp lý", max_length=200)
    verified = models.CharField("đối chiếu", max_length=1, choices=Verified, default=Verified.NO)
    source = models.CharField("nguồn đối chiếu", max_length=80, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    history = changes_of("danh hiệu, hình thức khen thưởng")

    objects = AwardTypeQuerySet.as_manager()

    class Meta:
        verbose_name = "danh hiệu, hình thức khen thưởng"
        verbose_name_plural = "danh hiệu, hình thức khen thưởng"
        ordering = ["position", "valid_from", "pk"]
        constraints = [
            one_of("kind", AwardKind),
            one_of("verified", Verified),
            ordered("valid_from", "valid_to", "Ngày hết hiệu lực phải sau ngày có hiệu lực."),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="awards_awardtype_code_once_per_day",
                violation_error_message="Mã này đã có một dòng áp dụng từ ngày đó.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def admits(self) -> frozenset[str]:
        """Return the nominee kinds that may receive the award."""
        return frozenset(part.strip() for part in self.subjects.split(","))

    @property
    def subjects_display(self) -> str:
        """Return the nominee kinds in words."""
        return ", ".join(
            NomineeKind(k).label.lower() for k in NomineeKind.values if k in self.admits
        )

    @property
    def level_display(self) -> str:
        """Return the level in words; an award of several levels names them all."""
        return "; ".join(Level(part.strip()).label for part in self.level.split(","))

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether the row is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def validity_phrase(self) -> str:
        """Return the period in words for messages."""
        start = f"từ {self.valid_from:%d/%m/%Y}"
        return f"{start} đến hết {self.valid_to:%d/%m/%Y}" if self.valid_to else start
