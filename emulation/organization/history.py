"""A record's log in the words of the page."""

from typing import Any

from emulation.workflow import find

from .models import Role


def timeline(record: Any) -> list[dict[str, Any]]:
    """Return what happened to `record`, oldest first: label, by, role, at, note, state.

    The label is the transition's own wording; one query.
    """
    return [
        {
            "label": find(record.TRANSITIONS, entry.transition).done,
            "by": entry.by,
            "role": Role(entry.role).label if entry.role in Role.values else "",
            "at": entry.at,
            "note": entry.note,
            "state": entry.to_state,
        }
        for entry in record.log.select_related("by")
    ]
