"""What a campaign offers: award × route, quota, its column in the register, its dossier."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models

from awards.competence import decides, gone_message
from awards.models import AwardKind, AwardType
from emulation.constraints import one_of
from emulation.organization.models import NomineeKind, Unit

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
    replaces = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        verbose_name="thay cho, từ năm mà pháp luật không còn",
    )
    # The catalogue's words when the plan was issued: a later edit of the law leaves them.
    issued_name = models.CharField(
        "tên gọi khi ban hành", max_length=200, blank=True, editable=False
    )
    decided_by = models.CharField(
        "thẩm quyền khi ban hành", max_length=120, blank=True, editable=False
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
        return self.title

    @property
    def name(self) -> str:
        """Return the award's name: as it was when the plan was issued, before that today's."""
        return self.issued_name or self.award_type.name

    @property
    def title(self) -> str:
        """Return the heading of the column."""
        return self.heading or self.name

    @property
    def deciding(self) -> str:
        """Return who decides: as it was when the plan was issued, before that by today's law."""
        return self.decided_by or self.award_type.decided_by

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
        """Refuse an award or a route that the law of the campaign's day does not know.

        Source: domain.md 1.1 (existence), `awards.competence` (who decides).
        """
        day = self.campaign.reference_day
        if not self.award_type_id or not day:
            return
        if not self.award_type.is_valid_on(day):
            raise ValidationError({"award_type": gone_message(self.award_type, day)})
        if refusal := route_message(self.award_type, self.route, self.campaign.authority, day):
            raise ValidationError({"route": refusal})


def route_message(award_type: AwardType, route: str, authority: Unit, day: dt.date) -> str:
    """Return why `authority` cannot go this route for the award on `day`; "" when it can."""
    competence = decides(authority, award_type, day)
    match route:
        case Route.OWN:
            return competence.refusal_to_decide
        case Route.SUPERIOR:
            return competence.refusal_to_propose
    return ""


def fitting_route(award_type: AwardType, route: str, authority: Unit, day: dt.date) -> str:
    """Return `route`, or the other one where the law of `day` has moved the award."""
    if not route_message(award_type, route, authority, day):
        return route
    return Route.SUPERIOR if route == Route.OWN else Route.OWN


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
