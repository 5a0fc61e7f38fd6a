"""The tree of units: authorities, their departments, villages; validity, merger, superiors."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Concat, Substr

from emulation.changes import changes_of
from emulation.constraints import one_of, ordered
from emulation.vietnamese import search_key, title_sort_key

from .removal import PresentManager, Removable, removed_with_reason


class UnitKind(models.TextChoices):
    """What a unit is; selectors of groups ("Các thôn") go by it."""

    AUTHORITY = "authority", "Cơ quan"
    OFFICE = "office", "Văn phòng"
    DEPARTMENT = "department", "Bộ phận, phòng chuyên môn"
    ONE_STOP = "one_stop", "Bộ phận tiếp nhận và trả kết quả"
    MASS_ORGANISATION = "mass_org", "Ban, ngành, đoàn thể"
    VILLAGE = "village", "Thôn, tổ dân phố"
    SCHOOL = "school", "Trường học"
    HEALTH = "health", "Trạm y tế"
    BROADCAST = "broadcast", "Đài truyền thanh"
    OTHER = "other", "Đơn vị khác"


class Level(models.TextChoices):
    """Level of an authority (domain.md section 10: X, H, T, B, TW)."""

    COMMUNE = "X", "Cấp xã"
    DISTRICT = "H", "Cấp huyện"
    PROVINCE = "T", "Cấp tỉnh"
    MINISTRY = "B", "Bộ, ban, ngành, đoàn thể Trung ương"
    STATE = "TW", "Nhà nước"


class UnitQuerySet(models.QuerySet):
    """Named reads of units."""

    def under(self, *units: Unit) -> UnitQuerySet:
        """Units of the subtrees that start at `units`, the roots included."""
        condition = Q(pk__in=[])
        for unit in units:
            condition |= Q(path__startswith=unit.path)
        return self.filter(condition)

    def visible_to(self, user: Any) -> UnitQuerySet:
        """Units in the subtree of a unit where `user` has a membership today."""
        return self.all() if user.is_superuser else self.under(*user.member_units())

    def active_on(self, day: dt.date) -> UnitQuerySet:
        """Units that exist on `day`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def authorities(self) -> UnitQuerySet:
        """Units that issue papers of their own."""
        return self.filter(kind=UnitKind.AUTHORITY)


