"""The law of one day as the page "Pháp luật áp dụng" shows it, in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from awards.bonus import Bonus, BonusError, MoneyOfDay, money, number
from awards.citing import citation, documents_on, papers_citing
from awards.competence import (
    ANY_AWARD,
    Answer,
    Competence,
    award_shares,
    awards_on,
    decides,
    money_law,
    vote_rules,
)
from awards.models import (
    AwardKind,
    AwardShare,
    AwardType,
    LegalDocument,
    Regime,
    Verified,
    VoteRule,
)
from emulation.organization.models import IndexBand, NomineeKind, Unit

TONES = {
    Answer.OWN: "good",
    Answer.SUPERIOR: "info",
    Answer.LOWER: "quiet",
    Answer.UNSURE: "warn",
    Answer.GONE: "bad",
    Answer.NONE: "quiet",
}
ICONS = {
    Answer.OWN: "check-circle-fill",
    Answer.SUPERIOR: "send",
    Answer.LOWER: "arrow-down-circle",
    Answer.UNSURE: "question-circle",
    Answer.GONE: "x-circle",
    Answer.NONE: "dash-circle",
}


@dataclass(frozen=True)
class CitedDocument:
    """A document with its line as papers print it, and which papers do."""

    document: LegalDocument
    line: str
    papers: str


@dataclass(frozen=True)
class AwardOfDay:
    """An award, what the asking authority does about it, and the vote it needs."""

    award: AwardType
    competence: Competence | None
    vote: VoteRule | None

    @property
    def tone(self) -> str:
        """Return the tone of the answer."""
        return TONES[self.competence.answer] if self.competence else "quiet"

    @property
    def icon(self) -> str:
        """Return the icon of the answer."""
        return ICONS[self.competence.answer] if self.competence else "dash-circle"

    @property
    def own_vote(self) -> bool:
        """Whether the award has a rule of its own, beside the one for all others."""
        return self.vote is not None and self.vote.award_code != ANY_AWARD


@dataclass(frozen=True)
class AwardMoney:
    """The bonuses that go with an award by nominee kind; None: not for them, a text: not known."""

    award: AwardType
    cells: tuple[tuple[str, Bonus | str | None], ...]
    verified: tuple[str, str]

    @property
    def is_known(self) -> bool:
        """Whether the law's tables give an amount for some nominee kind."""
        return any(isinstance(cell, Bonus) for _, cell in self.cells)


@dataclass(frozen=True)
class ShareOfDay:
    """A title of which only a share of another one's holders may be given."""

    title: str
    of_title: str
    row: AwardShare


@dataclass(frozen=True)
class LawOfDay:
    """Everything that the law says on `day`, seen from `authority` (None: from nowhere)."""

    day: dt.date
    authority: Unit | None
    regimes: list[Regime]
    regime: Regime | None
    documents: list[CitedDocument]
    groups: list[tuple[str, list[AwardOfDay]]]
    votes: list[AwardOfDay]
    common_vote: VoteRule | None
    of_day: MoneyOfDay
    bonuses: list[AwardMoney]
    bands: list[IndexBand] = field(default_factory=list)
    shares: list[ShareOfDay] = field(default_factory=list)

    @property
    def unverified(self) -> int:
        """Return how many rows of the awards and documents nobody has compared yet."""
        rows: Iterable[Any] = [
            *(entry.document for entry in self.documents),
            *(entry.award for _, found in self.groups for entry in found),
        ]
        return sum(1 for row in rows if row.verified == Verified.NO)

    @property
    def paid(self) -> list[AwardMoney]:
        """Return the awards with at least one amount."""
        return [row for row in self.bonuses if row.is_known]

    @property
    def unpaid(self) -> str:
        """Return the awards of which no rate is known."""
        return "; ".join(row.award.name for row in self.bonuses if not row.is_known)

    @property
    def kinds(self) -> list[str]:
        """Return the heads of the columns of money."""
        return [kind.label for kind in NomineeKind]

    @property
    def salary(self) -> str:
        """Return the base salary in words, "" when none is known."""
        return money(self.of_day.salary.amount) if self.of_day.salary else ""

    @property
    def factors(self) -> str:
        """Return the factors of collectives and households where no rate is written."""
        rule = self.of_day.rule
        if rule is None:
            return ""
        pairs = (
            (NomineeKind.COLLECTIVE, rule.collective_factor),
            (NomineeKind.HOUSEHOLD, rule.household_factor),
        )
        return "; ".join(
            f"{kind.label.lower()} gấp {number(factor)} lần cá nhân"
            for kind, factor in pairs
            if factor
        )


def law_of(day: dt.date, authority: Unit | None) -> LawOfDay:
    """Gather the law of `day` as `authority` sees it; twelve queries, however many rows."""
    regimes = list(Regime.objects.all())
    regime = next((row for row in reversed(regimes) if row.is_valid_on(day)), None)
    rules, catalogue, of_day = vote_rules(day), awards_on(day), money_law().at(day)
    entries = [
        AwardOfDay(
            award,
            decides(authority, award, day) if authority else None,
            rules.get(award.code) or rules.get(ANY_AWARD),
        )
        for award in catalogue
    ]
    given = [entry for entry in entries if entry.award.kind != AwardKind.RATING]
    return LawOfDay(
        day,
        authority,
        regimes,
        regime,
        [
            CitedDocument(document, citation(document), "; ".join(papers_citing(document)))
            for document in documents_on(day)
        ],
        [
            (kind.label, found)
            for kind in (AwardKind.TITLE, AwardKind.COMMENDATION)
            if (found := [entry for entry in entries if entry.award.kind == kind])
        ],
        [entry for entry in given if entry.own_vote],
        rules.get(ANY_AWARD),
        of_day,
        [_money(entry.award, of_day) for entry in given],
        _bands(day, authority),
        _shares(day, {award.code: award.name for award in catalogue}),
    )


def _shares(day: dt.date, names: Mapping[str, str]) -> list[ShareOfDay]:
    return [
        ShareOfDay(names.get(code, code), names.get(row.of_code, row.of_code), row)
        for code, row in award_shares(day).items()
    ]


def _money(award: AwardType, of_day: MoneyOfDay) -> AwardMoney:
    cells: list[tuple[str, Bonus | str | None]] = []
    for kind in NomineeKind:
        cell: Bonus | str | None = None
        if kind in award.admits:
            try:
                cell = of_day.bonus(award.code, kind, award.name)
            except BonusError as error:
                cell = str(error)
        cells.append((kind.label, cell))
    marks = [rate.verified for (code, _), rate in of_day.rates.items() if code == award.code]
    worst = max(marks, key=_doubt, default=Verified.YES)
    return AwardMoney(award, tuple(cells), (worst, Verified(worst).label))


def _doubt(mark: str) -> int:
    return [Verified.YES, Verified.PARTLY, Verified.NO].index(mark)


def _bands(day: dt.date, authority: Unit | None) -> list[IndexBand]:
    """Return the bands of the index on `day`: the authority's own newest, else the common ones."""
    rows = [
        band
        for band in IndexBand.objects.filter(valid_from__lte=day)
        if band.authority_id is None or (authority and band.authority_id == authority.pk)
    ]
    own = [band for band in rows if band.authority_id]
    chosen = own or rows
    newest = max((band.valid_from for band in chosen), default=None)
    found = [band for band in chosen if band.valid_from == newest]
    return sorted(found, key=lambda band: -band.from_percent)
