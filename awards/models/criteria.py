"""Sets of criteria: of the law by date, of an authority's library, of a campaign."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from awards.kinds import CriterionKind, ParameterError, cleaned
from emulation.changes import changes_of
from emulation.constraints import one_of, ordered
from emulation.organization.models import NomineeKind, Unit

from .award_type import Verified


class Scoring(models.TextChoices):
    """What a criterion does to the points of a campaign that scores."""

    NONE = "none", "Không chấm điểm"
    SCORE = "score", "Chấm điểm"
    BONUS = "bonus", "Điểm thưởng"
    PENALTY = "penalty", "Điểm trừ"


class CriterionSetQuerySet(models.QuerySet):
    """Named reads of sets."""

    def of_law_on(self, day: dt.date) -> CriterionSetQuerySet:
        """The conditions that the law sets for awards on `day`."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            authority__isnull=True,
            valid_from__lte=day,
        )

    def templates_of(self, authority: Unit) -> CriterionSetQuerySet:
        """The reusable sets of an authority: no campaign owns them."""
        return self.filter(authority=authority, is_template=True)

    def newest(self) -> CriterionSetQuerySet:
        """Leave out library sets that have a newer version."""
        newer = CriterionSet.objects.filter(
            copied_from=OuterRef("pk"), is_template=True, version__gt=OuterRef("version")
        )
        return self.filter(~Exists(newer))

    def with_content(self) -> CriterionSetQuerySet:
        """Fetch groups and criteria, each criterion with its group, in two further queries."""
        criteria = Criterion.objects.select_related("group")
        return self.prefetch_related("groups", Prefetch("criteria", criteria))

    def with_uses(self) -> CriterionSetQuerySet:
        """Count how many campaigns' sets were copied from each as `uses`."""
        return self.annotate(uses=Count("copies", filter=Q(copies__is_template=False)))

    def visible_to(self, user: Any) -> CriterionSetQuerySet:
        """The law's sets, and those of the authorities that `user` belongs to or oversees."""
        if user.is_superuser:
            return self.all()
        own = [unit.authority_id for unit in user.member_units()]
        seen = Unit.objects.visible_to(user).authorities()
        return self.filter(Q(authority__isnull=True) | Q(authority__in=own) | Q(authority__in=seen))


