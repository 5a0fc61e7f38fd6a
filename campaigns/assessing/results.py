"""The results of a period side by side: nominees × criteria, how much is reported and verified."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count

from awards.kinds import CriterionKind
from awards.models import Criterion, CriterionSet, Scoring
from campaigns.models import Period, Result, Route
from campaigns.states import ResultState
from emulation.organization.models import IndexScore, NomineeKind, Unit

from .candidates import (
    Candidate,
    Nominee,
    Ref,
    candidates_of,
    closing_day,
    ref_of,
    targets_of,
    unit_of,
)

REPORTED = frozenset({ResultState.REPORTED, ResultState.VERIFIED})
# A cell without a result, or one of which nothing was sent yet.
NONE = "none"
STATES = {
    NONE: "Chưa báo cáo",
    ResultState.DRAFT: ResultState.DRAFT.label,
    ResultState.REPORTED: ResultState.REPORTED.label,
    ResultState.RETURNED: ResultState.RETURNED.label,
    "met": "Đạt",
    "not_met": "Không đạt",
}


@dataclass
class Row:
    """One nominee with his results on the campaign's criteria for his kind."""

    nominee: Nominee
    criteria: list[Criterion]
    results: dict[int, Result] = field(default_factory=dict)
    targets: list[str] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        """Return the unit that answers for the nominee."""
        return unit_of(self.nominee)

    @property
    def ref(self) -> Ref:
        """Return kind and id of the nominee."""
        return ref_of(self.nominee)

    @property
    def subject(self) -> str:
        """Return the nominee kind."""
        return self.ref[0]

    @property
    def cells(self) -> list[tuple[Criterion, Result | None]]:
        """Return each criterion with its result, in the plan's order."""
        return [(criterion, self.results.get(criterion.pk)) for criterion in self.criteria]

    @property
    def states(self) -> Counter[str]:
        """Count the cells by state or verdict (keys of STATES)."""
        return Counter(result.verdict if result else NONE for _, result in self.cells)

    @property
    def total(self) -> int:
        """Return how many criteria are to be reported; of alternatives as many as are needed."""
        return self._counted(lambda criterion: True)

    @property
    def reported(self) -> int:
        """Return how many of them were reported or verified."""
        return self._counted(lambda criterion: self._state(criterion) in REPORTED)

    @property
    def met(self) -> int:
        """Return how many of them the office confirmed as met."""
        return self._counted(
            lambda c: (result := self.results.get(c.pk)) is not None and result.is_met is True
        )

    @property
    def points(self) -> Decimal | None:
        """Return the points confirmed so far, None when the criteria give none."""
        scored = [c for c in self.criteria if c.scoring != Scoring.NONE]
        if not scored:
            return None
        total = Decimal(0)
        for criterion in scored:
            result = self.results.get(criterion.pk)
            if result is not None and result.points is not None:
                total += -result.points if criterion.scoring == Scoring.PENALTY else result.points
        return total

    def _state(self, criterion: Criterion) -> str:
        result = self.results.get(criterion.pk)
        return result.state if result else NONE

    def _counted(self, fits: Callable[[Criterion], bool]) -> int:
        singles = sum(bool(fits(c)) for c in self.criteria if not c.group_id)
        groups: dict[int, int] = defaultdict(int)
        needed: dict[int, int] = {}
        for criterion in self.criteria:
            if criterion.group_id:
                groups[criterion.group_id] += bool(fits(criterion))
                needed[criterion.group_id] = criterion.group.needed
        return singles + sum(min(count, needed[pk]) for pk, count in groups.items())


@dataclass
class Asked:
    """What is to be reported: the campaign's own criteria by nominee kind, and the law's.

    Of the law only what decides and no record can show: the office confirms it on evidence.
    """

    own: dict[str, list[Criterion]]
    law: dict[tuple[str, str], list[Criterion]]

    def of(self, subject: str, codes: Iterable[str]) -> list[Criterion]:
        """Return what a nominee of this kind reports who is put down for awards of `codes`."""
        found = list(self.own.get(subject, []))
        for code in codes:
            found += [c for c in self.law.get((code, subject), []) if c not in found]
        return found


