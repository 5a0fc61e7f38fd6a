"""References follow the heading that they name when numbers change (`follow`).

An officer inserts a mục before mục II: what said "mục II" has to say "mục III". A change is found
by comparing the text before with the text after: headings are known by their words, not by their
numbers.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from emulation.papers.lookup import Tree
from emulation.papers.numbering import number
from emulation.papers.paper import Section
from emulation.papers.references import Mark, Reference, in_tree, written
from emulation.papers.text import Line, clean, lines, parse

# Of references of one block with those of the same block in the new text.
MOST_COMPARISONS = 250_000


class Change(NamedTuple):
    """What became of a reference at a line from 1; `after` is None when its target is gone."""

    line: int
    before: str
    after: str | None


@dataclass(frozen=True)
class Followed:
    """The new text with its references renumbered, and what was changed or could not be."""

    text: str
    changes: tuple[Change, ...]


def follow(old: str, new: str) -> Followed:
    """Return `new` with the references it took over from `old` naming what they named there.

    Only labels inside references change; a reference that the writer typed anew or touched himself
    stays, and so does one whose target is gone (it is listed, with `after` None). Lines without a
    change stay as typed.
    """
    before, after = Tree(number(parse(old))), Tree(number(parse(new)))
    same = matched(before, after)
    places, raw = list(lines(new)), new.splitlines()
    changes: list[Change] = []
    edits: dict[int, dict[Mark, str]] = defaultdict(dict)
    for origin, found in _pairs(in_tree(before), in_tree(after), same):
        line, labels = places[found.position], _labels(before, after, origin, same)
        wanted = dict(zip(found.marks, labels or (), strict=labels is not None))
        edits[found.position] |= wanted
        renamed = _edited(found.text, wanted, found.start)
        if labels is None or renamed != found.text:
            changes.append(Change(line.position, found.text, renamed if labels else None))
    for position, wanted in edits.items():
        line = places[position]
        if (renamed := _edited(line.text, wanted)) != line.text:
            spot = _spot(raw, line)
            raw[spot] = clean(raw[spot]).removesuffix(line.text) + renamed
    return Followed("\n".join(raw), tuple(dict.fromkeys(changes)))


def _edited(text: str, wanted: dict[Mark, str], offset: int = 0) -> str:
    """Return `text`, which begins at `offset`, with the marked labels replaced."""
    pieces, at = [], 0
    for mark in sorted(wanted):
        start, end = mark.start - offset, mark.end - offset
        if start >= at and end <= len(text):
            pieces += [text[at:start], wanted[mark]]
            at = end
    return "".join([*pieces, text[at:]])


def _spot(raw: Sequence[str], line: Line) -> int:
    """Return the index of the line that holds the words: a title may stand below its number."""
    spots = range(line.position - 1, len(raw))
    return next(spot for spot in spots if clean(raw[spot]).endswith(line.text))


def _pairs(
    before: Sequence[Reference], after: Sequence[Reference], same: dict[int, int]
) -> Iterator[tuple[Reference, Reference]]:
    """Yield each resolved reference of the old text with the same one, still as written, in the
    new."""
    olds, news = defaultdict(list), defaultdict(list)
    for reference in before:
        olds[same.get(reference.position)].append(reference)
    for reference in after:
        news[reference.position].append(reference)
    for position, found in news.items():
        for old, new in _aligned(olds[position], found):
            if old.target is not None:
                yield old, new


def _aligned(
    before: Sequence[Reference], after: Sequence[Reference]
) -> Iterator[tuple[Reference, Reference]]:
    """Yield the references of one block that stand in both its texts.

    What both begin and end with is paired first. Between, comparing takes as long as one count
    times the other, so a block with thousands of references there is left alone.
    """
    keys = [[(r.text, r.labels) for r in side] for side in (before, after)]
    shorter = min(map(len, keys))
    start = next((i for i in range(shorter) if keys[0][i] != keys[1][i]), shorter)
    rest = range(shorter - start)
    end = next((i for i in rest if keys[0][-1 - i] != keys[1][-1 - i]), len(rest))
    yield from zip(before[:start], after[:start], strict=True)
    middle = [side[start : len(side) - end] for side in keys]
    if len(middle[0]) * len(middle[1]) <= MOST_COMPARISONS:
        for a, b, size in SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
            left, right = start + a, start + b
            yield from zip(before[left : left + size], after[right : right + size], strict=True)
    yield from zip(before[len(before) - end :], after[len(after) - end :], strict=True)


def _labels(before: Tree, after: Tree, origin: Reference, same: dict[int, int]) -> list[str] | None:
    """Return the labels that name the same place in the new body, None when it is gone."""
    target = same.get(origin.marks[-1].names)
    if target is None:
        return None
    around = after.around(target)
    labels = []
    for mark in origin.marks:
        node = same.get(mark.names)
        if node not in around:  # moved: the level that now stands around the target
            kind = type(before.printed[mark.names].block)
            alike = (p for p in around[1:] if type(after.printed[p].block) is kind)
            node = next(alike, None)
        if node is None:
            return None
        label, was = after.label(node), before.label(mark.names)
        if label.isalpha() != was.isalpha():
            return None
        if mark.end - mark.start > len(was):  # "mục II.1"
            section = (p for p in around if isinstance(after.printed[p].block, Section))
            label = f"{after.label(next(section, node))}.{label}"
        labels.append(label)
    return labels


# --- which block is which --------------------------------------------------------------------


def matched(before: Tree, after: Tree) -> dict[int, int]:
    """Return, for the blocks of the old body, where they stand in the new one.

    A block is known by its words and those around it, then by its words alone where they are
    unique, then by what stands below it, then by its place between known neighbours.
    """
    same: dict[int, int] = {}
    for key in (_path, _words):
        _match_unique(before, after, key, same)
    _match_holders(before, after, same)
    olds = [_words(before, p) for p in range(len(before.printed))]
    news = [_words(after, p) for p in range(len(after.printed))]
    taken = set(same.values())
    comparison = SequenceMatcher(None, olds, news, autojunk=False)
    for kind, a, b, c, d in comparison.get_opcodes():
        left = [p for p in range(a, b) if p not in same]
        right = [p for p in range(c, d) if p not in taken]
        types = [[key[0] for key in (olds[p] for p in left)], [news[p][0] for p in right]]
        if kind in ("equal", "replace") and types[0] == types[1]:
            same |= dict(zip(left, right, strict=True))
    return same


def _match_holders(before: Tree, after: Tree, same: dict[int, int]) -> None:
    """Add the renamed blocks that still hold what they held, innermost first."""
    for old, new in sorted(same.items(), reverse=True):
        pairs = zip(before.around(old)[1:], after.around(new)[1:], strict=False)
        for a, b in pairs:
            kinds = {type(before.printed[a].block), type(after.printed[b].block)}
            if a in same or b in same.values() or len(kinds) > 1:
                break
            same[a] = b


def _match_unique(
    before: Tree, after: Tree, key: Callable[[Tree, int], Hashable], same: dict[int, int]
) -> None:
    """Add the blocks whose key occurs once on each side among those not known yet."""
    taken = set(same.values())
    sides: list[dict[Hashable, list[int]]] = []
    for tree, known in ((before, set(same)), (after, taken)):
        groups = defaultdict(list)
        for position in range(len(tree.printed)):
            if position not in known:
                groups[key(tree, position)].append(position)
        sides.append(groups)
    for words, positions in sides[0].items():
        others = sides[1].get(words, [])
        if len(positions) == len(others) == 1:
            same[positions[0]] = others[0]


def _words(tree: Tree, position: int) -> tuple[type, str]:
    numbered = tree.printed[position]
    return type(numbered.block), written(numbered).casefold()


def _path(tree: Tree, position: int) -> tuple[tuple[type, str], ...]:
    return tuple(_words(tree, p) for p in tree.around(position))
