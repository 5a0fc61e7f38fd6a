"""Candidates of a period: whoever a registration puts down for an award, groups taken apart."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from awards.models import AwardKind, AwardType
from campaigns.models import AwardOffer, Line, Period, Registration, Route
from campaigns.states import CampaignState, RegistrationState
from emulation.organization.models import Household, NomineeKind, Person, Unit, kind_of
from emulation.organization.selection import Roster, roster_on

Nominee = Unit | Person | Household
Ref = tuple[str, int]

# What was sent counts; what is being written or was sent back does not yet.
SENT = (RegistrationState.SUBMITTED, RegistrationState.CONFIRMED)


def ref_of(nominee: Nominee) -> Ref:
    """Return what tells one nominee from all others: kind and id."""
    return str(kind_of(nominee)), nominee.pk


def unit_of(nominee: Nominee) -> Unit:
    """Return the unit that answers for a nominee: a unit for itself."""
    return nominee if isinstance(nominee, Unit) else nominee.unit


@dataclass
class Candidate:
    """One nominee for one award of one period, and the registrations that name him.

    `award_type` is what the column means for this nominee kind; `groups` are the groups of which
    he is one, where no row names him himself.
    """

    period: Period
    offer: AwardOffer
    award_type: AwardType
    nominee: Nominee
    registrations: list[Registration] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """Return the nominee kind."""
        return kind_of(self.nominee)

    @property
    def award_name(self) -> str:
        """Return the award's name, as the plan had it when it was issued."""
        own = self.award_type.pk == self.offer.award_type_id
        return self.offer.name if own else self.award_type.name

    @property
    def ref(self) -> Ref:
        """Return kind and id of the nominee."""
        return ref_of(self.nominee)

    @property
    def key(self) -> tuple[int, int, str, int]:
        """Return what tells the candidate from all others."""
        return (self.period.pk, self.offer.pk, *self.ref)

    @property
    def unit(self) -> Unit:
        """Return the unit that answers for the nominee."""
        return unit_of(self.nominee)

    @property
    def is_confirmed(self) -> bool:
        """Whether the office has confirmed one of the registrations (its own needs nobody)."""
        return any(
            r.state == RegistrationState.CONFIRMED or r.is_consolidated for r in self.registrations
        )

    @property
    def in_time(self) -> bool:
        """Whether one of the registrations came in time."""
        return any(not r.is_late for r in self.registrations)


def type_for(offer: AwardOffer, subject: str, day: dt.date) -> AwardType | None:
    """Return which award of the column is meant for this nominee kind on `day`.

    A column may stand for several ("Bằng khen UBND tỉnh, các Bộ…"): the first in force that admits
    the kind, else the first that admits it at all; None when the column is not for the kind.
    """
    fitting = [award_type for award_type in offer.types if subject in award_type.admits]
    valid = [award_type for award_type in fitting if award_type.is_valid_on(day)]
    return next(iter(valid or fitting), None)


def closing_day(period: Period) -> dt.date:
    """Return the day whose law sets the criteria: the period's end (domain.md section 0)."""
    return period.ends_on or dt.date(period.starts_on.year, 12, 31)


def periods_beside(period: Period) -> list[Period]:
    """Return the periods of the authority that count for the same year, `period` among them."""
    found = (
        Period.objects.filter(
            campaign__authority=period.campaign.authority_id,
            campaign__state__in=[CampaignState.ISSUED, CampaignState.CLOSED],
        )
        .exclude(pk=period.pk)
        .select_related("campaign__plan", "campaign__authority")
    )
    return [period, *(other for other in found if other.year == period.year)]


