"""What the stored attendance and sums of a session come to; pages, papers and services ask here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields

from django.utils import timezone

from dossiers.models import AgendaItem, Attendance, CouncilSession, Presence
from dossiers.voting import Outcome, Tally, Turnout, judge, quorum_needed

BALLOT_FIELDS = tuple(field.name for field in fields(Tally))
WRITTEN_FIELDS = tuple(name for name in BALLOT_FIELDS if name.startswith("written_"))


def day_of(session: CouncilSession) -> dt.date:
    """Return the local day of the meeting."""
    return timezone.localdate(session.opened_at or session.planned_at)


def quorum_of(
    session: CouncilSession, attendances: Iterable[Attendance] | None = None
) -> tuple[int, int, int]:
    """Return members, those present, and how many must be present.

    `attendances` are taken instead of the stored ones: to show the quorum while one types.
    """
    council = session.council
    rows = list(session.attendances.all() if attendances is None else attendances)
    present = sum(row.presence == Presence.PRESENT for row in rows)
    needed = quorum_needed(len(rows), council.quorum_numerator, council.quorum_denominator)
    return len(rows), present, needed


def turnout_of(item: AgendaItem, attendances: Iterable[Attendance]) -> Turnout:
    """Return who can vote on `item` (no query when `recused` is prefetched)."""
    rows = list(attendances)
    recused = {seat.pk for seat in item.recused.all()}
    present = {a.seat_id for a in rows if a.presence == Presence.PRESENT}
    written = {a.seat_id for a in rows if a.presence == Presence.WRITTEN}
    return Turnout(
        members=len(rows),
        present=len(present),
        written=len(written),
        recused=len(recused & {a.seat_id for a in rows}),
        recused_present=len(recused & present),
        recused_written=len(recused & written),
    )


def tally_of(item: AgendaItem) -> Tally | None:
    """Return the sums of `item`, None while it is not counted.

    The sums of a ballot on screen are nobody's to see while it is open: they would tell, from one
    voter to the next, who voted what. Every page and paper asks here.
    """
    if not item.is_counted or item.session.is_voting:
        return None
    return Tally(**{name: getattr(item, name) for name in BALLOT_FIELDS})


def outcome_of(item: AgendaItem, attendances: Iterable[Attendance]) -> Outcome | None:
    """Return what the vote on `item` came to, None while it is not counted."""
    tally = tally_of(item)
    if tally is None:
        return None
    return judge(tally, turnout_of(item, attendances), percent=item.percent, base=item.base)
