"""Units and their superiors in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from emulation.adminbase import (
    OFFICE_MAY,
    ActiveFilter,
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    PartInline,
    RecordAdmin,
    UnitFilter,
    display,
)
from emulation.organization.models import Superior, Unit, UnitKind

from .removal import RemovedHere


class SuperiorInline(PartInline):
    """Whom the authority proposes to, by date; the state's structure, so the superuser's."""

    model = Superior
    fk_name = "unit"
    fields = ("superior", "valid_from", "valid_to")
    authority_fields = ("superior",)
    verbose_name = "cấp trên trực tiếp"
    verbose_name_plural = "cấp trên trực tiếp theo thời gian (chỉ dùng cho cơ quan)"

    def may(self, request: HttpRequest, record: Any) -> bool:
        """An office may not choose its own superior."""
        return request.user.is_superuser and super().may(request, record)


@admin.register(Unit)
class UnitAdmin(RemovedHere, RecordAdmin):
    """Units: the office keeps its own authority's letterhead and everything below it."""

    office_may = OFFICE_MAY
    list_display = ("unit_name", "kind", "parent", "symbol", "valid_from", "valid_to")
    list_select_related = ("parent",)
    list_filter = (
        ("kind", ChoicesDropdownFilter),
        ("level", ChoicesRadioFilter),
        ActiveFilter,
        UnitFilter,
    )
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")
    autocomplete_fields = ("parent", "merged_into")
    inlines = (SuperiorInline,)
    fieldsets = (
        ("Đơn vị", {"fields": (("kind", "level"), "name", "short_name", "parent")}),
        (
            "Trên văn bản",
            {
                "fields": (
                    ("letterhead", "parent_letterhead"),
                    ("symbol", "place"),
                    "collective_name",
                    ("head_position", "head_name"),
                ),
                "description": "Dùng cho cơ quan ban hành văn bản; đơn vị khác có thể để trống.",
            },
        ),
        (
            "Thời gian hoạt động, sáp nhập",
            {"fields": (("valid_from", "valid_to"), "merged_into")},
        ),
    )
    # What makes an authority what it is: set by law, not by its office.
    of_authority = ("kind", "level", "parent", "valid_from", "valid_to", "merged_into")

    def may(self, request: HttpRequest, verb: str, record: Any = None) -> bool:
        """Let nobody but the superuser delete an authority."""
        if verb == "delete" and record and record.is_authority and not request.user.is_superuser:
            return False
        return super().may(request, verb, record)

    @display(description="Đơn vị", ordering="sort_key")
    def unit_name(self, unit: Unit) -> str:
        """Return the name that sorts by its key."""
        return unit.short_name

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep an authority's place in the state away from its office."""
        fixed = super().get_readonly_fields(request, obj)
        if obj and obj.is_authority and not request.user.is_superuser:
            fixed += tuple(name for name in self.of_authority if name not in fixed)
        return fixed

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        """Let an office add only parts of its authority, never an authority or a root."""
        form = super().get_form(request, obj, **kwargs)
        if not request.user.is_superuser:
            if "parent" in form.base_fields:
                form.base_fields["parent"].required = True
            if "kind" in form.base_fields:
                kind = form.base_fields["kind"]
                kind.choices = [c for c in kind.choices if c[0] != UnitKind.AUTHORITY]
        return form

    def get_inlines(self, request: HttpRequest, obj: Any) -> tuple:
        """Only authorities have superiors."""
        return self.inlines if obj is not None and obj.is_authority else ()