class CriterionSet(models.Model):
    """The criteria for one nominee kind.

    Of the law (no authority; `award_code` with validity), of an authority's library
    (`is_template`, versioned), or a campaign's own copy, made when it was chosen.
    """

    authority = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan"
    )
    name = models.CharField("tên bộ tiêu chuẩn", max_length=200)
    subject = models.CharField("đối tượng", max_length=1, choices=NomineeKind)
    award_code = models.CharField("mã danh hiệu, hình thức", max_length=20, blank=True)
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    valid_to = models.DateField("áp dụng đến hết ngày", null=True, blank=True)
    is_template = models.BooleanField("dùng lại được", default=False)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    copied_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
        verbose_name="sao chép từ",
    )
    pass_points = models.DecimalField(
        "điểm phải đạt",
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Để trống nếu không chấm điểm.",
    )
    legal_basis = models.CharField("căn cứ pháp lý", max_length=200, blank=True)
    verified = models.CharField("đối chiếu", max_length=1, choices=Verified, default=Verified.NO)
    source = models.CharField("nguồn đối chiếu", max_length=80, blank=True)
    history = changes_of("bộ tiêu chuẩn")

    objects = CriterionSetQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ tiêu chuẩn"
        verbose_name_plural = "bộ tiêu chuẩn"
        ordering = ["name", "-version", "pk"]
        constraints = [
            one_of("subject", NomineeKind),
            one_of("verified", Verified),
            ordered("valid_from", "valid_to", "Ngày hết hiệu lực phải sau ngày có hiệu lực."),
            models.CheckConstraint(
                name="awards_criterionset_law_names_award_and_day",
                condition=Q(authority__isnull=False)
                | (~Q(award_code="") & Q(valid_from__isnull=False) & Q(is_template=False)),
                violation_error_message="Tiêu chuẩn theo luật phải ghi danh hiệu và ngày áp dụng.",
            ),
            models.UniqueConstraint(
                fields=["award_code", "subject", "valid_from"],
                condition=Q(authority__isnull=True),
                name="awards_criterionset_law_once",
                violation_error_message="Danh hiệu đã có bộ tiêu chuẩn áp dụng từ ngày đó.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_law(self) -> bool:
        """Whether the set is the law's."""
        return self.authority_id is None


class CriterionGroup(models.Model):
    """Alternatives: of the criteria in the group at least `needed` must be met (k of n)."""

    criterion_set = models.ForeignKey(
        CriterionSet, models.CASCADE, related_name="groups", verbose_name="bộ tiêu chuẩn"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.CharField(
        "lời dẫn",
        max_length=300,
        blank=True,
        help_text="Ví dụ: Đạt một trong các tiêu chuẩn sau",
    )
    needed = models.PositiveSmallIntegerField("số tiêu chuẩn phải đạt", default=1)
    history = changes_of("nhóm tiêu chuẩn")

    class Meta:
        verbose_name = "nhóm tiêu chuẩn"
        verbose_name_plural = "nhóm tiêu chuẩn"
        ordering = ["criterion_set", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="awards_criteriongroup_needs_one",
                condition=Q(needed__gte=1),
                violation_error_message="Phải đạt ít nhất một tiêu chuẩn.",
            )
        ]

    def __str__(self) -> str:
        return self.text or f"Đạt ít nhất {self.needed} tiêu chuẩn"


class Criterion(models.Model):
    """One criterion, in the words that the plan prints, with the way it is judged.

    Mandatory, or one of a group of alternatives, or (neither) told without deciding.
    """

    criterion_set = models.ForeignKey(
        CriterionSet, models.CASCADE, related_name="criteria", verbose_name="bộ tiêu chuẩn"
    )
    group = models.ForeignKey(
        CriterionGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name="nhóm",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.TextField("nội dung tiêu chuẩn")
    kind = models.CharField(
        "cách xét", max_length=16, choices=CriterionKind, default=CriterionKind.MANUAL
    )
    parameters = models.JSONField("tham số", default=dict, blank=True)
    mandatory = models.BooleanField("bắt buộc", default=True)
    evidence = models.CharField("minh chứng cần có", max_length=200, blank=True)
    scoring = models.CharField("chấm điểm", max_length=8, choices=Scoring, default=Scoring.NONE)
    points = models.DecimalField(
        "điểm tối đa", max_digits=6, decimal_places=2, null=True, blank=True
    )
    clause = models.CharField(
        "điều, khoản", max_length=120, blank=True, help_text="Ví dụ: Điều 23 khoản 1 điểm b"
    )
    history = changes_of("tiêu chuẩn")

    class Meta:
        verbose_name = "tiêu chuẩn"
        verbose_name_plural = "tiêu chuẩn"
        ordering = ["criterion_set", "position", "pk"]
        constraints = [
            one_of("kind", CriterionKind),
            one_of("scoring", Scoring),
            models.CheckConstraint(
                name="awards_criterion_points_when_scored",
                condition=Q(scoring=Scoring.NONE, points__isnull=True)
                | (~Q(scoring=Scoring.NONE) & Q(points__isnull=False, points__gt=0)),
                violation_error_message="Tiêu chuẩn chấm điểm phải có điểm tối đa lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuse parameters that the kind does not admit; those left out get their defaults.

        The message stands with the whole record: not every form shows the parameters as one field.
        """
        if self.kind not in CriterionKind.values:
            return
        if not isinstance(self.parameters, dict):
            raise ValidationError("Tham số của tiêu chuẩn phải là một nhóm tên và giá trị.")
        try:
            self.parameters = cleaned(self.kind, self.parameters)
        except ParameterError as error:
            raise ValidationError(f"{self.get_kind_display()}: {error}") from error
