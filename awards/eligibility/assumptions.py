"""Looking ahead: who already qualifies by law, and what would hold if next year went well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from awards.facts import (
    Assessment,
    AwardFact,
    Facts,
    InitiativeFact,
    Occasion,
    Outcome,
    Proof,
    RatingFact,
    Rule,
    RuleSet,
)
from awards.kinds import CriterionKind
from emulation.organization.models import Level, Recognition

from .engine import Assessor

ASSUMED = Proof("giả định")
# What only a campaign asks for, and what only people can confirm.
_OF_CAMPAIGN = frozenset({CriterionKind.REGISTERED.value})
_TO_CONFIRM = frozenset({CriterionKind.MANUAL.value})


@dataclass(frozen=True)
class Assumption:
    """What somebody supposes of one year: a rating, awards by code, recognised initiatives."""

    year: int
    rating: str = ""
    codes: tuple[str, ...] = ()
    initiatives: int = 0
    reach: str = Level.COMMUNE.value
    months: int = 12


def assume(
    facts: Facts, assumptions: Iterable[Assumption], names: Mapping[str, str] | None = None
) -> Facts:
    """Return the facts with what is supposed, each marked "giả định" where it is cited.

    A supposed rating takes the place of the recorded one of that year; all else is added.
    """
    ratings, awards = list(facts.ratings), list(facts.awards)
    initiatives = list(facts.initiatives)
    for each in assumptions:
        if each.rating:
            ratings = [fact for fact in ratings if fact.year != each.year]
            ratings.append(RatingFact(each.year, each.rating, ASSUMED, each.months))
        awards += [
            AwardFact(code, each.year, "merit", ASSUMED, (names or {}).get(code, ""))
            for code in each.codes
        ]
        initiatives += [
            InitiativeFact(each.year, Recognition.RECOGNISED.value, each.reach, ASSUMED)
            for _ in range(each.initiatives)
        ]
    return replace(
        facts, ratings=tuple(ratings), awards=tuple(awards), initiatives=tuple(initiatives)
    )


def next_year(occasion: Occasion) -> Occasion:
    """Return the same question a year later; `law` and `names` are those given.

    Whoever knows of a change of the law replaces them.
    """
    return replace(
        occasion,
        year=occasion.year + 1,
        starts_on=_year_later(occasion.starts_on),
        ends_on=_year_later(occasion.ends_on),
        day=_year_later(occasion.day),
        campaign=None,
    )


def _year_later(day: dt.date) -> dt.date:
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


@dataclass(frozen=True)
class Prospect:
    """Whether the records already qualify somebody by law, and what people must still confirm."""

    qualifies: bool
    assessment: Assessment
    to_confirm: tuple[Rule, ...] = ()


def prospect(facts: Facts, law: RuleSet, occasion: Occasion) -> Prospect:
    """Ask the law only: nothing of a campaign, and no criterion that people must confirm.

    Those to confirm, of the award and of awards it builds on, are handed back. Nobody qualifies by
    a law that asks nothing of the records.
    """
    return prospects([facts], law, occasion)[0]


def prospects(nominees: Iterable[Facts], law: RuleSet, occasion: Occasion) -> list[Prospect]:
    """Ask for many nominees at once; see `prospect`."""
    laws = {code: _of_records(ruleset) for code, ruleset in occasion.law.items()}
    assessor = Assessor([_of_records(law)], replace(occasion, law=laws))
    to_confirm = tuple(_to_confirm(law, occasion.law, set()))
    found = [assessor.assess(facts) for facts in nominees]
    return [Prospect(each.outcome == Outcome.ELIGIBLE, each, to_confirm) for each in found]


def _of_records(ruleset: RuleSet) -> RuleSet:
    left_out = _OF_CAMPAIGN | _TO_CONFIRM
    rules = tuple(rule for rule in ruleset.rules if rule.kind not in left_out)
    return replace(ruleset, rules=rules)


def _to_confirm(ruleset: RuleSet, law: Mapping[str, RuleSet], seen: set[str]) -> Iterator[Rule]:
    groups = {group.key for group in ruleset.groups}
    for rule in ruleset.rules:
        if rule.kind in _TO_CONFIRM and rule.mandatory and rule.group not in groups:
            yield rule
        code = rule.parameters.get("code") if rule.kind == CriterionKind.MEETS_AWARD else None
        if code in law and code not in seen:
            yield from _to_confirm(law[code], law, seen | {code})
