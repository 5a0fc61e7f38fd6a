"""People, households and groups in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from emulation.adminbase import (
    OFFICE_MAY,
    ActiveFilter,
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    RecordAdmin,
    RuleForm,
    SeveralField,
    UnitFilter,
    display,
)
from emulation.organization.models import Employment, Group, Household, Person, UnitKind

from .removal import RemovedHere


@admin.register(Person)
class PersonAdmin(RemovedHere, RecordAdmin):
    """People, sorted by given name."""

    office_may = OFFICE_MAY
    list_display = ("person_name", "position", "unit", "employment", "joined_on", "left_on")
    list_select_related = ("unit",)
    list_filter = (UnitFilter, ("employment", ChoicesDropdownFilter), ActiveFilter)
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")
    autocomplete_fields = ("unit",)
    fieldsets = (
        ("Cá nhân", {"fields": ("full_name", ("gender", "born_on"))}),
        ("Công tác", {"fields": ("unit", ("position", "employment"), ("joined_on", "left_on"))}),
    )

    @display(description="Họ và tên", ordering="sort_key")
    def person_name(self, person: Person) -> str:
        """Return the name that sorts by its key."""
        return person.full_name


@admin.register(Household)
class HouseholdAdmin(RemovedHere, RecordAdmin):
    """Households of the villages, sorted by the given name of the head."""

    office_may = OFFICE_MAY
    list_display = ("head", "address", "unit", "joined_on", "left_on")
    list_select_related = ("unit",)
    list_filter = (UnitFilter, ActiveFilter)
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")
    autocomplete_fields = ("unit",)
    fieldsets = (
        ("Hộ gia đình", {"fields": ("head_name", "address", "unit", ("joined_on", "left_on"))}),
    )

    @display(description="Chủ hộ", ordering="sort_key")
    def head(self, household: Household) -> str:
        """Return the name that sorts by its key."""
        return household.head_name


class GroupForm(RuleForm):
    """A group with its kinds and employments as check boxes."""

    unit_kinds = SeveralField(
        label="Loại đơn vị",
        choices=UnitKind.choices,
        required=False,
        help_text="Dùng cho nhóm tập thể; không chọn loại nào nghĩa là mọi loại.",
    )
    employments = SeveralField(
        label="Loại hình lao động",
        choices=Employment.choices,
        required=False,
        help_text="Dùng cho nhóm cá nhân; không chọn loại nào nghĩa là mọi loại.",
    )


@admin.register(Group)
class GroupAdmin(RecordAdmin):
    """Groups: selectors that name their members on a given day."""

    office_may = OFFICE_MAY
    form = GroupForm
    authority_fields = ("authority",)
    worded = {"unit_kinds": "kinds_text", "employments": "employments_text"}
    list_display = ("name", "subject", "selection", "authority")
    list_select_related = ("authority", "within")
    list_filter = (("subject", ChoicesRadioFilter),)
    search_fields = ("name",)
    autocomplete_fields = ("within",)
    fieldsets = (
        (None, {"fields": ("authority", "name", ("subject", "position"))}),
        ("Chọn thành viên", {"fields": ("unit_kinds", "employments", "within")}),
    )

    @display(description="Gồm")
    def selection(self, group: Group) -> str:
        """Return in words whom the group selects."""
        words = self.kinds_text(group) if group.unit_kinds else self.employments_text(group)
        return f"{words}; trong {group.within}" if group.within else words

    @display(description="Loại đơn vị")
    def kinds_text(self, group: Group) -> str:
        """Return the kinds of unit in words."""
        return _words(UnitKind, group.unit_kinds)

    @display(description="Loại hình lao động")
    def employments_text(self, group: Group) -> str:
        """Return the employments in words."""
        return _words(Employment, group.employments)


def _words(choices: Any, values: list[str]) -> str:
    return ", ".join(str(choices(v).label) for v in values) or "Tất cả"
