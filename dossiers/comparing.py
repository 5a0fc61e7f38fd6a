"""What changed between two versions of a dossier; pure: takes what the versions kept.

Nominees are matched by the nomination, in versions that did not keep it by name and award. What
was found about them may rest on matters that a unit is not told: only `confidential` shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from emulation.differences import Row, rows

TEXTS = (
    ("summary", "Tóm tắt thành tích"),
    ("results", "Kết quả theo tiêu chí"),
    ("report", "Báo cáo thành tích"),
)
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
NONE = "(không có)"
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Fact:
    """Something short that became something else."""

    label: str
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True)
class NomineeChange:
    """A nominee who came, went, or of whom something else is said now."""

    nominee: str
    award: str
    kind: str
    facts: tuple[Fact, ...] = ()
    texts: tuple[tuple[str, tuple[Row, ...]], ...] = ()


@dataclass(frozen=True)
class PartChange:
    """A scan that came, went, was replaced (another content) or renamed."""

    name: str
    component: str
    kind: str
    before: str = ""
    after: str = ""
    old_name: str = ""


@dataclass(frozen=True)
class Comparison:
    """All that differs, and how much does not."""

    nominees: list[NomineeChange] = field(default_factory=list)
    parts: list[PartChange] = field(default_factory=list)
    same_nominees: int = 0
    same_parts: int = 0

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not (self.nominees or self.parts)


def compared(old: Content, new: Content, *, confidential: bool) -> Comparison:
    """Return what differs from `old` to `new`, both as `nominating.content_of` kept them."""
    nominees, same_nominees = _nominees(
        old.get("nominations", ()), new.get("nominations", ()), confidential=confidential
    )
    parts, same_parts = _parts(old.get("parts", ()), new.get("parts", ()))
    return Comparison(nominees, parts, same_nominees, same_parts)


# --- nominees ------------------------------------------------------------------------------------


def _nominees(
    old: Iterable[Content], new: Iterable[Content], *, confidential: bool
) -> tuple[list[NomineeChange], int]:
    left, found, same = list(old), [], 0
    for after in new:
        before = _taken(left, after)
        if before is None:
            found.append(NomineeChange(after["nominee"], after["award"], ADDED))
        elif change := _nominee(before, after, confidential=confidential):
            found.append(change)
        else:
            same += 1
    found += [NomineeChange(each["nominee"], each["award"], REMOVED) for each in left]
    return found, same


def _taken(left: list[Content], wanted: Content) -> Content | None:
    """Take the nomination `wanted` was before out of `left`; None when it is new."""

    def is_same(one: Content) -> bool:
        if "id" in one and "id" in wanted:
            return one["id"] == wanted["id"]
        return (one["nominee"], one["award"]) == (wanted["nominee"], wanted["award"])

    place = next((place for place, one in enumerate(left) if is_same(one)), None)
    return None if place is None else left.pop(place)


def _nominee(before: Content, after: Content, *, confidential: bool) -> NomineeChange | None:
    pairs = [("Tên", "nominee"), ("Danh hiệu, hình thức", "award")]
    if confidential:
        pairs.append(("Kết quả xét điều kiện", "outcome"))
    facts = [
        Fact(label, before.get(key) or NONE, after.get(key) or NONE)
        for label, key in pairs
        if before.get(key) != after.get(key)
    ]
    if confidential:
        facts += _findings(before.get("findings", ()), after.get("findings", ()))
    texts = [
        (label, tuple(found))
        for key, label in TEXTS
        if key in before and key in after and (found := rows(before[key], after[key]))
    ]
    if not (facts or texts):
        return None
    return NomineeChange(after["nominee"], after["award"], CHANGED, tuple(facts), tuple(texts))


def _findings(old: Iterable[Content], new: Iterable[Content]) -> list[Fact]:
    """Return the rules whose verdict changed; versions that kept no findings differ in none."""
    then = {found["key"]: found for found in old}
    return [
        Fact(found["text"], then[found["key"]]["verdict"], found["verdict"], found["reason"])
        for found in new
        if found["key"] in then and then[found["key"]]["verdict"] != found["verdict"]
    ]


# --- scans ---------------------------------------------------------------------------------------


def _parts(old: Iterable[Content], new: Iterable[Content]) -> tuple[list[PartChange], int]:
    """Match scans that are quite the same first, then by content, then by name."""
    left, right = list(old), list(new)
    same = len(_pairs(left, right, "component", "name", "sha256"))
    found = [
        PartChange(b["name"], b["component"], CHANGED, old_name=a["name"])
        for a, b in _pairs(left, right, "component", "sha256")
    ]
    found += [
        PartChange(b["name"], b["component"], CHANGED, a["sha256"], b["sha256"])
        for a, b in _pairs(left, right, "component", "name")
    ]
    found += [PartChange(b["name"], b["component"], ADDED, after=b["sha256"]) for b in right]
    found += [PartChange(a["name"], a["component"], REMOVED, a["sha256"]) for a in left]
    return found, same


def _pairs(left: list[Content], right: list[Content], *keys: str) -> list[tuple[Content, Content]]:
    """Take those out of both lists that agree in `keys`."""
    found = []
    for other in list(right):
        one = next((each for each in left if all(each[k] == other[k] for k in keys)), None)
        if one is not None:
            left.remove(one)
            right.remove(other)
            found.append((one, other))
    return found
