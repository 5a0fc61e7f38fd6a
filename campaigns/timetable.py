"""What is due for a user and when: deadlines of periods, tasks of plans and more as one list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from campaigns.deadlines import DeadlineKind, Stage, stage_on
from campaigns.models import Period, PlanTask
from campaigns.owing import Owed, Standing, owed
from campaigns.states import CampaignState
from emulation.organization.models import OVERSEERS, Role, Unit
from emulation.vietnamese import last_day_before

TASK = "task"
Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Entry:
    """One thing due; `is_open` while there is something left to do for whoever reads it.

    `uid` stays the same when the day moves, so that a calendar moves the entry. `state` is that
    of the reader's own unit, "" where the entry counts many. What `takes_place` happens on its
    last day, it does not end with it.
    """

    uid: str
    kind: str
    before: dt.date
    title: str
    detail: str
    url: str
    is_open: bool
    state: str = ""
    takes_place: bool = False

    @property
    def last_day(self) -> dt.date:
        """Return the last day on which it can be done."""
        return last_day_before(self.before)

    def stage(self, day: dt.date) -> Stage | None:
        """Return how near it is on `day`; None when it is done or far off."""
        return stage_on(self.before, day) if self.is_open else None


def entries_for(user: Any, day: dt.date, within: Span | None = None) -> list[Entry]:
    """Return what is due in the movements in force that `user` has a part in, in order of days.

    Who oversees an authority sees how many units still owe; a unit sees what it owes itself.
    `within` are the first and last of the days (first too late) asked for: what only lies
    elsewhere costs nothing. The number of queries does not grow with movements or units. Upper
    floors add theirs (`settings.TIMETABLE_SOURCES`), called with the same values.
    """
    overseen, own = overseen_by(user), units_of(user)
    asked = Period.objects.filter(
        campaign__state=CampaignState.ISSUED,
        campaign__authority__in=overseen | {unit.authority_id for unit in own.values()},
    )
    tasks = PlanTask.objects.filter(
        Q(campaign__authority__in=overseen) | Q(unit__in=own),
        campaign__state=CampaignState.ISSUED,
        before__isnull=False,
    )
    if within:
        inside = Q(extensions__before__range=within)
        for kind in DeadlineKind:
            inside |= Q(**{f"{kind}_before__range": within})
        asked, tasks = asked.filter(inside).distinct(), tasks.filter(before__range=within)
    periods = list(asked.with_scope())
    standings = owed(periods, day)
    found = list(_tasks(tasks))
    for period in periods:
        found += _own(period, standings, own)
        if period.campaign.authority_id in overseen:
            found += _counted(period, standings)
    for source in settings.TIMETABLE_SOURCES:
        found += import_string(source)(user, day, within)
    if within:
        found = [entry for entry in found if within[0] <= entry.before <= within[1]]
    return sorted(found, key=lambda entry: (entry.before, entry.uid))


def overseen_by(user: Any) -> set[int]:
    """Return the ids of the authorities whose movements `user` oversees."""
    if user.is_superuser:
        return set(Unit.objects.authorities().values_list("pk", flat=True))
    return set(user.authorities_as(*OVERSEERS))


def units_of(user: Any) -> dict[int, Unit]:
    """Return the units that `user` registers and reports for, by id."""
    return {unit.pk: unit for unit in user.member_units_as(Role.UNIT)}


def _counted(period: Period, standings: Owed) -> Iterator[Entry]:
    """Yield the deadlines of a period as its office sees them, own ones of units apart."""
    campaign, url = period.campaign, reverse("campaigns:period_deadlines", args=[period.pk])
    for kind in DeadlineKind:
        rows = standings.get((period.pk, kind), [])
        by_day: dict[dt.date, list[Standing]] = {}
        for row in rows:
            by_day.setdefault(period.before(kind, row.unit), []).append(row)
        common = period.before(kind)
        for before, group in by_day.items():
            waiting = [row for row in group if row.owes]
            extended = before != common
            names = ", ".join(str(row.unit) for row in group)
            yield Entry(
                f"{kind}-{period.pk}" + (f"-{group[0].unit.pk}" if extended else ""),
                kind,
                before,
                f"{kind.label} – {period.name}" + (f" (gia hạn: {names})" if extended else ""),
                f"{campaign}; {_words(kind, waiting, group)}",
                url,
                bool(waiting),
            )


def _words(kind: str, waiting: list[Standing], group: list[Standing]) -> str:
    if kind == DeadlineKind.REPORT:
        return "chưa gửi" if waiting else "đã gửi"
    return f"{len(waiting)}/{len(group)} đơn vị chưa gửi" if waiting else "các đơn vị đã gửi đủ"


def _own(period: Period, standings: Owed, own: Collection[int]) -> Iterator[Entry]:
    """Yield what the user's own units owe in a period."""
    for kind in DeadlineKind:
        for row in standings.get((period.pk, kind), []):
            if row.unit.pk in own:
                yield Entry(
                    f"{kind}-{period.pk}-{row.unit.pk}-own",
                    kind,
                    period.before(kind, row.unit),
                    f"{row.unit}: {kind.label.lower()} – {period.name}",
                    f"{period.campaign}; {row.label.lower()}",
                    _page(period, kind),
                    row.owes,
                    row.state,
                )


def _page(period: Period, kind: str) -> str:
    """Return where a unit hands in what is due."""
    if kind == DeadlineKind.DOSSIER:
        return reverse("dossiers:period_dossiers", args=[period.pk])
    if kind == DeadlineKind.RESULTS:
        return reverse("campaigns:period_results", args=[period.pk])
    return period.campaign.get_absolute_url()


def _tasks(tasks: QuerySet) -> Iterator[Entry]:
    for task in tasks.select_related("campaign", "unit"):
        yield Entry(
            f"{TASK}-{task.pk}",
            TASK,
            task.before,
            f"{task.who}: {task.text}",
            f"{task.campaign}; {task.get_state_display().lower()}",
            task.get_absolute_url(),
            task.is_open,
            task.state,
        )
