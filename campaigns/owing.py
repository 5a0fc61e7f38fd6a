"""Who still owes what by a deadline: one answer for calendar, board, reminders and letters.

`settings.DEADLINE_OWING` names one source a kind of deadline; each answers for many periods in a
constant number of queries. What a unit owes is known on the floor where it hands it in.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from campaigns.board import NOT_SENT, STATE_LABELS, rows_of
from campaigns.deadlines import DeadlineKind
from campaigns.models import Period, Registration, Result
from campaigns.states import RESULT_EDITABLE, RegistrationState, ResultState
from emulation.organization.models import Unit


@dataclass(frozen=True)
class Standing:
    """Where one unit stands with what it owes; `state` is one that badges know."""

    unit: Unit
    state: str
    label: str
    owes: bool


# All that is owed: by period and kind of deadline.
Owed = dict[tuple[int, str], list[Standing]]
Source = Callable[[list[Period], dt.date], dict[int, list[Standing]]]


def owed(periods: Iterable[Period], day: dt.date, kinds: Iterable[str] = DeadlineKind) -> Owed:
    """Return the standings of all units for each deadline that the periods have.

    The periods come `with_scope()`. The number of queries does not grow with periods or units.
    """
    found: Owed = {}
    periods = list(periods)
    for kind in kinds:
        asked = [period for period in periods if period.before(kind)]
        if asked:
            source: Source = import_string(settings.DEADLINE_OWING[kind])
            standings = source(asked, day)
            found |= {(period.pk, kind): standings.get(period.pk, []) for period in asked}
    return found


def to_chase(period: Period, kind: str, day: dt.date) -> list[Standing]:
    """Return who is to be chased about a deadline: whoever owes, and once it is over not those
    whose own longer time still lasts. The period comes `with_scope()`."""
    over = period.is_over(kind, day)
    rows = owed([period], day, [kind]).get((period.pk, kind), [])
    return [row for row in rows if row.owes and (not over or period.is_over(kind, day, row.unit))]


def units_in_scope(periods: Iterable[Period], day: dt.date) -> dict[int, list[Unit]]:
    """Return the units that take part in each period, reckoned as the board does; one query."""
    by_authority: dict[int, list[Unit]] = defaultdict(list)
    authorities = {period.campaign.authority_id for period in periods}
    for unit in Unit.objects.filter(authority__in=authorities):
        by_authority[unit.authority_id].append(unit)
    return {
        period.pk: period.campaign.units_on(
            period.reckoning_day(day), by_authority[period.campaign.authority_id]
        )
        for period in periods
    }


def registrations(periods: list[Period], day: dt.date) -> dict[int, list[Standing]]:
    """Who has sent a registration: the rows of the board."""
    scope = units_in_scope(periods, day)
    standing: dict[int, list[Registration]] = defaultdict(list)
    sent = Registration.objects.standing().of_units().filter(period__in=periods)
    for registration in sent.select_related("unit").order_by():
        standing[registration.period_id].append(registration)
    return {
        period.pk: [
            Standing(row.unit, row.state, row.label, row.is_open)
            for row in rows_of(scope[period.pk], standing[period.pk])
        ]
        for period in periods
    }


# The weakest state of a unit's results says where it stands; it owes while one is open.
_RESULTS = (
    (ResultState.RETURNED, STATE_LABELS[RegistrationState.RETURNED]),
    (ResultState.DRAFT, "Đang nhập, chưa báo cáo"),
    (ResultState.REPORTED, "Đã báo cáo, chờ xác nhận"),
    (ResultState.VERIFIED, "Đã xác nhận"),
)
_AS_BADGE = {ResultState.REPORTED: "submitted", ResultState.VERIFIED: "confirmed"}


def results(periods: list[Period], day: dt.date) -> dict[int, list[Standing]]:
    """Who has reported results: the units whose registration was confirmed owe them."""
    states: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = Result.objects.filter(period__in=periods).order_by()
    for period, state, *units in rows.values_list(
        "period", "state", "unit", "person__unit", "household__unit"
    ).distinct():
        states[period, next(filter(None, units))].add(state)
    found: dict[int, list[Standing]] = defaultdict(list)
    registered = Registration.objects.of_units().filter(
        period__in=periods, state=RegistrationState.CONFIRMED
    )
    for one in registered.select_related("unit").order_by("unit__sort_key", "pk"):
        found[one.period_id].append(_of_results(one.unit, states[one.period_id, one.unit_id]))
    return found


def _of_results(unit: Unit, states: set[str]) -> Standing:
    for state, label in _RESULTS:
        if state in states:
            return Standing(unit, _AS_BADGE.get(state, state), label, state in RESULT_EDITABLE)
    return Standing(unit, NOT_SENT, STATE_LABELS[NOT_SENT], True)


def reports(periods: list[Period], day: dt.date) -> dict[int, list[Standing]]:
    """Whether the authority's own closing report went to its superior."""
    return {
        period.pk: [
            Standing(
                period.campaign.authority,
                NOT_SENT if period.reported_on is None else "sent",
                STATE_LABELS[NOT_SENT] if period.reported_on is None else "Đã gửi",
                period.reported_on is None,
            )
        ]
        for period in periods
    }
