"""How many may be put forward: the campaign's quotas, the law's shares, who holds a place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from awards.competence import award_shares
from awards.eligibility import share_quota
from awards.facts import Quota
from campaigns.models import Period

from .candidates import Candidate, Ref
from .gathering import held_in
from .rules import plan_words


class Place(NamedTuple):
    """A place taken: by whom, for which award, in which column of which period."""

    period: int
    offer: int
    code: str
    ref: Ref


def place_of(candidate: Candidate) -> Place:
    """Return the place that a candidate takes."""
    return Place(candidate.period.pk, candidate.offer.pk, candidate.award_type.code, candidate.ref)


class Quotas:
    """The limits of a period's awards on the day whose law sets the criteria.

    The law's share of CSTĐCS among LĐTT (NĐ 91/2017 Điều 9.3) is reckoned for the authority and
    the year: whoever was given the title or is put forward for it counts.
    """

    def __init__(
        self,
        period: Period,
        day: dt.date,
        everybody: Sequence[Candidate],
        asked: Sequence[Candidate],
        names: Mapping[str, str],
    ) -> None:
        """Read the shares in force and, where one is asked for, the register (two queries)."""
        self.period, self.everybody, self.asked, self.names = period, everybody, asked, names
        self.shares = award_shares(day)
        self._given: dict[str, set[Ref]] = defaultdict(set)
        if any(candidate.award_type.code in self.shares for candidate in asked):
            for ref, codes in held_in(period).items():
                for code in codes:
                    self._given[code].add(ref)
        self._by_offer: dict[int, set[Ref]] = defaultdict(set)
        self._by_code: dict[str, set[Ref]] = defaultdict(set)
        self._put_down: dict[str, set[Ref]] = defaultdict(set)
        for candidate in everybody:
            self._put_down[candidate.award_type.code].add(candidate.ref)

    def rivals(self) -> list[Candidate]:
        """Return who else is put down in the period for the limited awards among those asked."""
        offers = {c.offer.pk for c in self.asked if c.offer.quota is not None}
        codes = {c.award_type.code for c in self.asked if c.award_type.code in self.shares}
        known = {c.key for c in self.asked}
        return [
            c
            for c in self.everybody
            if c.period.pk == self.period.pk
            and c.key not in known
            and (c.offer.pk in offers or c.award_type.code in codes)
        ]

    def fill(self, places: Iterable[Place]) -> None:
        """Say who holds a place in this period; those of the year's other periods are known."""
        beside = (place_of(c) for c in self.everybody if c.period.pk != self.period.pk)
        for place in [*places, *beside]:
            if place.period == self.period.pk:
                self._by_offer[place.offer].add(place.ref)
            self._by_code[place.code].add(place.ref)

    def of(self, candidate: Candidate) -> list[Quota]:
        """Return the limits of the candidate's award, he himself not counted."""
        found = []
        ref, offer = candidate.ref, candidate.offer
        if offer.quota is not None:
            plan = plan_words(candidate.period.campaign)
            taken = len(self._by_offer[offer.pk] - {ref})
            found.append(Quota(offer.quota, taken, f"chỉ tiêu của {plan}"))
        share = self.shares.get(candidate.award_type.code)
        if share:
            recognised, proposed = self._holders(share.of_code)
            found.append(
                share_quota(
                    share.percent,
                    f"{self.names.get(share.of_code, share.of_code)} năm {self.period.year}",
                    recognised,
                    proposed,
                    len((self._by_code[share.award_code] | self._given[share.award_code]) - {ref}),
                    clause=share.legal_basis,
                    verified=share.verified,
                )
            )
        return found

    def _holders(self, code: str) -> tuple[int, int]:
        """Return how many hold a title, and how many more are put forward for it."""
        given = self._given[code]
        return len(given), len((self._put_down[code] | self._by_code[code]) - given)
