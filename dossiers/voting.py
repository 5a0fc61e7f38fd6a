"""The arithmetic of a secret ballot: base, sums, threshold; integers only (domain.md section 3).

Nothing here knows who voted what: a tally is sums. A member who is the nominee leaves the base and
the ballot of that item; opinions of the absent taken in writing enter the base.
"""

from __future__ import annotations

from dataclasses import dataclass

from awards.models import VoteBase


@dataclass(frozen=True)
class Turnout:
    """Who can vote on one item: all seats, those present, those consulted in writing, recused.

    `recused_present` and `recused_written` are the recused among them.
    """

    members: int
    present: int
    written: int
    recused: int = 0
    recused_present: int = 0
    recused_written: int = 0

    @property
    def ballots(self) -> int:
        """Return how many ballots the present may get for the item."""
        return self.present - self.recused_present

    @property
    def opinions(self) -> int:
        """Return how many written opinions there can be for the item."""
        return self.written - self.recused_written

    def base(self, rule: str) -> int:
        """Return the denominator: all members, or those present and consulted (`VoteBase`)."""
        if rule == VoteBase.ALL:
            return self.members - self.recused
        return self.ballots + self.opinions


@dataclass(frozen=True)
class Tally:
    """The sums of one item: ballots of those present, and written opinions."""

    issued: int
    returned: int
    valid: int
    invalid: int
    agree: int
    disagree: int
    blank: int
    written_agree: int = 0
    written_disagree: int = 0
    written_blank: int = 0

    @property
    def in_favour(self) -> int:
        """Return all votes in favour, written ones included."""
        return self.agree + self.written_agree

    @property
    def against(self) -> int:
        """Return all votes against, written ones included."""
        return self.disagree + self.written_disagree

    @property
    def without_opinion(self) -> int:
        """Return those who had no opinion, written ones included."""
        return self.blank + self.written_blank


@dataclass(frozen=True)
class Outcome:
    """What the vote came to: `agree` of `base`, needed at least `needed`."""

    agree: int
    base: int
    percent: int
    needed: int
    passed: bool

    @property
    def tenths(self) -> int:
        """Return the share in tenths of a percent, rounded down: 69.96% never reads 70.0%."""
        return self.agree * 1000 // self.base if self.base else 0

    @property
    def share(self) -> str:
        """Return the share as papers print it: "77,7%"."""
        return f"{self.tenths // 10},{self.tenths % 10}%"


def quorum_needed(members: int, numerator: int, denominator: int) -> int:
    """Return the smallest number of members present that is at least the share."""
    return -(-members * numerator // denominator)


def votes_needed(base: int, percent: int) -> int:
    """Return the smallest number of votes in favour with votes*100 >= percent*base."""
    return -(-base * percent // 100)


def judge(tally: Tally, turnout: Turnout, *, percent: int, base: str) -> Outcome:
    """Say whether the item passed; nobody to vote means not passed.

    `agree*100 >= percent*base` in integers, no rounding (domain.md section 3, formula).
    """
    number = turnout.base(base)
    needed = votes_needed(number, percent)
    return Outcome(
        tally.in_favour,
        number,
        percent,
        needed,
        number > 0 and tally.in_favour * 100 >= percent * number,
    )


def faults(tally: Tally, turnout: Turnout) -> dict[str, str]:
    """Say which sums do not add up, by field, with the sums shown; empty when all is right."""
    found: dict[str, str] = {}
    if tally.issued > turnout.ballots:
        found["issued"] = (
            f"Phát ra {tally.issued} phiếu, nhưng chỉ có {turnout.ballots} thành viên có mặt "
            "được bỏ phiếu về nội dung này."
        )
    if tally.returned > tally.issued:
        found["returned"] = f"Thu về {tally.returned} phiếu, nhiều hơn số phát ra {tally.issued}."
    if tally.valid + tally.invalid != tally.returned:
        found["invalid"] = (
            f"Hợp lệ {tally.valid} + không hợp lệ {tally.invalid} = "
            f"{tally.valid + tally.invalid}, không bằng số thu về {tally.returned}."
        )
    votes = tally.agree + tally.disagree + tally.blank
    if votes != tally.valid:
        found["blank"] = (
            f"Đồng ý {tally.agree} + không đồng ý {tally.disagree} + không có ý kiến "
            f"{tally.blank} = {votes}, không bằng số phiếu hợp lệ {tally.valid}."
        )
    written = tally.written_agree + tally.written_disagree + tally.written_blank
    if written > turnout.opinions:
        found["written_blank"] = (
            f"Ý kiến bằng văn bản: {tally.written_agree} + {tally.written_disagree} + "
            f"{tally.written_blank} = {written}, nhiều hơn {turnout.opinions} thành viên vắng mặt "
            "được lấy ý kiến."
        )
    return found
