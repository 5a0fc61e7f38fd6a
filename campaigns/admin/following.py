"""Admin of what follows a plan up: more time, reminders, chase letters, tasks."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.urls import reverse

from campaigns.models import (
    ChaseLetter,
    ChaseLetterLog,
    Extension,
    PlanTask,
    PlanTaskLog,
    Reminder,
)
from campaigns.states import LetterState, TaskState
from emulation.adminbase import (
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    LogInline,
    UnitFilter,
    WorkedElsewhere,
    display,
    page_link,
)
from emulation.organization.models import Unit

LETTER_TONES = {
    LetterState.DRAFT: "",
    LetterState.ISSUED: "success",
    LetterState.CANCELLED: "danger",
}
TASK_TONES = {
    TaskState.TODO: "",
    TaskState.DOING: "info",
    TaskState.DONE: "success",
    TaskState.DROPPED: "danger",
}


class ChaseLetterLogInline(LogInline):
    """Log of a letter."""

    model = ChaseLetterLog


class PlanTaskLogInline(LogInline):
    """Log of a task."""

    model = PlanTaskLog


@admin.register(Extension)
class ExtensionAdmin(WorkedElsewhere):
    """Deadlines that were moved: kept for good, given on the page of deadlines."""

    list_display = ("kind", "campaign", "period", "for_whom", "old_before", "before", "by", "at")
    list_select_related = ("period__campaign", "unit", "by")
    list_filter = (("kind", ChoicesDropdownFilter), UnitFilter)
    ordering = ("-at", "-pk")
    fieldsets = (
        (None, {"fields": ("work_page", "kind", "campaign", "period", "for_whom")}),
        ("Thời hạn", {"fields": (("old_before", "before"), "reason")}),
        ("Theo dõi", {"fields": (("by", "at"),)}),
    )
    readonly_fields = ("work_page", "campaign", "for_whom", "by", "at")

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return those of the authorities that `user` oversees."""
        overseen = Unit.objects.visible_to(user).authorities()
        return records.filter(period__campaign__authority__in=overseen)

    @display(description="Phong trào", ordering="period__campaign__name")
    def campaign(self, extension: Extension) -> str:
        """Return the campaign's name."""
        return extension.period.campaign.name

    @display(description="Gia hạn cho", ordering="unit")
    def for_whom(self, extension: Extension) -> str:
        """Return the unit, or all of them."""
        return str(extension.unit or "Tất cả các đơn vị")

    @display(description="Trang làm việc")
    def work_page(self, extension: Extension) -> str:
        """Return a link to the deadlines of the period."""
        page = reverse("campaigns:period_deadlines", args=[extension.period_id])
        return page_link(page, "Mở trang làm việc")


@admin.register(Reminder)
class ReminderAdmin(WorkedElsewhere):
    """What fell due for whom, and when he was to be told."""

    list_display = ("unit", "what_is_due", "stage", "before", "on", "movement")
    list_select_related = ("unit", "period__campaign", "task__campaign")
    list_filter = (
        ("stage", ChoicesRadioFilter),
        ("kind", ChoicesDropdownFilter),
        UnitFilter,
    )
    ordering = ("-on", "-pk")
    fieldsets = (
        (None, {"fields": ("work_page", "unit", "what_is_due", "movement")}),
        ("Lúc nhắc", {"fields": (("stage", "on"), "before")}),
    )
    readonly_fields = ("work_page", "what_is_due", "movement")

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return those of the authorities that `user` oversees."""
        overseen = Unit.objects.visible_to(user).authorities()
        return records.filter(
            Q(period__campaign__authority__in=overseen) | Q(task__campaign__authority__in=overseen)
        )

    @display(description="Việc được nhắc")
    def what_is_due(self, reminder: Reminder) -> str:
        """Return the deadline or the task in words."""
        return reminder.what

    @display(description="Phong trào")
    def movement(self, reminder: Reminder) -> str:
        """Return the movement and its period."""
        return reminder.movement

    @display(description="Trang làm việc")
    def work_page(self, reminder: Reminder) -> str:
        """Return a link to the page on which it is followed."""
        return page_link(reminder.url, "Mở trang làm việc")


@admin.register(ChaseLetter)
class ChaseLetterAdmin(WorkedElsewhere):
    """Chase letters."""

    list_display = ("kind", "period", "state_badge", "number", "dated", "due_before", "work_page")
    list_select_related = ("period", "authority")
    list_filter = (("state", ChoicesRadioFilter), ("kind", ChoicesDropdownFilter))
    ordering = ("-created_at", "-pk")
    inlines = (ChaseLetterLogInline,)
    fieldsets = (
        (None, {"fields": ("work_page", "state", "kind", "period", "authority")}),
        ("Văn bản", {"fields": (("number", "dated"), ("signer_position", "signer_name"))}),
        ("Nội dung", {"fields": (("counted_on", "due_before"), "units", "note")}),
        ("Theo dõi", {"fields": (("created_by", "created_at"),)}),
    )
    readonly_fields = (
        "work_page",
        "state",
        "kind",
        "period",
        "authority",
        "number",
        "dated",
        "counted_on",
        "created_by",
        "created_at",
    )

    @display(description="Trạng thái", ordering="state", label=LETTER_TONES)
    def state_badge(self, letter: ChaseLetter) -> tuple[str, str]:
        """Return the state as a badge."""
        return letter.state, letter.get_state_display()


@admin.register(PlanTask)
class PlanTaskAdmin(WorkedElsewhere):
    """Tasks of plans."""

    list_display = ("text", "who", "before", "state_badge", "campaign", "work_page")
    list_select_related = ("campaign", "unit")
    list_filter = (("state", ChoicesRadioFilter), UnitFilter)
    search_fields = ("text", "who")
    ordering = ("-campaign", "position", "pk")
    inlines = (PlanTaskLogInline,)
    fieldsets = (
        (None, {"fields": ("work_page", "state", "campaign", "text")}),
        ("Phân công", {"fields": (("who", "unit"), "before")}),
        ("Theo dõi", {"fields": ("created_by",)}),
    )
    readonly_fields = ("work_page", "state", "campaign", "created_by")

    @display(description="Trạng thái", ordering="state", label=TASK_TONES)
    def state_badge(self, task: PlanTask) -> tuple[str, str]:
        """Return the state as a badge."""
        return task.state, task.get_state_display()
