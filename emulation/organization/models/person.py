"""People and households: found without accents, sorted by given name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from emulation.changes import changes_of
from emulation.constraints import exactly_one_of, ordered
from emulation.vietnamese import normalize, search_key, sort_key

from .group import Employment
from .removal import PresentManager, Removable, removed_with_reason
from .unit import Unit


class Gender(models.TextChoices):
    """Gender as lists print it."""

    MALE = "M", "Nam"
    FEMALE = "F", "Nữ"


class NomineeQuerySet(models.QuerySet):
    """Named reads shared by people and households."""

    def visible_to(self, user: Any) -> NomineeQuerySet:
        """Those of the units that `user` sees."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def of_unit(self, unit: Unit) -> NomineeQuerySet:
        """Those of `unit` and everything below it."""
        return self.filter(unit__path__startswith=unit.path)

    def active_on(self, day: dt.date) -> NomineeQuerySet:
        """Those who belong to their unit on `day`."""
        return self.filter(
            Q(joined_on__isnull=True) | Q(joined_on__lte=day),
            Q(left_on__isnull=True) | Q(left_on__gt=day),
        )


class Member(Removable):
    """Abstract: somebody who belongs to a unit for a time and is found by name."""

    owned_through = ("unit",)

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="đơn vị")
    authority = models.ForeignKey(
        Unit, models.PROTECT, editable=False, related_name="+", verbose_name="cơ quan chủ quản"
    )
    joined_on = models.DateField("từ ngày", null=True, blank=True)
    left_on = models.DateField("thôi từ ngày", null=True, blank=True)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=200, editable=False)

    objects = PresentManager.from_queryset(NomineeQuerySet)()
    everyone = NomineeQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the owning authority and the keys of the name right."""
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Fill in what follows from the rest: before saving, also many at once."""
        self.authority_id = self.unit.authority_id
        name = self.keyed_name()
        self.sort_key, self.search_key = sort_key(name)[:400], search_key(name)[:200]

    def is_active_on(self, day: dt.date) -> bool:
        """Whether the member belongs to the unit on `day` (mirrors `active_on`)."""
        return (self.joined_on is None or self.joined_on <= day) and (
            self.left_on is None or day < self.left_on
        )


# What the history of a member leaves out: it follows from the name.
DERIVED = ["sort_key", "search_key"]


class Person(Member):
    """Somebody who works for a unit and may be nominated."""

    full_name = models.CharField("họ và tên", max_length=120)
    gender = models.CharField("giới tính", max_length=1, choices=Gender, blank=True)
    born_on = models.DateField("ngày sinh", null=True, blank=True)
    position = models.CharField("chức vụ, chức danh", max_length=120, blank=True)
    employment = models.CharField(
        "loại hình lao động", max_length=20, choices=Employment, default=Employment.CIVIL_SERVANT
    )
    history = changes_of("cá nhân", excluded_fields=DERIVED)

    class Meta:
        verbose_name = "cá nhân"
        verbose_name_plural = "cá nhân"
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["authority", "sort_key"])]
        constraints = [
            ordered("joined_on", "left_on", "Ngày thôi phải sau ngày vào đơn vị."),
            removed_with_reason(),
        ]

    def __str__(self) -> str:
        return self.full_name

    def keyed_name(self) -> str:
        """Return the name that sorting and searching go by."""
        self.full_name = normalize(self.full_name)
        return self.full_name

    @property
    def post(self) -> str:
        """Return position and unit ("Phó trưởng thôn, Thôn Ngọc"), the unit named only once."""
        unit = str(self.unit)
        if unit.casefold() in self.position.casefold():
            return self.position
        return ", ".join(filter(None, (self.position, unit)))


class Household(Member):
    """A household of a village."""

    head_name = models.CharField("họ và tên chủ hộ", max_length=120)
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    history = changes_of("hộ gia đình", excluded_fields=DERIVED)

    class Meta:
        verbose_name = "hộ gia đình"
        verbose_name_plural = "hộ gia đình"
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["authority", "sort_key"])]
        constraints = [
            ordered("joined_on", "left_on", "Ngày thôi phải sau ngày vào đơn vị."),
            removed_with_reason(),
        ]

    def __str__(self) -> str:
        return f"Hộ gia đình {self.head_name}"

    def keyed_name(self) -> str:
        """Return the name that sorting and searching go by."""
        self.head_name = normalize(self.head_name)
        return self.head_name


class Transfer(models.Model):
    """A person's or household's move from one unit to another; the records go with him."""

    owned_through = ("person__unit", "household__unit")

    authority = models.ForeignKey(
        Unit, models.PROTECT, editable=False, related_name="+", verbose_name="cơ quan chủ quản"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="transfers",
        verbose_name="cá nhân",
    )  # fmt: skip
    household = models.ForeignKey(
        Household, models.CASCADE, null=True, blank=True, related_name="transfers",
        verbose_name="hộ gia đình",
    )  # fmt: skip
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị cũ")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị mới")
    moved_on = models.DateField("từ ngày")
    since = models.DateField("ở đơn vị cũ từ ngày", null=True, editable=False)
    reason = models.CharField("lý do, văn bản", max_length=300)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="người nhập",
    )  # fmt: skip
    created_at = models.DateTimeField("nhập lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần chuyển đơn vị"
        verbose_name_plural = "các lần chuyển đơn vị"
        ordering = ["-moved_on", "-pk"]
        constraints = [exactly_one_of("moves_one_member", "person", "household")]

    def __str__(self) -> str:
        return f"{self.from_unit} → {self.to_unit}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the owning authority right: that of the unit to which the member goes."""
        self.authority_id = self.to_unit.authority_id
        super().save(*args, **kwargs)
