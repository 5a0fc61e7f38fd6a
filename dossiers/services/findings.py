"""What is found about the nominees of a dossier, and whom its unit may propose: read at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from campaigns.assessing.candidates import Candidate, candidates_of, ref_of
from campaigns.assessing.judging import Assessed, assessments
from dossiers.models import Dossier, Nomination


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
    found = assessments(period, day, asked, confidential=confidential)
    return {n.pk: assessed for n, assessed in zip(nominations, found, strict=True)}


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
