"""Admin of councils and their sessions: read here, worked on in the staff pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from dossiers.admin.base import StateAdmin
from dossiers.models import AgendaItem, Council, CouncilSession, Seat, SessionLog
from emulation.adminbase import (
    ChangesAdmin,
    ChoicesRadioFilter,
    LogInline,
    ReadInline,
    WorkedElsewhere,
    display,
)


class SeatInline(ReadInline):
    """The members with their terms."""

    model = Seat
    fields = readonly_fields = ("name", "role", "post", "starts_on", "ends_on")
    verbose_name_plural = "thành viên"


@admin.register(Council)
class CouncilAdmin(WorkedElsewhere, ChangesAdmin):
    """Councils."""

    list_display = ("name", "authority", "starts_on", "ends_on", "quorum", "work_page")
    list_select_related = ("authority",)
    search_fields = ("name", "document")
    inlines = (SeatInline,)
    fieldsets = (
        (None, {"fields": ("work_page", "name", "authority", "document", "standing_unit")}),
        ("Nhiệm kỳ", {"fields": (("starts_on", "ends_on"), "quorum")}),
    )
    readonly_fields = ("work_page", "quorum")

    @display(description="Dự họp tối thiểu")
    def quorum(self, council: Council) -> str:
        """Return the council's own rule of quorum as a share."""
        return f"{council.quorum_numerator}/{council.quorum_denominator} thành viên"


class ItemInline(ReadInline):
    """The agenda with its sums; never who voted what."""

    model = AgendaItem
    fields = readonly_fields = (
        "position", "nomination", "percent", "agree", "disagree", "blank", "outcome",
    )  # fmt: skip
    verbose_name_plural = "chương trình và kết quả biểu quyết"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch nominees and awards with the rows."""
        return super().get_queryset(request).select_related(
            "nomination__award_type", "nomination__unit", "nomination__person",
            "nomination__household",
        )  # fmt: skip

    @display(description="Kết quả")
    def outcome(self, item: AgendaItem) -> str:
        """Return where the nomination stands."""
        return item.nomination.get_state_display()


class SessionLogInline(LogInline):
    """Log of a session."""

    model = SessionLog


@admin.register(CouncilSession)
class SessionAdmin(StateAdmin):
    """Sessions."""

    list_display = ("title", "authority", "planned_at", "state_badge", "work_page")
    list_select_related = ("authority",)
    list_filter = (("state", ChoicesRadioFilter),)
    search_fields = ("title", "place")
    inlines = (ItemInline, SessionLogInline)
    fieldsets = (
        (None, {"fields": ("work_page", "state", "title", "council")}),
        ("Cuộc họp", {"fields": (("planned_at", "place"), ("opened_at", "closed_at"))}),
        ("Điều hành", {"fields": (("presided_by", "secretary"),)}),
    )
    readonly_fields = ("work_page", "state")
