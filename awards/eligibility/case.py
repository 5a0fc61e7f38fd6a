"""One nominee before the judges: his facts sorted by year, and the rule as it was prepared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from awards.facts import (
    AwardFact,
    BarFact,
    ClaimFact,
    Facts,
    IndexFact,
    InitiativeFact,
    MemberFact,
    Occasion,
    Proof,
    RatingFact,
    Rule,
    Verdict,
)
from awards.models import NOT_TOWARDS_MERIT, Basis
from emulation.organization.models import BarKind, Level, RatingLevel

from .principles import principles_on
from .words import clause_inside, satisfying

MET, NOT_MET = Verdict.MET.value, Verdict.NOT_MET.value
DEFERRED, UNKNOWN = Verdict.DEFERRED.value, Verdict.UNKNOWN.value
NOT_APPLICABLE = Verdict.NOT_APPLICABLE.value

# Place in the order of the choices: best rating first, widest reach last.
RATING_ORDER = {value: place for place, value in enumerate(RatingLevel.values)}
REACH_ORDER = {value: place for place, value in enumerate(Level.values)}
_WORST = len(RATING_ORDER)
T = TypeVar("T")
_SKIPPED = frozenset(basis.value for basis in NOT_TOWARDS_MERIT)


class Judgement(NamedTuple):
    """What one judge found: a verdict, a full sentence, the records behind it."""

    verdict: str
    reason: str
    proofs: tuple[Proof, ...] = ()


class Asked:
    """A rule made ready: its cleaned parameters, its judge, the words for its clause."""

    __slots__ = ("at", "bad", "given", "good", "judge", "rule")

    def __init__(
        self,
        rule: Rule,
        judge: Callable[[Asked, Case], Judgement],
        given: Mapping[str, Any],
    ) -> None:
        self.rule = rule
        self.judge = judge
        self.given = given
        self.at = clause_inside(rule.clause)
        self.good = satisfying(rule.clause)
        self.bad = f"chưa {self.good}"


def rating_place(fact: RatingFact) -> int:
    """Return the place of a rating, 0 best; a level that nobody knows is worst."""
    return RATING_ORDER.get(fact.level, _WORST)


def ratings_by_year(ratings: tuple[RatingFact, ...]) -> dict[int, RatingFact]:
    """Return one rating a year: of two the better one, then the longer served."""
    found: dict[int, RatingFact] = {}
    for fact in ratings:
        other = found.get(fact.year)
        if other is None or _rating_key(fact) < _rating_key(other):
            found[fact.year] = fact
    return found


def _rating_key(fact: RatingFact) -> tuple[Any, ...]:
    return (rating_place(fact), -(fact.months or 0), proof_key(fact.proof))


def years_of(award: AwardFact) -> range:
    """Return the achievement years that an award covers."""
    return range(award.year - max(award.years, 1) + 1, award.year + 1)


def known_years(subject: Facts | MemberFact) -> set[int]:
    """Return the years of which something is recorded, a rating or an award of any kind."""
    known = {fact.year for fact in subject.ratings}
    for award in subject.awards:
        known.update(years_of(award))
    return known


def _award_key(award: AwardFact) -> tuple[Any, ...]:
    return (
        award.year,
        award.years,
        award.code,
        award.basis,
        award.name,
        award.campaign or 0,
        str(award.with_initiative),
        proof_key(award.proof),
    )


class Case:
    """The facts of one nominee as the judges look them up; sorted, so that order means nothing.

    `nested` judges the conditions of another award (given by the engine).
    """

    def __init__(
        self,
        facts: Facts,
        occasion: Occasion,
        nested: Callable[[str, Case], Judgement],
        trail: tuple[str, ...] = (),
    ) -> None:
        self.facts = facts
        self.occasion = occasion
        self.year = occasion.year
        self.day = occasion.day
        self.nested = nested
        self.trail = trail
        self.ratings = ratings_by_year(facts.ratings) if facts.ratings else {}
        self.disciplines: list[BarFact] = []
        self.matters: list[BarFact] = []
        for bar in in_order(facts.bars, bar_key) if facts.bars else ():
            if bar.starts_on <= self.day:
                is_discipline = bar.kind == BarKind.DISCIPLINE.value
                (self.disciplines if is_discipline else self.matters).append(bar)
        # Achievements count only from the end of the discipline (domain.md 4.4-2).
        self.counts_after = max(
            (min(bar.last_day or self.day, self.day).year for bar in self.disciplines), default=0
        )
        themed = principles_on(self.day).themed if occasion.award_basis == Basis.MERIT else ""
        self.themed_clause = themed
        self._awards: list[AwardFact] | None = None
        self._known: set[int] | None = None
        self._claims: dict[int, ClaimFact] | None = None

    @property
    def awards(self) -> list[AwardFact]:
        """The awards, oldest first."""
        if self._awards is None:
            self._awards = in_order(self.facts.awards, _award_key)
        return self._awards

    @property
    def known(self) -> set[int]:
        """The years of which something is recorded."""
        if self._known is None:
            self._known = known_years(self.facts)
        return self._known

    def is_skipped(self, award: AwardFact) -> bool:
        """Whether a themed or sudden award does not count towards the award asked for."""
        return bool(self.themed_clause) and award.basis in _SKIPPED

    def award_name(self, code: str) -> str:
        """Return the official name of an award, its code when nobody gave the name."""
        if name := self.occasion.names.get(code):
            return name
        return next(
            (award.name for award in self.awards if award.code == code and award.name), code
        )

    def award_names(self, codes: list[str]) -> str:
        """Return the names of awards as alternatives."""
        return " hoặc ".join(self.award_name(code) for code in codes)

    def index(self, name: str, year: int) -> IndexFact | None:
        """Return the unit's result in an index of a year; of two the better one."""
        return max(
            (fact for fact in self.facts.indexes if fact.year == year and fact.name == name),
            key=_index_key,
            default=None,
        )

    def initiatives(self, first_year: int) -> list[InitiativeFact]:
        """Return the initiatives from `first_year` to the year asked, those that count."""
        first_year = max(first_year, self.counts_after + 1)
        found = [fact for fact in self.facts.initiatives if first_year <= fact.year <= self.year]
        return in_order(found, _initiative_key)

    @property
    def claims(self) -> dict[int, ClaimFact]:
        """One report on each criterion: of several a refused one, then a confirmed one."""
        if self._claims is None:
            self._claims = {}
            for claim in self.facts.claims:
                other = self._claims.get(claim.criterion)
                if other is None or _claim_key(claim) < _claim_key(other):
                    self._claims[claim.criterion] = claim
        return self._claims


