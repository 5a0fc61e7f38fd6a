"""What is found about the nominees of a dossier, and whom its unit may propose: read at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from awards import eligibility
from campaigns.assessing.candidates import Candidate, candidates_of, ref_of
from campaigns.assessing.judging import Assessed, assessments
from campaigns.assessing.quotas import Place
from campaigns.models import Period
from dossiers.models import Dossier, Nomination
from dossiers.states import NominationState
from emulation.organization.models import NOMINEE_FIELDS


def findings_of(
    dossier: Dossier, nominations: Sequence[Nomination], day: dt.date, *, confidential: bool = True
) -> dict[int, Assessed]:
    """Return the assessment on `day` of each nomination, by its id.

    Without `confidential` what a unit is not told is left out. The number of queries does not
    depend on the number of nominations.
    """
    if not nominations:
        return {}
    period = dossier.period
    registered = {candidate.key: candidate for candidate in candidates_of([period], day)}
    asked = []
    for nomination in nominations:
        nominee = nomination.nominee
        key = (period.pk, nomination.offer_id, *ref_of(nominee))
        unregistered = Candidate(period, nomination.offer, nomination.award_type, nominee)
        asked.append(registered.get(key, unregistered))
    places = places_of(period)
    found = assessments(period, day, asked, confidential=confidential, places=places)
    return {n.pk: assessed for n, assessed in zip(nominations, found, strict=True)}


def places_of(period: Period) -> list[Place]:
    """Return who is proposed for what in the period, by all units together (one query).

    Who withdrew or was found ineligible takes no place.
    """
    proposed = Nomination.objects.filter(period=period).exclude(
        state__in=[NominationState.WITHDRAWN, NominationState.INELIGIBLE]
    )
    ids = [f"{field}_id" for field in NOMINEE_FIELDS.values()]
    rows = proposed.order_by("pk").values_list("offer_id", "award_type__code", *ids)
    return [
        Place(period.pk, offer, code, (str(kind), pk))
        for offer, code, *pks in rows
        for kind, pk in zip(NOMINEE_FIELDS, pks, strict=True)
        if pk
    ]


def rests_on_initiative(nomination: Nomination) -> bool | None:
    """Return whether the nominee needed an initiative, by what was found when it was sent."""
    try:
        found = eligibility.from_json(nomination.snapshot)
    except eligibility.SnapshotError:  # Nothing was frozen, or by a version of long ago.
        return None
    return eligibility.rests_on_initiative(found)


def registered_in(dossier: Dossier, day: dt.date) -> list[Candidate]:
    """Return whom the confirmed registrations put down for the awards of the dossier's route.

    Groups are taken apart into whoever belonged to them on the reckoning day; only those of the
    dossier's unit.
    """
    return [
        candidate
        for candidate in candidates_of([dossier.period], day)
        if candidate.offer.route == dossier.route
        and candidate.is_confirmed
        and dossier.unit.contains(candidate.unit)
    ]
