"""Admin of the award catalogue: a row in use may be corrected, what was decided keeps its words."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html

from awards.models import AwardType
from emulation.adminbase import (
    ChangesAdmin,
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    DayFilter,
    SeveralField,
    display,
    references,
)
from emulation.organization.models import Level, NomineeKind

from .base import BY_LAW, CodesForm, LawAdmin


class AwardTypeForm(CodesForm):
    """An award type with its lists of codes as check boxes."""

    codes = ("subjects", "level")
    subjects = SeveralField(label="Đối tượng", choices=NomineeKind.choices)
    level = SeveralField(label="Cấp quyết định", choices=Level.choices)


@admin.register(AwardType)
class AwardTypeAdmin(LawAdmin):
    """The catalogue: the law's, so read by everybody and changed by the superuser alone."""

    form = AwardTypeForm
    worded = {"subjects": "subjects_text", "level": "level_text"}
    readonly_fields = ("usage",)
    list_display = ("title", "subjects_text", "decided_by", "validity", "checked", "checked_by")
    list_filter = (
        DayFilter,
        ("kind", ChoicesRadioFilter),
        ("verified", ChoicesRadioFilter),
        ("level", ChoicesDropdownFilter),
    )
    search_fields = ("code", "name", "decided_by", "legal_basis")
    search_help_text = "Tìm theo tên, mã, thẩm quyền, căn cứ; gõ có dấu hay không dấu đều được."
    ordering = ("position", "valid_from", "pk")
    fieldsets = (
        ("Danh hiệu, hình thức", {"fields": ("name", ("code", "kind"), "subjects", "position")}),
        ("Thẩm quyền", {"fields": ("level", "decided_by")}),
        BY_LAW,
        ("Đang dùng", {"fields": ("usage",)}),
    )

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Refuse only a row in use: the database itself knows what refers to it."""
        return ChangesAdmin.delete_view(self, request, object_id, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Say how many records use an edited row, and that they keep their words."""
        super().save_model(request, obj, form, change)
        if change and form.changed_data and (used := in_use(obj)):
            messages.info(
                request,
                f"«{obj}» đang dùng ở {used}. Kế hoạch đã ban hành và khen thưởng đã tặng giữ "
                "nguyên tên gọi, thẩm quyền khi ban hành; bản đang soạn theo dòng mới.",
            )

    @display(description="Bản ghi đang dùng")
    def usage(self, award: AwardType) -> str:
        """Return how many records use the row."""
        if award.pk is None:
            return "Chưa có"
        used = in_use(award)
        return f"{used}. Bản ghi đã ban hành giữ nguyên lời văn khi sửa dòng này." if used else (
            "Chưa có bản ghi nào"
        )  # fmt: skip

    @display(description="Danh hiệu, hình thức", ordering="position")
    def title(self, award: AwardType) -> str:
        """Return the official name over its code."""
        return format_html(
            '<span class="whitespace-normal">{}</span> <span class="text-xs">({})</span>',
            award.name,
            award.code,
        )

    @display(description="Đối tượng")
    def subjects_text(self, award: AwardType) -> str:
        """Return the nominee kinds in words."""
        return award.subjects_display

    @display(description="Cấp quyết định")
    def level_text(self, award: AwardType) -> str:
        """Return the levels in words."""
        return award.level_display


def in_use(award: AwardType) -> str:
    """Return what uses the row, in words; "" when nothing does."""
    return ", ".join(f"{count} {name}" for name, count in references(award).items())
