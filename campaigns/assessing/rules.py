"""Rules as the engine takes them: the law's conditions on a day, the campaign's own criteria."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from awards.facts import Alternatives, Rule, RuleSet
from awards.models import Criterion, CriterionSet, Verified
from campaigns.models import Campaign, Route
from emulation.organization.models import NomineeKind

from .candidates import Candidate


@dataclass(frozen=True)
class Rulebook:
    """The rules of a day: the law's by award code and nominee kind, each campaign's by kind."""

    law: dict[tuple[str, str], RuleSet] = field(default_factory=dict)
    own: dict[tuple[int, str], RuleSet] = field(default_factory=dict)

    def law_for(self, subject: str) -> dict[str, RuleSet]:
        """Return the law's conditions for one nominee kind, by award code."""
        return {code: rules for (code, kind), rules in self.law.items() if kind == subject}

    def of(self, candidate: Candidate) -> tuple[RuleSet, ...]:
        """Return what a candidate must meet: the law's conditions and the campaign's.

        The campaign's criteria are for what is given or proposed because of it, not for awards of
        which it only takes the registrations.
        """
        found = [self.law.get((candidate.award_type.code, candidate.subject))]
        if candidate.offer.route != Route.REGISTER:
            found.append(self.own.get((candidate.offer.campaign_id, candidate.subject)))
        return tuple(rules for rules in found if rules and rules.rules)


def law_on(day: dt.date) -> dict[tuple[str, str], RuleSet]:
    """Return the law's conditions on `day` (three queries)."""
    sets = CriterionSet.objects.of_law_on(day).prefetch_related("criteria", "groups")
    latest: dict[tuple[str, str], CriterionSet] = {}
    for found in sets.order_by("valid_from", "pk"):
        latest[found.award_code, found.subject] = found
    return {
        key: RuleSet(
            key=f"law-{found.pk}",
            name=found.name,
            rules=tuple(
                _rule(criterion, criterion.clause or found.legal_basis, found.verified)
                for criterion in found.criteria.all()
            ),
            groups=_groups(found),
            pass_points=found.pass_points,
        )
        for key, found in latest.items()
    }


def own_of(campaigns: Iterable[Campaign]) -> dict[tuple[int, str], RuleSet]:
    """Return each campaign's criteria by nominee kind (three queries for all of them)."""
    by_id = {campaign.pk: campaign for campaign in campaigns}
    found: dict[tuple[int, str], RuleSet] = {}
    links = Campaign.criterion_sets.through.objects.filter(campaign__in=by_id).select_related(
        "criterionset"
    )
    rows = links.prefetch_related("criterionset__criteria", "criterionset__groups")
    for row in rows.order_by("criterionset__name", "-criterionset__version", "criterionset_id"):
        campaign, owned = by_id[row.campaign_id], row.criterionset
        key = (campaign.pk, owned.subject)
        before = found.get(key)
        number = len(before.rules) if before else 0
        made = _own_set(campaign, owned, number)
        found[key] = _joined(before, made) if before else made
    return found


def _own_set(campaign: Campaign, owned: CriterionSet, number: int) -> RuleSet:
    plan = plan_words(campaign)
    kind = NomineeKind(owned.subject).label.lower()
    return RuleSet(
        key=f"own-{owned.pk}",
        name=f"Tiêu chuẩn đối với {kind} của {plan}",
        rules=tuple(
            _rule(criterion, f"tiêu chuẩn {n} đối với {kind} của {plan}", Verified.YES)
            for n, criterion in enumerate(owned.criteria.all(), start=number + 1)
        ),
        groups=_groups(owned),
        pass_points=owned.pass_points,
    )


def _joined(first: RuleSet, second: RuleSet) -> RuleSet:
    """Two sets for one nominee kind are one list, as the plan prints them."""
    points = [p for p in (first.pass_points, second.pass_points) if p is not None]
    return RuleSet(
        first.key,
        first.name,
        first.rules + second.rules,
        first.groups + second.groups,
        sum(points) if points else None,
    )


def plan_words(campaign: Campaign) -> str:
    """Return the plan as sentences name it: "Kế hoạch số 15/KH-UBND ngày 16/04/2024"."""
    plan = campaign.plan
    number = f" số {plan.full_number}" if plan.full_number else ""
    dated = f" ngày {plan.dated:%d/%m/%Y}" if plan.dated else ""
    return f"Kế hoạch{number}{dated}" if number or dated else f"dự thảo Kế hoạch «{campaign.name}»"


def _rule(criterion: Criterion, clause: str, verified: str) -> Rule:
    return Rule(
        key=f"tc-{criterion.pk}",
        text=criterion.text,
        kind=criterion.kind,
        clause=clause,
        parameters=criterion.parameters,
        mandatory=criterion.mandatory,
        group=f"nhom-{criterion.group_id}" if criterion.group_id else "",
        criterion=criterion.pk,
        evidence=criterion.evidence,
        scoring=criterion.scoring,
        points=criterion.points,
        verified=verified,
    )


def _groups(owned: CriterionSet) -> tuple[Alternatives, ...]:
    return tuple(
        Alternatives(f"nhom-{group.pk}", str(group), group.needed) for group in owned.groups.all()
    )
