"""Groups of nominees: a stored selector ("Các thôn") that names its members on a given day."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from emulation.constraints import one_of

from .unit import Unit, UnitKind


class NomineeKind(models.TextChoices):
    """Who may be nominated (fixture A of domain.md: I, C, H)."""

    COLLECTIVE = "C", "Tập thể"
    INDIVIDUAL = "I", "Cá nhân"
    HOUSEHOLD = "H", "Hộ gia đình"


class Employment(models.TextChoices):
    """In which capacity a person works (domain.md section 10)."""

    ELECTED_OFFICIAL = "elected_official", "Cán bộ"
    CIVIL_SERVANT = "civil_servant", "Công chức"
    PART_TIME = "part_time_staff", "Người hoạt động không chuyên trách"
    EMPLOYEE = "employee", "Người lao động"
    RESIDENT = "resident", "Nhân dân"


class GroupQuerySet(models.QuerySet):
    """Named reads of groups."""

    def visible_to(self, user: Any) -> GroupQuerySet:
        """Groups of the authorities whose units `user` belongs to."""
        if user.is_superuser:
            return self.all()
        own = [unit.authority_id for unit in user.member_units()]
        seen = Unit.objects.visible_to(user).authorities()
        return self.filter(Q(authority__in=own) | Q(authority__in=seen))


class Group(models.Model):
    """A named selector of one nominee kind inside an authority.

    Collectives are selected by unit kind, individuals by employment; `within` narrows the
    selection to one subtree. An empty list of kinds or employments means all of them.
    """

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="groups", verbose_name="cơ quan"
    )
    name = models.CharField("tên nhóm", max_length=160, help_text="Ví dụ: Các thôn")
    subject = models.CharField("loại đối tượng", max_length=1, choices=NomineeKind)
    unit_kinds = models.JSONField("loại đơn vị", default=list, blank=True)
    employments = models.JSONField("loại hình lao động", default=list, blank=True)
    within = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trong phạm vi đơn vị",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = "nhóm đối tượng"
        verbose_name_plural = "nhóm đối tượng"
        ordering = ["authority", "subject", "position", "name"]
        constraints = [
            one_of("subject", NomineeKind),
            models.UniqueConstraint(
                fields=["authority", "name"],
                name="organization_group_name_once",
                violation_error_message="Cơ quan đã có nhóm mang tên này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse unknown kinds and a scope outside the authority."""
        if set(self.unit_kinds or []) - set(UnitKind.values):
            raise ValidationError({"unit_kinds": "Có loại đơn vị không có trong danh mục."})
        if set(self.employments or []) - set(Employment.values):
            raise ValidationError({"employments": "Có loại hình lao động không có trong danh mục."})
        if self.within and not self.authority.contains(self.within):
            raise ValidationError({"within": "Đơn vị này không thuộc cơ quan."})

    def selects(self, unit: Unit) -> bool:
        """Whether `unit` is one of a group of collectives, at whatever time; asks no database
        when `within` and `authority` are there already."""
        root = self.within or self.authority
        return (
            self.subject == NomineeKind.COLLECTIVE
            and unit.authority_id == self.authority_id
            and root.contains(unit)
            and unit.pk != root.pk
            and (not self.unit_kinds or unit.kind in self.unit_kinds)
        )

    def selects_member(self, member: Any, subject: str) -> bool:
        """Whether a person or household (`subject`) is one of the group, at whatever time; asks
        no database when the member's unit is there already."""
        root = self.within or self.authority
        return (
            self.subject == subject
            and member.authority_id == self.authority_id
            and root.contains(member.unit)
            and (
                subject != NomineeKind.INDIVIDUAL
                or not self.employments
                or member.employment in self.employments
            )
        )