def asked_in(period: Period) -> Asked:
    """Return what the campaign's plan and the law on its last day ask (six queries)."""
    own: dict[str, list[Criterion]] = defaultdict(list)
    sets = period.campaign.criterion_sets.order_by("name", "-version", "pk")
    for owned in sets.with_content():
        own[owned.subject] += owned.criteria.all()
    law: dict[tuple[str, str], list[Criterion]] = {}
    of_law = CriterionSet.objects.of_law_on(closing_day(period)).with_content()
    for found in of_law.order_by("valid_from", "pk"):
        law[found.award_code, found.subject] = [
            criterion
            for criterion in found.criteria.all()
            if criterion.kind == CriterionKind.MANUAL
            and (criterion.mandatory or criterion.group_id)
        ]
    return Asked(own, law)


def row_of(period: Period, nominee: Nominee, day: dt.date) -> Row:
    """Return one nominee's results on what is asked of him, registered or not."""
    ref = ref_of(nominee)
    mine = [c for c in _asked(candidates_of([period], day)) if c.ref == ref]
    row = Row(nominee, asked_in(period).of(ref[0], [c.award_type.code for c in mine]))
    for result in Result.objects.about(nominee).filter(period=period).with_work():
        row.results[result.criterion_id] = result
    return row


def rows_of(period: Period, day: dt.date) -> list[Row]:
    """Return everybody of whom criteria are asked, with what was reported.

    That is who was put down for something that is given or proposed because of the movement, and
    whoever has a result besides. In a constant number of queries.
    """
    asked = asked_in(period)
    nominees: dict[Ref, Nominee] = {}
    codes: dict[Ref, list[str]] = defaultdict(list)
    for candidate in _asked(candidates_of([period], day)):
        nominees[candidate.ref] = candidate.nominee
        codes[candidate.ref].append(candidate.award_type.code)
    rows = {ref: Row(n, asked.of(ref[0], codes[ref])) for ref, n in nominees.items()}
    results = (
        Result.objects.filter(period=period)
        .with_nominee()
        .select_related("criterion")
        .annotate(files=Count("evidence"))
    )
    for result in results:
        ref = ref_of(result.nominee)
        if ref not in rows:
            rows[ref] = Row(result.nominee, asked.of(ref[0], ()))
        rows[ref].results[result.criterion_id] = result
    for ref, texts in targets_of(period, day).items():
        if ref in rows:
            rows[ref].targets = texts
    found = [row for row in rows.values() if row.criteria]
    return sorted(found, key=lambda r: (r.unit.sort_key, r.subject != NomineeKind.COLLECTIVE,
                                        r.subject, r.nominee.sort_key, r.nominee.pk))  # fmt: skip


def columns_of(rows: Iterable[Row]) -> list[Criterion]:
    """Return every criterion that is asked of one of the rows, once."""
    return list({criterion.pk: criterion for row in rows for criterion in row.criteria}.values())


def _asked(candidates: Iterable[Candidate]) -> list[Candidate]:
    return [c for c in candidates if c.offer.route != Route.REGISTER]


def totals(rows: Iterable[Row]) -> tuple[int, int]:
    """Return how many criteria were reported, of how many."""
    rows = list(rows)
    return sum(row.reported for row in rows), sum(row.total for row in rows)


@dataclass(frozen=True)
class YearOnYear:
    """A unit's index of the year beside that of the year before."""

    name: str
    before: IndexScore | None
    after: IndexScore | None

    @property
    def change(self) -> Decimal | None:
        """Return by how many points it rose."""
        if self.before is None or self.after is None:
            return None
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score

    @property
    def places(self) -> int | None:
        """Return by how many places it rose in the ranking."""
        if self.before is None or self.after is None:
            return None
        if self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank


def year_on_year(period: Period, rows: Iterable[Row]) -> Mapping[int, list[YearOnYear]]:
    """Return by unit its indexes of the period's year and of the year before (one query)."""
    units = [row.nominee.pk for row in rows if row.subject == NomineeKind.COLLECTIVE]
    scores: dict[tuple[int, str], dict[int, IndexScore]] = defaultdict(dict)
    for score in IndexScore.objects.filter(
        unit__in=units, year__in=(period.year - 1, period.year)
    ).order_by("name", "pk"):
        scores[score.unit_id, score.name][score.year] = score
    found: dict[int, list[YearOnYear]] = defaultdict(list)
    for (unit, name), by_year in scores.items():
        found[unit].append(YearOnYear(name, by_year.get(period.year - 1), by_year.get(period.year)))
    return found
