"""Records whose work has pages of its own: read in the admin, with their log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from emulation.organization.models import Role
from emulation.workflow import TransitionLog, find

from .look import display, page_link
from .records import ReadInline, RecordAdmin


class LogInline(ReadInline):
    """Who moved the record, when and why; a concrete one names its `model`."""

    fields = readonly_fields = ("at", "step", "by", "acted_as", "note")
    verbose_name_plural = "nhật ký xử lý"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the people with the rows."""
        return super().get_queryset(request).select_related("by", "record")

    @display(description="Bước")
    def step(self, row: TransitionLog) -> str:
        """Return what was done, in the words of the workflow's table."""
        try:
            return find(row.record.TRANSITIONS, row.transition).done
        except KeyError:  # A step that this version no longer has.
            return row.transition

    @display(description="Với vai trò")
    def acted_as(self, row: TransitionLog) -> str:
        """Return the role in words."""
        return Role(row.role).label if row.role in Role.values else row.role


class WorkedElsewhere(RecordAdmin):
    """A record whose work has pages of its own: nobody changes it here."""

    superuser_may = frozenset()

    @display(description="Trang làm việc")
    def work_page(self, record: Any) -> str:
        """Return a link to the record's own page."""
        return page_link(record.get_absolute_url(), "Mở trang làm việc")
