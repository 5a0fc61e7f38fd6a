"""What the law says on a day: its regime, which awards exist, who decides them, votes, criteria.

Source: domain.md sections 0, 1.1 and 3. One place for these questions: filing, copying, reading
plans, papers and the page "Pháp luật áp dụng" all ask here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import prefetch_related_objects

from awards.bonus import MoneyLaw
from awards.models import (
    AwardKind,
    AwardShare,
    AwardType,
    BaseSalary,
    BonusRate,
    BonusRule,
    CriterionSet,
    LegalDocument,
    Regime,
    Topic,
    VoteRule,
)
from emulation.organization.models import Level, Unit
from emulation.vietnamese import search_key, short_date

ANY_AWARD = "*"
# What the head of a body under the province's committee gives himself: Điều 75.1c and 80.1 of the
# Law of 2022 (domain.md 1.1). For the years before only the certificate is sourced.
AGENCY_CERTIFICATE = "GK_SO"
BASE_TITLES = frozenset({"LDTT", "CSTDCS", "TTLDTT"})
LAW_OF_2022 = dt.date(2024, 1, 1)
_ORDER = {level: rank for rank, level in enumerate(Level.values)}


class Answer(StrEnum):
    """What an authority does about an award on a day."""

    OWN = "own"
    SUPERIOR = "superior"
    LOWER = "lower"  # a lower authority's own award: not for this one to give
    UNSURE = "unsure"  # the catalogue does not say: nothing is refused
    GONE = "gone"  # the award, or the level of the authority, does not exist on the day
    NONE = "none"  # a rating: nobody gives it


ANSWERS = {
    Answer.OWN: "Tự quyết định",
    Answer.SUPERIOR: "Đề nghị cấp trên",
    Answer.LOWER: "Thuộc cấp dưới",
    Answer.UNSURE: "Chưa rõ, xem văn bản",
    Answer.GONE: "Không áp dụng",
    Answer.NONE: "Không xét tặng",
}


@dataclass(frozen=True)
class Competence:
    """Who decides an award on a day, and what `authority` does about it."""

    award_type: AwardType
    authority: Unit
    day: dt.date
    answer: Answer
    superior: Unit | None = None

    @property
    def decides(self) -> bool:
        """Whether the authority decides the award itself."""
        return self.answer == Answer.OWN

    @property
    def label(self) -> str:
        """Return the answer in words; a proposal names whom it goes to."""
        if self.answer == Answer.SUPERIOR and self.superior:
            return f"Đề nghị {self.superior}"
        return ANSWERS[self.answer]

    @property
    def refusal_to_decide(self) -> str:
        """Return why the authority may not decide the award itself; "" when nothing bars it."""
        match self.answer:
            case Answer.GONE:
                return self._gone()
            case Answer.SUPERIOR:
                whom = f"đề nghị {self.superior}" if self.superior else "đề nghị cấp trên"
                return f"{self._who()}; {self.authority} không tự quyết định mà {whom}."
            case Answer.LOWER:
                return f"{self._who()}; {self.authority} không quyết định thay."
        return ""

    @property
    def refusal_to_propose(self) -> str:
        """Return why the authority does not propose the award upward; "" when nothing bars it."""
        match self.answer:
            case Answer.GONE:
                return self._gone()
            case Answer.OWN:
                return f"{self._who()}; {self.authority} tự quyết định, không đề nghị cấp trên."
            case Answer.LOWER:
                return f"{self._who()}; {self.authority} không đề nghị lên cấp trên."
        return ""

    def _who(self) -> str:
        who = self.award_type.decided_by.split(" (")[0]
        return (
            f"Vào ngày {short_date(self.day)}, «{self.award_type.name}» do {who} quyết định "
            f"({self.award_type.legal_basis})"
        )

    def _gone(self) -> str:
        if self.award_type.is_valid_on(self.day):
            level = Level(self.authority.level).label.lower()
            return f"Vào ngày {short_date(self.day)} không còn {level}{_by_decree(self.day)}."
        return gone_message(self.award_type, self.day)


# --- the regime and the catalogue --------------------------------------------------------------


def regime_on(day: dt.date) -> Regime | None:
    """Return the regime in force on `day`, the later one where two overlap; None before 2014."""
    return Regime.objects.valid_on(day).order_by("-valid_from").first()


def awards_on(day: dt.date) -> list[AwardType]:
    """Return the awards that exist on `day`, in the catalogue's order."""
    return list(AwardType.objects.valid_on(day))


def gone_message(award_type: AwardType, day: dt.date) -> str:
    """Say that `award_type` does not exist on `day`, when it does, and what takes its place."""
    said = (
        f"«{award_type.name}» không có trong danh mục vào ngày {short_date(day)}: "
        f"chỉ áp dụng {award_type.validity_phrase()}."
    )
    if award_type.valid_to is None or day <= award_type.valid_to:
        return said
    instead = _successor(award_type, awards_on(day))
    if instead is None:
        return said
    who = instead.decided_by.split(" (")[0]
    if instead.code == award_type.code:
        return f"{said} Nay là «{instead.name}», do {who} quyết định ({instead.legal_basis})."
    return (
        f"{said} Thay vào đó có «{instead.name}» do {who} quyết định "
        f"({instead.legal_basis}){_moved(award_type, day)}."
    )


