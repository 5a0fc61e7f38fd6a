"""Registered and achieved: what was put down for, who is eligible, who was given the award."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from awards.facts import Outcome
from campaigns.models import AwardOffer, Period

from .candidates import Candidate
from .gathering import held_in
from .judging import Assessed


@dataclass
class Achievement:
    """One column of the registration table: its candidates, and how far they got."""

    offer: AwardOffer
    registered: list[Candidate] = field(default_factory=list)
    eligible: int = 0
    given: int = 0
    missed: list[Candidate] = field(default_factory=list)

    @property
    def share(self) -> int:
        """Return how many in a hundred of the registered were given the award, cut off."""
        return self.given * 100 // len(self.registered)


def achievements(period: Period, found: Iterable[Assessed]) -> list[Achievement]:
    """Return award by award what came of the registrations (one query).

    An award counts as given when the register holds it for the period's year, from whichever
    decision.
    """
    rows: dict[int, Achievement] = {}
    held = held_in(period)
    for row in found:
        candidate = row.candidate
        if candidate.offer.column is None:
            continue
        line = rows.setdefault(candidate.offer.pk, Achievement(candidate.offer))
        line.registered.append(candidate)
        line.eligible += row.assessment.outcome == Outcome.ELIGIBLE
        codes = {award_type.code for award_type in candidate.offer.types}
        if codes & held.get(candidate.ref, set()):
            line.given += 1
        else:
            line.missed.append(candidate)
    for line in rows.values():
        line.missed.sort(key=lambda candidate: (candidate.subject, candidate.nominee.sort_key))
    return sorted(rows.values(), key=lambda line: (line.offer.column or 0, line.offer.pk))
