"""Points of a set that scores: what is confirmed, what is still open, what that comes to.

A criterion's maximum caps its points; a bonus adds and a penalty takes away. What nobody judged yet
may become anything from nothing to the maximum, so the total is a span and decides only when its
whole span lies on one side of the points to pass. A penalty that nobody reported is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from awards.facts import ClaimFact
from awards.models import Scoring
from awards.sentences import number

from .case import MET, NOT_MET, UNKNOWN, Judgement
from .words import satisfying

_ZERO = Decimal(0)
_PENALTY = Scoring.PENALTY.value

Span = tuple[Decimal, Decimal]


def span_of(
    scoring: str, most: Decimal | None, claim: ClaimFact | None, verdict: str, by_hand: bool
) -> Span:
    """Return the least and the most points that one criterion may bring.

    A criterion that the machine judges (not `by_hand`) brings all when met and nothing when not,
    unless the office gave it points of its own.
    """
    most = most or _ZERO
    is_judged = claim is not None and claim.is_met is not None
    if scoring == _PENALTY:
        if claim is None:
            return (_ZERO, _ZERO)
        if not is_judged:
            return (-most, _ZERO)
        given = claim.points if claim.points is not None else (most if claim.is_met else _ZERO)
        taken = -_capped(given, most)
        return (taken, taken)
    if is_judged and claim.points is not None:
        given = _capped(claim.points, most)
        return (given, given)
    if verdict == MET and not (by_hand and is_judged):
        return (most, most)
    if verdict == NOT_MET:
        return (_ZERO, _ZERO)
    return (_ZERO, most)


def _capped(points: Decimal, most: Decimal) -> Decimal:
    return max(_ZERO, min(points, most))


def total_of(spans: Iterable[Span]) -> Span:
    """Return the least and the most that the criteria bring together."""
    low = high = _ZERO
    for least, most in spans:
        low += least
        high += most
    return (low, high)


def judge_total(total: Span, wanted: Decimal, clause: str) -> Judgement:
    """Compare the total with the points to pass."""
    low, high = total
    exact = low == high
    told = f"Tổng điểm {number(low)}" if exact else f"Tổng điểm đã xác nhận {number(low)}"
    if low >= wanted:
        return Judgement(MET, f"{told}, từ {number(wanted)} điểm trở lên, {satisfying(clause)}.")
    if high < wanted:
        best = "" if exact else f", cao nhất cũng chỉ đạt {number(high)}"
        return Judgement(
            NOT_MET, f"{told}{best}, chưa đủ {number(wanted)} điểm, chưa {satisfying(clause)}."
        )
    return Judgement(
        UNKNOWN,
        f"{told}, còn tiêu chuẩn chưa chấm điểm nên chưa kết luận được mức {number(wanted)} điểm; "
        "văn phòng chấm đủ rồi xem lại.",
    )
