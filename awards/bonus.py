"""Bonuses: rate × base salary on the day of the decision, factors, rounding, payment lists. Pure.

Source: domain.md section 2 (NĐ 91 Điều 69-73, NĐ 98 Điều 54-58, NĐ 152 Điều 54). Rates, salaries
and rules are rows of the law or anything with the same attributes; missing ones raise BonusError
with a Vietnamese message and are never taken for nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from awards.models import Rounding
from emulation.organization.models import NomineeKind

STEP = Decimal(10_000)
# The fund of whoever decides pays; who only proposes pays nothing (domain.md 2.3-5).
PAYER_SOURCE = "khoản 4 Điều 11 Luật Thi đua, khen thưởng năm 2022"


class BonusError(ValueError):
    """Something that the law's tables do not say; the message is Vietnamese."""


@dataclass(frozen=True)
class Bonus:
    """An amount in đồng with what it was reckoned from."""

    amount: int
    multiple: Decimal
    salary: int
    explanation: str
    is_maximum: bool = False


@dataclass(frozen=True)
class MoneyOfDay:
    """The law of money on one day: salary, rates by (award code, subject), rule of reckoning."""

    day: dt.date
    salary: Any | None
    rates: Mapping[tuple[str, str], Any]
    rule: Any | None

    def bonus(self, code: str, subject: str, name: str = "") -> Bonus:
        """Return the bonus of an award; raises BonusError when a row is missing."""
        rates = [rate for (of, _), rate in self.rates.items() if of == code]
        day = f"{self.day:%d/%m/%Y}"
        if not rates:
            raise BonusError(f"Chưa có mức tiền thưởng của «{name or code}» vào ngày {day}.")
        if self.salary is None:
            raise BonusError(f"Chưa có mức lương cơ sở vào ngày {day}.")
        if self.rule is None:
            raise BonusError(f"Chưa có cách tính tiền thưởng vào ngày {day}.")
        return bonus(rates, self.salary.amount, self.rule, subject, name=name)


@dataclass(frozen=True)
class MoneyLaw:
    """All salaries, rates and rules; what counts is the day of the decision (domain.md 2.3-1)."""

    salaries: Sequence[Any]
    rates: Sequence[Any]
    rules: Sequence[Any]

    def at(self, day: dt.date) -> MoneyOfDay:
        """Return what is in force on `day`; of overlapping rows the later one counts."""
        rates = {(r.award_code, r.subject): r for r in _in_force(self.rates, day)}
        salary = next(iter(reversed(_in_force(self.salaries, day))), None)
        rule = next(iter(reversed(_in_force(self.rules, day))), None)
        return MoneyOfDay(day, salary, rates, rule)


def _in_force(rows: Iterable[Any], day: dt.date) -> list[Any]:
    found = (r for r in rows if r.valid_from <= day and (r.valid_to is None or day <= r.valid_to))
    return sorted(found, key=lambda row: row.valid_from)


def bonus(rates: Any, salary: int, rule: Any, subject: str, *, name: str = "") -> Bonus:
    """Return the bonus for one nominee kind.

    `rates` is the rate of an award or its rates by subject, in force on one day; where none is
    written for `subject`, the individual's times the rule's factor. Raises BonusError without one.
    """
    known = {r.subject: r for r in (rates if isinstance(rates, Iterable) else [rates])}
    rate, factor = known.get(subject), Decimal(1)
    if rate is None:
        rate, factor = _by_factor(known, rule, subject, name)
    multiple = Decimal(rate.multiple)
    exact = multiple * factor * salary
    amount = rounded(exact, rule.rounding, at_most=rate.is_maximum)
    times = f"{number(factor)} × " if factor != 1 else ""
    said = f"{times}{number(multiple)} × {money(salary)} = {money(exact)}"
    if amount != exact:
        up = "làm tròn lên" if amount > exact else "làm tròn xuống"
        said += f", {up} {money(amount)}"
    if rate.is_maximum:
        said += " (mức tối đa)"
    return Bonus(int(amount), multiple * factor, salary, said, rate.is_maximum)


def _by_factor(known: Mapping[str, Any], rule: Any, subject: str, name: str) -> tuple[Any, Decimal]:
    """Return the individual's rate and the factor of `subject` (domain.md 2.3-3)."""
    factor = {
        NomineeKind.COLLECTIVE: rule.collective_factor,
        NomineeKind.HOUSEHOLD: rule.household_factor,
    }.get(subject)
    individual = known.get(NomineeKind.INDIVIDUAL)
    if individual is None or not factor:
        award = f" của «{name}»" if name else ""
        kind = NomineeKind(subject).label.lower()
        raise BonusError(f"Chưa có mức tiền thưởng{award} cho {kind}.")
    return individual, Decimal(factor)


