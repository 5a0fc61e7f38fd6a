"""What letters and lists of proposals say: who is proposed for what, with which votes.

The same for a unit's dossier (to its authority) and for a submission (to the superior); read once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from awards.models import AwardType
from campaigns.models import Campaign, Route
from dossiers.counting import outcome_of
from dossiers.lines import lines_of, of_day
from dossiers.models import AgendaItem, CouncilSession, Dossier, Nomination, Submission, Wording
from dossiers.states import DossierState, NominationState, SessionState, SubmissionState
from dossiers.voting import Outcome
from emulation.organization.models import Unit, UnitKind
from emulation.papers.paper import Bullet, Signature
from emulation.vietnamese import long_date

from .frame import head_signature
from .words import (
    KIND_WORDS,
    any_award,
    bullets,
    by_kind,
    counted,
    joined,
    lower_first,
    own_award,
    two_digits,
    unit_words,
    upper_first,
)

MANY = "{} đơn vị trình hồ sơ khen thưởng"


@dataclass(frozen=True)
class Proposed:
    """One nominee with the award asked for, in words, and the council's vote, None before it."""

    nomination: Nomination
    award: str
    vote: Outcome | None = None


def nominations_of(dossier: Dossier) -> list[Nomination]:
    """Return the dossier's nominations that were not withdrawn, in order; one query."""
    return list(
        dossier.nominations.exclude(state=NominationState.WITHDRAWN).select_related(
            "award_type", "lowered_to", "unit", "person__unit", "household__unit"
        )
    )


def in_dossier(dossier: Dossier) -> list[Proposed]:
    """Return whom a unit proposes, collectives first."""
    authority = dossier.authority
    return [
        Proposed(nomination, asked_award(nomination.award_type, dossier.route, authority))
        for nomination in _ordered(nominations_of(dossier))
    ]


def asked_award(award_type: AwardType, route: str, authority: Unit) -> str:
    """Name the award that a unit asks for: the authority's own, or one of the superior."""
    return own_award(award_type, authority) if route == Route.OWN else any_award(award_type)


def in_submission(submission: Submission, day: dt.date | None = None) -> list[Proposed]:
    """Return whom a letter proposes, by the catalogue of its day, with the council's votes."""
    day = day or letter_day(submission)
    nominations = _ordered([line.nomination for line in lines_of(submission)])
    votes = votes_on(nominations)
    superior = submission.superior
    return [
        Proposed(n, superior_award(of_day(n.proposed_award, day), superior), votes.get(n.pk))
        for n in nominations
    ]


def superior_award(award_type: AwardType, superior: Unit | None) -> str:
    """Name an award with the superior whose head gives it, in general where another one does."""
    if superior and superior.head_position and superior.level == award_type.level:
        return own_award(award_type, superior)
    return any_award(award_type)


def letter_day(submission: Submission, words: Wording | None = None) -> dt.date:
    """Return the day whose law a letter goes by: its own, the one planned, else today."""
    if submission.dated:
        return submission.dated
    words = words or Wording.of("submission", submission)
    return (words and words.dated) or timezone.localdate()


def votes_on(nominations: Iterable[Nomination]) -> dict[int, Outcome]:
    """Return by nomination what the last concluded session counted; four queries at most."""
    items = (
        AgendaItem.objects.filter(
            nomination__in=list(nominations), session__state=SessionState.CONCLUDED
        )
        .select_related("session__council")
        .prefetch_related("recused", "session__attendances")
        .order_by("session__planned_at", "pk")
    )
    found = {}
    for item in items:
        if outcome := outcome_of(item, item.session.attendances.all()):
            found[item.nomination_id] = outcome
    return found


def session_of(submission: Submission) -> CouncilSession | None:
    """Return the session whose minutes a letter cites: its own, else the last that voted on it."""
    if submission.session:
        return submission.session
    return (
        CouncilSession.objects.filter(
            state=SessionState.CONCLUDED, items__nomination__submission_lines__submission=submission
        )
        .order_by("-planned_at", "-pk")
        .select_related("council")
        .first()
    )


