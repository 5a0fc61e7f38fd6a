"""Numbers of sections, articles, items and points, as somebody typed them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from emulation.papers.paper import roman
from emulation.papers.text import point

from .finding import Finding
from .manuscript import Line, Manuscript, Rank

SOURCE = "Nghị định 30/2020/NĐ-CP, PL I mục II.6 (domain.md 5.2)"
_ROMAN = {roman(count): count for count in range(1, 100)}
_POINTS = {point(count): count for count in range(1, 70)}
_NAMES = {
    Rank.PART: "phần",
    Rank.CHAPTER: "chương",
    Rank.DIVISION: "mục",
    Rank.ARTICLE: "điều",
    Rank.SECTION: "mục",
    Rank.ITEM: "khoản",
    Rank.DECIMAL: "khoản",
    Rank.POINT: "điểm",
    Rank.BRACKET: "ý",
}
_ORDINALS = dict(
    zip(
        ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"],
        range(1, 11),
        strict=True,
    )
)
# Articles run through the whole paper, and so do chapters below parts.
_RUNNING_ON = {Rank.ARTICLE, Rank.CHAPTER}


@dataclass
class _Scope:
    """What has been counted: the last number of each rank and where each number was used."""

    last: dict[Rank, tuple[int, ...]] = field(default_factory=dict)
    seen: dict[Rank, dict[tuple[int, ...], Line]] = field(default_factory=dict)

    def enter(self, rank: Rank) -> None:
        """Forget what stood deeper: it starts again."""
        for deeper in [r for r in self.last if r > rank and r not in _RUNNING_ON]:
            del self.last[deeper], self.seen[deeper]


def numbering(paper: Manuscript) -> Iterator[Finding]:
    """Find numbers that are doubled, out of order, missing, or no numbers of their kind.

    Only for typed text: the engine counts the labels of a Paper itself.
    """
    if not paper.typed:
        return
    scope = _Scope()
    for line in paper.body:
        if line.rank not in _NAMES:
            if line.rank == Rank.LETTER:
                scope.enter(line.rank)
            continue
        scope.enter(line.rank)
        value = value_of(line)
        if value is None:
            yield line.finding("numbering", "error", _no_number(line), SOURCE)
            continue
        expected = _expected(scope, line, value)
        if value not in expected:
            message = _message(scope, line, value, expected[0])
            yield line.finding("numbering", "error", message, SOURCE)
        scope.last[line.rank] = value
        scope.seen.setdefault(line.rank, {}).setdefault(value, line)


def value_of(line: Line) -> tuple[int, ...] | None:
    """Return what the label counts to: (5,) for "V.", (1, 2) for "1.2."; None for "IIII."."""
    bare = re.sub(r"^(?:[^\W\d]+\s+)*[(]?", "", line.label).rstrip(" .):/–-")
    if line.label.startswith(("Phần ", "PHẦN ")) and bare.isalpha() and not _ROMAN.get(bare):
        found = _ORDINALS.get(bare.lower()) or " ABCDEFGH".find(bare)
    elif line.rank == Rank.POINT:
        found = _POINTS.get(bare)
    elif bare.replace(".", "").isdigit():
        return tuple(int(part) for part in bare.split(".") if part)
    else:
        found = _ROMAN.get(bare)
    return (found,) if found else None


def _expected(scope: _Scope, line: Line, value: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the numbers that may stand here, the likeliest first."""
    last = scope.last.get(line.rank)
    if line.rank == Rank.DECIMAL:
        return _expected_decimal(scope, last, value)
    after = ((last[0] if last else 0) + 1,)
    # A list in brackets and the chapters of a new part may start again.
    again = line.rank == Rank.BRACKET or (line.rank == Rank.CHAPTER and Rank.PART in scope.last)
    return [after, (1,)] if again else [after]


def _expected_decimal(
    scope: _Scope, last: tuple[int, ...] | None, value: tuple[int, ...]
) -> list[tuple[int, ...]]:
    """Return what may follow: "1.2" after "1.1", "1.1.1" below "1.1", "2.1" below "2."."""
    found: list[tuple[int, ...]] = []
    if last:
        found = [(*last[:depth], last[depth] + 1) for depth in range(len(last) - 1, 0, -1)]
        found.append((*last, 1))
    else:
        above = scope.last.get(Rank.ITEM) or scope.last.get(Rank.SECTION)
        found = [(*above, 1)] if above else [(1, 1), (value[0], 1)]
    return sorted(found, key=lambda number: len(number) != len(value))


def _written(rank: Rank, value: tuple[int, ...]) -> str:
    """Write a number as a label of its rank."""
    match rank:
        case Rank.SECTION:
            return f"{roman(value[0])}."
        case Rank.POINT:
            return f"{point(value[0])})"
        case Rank.ITEM | Rank.DECIMAL:
            return f"{'.'.join(map(str, value))}."
        case Rank.BRACKET:
            return f"{value[0]})"
        case Rank.PART | Rank.CHAPTER:
            return f"{_NAMES[rank].capitalize()} {roman(value[0])}"
    return f"{_NAMES[rank].capitalize()} {value[0]}"


def _message(scope: _Scope, line: Line, value: tuple[int, ...], expected: tuple[int, ...]) -> str:
    name, right = _NAMES[line.rank], _written(line.rank, expected)
    if used := scope.seen.get(line.rank, {}).get(value):
        return (
            f"Số “{line.label}” đã dùng cho {name} ở {used.where}. Đánh số lại {name} này thành "
            f"“{right}” và đánh tiếp các {name} sau."
        )
    if value > expected and Rank(line.rank) in scope.last:
        return (
            f"Số “{line.label}” không liên tục: trước đó còn thiếu “{right}”. Bổ sung hoặc đánh "
            f"số lại thành “{right}”."
        )
    return f"Số “{line.label}” sai thứ tự. Đánh số lại {name} này thành “{right}”."


def _no_number(line: Line) -> str:
    if line.rank == Rank.POINT:
        return (
            f"“{line.label}” không có trong thứ tự điểm: dùng a, b, c, d, đ, e, g, h, i, k… theo "
            "bảng chữ cái tiếng Việt, không dùng f, j, w, z."
        )
    return f"“{line.label}” không phải số La Mã viết đúng. Sửa lại số của {_NAMES[line.rank]} này."
