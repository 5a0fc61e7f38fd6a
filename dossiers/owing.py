"""Who still owes a dossier by its deadline (campaigns/owing.py)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from campaigns.board import NOT_SENT, STATE_LABELS
from campaigns.models import AwardOffer, Period, Route
from campaigns.owing import Standing, units_in_scope
from dossiers.models import Dossier
from dossiers.states import DossierState
from emulation.organization.models import Unit

# The weakest state first: a unit owes until all its dossiers were sent.
_ORDER = (
    DossierState.DRAFT,
    DossierState.SUPPLEMENT,
    DossierState.SUBMITTED,
    DossierState.RECEIVED,
    DossierState.APPRAISED,
)


def dossiers(periods: list[Period], day: dt.date) -> dict[int, list[Standing]]:
    """Who has sent dossiers, where the movement leads to awards that need them."""
    asking = set(
        AwardOffer.objects.filter(
            campaign__in=[p.campaign_id for p in periods], route__in=[Route.OWN, Route.SUPERIOR]
        ).values_list("campaign", flat=True)
    )
    periods = [period for period in periods if period.campaign_id in asking]
    scope = units_in_scope(periods, day)
    states: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = Dossier.objects.filter(period__in=periods).order_by()
    for period, unit, state in rows.values_list("period", "unit", "state"):
        states[period, unit].add(state)
    return {
        period.pk: [_standing(unit, states[period.pk, unit.pk]) for unit in scope[period.pk]]
        for period in periods
    }


def _standing(unit: Unit, states: set[str]) -> Standing:
    for state in _ORDER:
        if state in states:
            return Standing(unit, state, state.label, state == DossierState.DRAFT)
    return Standing(unit, NOT_SENT, STATE_LABELS[NOT_SENT], True)
