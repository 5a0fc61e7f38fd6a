"""A campaign's criteria and where they come from: library, last year, law; and looking them up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from awards.awards_on import AwardsOn
from awards.kinds import PARAMETERS
from awards.models import CriterionSet
from awards.services import criteria as library
from campaigns.models import Campaign
from emulation.organization.models import NomineeKind


@dataclass(frozen=True)
class Source:
    """A set that a campaign's criteria can be taken from; `where` says in words whose it is."""

    set: CriterionSet
    where: str


@dataclass(frozen=True)
class Origin:
    """Where a campaign's criteria came from, and the library's newer version, if there is one."""

    words: str
    newer: CriterionSet | None = None


def criterion_set(campaign: Campaign, subject: str) -> CriterionSet:
    """Return the campaign's own set of criteria for a nominee kind, made when first asked for."""
    for found in campaign.criterion_sets.all():
        if found.subject == subject:
            return found
    label = NomineeKind(subject).label.lower()
    made = CriterionSet.objects.create(
        authority=campaign.authority, subject=subject, name=f"{campaign.name} – {label}"[:200]
    )
    campaign.criterion_sets.add(made)
    return made


def sources(campaign: Campaign, subject: str) -> list[Source]:
    """Return the sets to take criteria for a nominee kind from.

    The authority's library (newest versions), its other campaigns (latest first), and the law on
    the campaign's day; each with its content, in a constant number of queries.
    """
    own = CriterionSet.objects.filter(subject=subject).with_content()
    templates = own.templates_of(campaign.authority).newest()
    found = [Source(s, f"Thư viện, phiên bản {s.version}") for s in templates]
    others = Campaign.objects.filter(
        authority=campaign.authority, criterion_sets__subject=subject
    ).exclude(pk=campaign.pk)
    by_set = {
        pk: name for pk, name in others.values_list("criterion_sets", "name") if pk is not None
    }
    used = own.filter(pk__in=by_set).order_by("-campaigns__starts_on", "-pk")
    found += [Source(s, by_set[s.pk]) for s in dict.fromkeys(used) if s.criteria.all()]
    laws = own.of_law_on(campaign.reference_day)
    return found + [Source(s, s.legal_basis or "Theo luật") for s in laws]


@transaction.atomic
def take(
    campaign: Campaign, subject: str, source: CriterionSet, *, replace: bool, by: Any
) -> CriterionSet:
    """Copy a set's criteria into the campaign: in place of its own, or after them.

    The campaign remembers where a whole set came from. Raises PermissionDenied unless `by` may
    change the draft.
    """
    if not campaign.may_edit(by):
        raise PermissionDenied
    own = criterion_set(campaign, subject)
    if replace or not own.criteria.exists():
        library.replace_content(source, own)
    else:
        library.add_content(source, own)
    return own


def origin(owned: CriterionSet) -> Origin | None:
    """Say from which set and version a campaign's criteria were taken; None for its own words."""
    source = owned.copied_from
    if source is None:
        return None
    if source.is_law:
        return Origin(f"Lấy từ tiêu chuẩn theo luật: «{source}».")
    if not source.is_template:
        return Origin(f"Lấy từ «{source}».")
    newest = library.newest_of([source])[source.pk]
    words = f"Lấy từ bộ «{source}» của thư viện, phiên bản {source.version}."
    return Origin(words, newest if newest != source else None)


def gone_awards(campaign: Campaign, day: dt.date | None = None) -> list[str]:
    """Name the awards that a criterion asks for and that do not exist on `day`, the campaign's."""
    asked = {asked: None for criterion_set in campaign.criterion_sets.all()
             for criterion in criterion_set.criteria.all()
             for asked in codes_of(criterion)}  # fmt: skip
    if not asked:
        return []
    awards = AwardsOn.on(day or campaign.reference_day)
    texts = [text for code, past in asked for text in awards.gone([code], looks_back=past)]
    return [f"Tiêu chuẩn: {text}" for text in dict.fromkeys(texts)]


def codes_of(criterion: Any) -> list[tuple[str, bool]]:
    """Return the award codes in a criterion's parameters, and whether past ones may be named."""
    found: list[tuple[str, bool]] = []
    for parameter in PARAMETERS[criterion.kind]:
        value = criterion.parameters.get(parameter.name)
        if parameter.type == "codes" and isinstance(value, list):
            found += [(code, parameter.looks_back) for code in value]
        elif parameter.type == "code" and value:
            found.append((value, parameter.looks_back))
    return found


def shown_criteria(campaign: Campaign) -> list[tuple[CriterionSet, dict[str, Any]]]:
    """Return the campaign's sets that hold something, by nominee kind, each as pages show it."""
    owned = {found.subject: found for found in campaign.criterion_sets.all()}
    filled = [owned[s] for s in NomineeKind.values if s in owned and owned[s].criteria.all()]
    names = AwardsOn.on(campaign.reference_day).names if filled else {}
    return [(found, library.shown(found, names)) for found in filled]


def look_up(campaign: Campaign) -> list[dict[str, Any]]:
    """Return, by nominee kind, the campaign's criteria and the law's conditions of each column.

    For the panel beside the registration form: three queries however many columns there are; one
    more for the catalogue's names.
    """
    names = AwardsOn.on(campaign.reference_day).names
    columns = [offer for offer in campaign.offers.all() if offer.column]
    codes = {kind.code for offer in columns for kind in offer.types}
    laws: dict[tuple[str, str], CriterionSet] = {
        (law.award_code, law.subject): law
        for law in CriterionSet.objects.of_law_on(campaign.reference_day)
        .filter(award_code__in=codes)
        .with_content()
    }
    owned = {found.subject: found for found in campaign.criterion_sets.all()}
    panels = []
    for subject in NomineeKind:
        own = owned.get(subject.value)
        by_law = [
            (offer.title, library.shown(laws[kind.code, subject.value], names))
            for offer in sorted(columns, key=lambda offer: offer.column)
            for kind in offer.types
            if (kind.code, subject.value) in laws
        ]
        content = library.shown(own, names) if own and own.criteria.all() else None
        if content or by_law:
            panels.append({"title": subject.label, "own": content, "law": by_law})
    return panels
