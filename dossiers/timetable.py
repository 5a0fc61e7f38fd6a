"""Sessions of the council on the calendar (campaigns/timetable.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from campaigns.timetable import Entry, Span, overseen_by
from dossiers.models import CouncilSession
from dossiers.states import SessionState

SESSION = "session"


def sessions(user: Any, day: dt.date, within: Span | None) -> Iterator[Entry]:
    """Yield the sessions of the authorities that `user` oversees, and those he has a seat in.

    One is open until its day is over: who is late for a meeting is not reminded of it.
    """
    overseen = overseen_by(user)
    found = CouncilSession.objects.filter(
        Q(authority__in=overseen) | Q(attendances__seat__user=user)
    ).exclude(state=SessionState.CANCELLED)
    if within:
        first, last = (moment - dt.timedelta(days=1) for moment in within)
        found = found.filter(planned_at__date__range=(first, last))
    for session in found.distinct().select_related("council", "authority"):
        planned = timezone.localtime(session.planned_at)
        yield Entry(
            f"{SESSION}-{session.pk}",
            SESSION,
            planned.date() + dt.timedelta(days=1),
            f"Họp Hội đồng: {session.title}",
            f"{planned:%H giờ %M}, {session.place}; {session.get_state_display().lower()}",
            _page(session, session.authority_id in overseen),
            session.state in (SessionState.PLANNED, SessionState.OPENED) and planned.date() >= day,
            takes_place=True,
        )


def _page(session: CouncilSession, oversees: bool) -> str:
    """Return where it is worked on; a member who only votes has no more than his ballot."""
    if oversees:
        return session.get_absolute_url()
    if session.on_screen:
        return reverse("dossiers:session_ballot", args=[session.pk])
    return reverse("campaigns:calendar")
