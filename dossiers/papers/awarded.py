"""What the papers of a decision say: who is awarded what, for what, with how much money.

Read once for all of them. An issued line's amount is the stored one, a draft's is reckoned for the
day of the decision (domain.md 2.3-1).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from awards.bonus import PaymentRow
from awards.models import AwardType
from dossiers.lines import lines_of, of_day, payments
from dossiers.models import Decision, Nomination, Wording
from dossiers.naming import achievement_words, decision_symbol
from dossiers.states import DecisionState
from emulation.organization.models import Unit
from emulation.vietnamese import long_date

from .words import KIND_WORDS, OPEN, lower_first, own_award


@dataclass(frozen=True)
class Awardee:
    """One line of a decision: the nomination, the award as of the day, the money (None: unknown).

    `reason` says why nothing is paid.
    """

    nomination: Nomination
    award_type: AwardType
    award: str
    achievement: str
    payment: PaymentRow | None
    amount: int | None
    reason: str = ""
    certificate: int | None = None

    @property
    def form(self) -> str:
        """The award without the one who gives it: "Giấy khen"."""
        return self.award.partition(" của ")[0]


@dataclass(frozen=True)
class Awarded:
    """A decision with all that its papers need, awardees by kind, collectives first."""

    decision: Decision
    day: dt.date
    awardees: tuple[Awardee, ...]
    problems: tuple[str, ...] = ()

    @property
    def authority(self) -> Unit:
        """The authority whose head decides."""
        return self.decision.authority

    @property
    def is_draft(self) -> bool:
        """Whether the decision was not issued."""
        return self.decision.state in (DecisionState.DRAFT, DecisionState.CANCELLED)

    @property
    def nominations(self) -> list[Nomination]:
        """The nominations in the order of the papers."""
        return [one.nomination for one in self.awardees]

    @property
    def total(self) -> int | None:
        """The sum of the bonuses; None while an amount cannot be reckoned."""
        amounts = [one.amount for one in self.awardees]
        return None if None in amounts else sum(amounts)

    @property
    def cited(self) -> str:
        """Name the decision as the papers beside it do: number, day; open while not issued."""
        symbol = decision_symbol(self.authority)
        if self.is_draft:
            return f"Quyết định số {OPEN}/{symbol} ngày {OPEN} tháng {OPEN} năm {self.day.year}"
        number = self.decision.number.zfill(2)
        return f"Quyết định số {number}/{symbol} {long_date(self.decision.dated)}"

    def by_award(self) -> list[tuple[tuple[str, str], list[Awardee]]]:
        """Return awardees by award and achievement, in the order in which these first stand."""
        groups: dict[tuple[str, str], list[Awardee]] = {}
        for one in self.awardees:
            groups.setdefault((one.award, one.achievement), []).append(one)
        return list(groups.items())


def awarded(decision: Decision, words: Wording | None = None) -> Awarded:
    """Read a decision for its papers; `words` are those of the decision itself, where at hand."""
    day = day_of(decision, words)
    lines = lines_of(decision)
    authority = decision.authority
    money = payments(decision, day, lines)
    rows = {(*row.line.nominee, row.line.code, row.line.period): row for row in money.rows}
    found = []
    for line in lines:
        nomination = line.nomination
        award_type = of_day(nomination.proposed_award, day)
        key = (nomination.subject, nomination.nominee.pk, award_type.code, nomination.period_id)
        row = rows.get(key)
        amount, reason = (row.amount, row.reason) if row else (None, "")
        if line.amount is not None:
            amount = line.amount
        found.append(
            Awardee(
                nomination,
                award_type,
                own_award(award_type, authority),
                lower_first(achievement_words(nomination)),
                row,
                amount,
                reason,
                line.award.register_number if line.award else None,
            )
        )
    return Awarded(decision, day, tuple(_by_kind(found)), money.problems)


def _by_kind(found: Iterable[Awardee]) -> list[Awardee]:
    kinds = list(KIND_WORDS)
    return sorted(found, key=lambda one: kinds.index(one.nomination.subject))


def day_of(decision: Decision, words: Wording | None = None) -> dt.date:
    """Return the day whose law the decision goes by: its own, the one planned, else today."""
    if decision.dated:
        return decision.dated
    words = words or Wording.of("decision", decision)
    return (words and words.dated) or timezone.localdate()