class Unit(Removable):
    """An authority or a part of one.

    `path` ("/1/5/") makes a subtree one indexed prefix, `authority` is the owning authority (an
    authority owns itself): what queries are scoped by and installations partitioned by.
    """

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="trực thuộc",
    )
    authority = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="owned_units",
        verbose_name="cơ quan chủ quản",
    )
    path = models.CharField("đường dẫn", max_length=200, editable=False, db_index=True)
    kind = models.CharField("loại đơn vị", max_length=12, choices=UnitKind)
    level = models.CharField("cấp", max_length=2, choices=Level, blank=True)
    name = models.CharField(
        "tên đầy đủ", max_length=200, help_text="Ví dụ: Ủy ban nhân dân xã Đình Dù"
    )
    short_name = models.CharField("tên gọi tắt", max_length=120, blank=True)
    letterhead = models.CharField(
        "tên trên văn bản",
        max_length=200,
        blank=True,
        help_text="Mỗi dòng cách nhau bằng dấu |, ví dụ: ỦY BAN NHÂN DÂN|XÃ ĐÌNH DÙ",
    )
    parent_letterhead = models.CharField(
        "cơ quan chủ quản trên văn bản",
        max_length=200,
        blank=True,
        help_text="Để trống nếu văn bản chỉ ghi tên cơ quan mình (Ủy ban nhân dân xã).",
    )
    symbol = models.CharField(
        "ký hiệu văn bản", max_length=20, blank=True, help_text="Ví dụ: UBND trong 15/KH-UBND"
    )
    place = models.CharField("địa danh ghi trên văn bản", max_length=80, blank=True)
    collective_name = models.CharField(
        "thay mặt tập thể",
        max_length=80,
        blank=True,
        help_text="Ví dụ: TM. ỦY BAN NHÂN DÂN. Để trống nếu theo chế độ thủ trưởng.",
    )
    head_position = models.CharField("chức vụ người đứng đầu", max_length=80, blank=True)
    head_name = models.CharField("họ tên người đứng đầu", max_length=80, blank=True)
    valid_from = models.DateField("thành lập ngày", null=True, blank=True)
    valid_to = models.DateField("hoạt động đến hết ngày", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_units",
        verbose_name="sáp nhập vào",
    )
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    search_key = models.CharField(max_length=400, editable=False)

    objects = PresentManager.from_queryset(UnitQuerySet)()
    everyone = UnitQuerySet.as_manager()
    history = changes_of("đơn vị", excluded_fields=["path", "sort_key", "search_key"])

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["sort_key", "pk"]
        constraints = [
            one_of("kind", UnitKind),
            ordered("valid_from", "valid_to", "Ngày kết thúc phải sau ngày thành lập."),
            models.CheckConstraint(
                name="organization_unit_level_of_authority",
                condition=~Q(kind=UnitKind.AUTHORITY) | ~Q(level=""),
                violation_error_message="Cơ quan phải có cấp (xã, huyện, tỉnh…).",
            ),
            models.CheckConstraint(
                name="organization_unit_merged_has_end",
                condition=Q(merged_into__isnull=True) | Q(valid_to__isnull=False),
                violation_error_message="Đơn vị đã sáp nhập phải có ngày kết thúc hoạt động.",
            ),
            removed_with_reason(),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep path, owning authority and keys right for the unit and all that is below it."""
        self.short_name = self.short_name or self.name
        self.sort_key = title_sort_key(self.short_name)[:600]
        self.search_key = search_key(f"{self.name} {self.short_name}")[:400]
        super().save(*args, **kwargs)
        parent = self.parent
        before, path = self.path, f"{parent.path if parent else '/'}{self.pk}/"
        owner = self.pk if self.kind == UnitKind.AUTHORITY or not parent else parent.authority_id
        if (before, self.authority_id) == (path, owner):
            return
        old_owner, self.path, self.authority_id = self.authority_id, path, owner
        Unit.objects.filter(pk=self.pk).update(path=path, authority=owner)
        if before:
            below = Unit.objects.filter(path__startswith=before).exclude(pk=self.pk)
            below.filter(authority=old_owner).exclude(kind=UnitKind.AUTHORITY).update(
                authority=owner
            )
            below.update(path=Concat(models.Value(path), Substr("path", len(before) + 1)))
            hand_over(path, old_owner, owner)

    def clean(self) -> None:
        """Refuse a unit below itself and a merger into itself."""
        if self.pk and self.parent and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": "Đơn vị không thể trực thuộc chính nó."})
        if self.pk and self.merged_into_id == self.pk:
            raise ValidationError({"merged_into": "Đơn vị không thể sáp nhập vào chính nó."})

    @property
    def is_authority(self) -> bool:
        """Whether the unit issues papers of its own."""
        return self.kind == UnitKind.AUTHORITY

    def is_active_on(self, day: dt.date) -> bool:
        """Whether the unit exists on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def contains(self, unit: Unit) -> bool:
        """Whether `unit` is this unit or below it."""
        return unit.path.startswith(self.path)

    def letterhead_lines(self) -> tuple[str, ...]:
        """Return the lines of box 2 of the decree's layout (domain.md 5.2), forced breaks kept."""
        return _lines(self.letterhead or self.name.upper())

    def parent_letterhead_lines(self) -> tuple[str, ...]:
        """Return the lines of the superior body above the issuer; none for a commune."""
        return _lines(self.parent_letterhead)

    def superior_on(self, day: dt.date) -> Unit | None:
        """Return the authority that this one proposes awards to on `day` (domain.md section 0:
        the province instead of the district from 1 July 2025)."""
        rows = [row for row in self.superiors.all() if row.covers(day)]
        # Where periods overlap the one that began last holds.
        latest = max(rows, key=lambda row: row.valid_from or dt.date.min, default=None)
        return latest.superior if latest else None


def hand_over(path: str, old_owner: int, owner: int) -> None:
    """Give what is owned through the units below `path` to their new authority.

    People, households and the records about them say by `owned_through` which units they follow:
    years follow the person when units merge.
    """
    for model in apps.get_models():
        for through in getattr(model, "owned_through", ()):
            model._base_manager.filter(
                **{f"{through}__path__startswith": path}, authority=old_owner
            ).update(authority=owner)


class Superior(models.Model):
    """Whom an authority proposes to, by date: the tree itself only knows today."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="superiors", verbose_name="cơ quan")
    superior = models.ForeignKey(
        Unit, models.PROTECT, related_name="inferiors", verbose_name="cấp trên trực tiếp"
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "cấp trên trực tiếp theo thời gian"
        verbose_name_plural = "cấp trên trực tiếp theo thời gian"
        ordering = ["unit", "valid_from"]
        constraints = [ordered("valid_from", "valid_to", "Ngày kết thúc phải sau ngày bắt đầu.")]

    def __str__(self) -> str:
        return f"{self.unit} → {self.superior}"

    def covers(self, day: dt.date) -> bool:
        """Whether the row holds on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def _lines(text: str) -> tuple[str, ...]:
    """Split a letterhead at its forced breaks."""
    return tuple(part.strip() for part in text.split("|") if part.strip())