def proof_key(proof: Proof) -> tuple[str, str, int]:
    """Return what orders records that are alike in all else."""
    return (proof.text, proof.model, proof.pk or 0)


def in_order(facts: Sequence[T], key: Callable[[T], Any]) -> list[T]:
    """Return the facts sorted, without asking for keys where there is nothing to sort."""
    return sorted(facts, key=key) if len(facts) > 1 else list(facts)


def _claim_key(claim: ClaimFact) -> tuple[Any, ...]:
    return (
        {False: 0, True: 1, None: 2}[claim.is_met],
        proof_key(claim.proof),
        -1 if claim.points is None else claim.points,
        str(claim.claims_met),
        claim.has_evidence,
    )


def bar_key(bar: BarFact) -> tuple[Any, ...]:
    """Return what orders bars: the earliest first."""
    return (
        bar.starts_on,
        bar.kind,
        bar.last_day or dt.date.max,
        bar.severity,
        bar.lifted,
        proof_key(bar.proof),
    )


def _index_key(fact: IndexFact) -> tuple[Any, ...]:
    return (
        -1 if fact.score is None else fact.score,
        fact.rating,
        -(fact.rank or 0),
        -fact.maximum,
        fact.rank_of or 0,
        proof_key(fact.proof),
    )


def _initiative_key(fact: InitiativeFact) -> tuple[Any, ...]:
    return (fact.year, fact.recognition, fact.level, proof_key(fact.proof))