def candidates_of(periods: Sequence[Period], day: dt.date) -> list[Candidate]:
    """Return the candidates of periods of one authority, in the order of rows and columns.

    Groups are expanded into whoever belonged to them on the reckoning day of their period. Marks
    of the rating column are no candidatures; an award without a column (given without being
    registered for) takes everybody who takes part. The number of queries depends on neither
    lines nor nominees.
    """
    offers: dict[int, list[AwardOffer]] = defaultdict(list)
    campaigns = {period.campaign_id for period in periods}
    for offer in (
        AwardOffer.objects.filter(campaign__in=campaigns)
        .exclude(award_type__kind=AwardKind.RATING)
        .select_related("award_type", "campaign")
        .prefetch_related("also")
    ):
        offers[offer.campaign_id].append(offer)
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in _lines(periods):
        lines[line.registration.period_id].append(line)
    found: dict[tuple, Candidate] = {}
    rosters: dict[dt.date, Roster] = {}
    for period in periods:
        reckoning = period.reckoning_day(day)
        if reckoning not in rosters and any(line.group_id for line in lines[period.pk]):
            rosters[reckoning] = roster_on(period.campaign.authority, reckoning)
        for line in lines[period.pk]:
            for offer in _offers_of(line, offers[period.campaign_id], closing_day(period)):
                if award_type := type_for(offer, line.subject, closing_day(period)):
                    for nominee in named_in(line, rosters.get(reckoning)):
                        made = Candidate(period, offer, award_type, nominee)
                        _note(found.setdefault(made.key, made), line)
    return list(found.values())


def targets_of(period: Period, day: dt.date) -> dict[Ref, list[str]]:
    """Return the contents and targets that each nominee was registered with, groups taken apart."""
    lines = [line for line in _lines([period]) if line.targets.strip()]
    grouped = any(line.group_id for line in lines)
    roster = roster_on(period.campaign.authority, period.reckoning_day(day)) if grouped else None
    found: dict[Ref, list[str]] = defaultdict(list)
    for line in lines:
        texts = [text.strip() for text in line.targets.splitlines() if text.strip()]
        for nominee in named_in(line, roster):
            mine = found[ref_of(nominee)]
            mine += [text for text in texts if text not in mine]
    return dict(found)


def _lines(periods: Iterable[Period]) -> Iterable[Line]:
    """Rows of what was sent; of the office's consolidated table only those added by hand."""
    rows = (
        Line.objects.filter(
            registration__period__in=periods, registration__state__in=SENT, is_collected=False
        )
        .select_related(
            "registration__unit",
            "unit",
            "person__unit",
            "household__unit",
            "group__authority",
            "group__within",
            "within",
        )
        .prefetch_related("marks")
    )
    return rows.order_by("registration__unit__sort_key", "registration", "position", "pk")


def _offers_of(line: Line, offers: list[AwardOffer], day: dt.date) -> list[AwardOffer]:
    """Return what the row is put down for, and what is given on `day` without registration."""
    return [
        offer
        for offer in offers
        if offer.pk in line.marked
        or (offer.column is None and offer.route != Route.REGISTER and offer.is_available_on(day))
    ]


def named_in(line: Line, roster: Roster | None) -> list[Nominee]:
    """Return whom a row names: one nominee, or those of `roster` who are in its group."""
    if not line.group_id:
        return [line.nominee]
    inside = line.within
    if inside is None and not line.registration.is_consolidated:
        inside = line.registration.unit
    return roster.members(line.group, inside)


def _note(candidate: Candidate, line: Line) -> None:
    """Write down which registration, and which group, names the candidate."""
    if line.registration not in candidate.registrations:
        candidate.registrations.append(line.registration)
    if line.group_id and line.group.name not in candidate.groups:
        candidate.groups.append(line.group.name)


def is_admitted(offer: AwardOffer, subject: str) -> bool:
    """Whether the award can be given to this nominee kind, and is one (no rating column)."""
    return offer.award_type.kind != AwardKind.RATING and subject in offer.admits


KIND_SLUGS = {
    NomineeKind.COLLECTIVE: "tap-the",
    NomineeKind.INDIVIDUAL: "ca-nhan",
    NomineeKind.HOUSEHOLD: "ho-gia-dinh",
}