def _successor(award_type: AwardType, current: list[AwardType]) -> AwardType | None:
    """Return the same award in its wording of the day, else the family's lowest (Giấy khen …)."""
    for row in current:
        if row.code == award_type.code:
            return row
    family, mark, _ = award_type.code.partition("_")
    kin = [row for row in current if mark and row.code.startswith(f"{family}_")]
    return min(kin, key=lambda row: min(map(_rank, _levels(row))), default=None)


def _moved(award_type: AwardType, day: dt.date) -> str:
    """Say that the level which decided an award has ended, when it has."""
    regime = regime_on(day)
    levels = _levels(award_type)
    if regime is None or regime.level_codes.intersection(levels):
        return ""
    return f"; không còn {Level(levels[0]).label.lower()}{_by_decree(day)}"


def _by_decree(day: dt.date) -> str:
    """Name the decree by which powers moved (NĐ 129/2025, domain.md 1.1 notes)."""
    found = [
        document
        for document in LegalDocument.objects.valid_on(day)
        if Topic.COMPETENCE in document.topics.split(",")
    ]
    return f", thẩm quyền chuyển theo {found[0].kind} số {found[0].number}" if found else ""


# --- who decides -------------------------------------------------------------------------------


def decides(authority: Unit, award_type: AwardType, day: dt.date) -> Competence:
    """Return what `authority` does about `award_type` on `day`, and to whom it would propose.

    Only a people's committee decides by its level; the head of another body of a province gives
    what Điều 80.1 of the Law of 2022 lists. What the catalogue cannot know stays UNSURE.
    The superiors of `authority` are read once per object, so a whole catalogue costs one pass.
    """
    answer = _answer(authority, award_type, day)
    if answer != Answer.SUPERIOR:
        return Competence(award_type, authority, day, answer)
    prefetch_related_objects([authority], "superiors__superior")
    return Competence(award_type, authority, day, answer, authority.superior_on(day))


def _answer(authority: Unit, award_type: AwardType, day: dt.date) -> Answer:
    if award_type.kind == AwardKind.RATING:
        return Answer.NONE
    if not award_type.is_valid_on(day) or not _level_exists(authority, day):
        return Answer.GONE
    code, levels, own = award_type.code, _levels(award_type), authority.level
    by_agency = code == AGENCY_CERTIFICATE
    if is_committee(authority):
        if by_agency and own == Level.PROVINCE:
            return Answer.LOWER
        if own in levels and not by_agency:
            return Answer.OWN
    elif own == Level.PROVINCE and (by_agency or code in BASE_TITLES):
        return Answer.OWN if by_agency or day >= LAW_OF_2022 else Answer.UNSURE
    elif own in levels and own != Level.PROVINCE:
        return Answer.UNSURE
    if any(_rank(level) >= _rank(own) for level in levels):
        return Answer.SUPERIOR
    return Answer.UNSURE if code in BASE_TITLES or not is_committee(authority) else Answer.LOWER


def is_committee(authority: Unit) -> bool:
    """Whether the authority is a people's committee, whose chairman decides for its level."""
    return search_key(authority.name).startswith(("uy ban nhan dan", "ubnd"))


def _level_exists(authority: Unit, day: dt.date) -> bool:
    """Whether there are authorities of this level on `day`; only districts ever ended."""
    if authority.level != Level.DISTRICT:
        return True
    regime = regime_on(day)
    return regime is None or authority.level in regime.level_codes


def _levels(award_type: AwardType) -> list[str]:
    return [part.strip() for part in award_type.level.split(",")]


def _rank(level: str) -> int:
    return _ORDER.get(level, 0)


# --- votes, criteria, money --------------------------------------------------------------------


def vote_rules(day: dt.date) -> dict[str, VoteRule]:
    """Return the vote rules in force on `day` by award code; ANY_AWARD is for all others."""
    return {rule.award_code: rule for rule in VoteRule.objects.valid_on(day).order_by("valid_from")}


def vote_rule(
    code: str, day: dt.date, rules: Mapping[str, VoteRule] | None = None
) -> VoteRule | None:
    """Return the rule for an award on `day` (domain.md section 3); None when nobody set one."""
    rules = vote_rules(day) if rules is None else rules
    return rules.get(code) or rules.get(ANY_AWARD)


def award_shares(day: dt.date) -> dict[str, AwardShare]:
    """Return by award code which share of another title's holders may be given it on `day`."""
    return {row.award_code: row for row in AwardShare.objects.valid_on(day).order_by("valid_from")}


def law_sets(day: dt.date) -> dict[tuple[str, str], CriterionSet]:
    """Return the law's criteria on `day` by (award code, subject), in three queries."""
    found = CriterionSet.objects.of_law_on(day).prefetch_related("groups", "criteria")
    return {(one.award_code, one.subject): one for one in found.order_by("valid_from")}


def money_law() -> MoneyLaw:
    """Return all salaries, rates and rules of bonuses, in three queries; `at` chooses by day."""
    return MoneyLaw(
        tuple(BaseSalary.objects.all()),
        tuple(BonusRate.objects.all()),
        tuple(BonusRule.objects.all()),
    )
