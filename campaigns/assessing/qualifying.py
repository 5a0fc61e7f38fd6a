"""Who already qualifies by law, registered or not; and who would next year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from awards.awards_on import AwardsOn
from awards.eligibility import Assumption, Prospect, assume
from awards.eligibility.assumptions import prospects as judge_all
from awards.facts import Facts, Occasion, RuleSet
from awards.kinds import CriterionKind
from awards.models import AwardKind, AwardType, Basis
from campaigns.models import Period
from campaigns.states import CampaignState
from emulation.organization.models import NomineeKind, Unit
from emulation.organization.selection import roster_on

from .candidates import Candidate, Nominee, Ref, candidates_of, ref_of, unit_of
from .gathering import gather
from .rules import law_on


@dataclass(frozen=True)
class Title:
    """An award with its conditions by law, for one nominee kind."""

    code: str
    name: str
    subject: str
    rules: RuleSet


@dataclass(frozen=True)
class Qualifying:
    """One nominee measured against one title, and where he is put down for it, if anywhere."""

    nominee: Nominee
    title: Title
    prospect: Prospect
    registered: Candidate | None = None

    @property
    def unit(self) -> Unit:
        """Return the unit that answers for the nominee."""
        return unit_of(self.nominee)


def year_end(year: int) -> dt.date:
    """Return the day whose law sets the conditions of a year's titles."""
    return dt.date(year, 12, 31)


def titles_on(day: dt.date) -> list[Title]:
    """Return the awards whose conditions the law states on `day`, in the catalogue's order.

    Awards of which the law leaves all conditions to who gives them (giấy khen) are left out:
    records alone say nothing about them.
    """
    law = law_on(day)
    types = AwardType.objects.valid_on(day).exclude(kind=AwardKind.RATING)
    return [
        Title(award_type.code, award_type.name, subject, rules)
        for award_type in types
        for subject in NomineeKind.values
        if subject in award_type.admits
        and (rules := law.get((award_type.code, subject)))
        and any(rule.kind != CriterionKind.MANUAL for rule in rules.rules)
    ]


def periods_of(authority: Unit, year: int) -> list[Period]:
    """Return the periods of the authority's issued campaigns that count for `year`."""
    found = Period.objects.filter(
        campaign__authority=authority,
        campaign__state__in=[CampaignState.ISSUED, CampaignState.CLOSED],
    ).select_related("campaign__plan", "campaign__authority")
    return [period for period in found if period.year == year]


def qualifying(
    authority: Unit, year: int, day: dt.date, codes: Sequence[str] = (), *, ahead: bool = False
) -> list[Qualifying]:
    """Return everybody who works for `authority`, and its units, against the law's titles.

    With `ahead` the question is put for the next year, on the supposition that every title put
    down for `year` is achieved and kept (see `supposing`). `codes` narrows the titles. The number
    of queries depends on neither nominees nor titles.
    """
    asked = year + 1 if ahead else year
    closing = year_end(asked)
    every = titles_on(closing)
    titles = [title for title in every if not codes or title.code in codes]
    roster = roster_on(authority, min(day, closing))
    registered = _registered(periods_of(authority, year), day)
    names = AwardsOn.on(closing).names
    nominees = {
        s: roster.of(s) for s in NomineeKind.values if any(title.subject == s for title in titles)
    }
    facts = gather([n for found in nominees.values() for n in found], day=min(day, closing))
    if ahead:
        facts = {
            ref: supposing(known, registered[ref].values(), year, names)
            for ref, known in facts.items()
        }
    found = []
    for title in titles:
        occasion = Occasion(
            code=title.code,
            award=title.name,
            year=asked,
            starts_on=dt.date(asked, 1, 1),
            ends_on=closing,
            day=day,
            award_basis=Basis.MERIT,
            law={other.code: other.rules for other in every if other.subject == title.subject},
            names=names,
        )
        asked_of = nominees[title.subject]
        judged = judge_all([facts[ref_of(n)] for n in asked_of], title.rules, occasion)
        found += [
            Qualifying(nominee, title, prospect, registered[ref_of(nominee)].get(title.code))
            for nominee, prospect in zip(asked_of, judged, strict=True)
        ]
    return found


def _registered(periods: Sequence[Period], day: dt.date) -> dict[Ref, dict[str, Candidate]]:
    """Return what each nominee is put down for, by award code."""
    found: dict[Ref, dict[str, Candidate]] = defaultdict(dict)
    if periods:
        for candidate in candidates_of(periods, day):
            if candidate.offer.column is not None:
                found[candidate.ref].setdefault(candidate.award_type.code, candidate)
    return found


def supposing(
    facts: Facts, candidates: Iterable[Candidate], year: int, names: Mapping[str, str]
) -> Facts:
    """Return the facts as they would be a year on, if all goes as registered.

    The titles put down for `year` are achieved, and in the next year again; a rating not recorded
    yet stays what it last was. Initiatives are supposed of nobody.
    """
    titles = tuple(
        candidate.award_type.code
        for candidate in candidates
        if candidate.award_type.kind == AwardKind.TITLE
    )
    past = [rating for rating in facts.ratings if rating.year <= year]
    last = max(past, key=lambda rating: rating.year, default=None)
    level = last.level if last and titles else ""
    kept = "" if last and last.year == year else level
    return assume(
        facts,
        [Assumption(year, kept, titles), Assumption(year + 1, level, titles)],
        names,
    )
