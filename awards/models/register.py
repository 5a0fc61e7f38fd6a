"""The award register: who received what, when, by which decision, for which achievement."""

from __future__ import annotations

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear

from emulation.changes import changes_of
from emulation.constraints import one_of
from emulation.organization.models import (
    OVERSEERS,
    AboutNominee,
    AboutNomineeQuerySet,
    Proven,
    Unit,
    YearField,
    about_those_of,
)

from .award_type import AwardType


class Basis(models.TextChoices):
    """For what an award is given (loại hình khen thưởng, Luật 2022 Điều 8; domain.md section 0)."""

    MERIT = "merit", "Công trạng"
    SUDDEN = "sudden", "Đột xuất"
    MOVEMENT = "movement", "Phong trào thi đua"
    DEDICATION = "dedication", "Quá trình cống hiến"
    SENIORITY = "seniority", "Niên hạn"
    EXTERNAL = "external", "Đối ngoại"


# Not counted when a superior is asked for an award of merit (NĐ 98 Điều 4.3, NĐ 152 Điều 4).
NOT_TOWARDS_MERIT = frozenset({Basis.SUDDEN, Basis.MOVEMENT})


class AwardQuerySet(AboutNomineeQuerySet):
    """Named reads of the register."""

    def visible_to(self, user: Any) -> AwardQuerySet:
        """What is about nominees that `user` sees, and what the units he oversees have given.

        The register of an authority stays whole when a recipient goes elsewhere.
        """
        if user.is_superuser:
            return self.all()
        givers = Unit.objects.under(*user.member_units_as(*OVERSEERS))
        return self.filter(about_those_of(Unit.objects.visible_to(user)) | Q(issued_by__in=givers))

    def standing(self) -> AwardQuerySet:
        """Awards that were not revoked."""
        return self.filter(revoked_on__isnull=True)


class Award(AboutNominee, Proven):
    """One award as it was given; `document` and `document_date` are the decision's.

    Name and authority are copied from the catalogue of that day: a changed row of the law never
    rewrites what was decided under the old one.
    """

    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="awards", verbose_name="danh hiệu, hình thức"
    )
    award_name = models.CharField("tên trong quyết định", max_length=200)
    recipient = models.CharField("tên người nhận trong quyết định", max_length=200)
    decided_by = models.CharField("cơ quan, người quyết định", max_length=200)
    issued_by = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="given_awards",
        verbose_name="cơ quan quyết định trong hệ thống",
    )
    year = YearField("năm thành tích")
    years = models.PositiveSmallIntegerField(
        "số năm thành tích", default=1, validators=[MinValueValidator(1)]
    )
    basis = models.CharField("loại hình", max_length=10, choices=Basis, default=Basis.MERIT)
    movement = models.CharField("phong trào", max_length=250, blank=True)
    achievement = models.TextField("thành tích", blank=True)
    with_initiative = models.BooleanField(
        "xét bằng sáng kiến",
        null=True,
        blank=True,
        help_text="Danh hiệu đã xét bằng sáng kiến thì sáng kiến đó không dùng để xét lần nữa.",
    )
    register_number = models.PositiveIntegerField("số sổ vàng", null=True, blank=True)
    revoked_on = models.DateField("hủy bỏ, thu hồi ngày", null=True, blank=True)
    revoke_reason = models.CharField("lý do thu hồi", max_length=300, blank=True)
    revoke_document = models.CharField("quyết định thu hồi", max_length=200, blank=True)
    history = changes_of("khen thưởng")

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "khen thưởng đã tặng"
        verbose_name_plural = "khen thưởng đã tặng"
        ordering = ["-document_date", "-pk"]
        indexes = [models.Index(fields=["authority", "year"])]
        constraints = [
            *AboutNominee.Meta.constraints,
            one_of("basis", Basis),
            models.CheckConstraint(
                name="awards_award_revoked_with_reason",
                condition=Q(revoked_on__isnull=True) | ~Q(revoke_reason=""),
                violation_error_message="Phải ghi lý do thu hồi.",
            ),
            models.CheckConstraint(
                name="awards_award_movement_named",
                condition=~Q(basis=Basis.MOVEMENT) | ~Q(movement=""),
                violation_error_message="Khen thưởng theo phong trào phải ghi tên phong trào.",
            ),
            models.UniqueConstraint(
                # The register begins at 1 every year.
                "issued_by",
                ExtractYear("document_date"),
                "register_number",
                condition=Q(register_number__isnull=False),
                name="awards_award_register_number_once",
                violation_error_message="Số sổ vàng này đã dùng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_name} – {self.recipient}"

    @property
    def counts_towards_merit(self) -> bool:
        """Whether the award is a basis to ask a superior for an award of merit."""
        return self.basis not in NOT_TOWARDS_MERIT and self.revoked_on is None
