"""What the pages of this floor share: the state as a badge, whose desk an account works at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from emulation.adminbase import WorkedElsewhere, display, may_enter
from emulation.organization.models import Role
from emulation.organization.templatetags.components import STATES

# The tones of the staff pages, in the admin's words.
_LABELS = {"good": "success", "info": "info", "warn": "warning", "bad": "danger", "quiet": ""}
TONES = {state: _LABELS[tone] for state, (tone, _icon) in STATES.items()}


class StateAdmin(WorkedElsewhere):
    """A record with a workflow."""

    @display(description="Trạng thái", ordering="state", label=TONES)
    def state_badge(self, record: Any) -> tuple[str, str]:
        """Return the state as a badge."""
        return record.state, record.get_state_display()


class DeskAdmin(StateAdmin):
    """A list on which the office acts in bulk; whoever signs or audits reads."""

    def has_desk_permission(self, request: HttpRequest) -> bool:
        """Whether the account works at an office's desk; the services ask again, by record."""
        return may_enter(request) and bool(request.user.authorities_as(Role.OFFICE))
