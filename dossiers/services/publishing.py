"""Making an issued decision public on the honour page, at once or from an hour on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from awards.models import Award
from dossiers.models import Decision, DecisionLog
from dossiers.states import PUBLISH, UNPUBLISH, DecisionState
from emulation.organization.models import Unit
from emulation.workflow import TransitionNotAllowed, move


def publish(decision: Decision, *, at: dt.datetime | None, by: Any) -> DecisionLog:
    """Make the decision public from `at` on, or from now; what was embargoed gets the new hour.

    Raises TransitionNotAllowed and PermissionDenied as `move` does.
    """
    at = at or timezone.now()
    return move(
        decision,
        PUBLISH,
        by=by,
        note=f"Từ {timezone.localtime(at):%H:%M ngày %d/%m/%Y}",
        published_at=at,
    )


def unpublish(decision: Decision, *, by: Any, note: str) -> DecisionLog:
    """Take the decision off the honour page, with a reason; raises as `move` does."""
    if decision.published_at is None:
        raise TransitionNotAllowed("Quyết định này chưa công khai.")
    return move(decision, UNPUBLISH, by=by, note=note, published_at=None)


def public_awards(authority: Unit) -> QuerySet[Award]:
    """Return the standing awards of the authority's decisions that are public now."""
    return (
        Award.objects.standing()
        .filter(
            decision_line__decision__authority=authority,
            decision_line__decision__state=DecisionState.ISSUED,
            decision_line__decision__published_at__lte=timezone.now(),
        )
        .select_related("decision_line__decision")
        .order_by("-document_date", "decision_line__decision_id", "decision_line__position")
    )
