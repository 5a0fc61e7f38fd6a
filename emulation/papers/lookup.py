"""A counted body as a tree in which a label can be looked up: "khoản 1" of "mục II"."""

from collections.abc import Sequence

from emulation.papers.numbering import Numbered
from emulation.papers.paper import Article, Chapter, Item, Part, Section


class Ambiguous(Exception):
    """A name that may mean several blocks, equally near."""


class Tree:
    """The printed blocks of a body with the blocks around each."""

    def __init__(self, printed: Sequence[Numbered]) -> None:
        self.printed = printed
        self._parents: list[int | None] = []
        path: list[int] = []
        for position, numbered in enumerate(printed):
            del path[numbered.depth :]
            self._parents.append(path[-1] if path else None)
            path.append(position)
        self._has_parts = any(isinstance(numbered.block, Part) for numbered in printed)

    def around(self, position: int) -> list[int]:
        """Return a block and those it stands in, innermost first."""
        found = [position]
        while (parent := self._parents[found[-1]]) is not None:
            found.append(parent)
        return found

    def knows(self, word: str) -> bool:
        """Say whether the body has that level at all."""
        return any(self._is(position, word) for position in range(len(self.printed)))

    def label(self, position: int) -> str:
        """Return a label as references write it: "II", "1", "1.1", "a"."""
        return self.printed[position].label.rsplit(" ", 1)[-1].rstrip(".)")

    def find(self, origin: int, names: Sequence[tuple[str, str]]) -> list[int | None]:
        """Return the block of each (level, label), outermost first, as named at `origin`.

        The first is sought in the nearest block around `origin` that has it, or is that block when
        the label is "này"; the others below it. None from the first unknown on. Raises Ambiguous.
        """
        found: list[int | None] = []
        around = self.around(origin)
        for word, label in names:
            if found and found[-1] is None:
                found.append(None)
            elif label == "này":
                found.append(next((p for p in around if self._is_here(p, word)), None))
            elif found:
                found.append(self._below(found[-1], word, label))
            else:
                hits = (self._below(scope, word, label) for scope in (*around, None))
                found.append(next((hit for hit in hits if hit is not None), None))
        return found

    def _is(self, position: int, word: str) -> bool:
        """Say whether offices call a block so: without phần, "phần II" is the mục II."""
        block, label = self.printed[position].block, self.printed[position].label
        match word:
            case "phần":
                return isinstance(block, Part if self._has_parts else Section)
            case "chương":
                return isinstance(block, Chapter)
            case "mục" | "tiểu mục":
                return isinstance(block, Section) or (
                    isinstance(block, Item) and label.endswith(".")
                )
            case "điều":
                return isinstance(block, Article)
            case "khoản":
                return isinstance(block, Item) and label.endswith(".")
        return isinstance(block, Item) and label != "-"

    def _is_here(self, position: int, word: str) -> bool:
        """Say the same of "Mục này", "điểm này", which mean one level only."""
        if word == "mục":
            return isinstance(self.printed[position].block, Section)
        if word == "điểm":
            return self.printed[position].label.endswith(")")
        return self._is(position, word)

    def _below(self, scope: int | None, word: str, label: str) -> int | None:
        """Return the highest block of that name in `scope` (None: in the whole body)."""
        first, *rest = label.split(".") if label[0].isupper() else [label]
        hits = [
            position
            for position, numbered in enumerate(self.printed)
            if self._is(position, word)
            and self.label(position) == first
            and (scope is None or scope in self.around(position)[1:])
        ]
        if not hits:
            return None
        depth = min(self.printed[hit].depth for hit in hits)
        found, *others = (hit for hit in hits if self.printed[hit].depth == depth)
        if others:
            raise Ambiguous
        return self._below(found, "khoản", ".".join(rest)) if rest else found  # "mục II.1"
