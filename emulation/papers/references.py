"""References inside a paper: "khoản 1 Mục này", "điểm a khoản 2 mục III", "Điều 4".

`references` finds them and what they name; `following.follow` makes them follow the heading that
they name when numbers change. What names another document ("khoản 1 Điều 4 Luật …") is left
alone, and so is whatever stands in one sentence behind the name of another document: nobody can
tell from the words alone which of the two it means. The wording is that of Nghị định
30/2020/NĐ-CP, Phụ lục II (domain.md 5.6), and that of offices: "mục II khoản 1", "mục II.1".
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import NamedTuple

from emulation.papers.lookup import Ambiguous, Tree
from emulation.papers.numbering import Numbered, number
from emulation.papers.paper import Block

_NAMED_ALONE = r"Bộ luật|Luật|Hiến pháp|Pháp lệnh|Nghị định|Nghị quyết|Thông tư"
_NAMED_BY_NUMBER = (
    r"Quyết định|Chỉ thị|Kế hoạch|Quy định|Quy chế|Hướng dẫn|Điều lệ|Công văn|Tờ trình|Báo cáo|"
    r"Thông báo|Đề án|Chương trình|Kết luận|Công điện|Phương án|Biên bản|Văn bản|Phụ lục"
)
_ITSELF = r"\s+(?:này|trên đây)(?!\w)"
_NUMBER = r"\d+/(?:\d{4}/)?[A-ZĐ][\w-]*"
# Right after a reference any document; before it, in its sentence, one that is surely named there:
# "Báo cáo", "Hướng dẫn" also open sentences as verbs.
_FOREIGN_AFTER = re.compile(rf"(?:{_NAMED_ALONE}|{_NAMED_BY_NUMBER})(?!\w)(?!{_ITSELF})")
_FOREIGN_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:{_NAMED_ALONE})(?!\w)(?!{_ITSELF})|(?:{_NAMED_BY_NUMBER})\s+số(?!\w))|{_NUMBER}"
)
_OWN = re.compile(rf"(?:{_NAMED_ALONE}|{_NAMED_BY_NUMBER}|[Vv]ăn bản|[Kk]ế hoạch){_ITSELF}")
_BRIDGE = re.compile(r"[\s,]*(?:(?:của|tại|thuộc|trong|(?:ban hành )?kèm theo)\s+)?")
_SENTENCE_END = re.compile(r"[.;!?:](?=\s)")

_RANKS = {"phần": 0, "chương": 1, "mục": 2, "tiểu mục": 3, "điều": 3, "khoản": 4, "điểm": 5}
_LABEL = (
    r"(?:(?P<letter>[a-zđ])(?P=letter)?(?![\w)])(?!\s+tế)"  # "điểm y tế"
    r"|(?:[IVX]+(?:\.\d{1,2}){0,2}|\d{1,3}(?:\.\d{1,2}){0,2})(?!\w|[.,]\d|\s*%))"
)
_STEP = re.compile(
    r"(?<!\w)(?P<word>[Pp]hần|[Cc]hương|[Tt]iểu mục|[Mm]ục|[Đđ]iều|[Kk]hoản|[Đđ]iểm)\s+"
    rf"(?P<label>{_LABEL}|này(?!\w))"
)
# The next label of a list is followed by the end, a level, or a word that goes on after a list.
_MORE = re.compile(
    rf"(?:\s*,\s*(?:và\s+)?|\s+(?:và|hoặc|đến)\s+)(?P<label>{_LABEL})"
    r"(?=$|[^\w\s]|\s+(?:[^\W\d_a-zà-ỹđ]|(?:và|hoặc|đến|của|tại|thuộc|trong|phần|chương|mục|điều|"
    r"khoản|điểm|nêu|trên|ở|thì|là|phải|được|quy)(?!\w)|này(?!\w)))"
)
_LINK = re.compile(r"(?:\s*[,;]\s*|\s+)(?:(?:và|hoặc|đến|của|tại|thuộc)\s+)?")
_LINK_OF_TWO = re.compile(r"(?:.*;|.*\b(?:và|hoặc|đến)\b)", re.DOTALL)
# What makes another word of the level, or of its number: "danh mục 1", "khoản 5 triệu".
_COMPOUND = re.compile(
    r"(?:danh|hạng|chuyên|đề|thư|thành|cổ|học|tài|địa|thời|quan|ưu|nhược|đặc|trọng|đạt|tổng|số|"
    r"chấm|cộng|trừ|mức|bài)\s+$",
    re.IGNORECASE,
)
# The longest of these words with some space behind it.
_COMPOUND_REACH = 24
# "điểm a, b khoản 1, 2" names four places; a text that names more at once names none.
_MOST_PLACES = 200
_UNITS = re.compile(r"\s+(?:đồng|triệu|tỷ|nghìn|người|lần)(?!\w)")


class Mark(NamedTuple):
    """A label inside a text: from, to, and the printed block that it names, if there is one."""

    start: int
    end: int
    names: int | None


@dataclass(frozen=True)
class Reference:
    """One place in the paper that a text names.

    `position` counts the printed blocks (`number`) from 0; in a body without tables `position` + 1
    is the line of `to_text`. `text` is the reference as written: "khoản 1 và 2 mục II" makes two
    references of one text. `labels` name the target from the outermost level on ("mục II",
    "khoản 1"). `target` is None when nothing in the paper is called so. `start` is where `text`
    begins in the block's text; `marks` are the labels there, outermost level first.
    """

    position: int
    text: str
    labels: tuple[str, ...]
    target: Numbered | None
    start: int = 0
    marks: tuple[Mark, ...] = ()


def references(blocks: Iterable[Block]) -> tuple[Reference, ...]:
    """Return the references of a body to its own parts, in printing order.

    Left out: what names another document, and what may mean several places ("khoản 1" where two
    mục are equally near).
    """
    return in_tree(Tree(number(blocks)))


def in_tree(tree: Tree) -> tuple[Reference, ...]:
    """Return the references of a counted body."""
    return tuple(
        reference
        for position, numbered in enumerate(tree.printed)
        for reference in _in_text(tree, position, written(numbered))
    )


def written(numbered: Numbered) -> str:
    """Return the text of a block as its writer typed it, a heading not in capitals."""
    return getattr(numbered.block, "text", "") or getattr(numbered.block, "heading", "")


def _in_text(tree: Tree, position: int, text: str) -> Iterator[Reference]:
    others = _Others(text)
    for own, steps in _chains(text):
        if not _is_meant(steps) or others.named_with(own, steps):
            continue
        if prod(len(step.labels) for step in steps) > _MOST_PLACES:
            continue
        levels = sorted(steps, key=lambda step: step.rank)
        start = min(step.start for step in own)
        said = text[start : max(step.end for step in own)]
        for labels in product(*(step.labels for step in levels)):
            names = [(step.word, label.text) for step, label in zip(levels, labels, strict=True)]
            if names[-1][1] == "này":
                continue
            try:
                found = tree.find(position, names)
            except Ambiguous:
                continue
            if found[-1] is None and not tree.knows(names[0][0]):
                continue
            yield Reference(
                position,
                said,
                tuple(" ".join(name) for name in names),
                None if found[-1] is None else tree.printed[found[-1]],
                start,
                tuple(
                    Mark(label.start, label.end, node)
                    for label, node in zip(labels, found, strict=True)
                    if label.text != "này"
                ),
            )


# --- reading the words -----------------------------------------------------------------------


class _Label(NamedTuple):
    text: str
    start: int
    end: int


@dataclass
class _Step:
    """A level with its labels, "khoản 1 và 2" or "khoản này"."""

    word: str
    labels: list[_Label]
    start: int
    link: str = ""  # what joins it to the step before

    @property
    def rank(self) -> int:
        """The place of the word in the order of levels."""
        return _RANKS[self.word]

    @property
    def end(self) -> int:
        """Where the last label ends."""
        return self.labels[-1].end


def _steps(text: str) -> Iterator[_Step]:
    at = 0
    while match := _STEP.search(text, at):
        at = match.end()
        before = text[max(0, match.start() - _COMPOUND_REACH) : match.start()]
        if _COMPOUND.search(before) or _UNITS.match(text, at):
            continue
        labels = [_Label(match["label"], match.start("label"), at)]
        while (more := _MORE.match(text, at)) and _alike(labels[0].text, more["label"]):
            labels.append(_Label(more["label"], *more.span("label")))
            at = more.end()
        yield _Step(match["word"].lower(), labels, match.start())


def _alike(first: str, other: str) -> bool:
    return first != "này" and (first[0].isdigit(), first.isupper()) == (
        other[0].isdigit(),
        other.isupper(),
    )


def _chains(text: str) -> Iterator[tuple[list[_Step], list[_Step]]]:
    """Yield (the steps of one place that stand together, the same with those it shares)."""
    run: list[list[_Step]] = []
    for step in _steps(text):
        step.link = text[run[-1][-1].end : step.start] if run else ""
        if run and not _LINK.fullmatch(step.link):
            yield from _shared(run)
            run = []
        if run and not _LINK_OF_TWO.match(step.link) and not _turns(run[-1], step):
            run[-1].append(step)
        elif run and _goes_with_next(run[-1], step):  # "mục I, khoản 1 mục II" are two places
            run.append([run[-1].pop(), step])
        else:
            run.append([step])
    yield from _shared(run)


def _turns(steps: list[_Step], step: _Step) -> bool:
    """Say whether a step cannot go on with the order, up or down, in which the steps stand."""
    if len(steps) == 1:
        return step.rank == steps[0].rank
    rising = steps[0].rank > steps[1].rank
    return step.rank >= steps[-1].rank if rising else step.rank <= steps[-1].rank


def _goes_with_next(steps: list[_Step], step: _Step) -> bool:
    falling = len(steps) > 1 and steps[-2].rank < steps[-1].rank
    return falling and "," in steps[-1].link and step.link.isspace() and step.rank < steps[-1].rank


def _shared(run: list[list[_Step]]) -> Iterator[tuple[list[_Step], list[_Step]]]:
    """Give each chain the levels that it shares: "khoản 1 và khoản 2 Điều 4"."""
    whole = [list(chain) for chain in run]
    for after, chain in pairwise(reversed(whole)):
        if len(after) > 1 and after[0].rank > after[1].rank:
            chain += [step for step in after if step.rank < min(s.rank for s in chain)]
    for before, chain in pairwise(whole):
        if len(before) > 1 and before[0].rank < before[1].rank:
            top = min(step.rank for step in chain)
            chain += [step for step in before if step.rank < top]
    return zip(run, whole, strict=True)


def _is_meant(steps: list[_Step]) -> bool:
    """Say whether a place is named: "điểm 8" and "phần 2" alone are a mark and a share."""
    if len(steps) > 1:
        return True
    word, label = steps[0].word, steps[0].labels[0].text
    if word == "điểm":
        return label.isalpha()
    return word != "phần" or label.isupper()


class _Others:
    """Where a text names other documents and where its sentences end, found in one pass."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        self._named = [match.start() for match in _FOREIGN_BEFORE.finditer(text)]

    def named_with(self, own: list[_Step], steps: list[_Step]) -> bool:
        """Say whether one is named, right after the place or before it in its sentence."""
        rest = _BRIDGE.match(self._text, max(step.end for step in steps)).end()
        if _OWN.match(self._text, rest):
            return False
        if _FOREIGN_AFTER.match(self._text, rest):
            return True
        if any(step.labels[0].text == "này" for step in steps):
            return False
        start = min(step.start for step in own)
        ended = bisect_right(self._ends, start)
        sentence = self._ends[ended - 1] if ended else 0
        return bisect_left(self._named, sentence) < bisect_left(self._named, start)