def rounded(amount: Decimal, rounding: str, *, at_most: bool = False) -> Decimal:
    """Round to whole đồng, or as the rule says to tens of thousands (domain.md 2.3-2).

    `at_most`: the amount is a maximum, so it is rounded down.
    """
    if rounding == Rounding.NONE:
        return amount.quantize(Decimal(1), ROUND_HALF_UP)
    way = ROUND_CEILING if rounding == Rounding.UP_10K else ROUND_HALF_UP
    if at_most:
        way = ROUND_FLOOR
    return (amount / STEP).quantize(Decimal(1), way) * STEP


def number(value: Decimal) -> str:
    """Return "0,3", "1.234": as Vietnamese papers write numbers, without needless zeros."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def money(amount: Decimal | int) -> str:
    """Return "702.000 đồng"."""
    return f"{number(Decimal(amount))} đồng"


# --- payment lists -----------------------------------------------------------------------------


@dataclass(frozen=True)
class PaidAward:
    """One award of a decision: to whom (`nominee` tells people apart), which, for what.

    `family` is the award's kind ("title", "commendation"); `period` and `achievement` say for
    what it is given: equal ones are one achievement.
    """

    nominee: Any
    recipient: str
    subject: str
    code: str
    award: str
    family: str
    period: Any = None
    achievement: str = ""


@dataclass(frozen=True)
class PaymentRow:
    """One row of a payment list; unpaid rows say why in `reason`."""

    line: PaidAward
    bonus: Bonus
    amount: int
    reason: str = ""


@dataclass(frozen=True)
class PaymentList:
    """Who receives how much by a decision of `day`, and what could not be reckoned."""

    day: dt.date
    rows: tuple[PaymentRow, ...]
    problems: tuple[str, ...] = ()
    payer: str = ""
    by_award: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return the sum to be paid; raises BonusError while an amount is missing."""
        if self.problems:
            raise BonusError(" ".join(self.problems))
        return sum(row.amount for row in self.rows)

    @property
    def payer_note(self) -> str:
        """Return who pays: whoever decides, from its fund (domain.md 2.3-5)."""
        fund = f"Quỹ thi đua, khen thưởng của {self.payer}" if self.payer else (
            "Quỹ thi đua, khen thưởng của cấp ra quyết định"
        )  # fmt: skip
        return f"{fund} chi ({PAYER_SOURCE}); nơi chỉ đề nghị không chi."


def payment_list(
    lines: Iterable[PaidAward], day: dt.date, law: MoneyLaw, payer: str = ""
) -> PaymentList:
    """Return what a decision of `day` pays, in the order of `lines`.

    A title and a commendation are both paid, different periods or achievements each; of several
    awards of one family for one period and achievement only the highest (domain.md 2.3-4, 4.4-4).
    """
    lines, of_day = list(lines), law.at(day)
    reckoned: list[tuple[PaidAward, Bonus]] = []
    problems: list[str] = []
    for line in lines:
        try:
            reckoned.append((line, of_day.bonus(line.code, line.subject, line.award)))
        except BonusError as error:
            problems.append(f"{line.recipient}: {error}")
    best: dict[tuple, PaidAward] = {}
    highest: dict[tuple, Decimal] = {}
    for line, found in reckoned:
        key = _once(line)
        if key not in best or found.multiple > highest[key]:
            best[key], highest[key] = line, found.multiple
    rows = tuple(
        PaymentRow(line, found, found.amount)
        if best[_once(line)] is line
        else PaymentRow(line, found, 0, _passed_over(best[_once(line)]))
        for line, found in reckoned
    )
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.line.award] = sums.get(row.line.award, 0) + row.amount
    return PaymentList(day, rows, tuple(problems), payer, sums)


def _once(line: PaidAward) -> tuple:
    """What is paid once: one nominee, one family of awards, one period and achievement."""
    return line.nominee, line.family, line.period, line.achievement.strip().casefold()


def _passed_over(paid: PaidAward) -> str:
    return f"Không chi: cùng thời gian, cùng thành tích đã chi theo mức cao nhất («{paid.award}»)."
