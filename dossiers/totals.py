"""What came of a movement's periods: registered, achieved, proposed, awarded, paid."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Sum

from campaigns.assessing.candidates import Ref, candidates_of
from campaigns.deadlines import DeadlineKind
from campaigns.models import Period, Result
from campaigns.owing import Standing, owed
from campaigns.states import ResultState
from dossiers.models import DecisionLine, Nomination
from dossiers.states import DecisionState, NominationState
from emulation.organization.models import NOMINEE_FIELDS

# Given by a decision; the hand-over comes later.
GIVEN = (NominationState.DECIDED, NominationState.AWARDED)
FIELDS = tuple(NOMINEE_FIELDS.values())
KIND_BY_FIELD = {field: str(kind) for kind, field in NOMINEE_FIELDS.items()}


@dataclass
class PeriodTotals:
    """One period in numbers; nominees count once, whatever they are put down for."""

    period: Period
    units: list[Standing] = field(default_factory=list)
    registered: set[Ref] = field(default_factory=set)
    achieved: set[Ref] = field(default_factory=set)
    nominations: list[Nomination] = field(default_factory=list)
    paid: int = 0

    @property
    def sent(self) -> int:
        """Return how many units have sent their registration."""
        return sum(not standing.owes for standing in self.units)

    @property
    def late(self) -> list[Standing]:
        """Return the units that still owe their registration."""
        return [standing for standing in self.units if standing.owes]

    @property
    def given(self) -> list[Nomination]:
        """Return what was given."""
        return [n for n in self.nominations if n.state in GIVEN]

    @property
    def waiting(self) -> list[Nomination]:
        """Return what the superior has not answered yet."""
        return [n for n in self.nominations if n.state == NominationState.FORWARDED]

    @property
    def awarded(self) -> int:
        """Return how many nominees were given something."""
        return len({(n.subject, n.nominee.pk) for n in self.given})


def totals_of(periods: Sequence[Period], day: dt.date) -> list[PeriodTotals]:
    """Return the totals of periods of one campaign, which come `with_scope()`, in their order.

    A constant number of queries for any number of units and nominees.
    """
    found = {period.pk: PeriodTotals(period) for period in periods}
    for (pk, _), standings in owed(periods, day, [DeadlineKind.REGISTRATION]).items():
        found[pk].units = standings
    for candidate in candidates_of(periods, day):
        found[candidate.period.pk].registered.add(candidate.ref)
    for pk, refs in _achieved(periods).items():
        found[pk].achieved = refs
    for nomination in _nominations(periods):
        found[nomination.period_id].nominations.append(nomination)
    lines = DecisionLine.objects.filter(
        nomination__period__in=periods, decision__state=DecisionState.ISSUED
    )
    paid = lines.order_by().values_list("nomination__period").annotate(Sum("amount"))
    for pk, amount in paid:
        found[pk].paid = amount or 0
    return list(found.values())


def _achieved(periods: Sequence[Period]) -> dict[int, set[Ref]]:
    """Return by period who met what the office has verified: something, and nothing missed."""
    met: dict[tuple[int, Ref], set[bool]] = defaultdict(set)
    verified = Result.objects.filter(period__in=periods, state=ResultState.VERIFIED)
    for pk, is_met, *ids in verified.order_by().values_list("period", "is_met", *FIELDS):
        name, nominee = next((f, n) for f, n in zip(FIELDS, ids, strict=True) if n)
        met[pk, (KIND_BY_FIELD[name], nominee)].add(bool(is_met))
    found: dict[int, set[Ref]] = defaultdict(set)
    for (pk, ref), verdicts in met.items():
        if verdicts == {True}:
            found[pk].add(ref)
    return found


def _nominations(periods: Sequence[Period]) -> Iterable[Nomination]:
    return (
        Nomination.objects.filter(period__in=periods)
        .exclude(state=NominationState.WITHDRAWN)
        .select_related(
            "award_type", "lowered_to", "unit", "person__unit", "household__unit", "dossier"
        )
        .order_by("award_type__position", "award_type", "position", "pk")
    )
