"""Admin of results and of the good examples set up for them."""

from __future__ import annotations

from django.contrib import admin

from campaigns.models import Example, Result, ResultLog
from campaigns.states import ResultState
from emulation.adminbase import ChoicesRadioFilter, LogInline, WorkedElsewhere, display

NOMINEE_KEYS = ("unit__search_key", "person__search_key", "household__search_key")
RESULT_TONES = {
    ResultState.DRAFT: "",
    ResultState.REPORTED: "info",
    ResultState.RETURNED: "warning",
    ResultState.VERIFIED: "success",
}


class ResultLogInline(LogInline):
    """Log of a result."""

    model = ResultLog


class AboutNomineeAdmin(WorkedElsewhere):
    """What is about a unit, a person or a household."""

    search_fields = NOMINEE_KEYS

    @display(description="Đối tượng")
    def nominee_name(self, record: Result | Example) -> str:
        """Return the name of whom it is about."""
        return str(record.nominee)


@admin.register(Result)
class ResultAdmin(AboutNomineeAdmin):
    """Results on criteria."""

    list_display = ("nominee_name", "criterion", "period", "state_badge", "verdict", "work_page")
    list_select_related = ("unit", "person", "household", "criterion", "period")
    list_filter = (("state", ChoicesRadioFilter),)
    ordering = ("-pk",)
    inlines = (ResultLogInline,)
    fieldsets = (
        (None, {"fields": ("work_page", "state", "nominee_name", "criterion", "period")}),
        ("Báo cáo", {"fields": (("claims_met", "number", "claimed_points"), "text")}),
        ("Xác nhận", {"fields": (("verdict", "points"),)}),
        ("Theo dõi", {"fields": ("saved_at",)}),
    )
    readonly_fields = ("work_page", "state", "nominee_name", "verdict", "points", "saved_at")

    @display(description="Trạng thái", ordering="state", label=RESULT_TONES)
    def state_badge(self, result: Result) -> tuple[str, str]:
        """Return the state as a badge."""
        return result.state, result.get_state_display()

    @display(description="Kết luận", ordering="is_met")
    def verdict(self, result: Result) -> str:
        """Return the office's verdict once there is one."""
        return "" if result.is_met is None else result.verdict_label


@admin.register(Example)
class ExampleAdmin(AboutNomineeAdmin):
    """Good examples."""

    list_display = ("title", "nominee_name", "period", "by", "at", "work_page")
    list_select_related = ("unit", "person", "household", "period", "by")
    ordering = ("-at", "-pk")
    fieldsets = (
        (None, {"fields": ("work_page", "title", "nominee_name", "period", "text")}),
        ("Theo dõi", {"fields": (("by", "at"),)}),
    )
    readonly_fields = ("work_page", "nominee_name", "by", "at")
