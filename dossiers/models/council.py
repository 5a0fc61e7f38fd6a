"""The council: its members with their terms, its rule of quorum."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from emulation.changes import changes_of
from emulation.constraints import one_of, ordered
from emulation.organization.models import OVERSEERS, Person, Unit


class SeatRole(models.TextChoices):
    """What somebody is on the council (domain.md section 3)."""

    CHAIR = "chair", "Chủ tịch Hội đồng"
    FIRST_DEPUTY = "first_deputy", "Phó Chủ tịch thứ nhất"
    DEPUTY = "deputy", "Phó Chủ tịch Hội đồng"
    MEMBER = "member", "Ủy viên"
    SECRETARY = "secretary", "Ủy viên, Thư ký"


class OfAuthorityQuerySet(models.QuerySet):
    """Named reads of what belongs to an authority's desk."""

    def visible_to(self, user: Any) -> OfAuthorityQuerySet:
        """Those of the authorities that `user` oversees as a whole: no unit's own account."""
        if user.is_superuser:
            return self.all()
        overseen = Unit.objects.under(*user.member_units_as(*OVERSEERS))
        return self.filter(authority__in=overseen.authorities())


class Council(models.Model):
    """A Hội đồng Thi đua – Khen thưởng of an authority; quorum is its own rule."""

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="councils", verbose_name="cơ quan"
    )
    name = models.CharField(
        "tên Hội đồng", max_length=200, default="Hội đồng Thi đua - Khen thưởng"
    )
    symbol = models.CharField("ký hiệu văn bản", max_length=20, default="HĐTĐKT")
    document = models.CharField("quyết định thành lập", max_length=300, blank=True)
    standing_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bộ phận thường trực",
    )
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    quorum_numerator = models.PositiveSmallIntegerField(
        "số thành viên dự họp tối thiểu: tử số", default=2
    )
    quorum_denominator = models.PositiveSmallIntegerField(
        "số thành viên dự họp tối thiểu: mẫu số", default=3
    )
    history = changes_of("Hội đồng")

    objects = OfAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "Hội đồng Thi đua - Khen thưởng"
        verbose_name_plural = "Hội đồng Thi đua - Khen thưởng"
        ordering = ["authority", "-starts_on", "pk"]
        constraints = [
            ordered("starts_on", "ends_on", "Ngày kết thúc phải sau ngày bắt đầu."),
            models.CheckConstraint(
                name="dossiers_council_quorum_is_a_share",
                condition=Q(quorum_numerator__gte=1)
                & Q(quorum_numerator__lte=models.F("quorum_denominator")),
                violation_error_message="Tỷ lệ dự họp tối thiểu phải lớn hơn 0 và không quá 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the council's page."""
        return reverse("dossiers:council_detail", args=[self.pk])


class Seat(models.Model):
    """A member for a term; a person of the roster where there is one, to notice a nominee."""

    council = models.ForeignKey(
        Council, models.CASCADE, related_name="seats", verbose_name="Hội đồng"
    )
    role = models.CharField("vai trò", max_length=12, choices=SeatRole, default=SeatRole.MEMBER)
    name = models.CharField("họ và tên", max_length=120)
    post = models.CharField("chức vụ", max_length=160, blank=True)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name="trong danh sách nhân sự",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name="tài khoản bỏ phiếu",
    )
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    history = changes_of("thành viên Hội đồng")

    class Meta:
        verbose_name = "thành viên Hội đồng"
        verbose_name_plural = "thành viên Hội đồng"
        ordering = ["council", "position", "pk"]
        constraints = [
            one_of("role", SeatRole),
            ordered("starts_on", "ends_on", "Ngày kết thúc phải sau ngày bắt đầu."),
        ]

    def __str__(self) -> str:
        return self.name
