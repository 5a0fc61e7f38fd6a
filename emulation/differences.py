"""What changed between two texts: paragraph beside paragraph, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Above this many pairs a text counts as written anew: looking closer would take too long.
MOST_PAIRS = 1_000_000
# Paragraphs that share less than this are two different ones.
ALIKE = 0.3
# How many paragraphs that did not change stand on either side of one that did.
AROUND = 1


@dataclass(frozen=True)
class Span:
    """A run of words, marked when it stands on this side only."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class Row:
    """A paragraph before and after; `skipped` counts unchanged ones that are not shown."""

    before: tuple[Span, ...] = ()
    after: tuple[Span, ...] = ()
    is_changed: bool = False
    skipped: int = 0


def rows(before: str, after: str) -> list[Row]:
    """Return both texts side by side, unchanged stretches folded; [] when they say the same."""
    old, new = _paragraphs(before), _paragraphs(after)
    if old == new:
        return []
    found: list[Row] = []
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > MOST_PAIRS)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found += [Row((Span(text),), (Span(text),)) for text in old[a:b]]
            continue
        for one, other in zip_longest(old[a:b], new[c:d]):
            found += _pair(one, other)
    return _folded(found)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _pair(before: str | None, after: str | None) -> list[Row]:
    """Return a paragraph that changed, or the two that took each other's place."""
    if before is None or after is None:
        return [_alone(before, after)]
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        return [_alone(before, None), _alone(None, after)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [_alone(before, None), _alone(None, after)]
    left: list[Span] = []
    right: list[Span] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if b > a:
            left.append(Span("".join(old[a:b]), kind != "equal"))
        if d > c:
            right.append(Span("".join(new[c:d]), kind != "equal"))
    return [Row(tuple(left), tuple(right), is_changed=True)]


def _alone(before: str | None, after: str | None) -> Row:
    return Row((Span(before, True),) if before else (), (Span(after, True),) if after else (), True)


def _folded(found: list[Row]) -> list[Row]:
    """Return the rows with long unchanged stretches replaced by how many they are."""
    near = {
        place + step
        for place, row in enumerate(found)
        if row.is_changed
        for step in range(-AROUND, AROUND + 1)
    }
    kept: list[Row] = []
    for is_near, stretch in groupby(enumerate(found), key=lambda pair: pair[0] in near):
        shown = [row for _, row in stretch]
        kept += shown if is_near or len(shown) == 1 else [Row(skipped=len(shown))]
    return kept