def is_draft(record: Dossier | Submission) -> bool:
    """Whether the papers of a dossier or a letter may still change: not sent, or called off."""
    return record.state in (
        DossierState.DRAFT, SubmissionState.DRAFT, SubmissionState.CANCELLED,
    )  # fmt: skip


def local_day(moment: dt.datetime | None) -> dt.date:
    """Return the local day of a moment, today without one."""
    return timezone.localdate(moment) if moment else timezone.localdate()


# --- words that several papers say ---------------------------------------------------------------


def totals(proposed: Iterable[Proposed]) -> tuple[Bullet, ...]:
    """Return how many are proposed for each award: "Bằng khen …: 01 tập thể, 02 cá nhân"."""
    return bullets(
        f"{upper_first(award)}: {counted(one.nomination for one in members)}"
        for award, members in by_award(proposed).items()
    )


def by_award(proposed: Iterable[Proposed]) -> dict[str, list[Proposed]]:
    """Return the proposed by award, in the order in which awards first stand."""
    groups: dict[str, list[Proposed]] = {}
    for one in proposed:
        groups.setdefault(one.award, []).append(one)
    return groups


def kinds_words(proposed: Iterable[Proposed]) -> str:
    """Name the kinds of nominees: "tập thể, cá nhân"; both while nobody is proposed."""
    kinds = [KIND_WORDS[kind] for kind, _ in by_kind(one.nomination for one in proposed)]
    return ", ".join(kinds) or "tập thể, cá nhân"


def award_words(proposed: Iterable[Proposed]) -> str:
    """Name the one award that is asked for, or say "khen thưởng" of several."""
    awards = list(by_award(proposed))
    return f"tặng {awards[0]}" if len(awards) == 1 else "khen thưởng"


def plan_base(campaign: Campaign) -> str:
    """Cite the plan by which the movement is held, with what it is about."""
    plan = campaign.plan
    number = f" số {plan.full_number}" if plan.full_number else ""
    dated = f" {long_date(plan.dated)}" if plan.dated else ""
    about = lower_first(plan.subject.strip().rstrip(" .;"))
    about = about if about.startswith("về ") else f"về việc {about}"
    return f"Căn cứ Kế hoạch{number}{dated} của {campaign.authority.name} {about}"


def attachments(papers: Iterable[str]) -> str:
    """List what goes with a letter: "(Kèm theo: danh sách trích ngang; báo cáo thành tích.)"."""
    names = dict.fromkeys(lower_first(name.strip().rstrip(" .;")) for name in papers)
    return f"(Kèm theo: {'; '.join(names)}.)" if names else ""


def parent_lines(unit: Unit) -> tuple[str, ...]:
    """Return the lines above a unit's own in its letterhead: its authority's, or its own choice.

    A mass organisation is not a part of the people's committee.
    """
    if unit.parent_letterhead or unit.is_authority:
        return unit.parent_letterhead_lines()
    if unit.kind == UnitKind.MASS_ORGANISATION:
        return ()
    return unit.authority.letterhead_lines()


def unit_signature(unit: Unit, above: str = "") -> Signature:
    """Return the signature of a unit's head below `above`; the post is general while unknown."""
    signed = head_signature(unit, collective=True)
    position = signed.position or "THỦ TRƯỞNG ĐƠN VỊ"
    return Signature(position, signed.name, (*filter(None, (above,)), *signed.authority))


def units_words(units: Iterable[Unit], most: int) -> str:
    """Name the units that proposed; more than `most` are counted instead."""
    names = list(dict.fromkeys(map(unit_words, units)))
    return joined(names) if len(names) <= most else MANY.format(two_digits(len(names)))


def _ordered(nominations: Iterable[Nomination]) -> list[Nomination]:
    return [nomination for _, group in by_kind(nominations) for nomination in group]
