"""Lines of decisions and proposals as checks, papers and pages read them; their bonuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from awards.bonus import PaidAward, PaymentList, payment_list
from awards.competence import decides, money_law
from awards.models import AwardType
from campaigns.models import Route
from dossiers.models import Decision, DecisionLine, Nomination, Submission
from emulation.organization.models import Unit


def of_day(award_type: AwardType, day: dt.date) -> AwardType:
    """Return the award's row of the catalogue on `day`: the code stays, competence may move."""
    if award_type.is_valid_on(day):
        return award_type
    return AwardType.objects.valid_on(day).filter(code=award_type.code).first() or award_type


def is_own(nomination: Nomination, award_type: AwardType, authority: Unit, day: dt.date) -> bool:
    """Whether `authority` itself gives `award_type` to the nominee on `day`.

    The dossier's route says so, but for a lower award that the council proposes instead: what was
    asked of the superior may come down to what the authority decides.
    """
    if award_type.pk == nomination.award_type_id:
        return nomination.dossier.route == Route.OWN
    return decides(authority, of_day(award_type, day), day).decides


def lines_of(record: Decision | Submission) -> list:
    """Return the lines of a decision or a proposal with all that checks, papers and pages need.

    One query, however many lines there are.
    """
    return list(
        record.lines.select_related(
            "nomination__dossier__unit__authority",
            "nomination__period__campaign",
            "nomination__award_type",
            "nomination__lowered_to",
            "nomination__unit",
            "nomination__person__unit",
            "nomination__household__unit",
            "award",
        )
    )


def payments(decision: Decision, day: dt.date, lines: Sequence[DecisionLine]) -> PaymentList:
    """Reckon the bonuses of a decision of `day`; its own rows are in the lines' order."""
    paid = []
    for line in lines:
        nomination = line.nomination
        award_type = of_day(nomination.proposed_award, day)
        paid.append(
            PaidAward(
                nominee=(nomination.subject, nomination.nominee.pk),
                recipient=str(nomination.nominee),
                subject=nomination.subject,
                code=award_type.code,
                award=award_type.name,
                family=award_type.kind,
                period=nomination.period_id,
                achievement=nomination.period.campaign.name,
            )
        )
    return payment_list(paid, day, money_law(), str(decision.authority))
