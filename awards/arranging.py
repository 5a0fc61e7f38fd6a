"""A set of criteria as it is read and printed: single criteria, and groups of alternatives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from awards.models import Criterion, CriterionGroup, Scoring


@dataclass(frozen=True)
class Entry:
    """One place of a set: a criterion that stands alone, or a group with its alternatives."""

    members: tuple[Criterion, ...]
    group: CriterionGroup | None = None

    @property
    def text(self) -> str:
        """Return the words at this place: the criterion's own, or the group's lead-in."""
        if self.group is None:
            return self.members[0].text
        return lead_in(self.group, len(self.members))


@dataclass(frozen=True)
class Points:
    """What the criteria of a set can give: the regular maximum, bonus, penalty."""

    score: Decimal
    bonus: Decimal
    penalty: Decimal

    @property
    def most(self) -> Decimal:
        """Return the most that a nominee can reach."""
        return self.score + self.bonus


def arranged(criteria: Iterable[Criterion]) -> list[Entry]:
    """Return the places of a set in order; a group stands where its first alternative stands."""
    places: dict[tuple[str, int], list[Criterion]] = {}
    for position, criterion in enumerate(criteria):
        key = ("group", criterion.group_id) if criterion.group_id else ("single", position)
        places.setdefault(key, []).append(criterion)
    return [Entry(tuple(found), found[0].group) for found in places.values()]


def lead_in(group: CriterionGroup, count: int) -> str:
    """Return the words that introduce a group's alternatives: its own, else by k of n."""
    if group.text.strip():
        return group.text.strip().rstrip(" :.;,")
    if group.needed == 1:
        return "Đạt ít nhất một trong các tiêu chuẩn sau"
    return f"Đạt ít nhất {group.needed:02} trong {count:02} tiêu chuẩn sau"


def points_of(criteria: Iterable[Criterion]) -> Points | None:
    """Return what the criteria give in points; None for a set that does not score."""
    scored = [criterion for criterion in criteria if criterion.scoring != Scoring.NONE]
    if not scored:
        return None

    def total(scoring: str) -> Decimal:
        return sum((c.points or Decimal(0) for c in scored if c.scoring == scoring), Decimal(0))

    return Points(total(Scoring.SCORE), total(Scoring.BONUS), total(Scoring.PENALTY))
