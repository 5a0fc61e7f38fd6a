"""What a campaign offers: award × route, quota, its column in the register, its dossier."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models

from awards.models import AwardKind, AwardType
from emulation.constraints import one_of
from emulation.organization.models import NomineeKind

from .campaign import Campaign


class Route(models.TextChoices):
    """How an award is reached from this campaign."""

    OWN = "own", "Cơ quan tự quyết định"
    SUPERIOR = "superior", "Đề nghị cấp trên khen thưởng"
    REGISTER = "register", "Chỉ lấy đăng ký (xét ngoài phong trào này)"


COLUMN_GROUPS = {
    AwardKind.RATING: "Danh hiệu thi đua",
    AwardKind.TITLE: "Danh hiệu thi đua",
    AwardKind.COMMENDATION: "Hình thức khen thưởng",
}


class AwardOffer(models.Model):
    """An award that the campaign offers; `column` places it in the registration table.

    A column may stand for several award types ("Bằng khen UBND tỉnh, các Bộ, ngành…"): the
    further ones are in `also`.
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="offers", verbose_name="phong trào"
    )
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="offers", verbose_name="danh hiệu, hình thức"
    )
    also = models.ManyToManyField(
        AwardType, blank=True, related_name="+", verbose_name="ghi chung cột với"
    )
    route = models.CharField("thẩm quyền", max_length=8, choices=Route, default=Route.OWN)
    text = models.CharField(
        "cách ghi trong kế hoạch",
        max_length=400,
        blank=True,
        help_text="Để trống thì ghi theo tên và thẩm quyền.",
    )
    column = models.PositiveSmallIntegerField(
        "cột trong bảng đăng ký",
        null=True,
        blank=True,
        help_text="Thứ tự cột; để trống nếu không lấy đăng ký.",
    )
    heading = models.CharField("tên cột", max_length=160, blank=True)
    quota = models.PositiveSmallIntegerField("chỉ tiêu", null=True, blank=True)
    copies = models.PositiveSmallIntegerField("số bộ hồ sơ", null=True, blank=True)
    sent_to = models.CharField(
        "nơi nhận hồ sơ", max_length=200, blank=True, help_text="Ví dụ: UBND xã qua Văn phòng"
    )
    dossier_note = models.CharField(
        "thời hạn theo văn bản khác",
        max_length=300,
        blank=True,
        help_text="Dùng khi thời hạn do văn bản của cấp trên quy định.",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "danh hiệu, hình thức khen thưởng của phong trào"
        verbose_name_plural = "danh hiệu, hình thức khen thưởng của phong trào"
        ordering = ["position", "pk"]
        constraints = [
            one_of("route", Route),
            models.UniqueConstraint(
                fields=["campaign", "award_type"],
                name="campaigns_awardoffer_award_once",
                violation_error_message="Danh hiệu, hình thức này đã có trong phong trào.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "column"],
                name="campaigns_awardoffer_column_once",
                violation_error_message="Đã có danh hiệu, hình thức khác ở cột này.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.award_type.name

    @property
    def title(self) -> str:
        """Return the heading of the column."""
        return self.heading or self.award_type.name

    @property
    def group_title(self) -> str:
        """Return the group heading over the column."""
        return COLUMN_GROUPS[self.award_type.kind]

    @property
    def types(self) -> list[AwardType]:
        """Return all award types that the column stands for."""
        return [self.award_type, *self.also.all()]

    @property
    def admits(self) -> frozenset[str]:
        """Return the nominee kinds that may be marked in the column."""
        return frozenset().union(*(award_type.admits for award_type in self.types))

    def is_available_on(self, day: dt.date) -> bool:
        """Whether one of the column's awards exists on `day`."""
        return any(award_type.is_valid_on(day) for award_type in self.types)

    def clean(self) -> None:
        """Refuse an award that does not exist on the campaign's date (domain.md 1.1)."""
        day = self.campaign.reference_day
        if self.award_type_id and day and not self.award_type.is_valid_on(day):
            raise ValidationError({"award_type": gone_message(self.award_type, day)})


def gone_message(award_type: AwardType, day: dt.date) -> str:
    """Say that `award_type` does not exist on `day`, and when it does."""
    return (
        f"«{award_type.name}» không có trong danh mục vào ngày {day:%d/%m/%Y}: "
        f"chỉ áp dụng {award_type.validity_phrase()}."
    )


def subject_message(offer: AwardOffer, subject: str) -> str:
    """Say that the award is not for this nominee kind."""
    kinds = ", ".join(NomineeKind(k).label.lower() for k in NomineeKind.values if k in offer.admits)
    wrong = NomineeKind(subject).label.lower()
    return f"«{offer.title}» chỉ dành cho {kinds}, không dành cho {wrong}."


class DossierComponent(models.Model):
    """One part of the dossier that the route of an offer asks for."""

    offer = models.ForeignKey(
        AwardOffer, models.CASCADE, related_name="components", verbose_name="khen thưởng"
    )
    name = models.CharField("thành phần hồ sơ", max_length=300)
    paper = models.SlugField(
        "giấy tờ do hệ thống soạn",
        max_length=40,
        blank=True,
        help_text="Mã loại giấy tờ mà hệ thống lập được; để trống nếu đơn vị tự nộp.",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "thành phần hồ sơ"
        verbose_name_plural = "thành phần hồ sơ"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
