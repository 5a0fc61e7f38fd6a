"""One place, one spelling: "Đình Dù" and "Đinh Dù" in one paper are one name typed in two ways."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from emulation.vietnamese import search_key

from .finding import Finding
from .manuscript import Line, Manuscript, Role
from .tones import old_style

SOURCE = "Nghị định 30/2020/NĐ-CP, PL II mục III (tên địa danh, tên cơ quan; domain.md 5.6, 9)"
_UNITS = {
    "xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã", "thành phố", "tỉnh",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
LONGEST_NAME = 4


@dataclass
class _Spelling:
    """One way in which a name is written: where, and after which common nouns."""

    name: str
    lines: list[Line] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    rank: int = 0


def two_spellings(paper: Manuscript) -> Iterator[Finding]:
    """Find a place or issuer whose name is written in two ways that differ by a mark only.

    Names count that follow "xã", "huyện" and the like, the issuer and the place of the date line.
    Names of different kinds of unit, names listed beside each other, and names that the context
    knows as two are different names.
    """
    for spellings in _names(paper).values():
        if len(spellings) < 2:
            continue
        known = {old_style(name.casefold()) for name in paper.context.names}
        ordered = sorted(
            spellings.items(), key=lambda pair: (pair[0] in known, pair[1].rank, len(pair[1].lines))
        )
        right_key, right = ordered.pop()
        for key, wrong in ordered:
            if (key in known and right_key in known) or _are_two_places(right, wrong):
                continue
            places = ", ".join(dict.fromkeys(line.where for line in wrong.lines))
            yield wrong.lines[0].finding(
                "two-spellings",
                "warning",
                f"Tên “{wrong.name}” ({len(wrong.lines)} chỗ: {places}) viết khác “{right.name}” "
                f"({len(right.lines)} chỗ). Kiểm tra và thống nhất một cách viết.",
                SOURCE,
                _span(wrong.lines[0], wrong.name),
            )


def _span(line: Line, name: str) -> tuple[int, int] | None:
    start = line.text.find(name)
    return (start, start + len(name)) if start >= 0 else None


def _are_two_places(one: _Spelling, other: _Spelling) -> bool:
    """Whether two near names are two places: different nouns, or one beside the other."""
    if one.nouns and other.nouns and not one.nouns & other.nouns:
        return True
    beside = {line.order for line in one.lines} & {line.order for line in other.lines}
    return bool(beside) and len(one.lines) == len(other.lines)


def _names(paper: Manuscript) -> dict[str, dict[str, _Spelling]]:
    """Return the names that denote places, by their letters without marks, then by spelling."""
    wanted: dict[str, int] = {}
    phrases = [(line, words, noun) for line in paper.lines for words, noun in _phrases(line)]
    for line, words, noun in phrases:
        rank = {Role.ISSUER: 3, Role.DATE: 2}.get(line.role, 1 if noun else 0)
        if rank and (noun or line.role == Role.DATE):
            key = search_key(words)
            wanted[key] = max(rank, wanted.get(key, 0))
    found: dict[str, dict[str, _Spelling]] = {}
    for line, words, noun in phrases:
        key = search_key(words)
        # A single syllable is a name only where its noun says so: "tỉnh Huế", not "Hoa".
        if key not in wanted or not (noun or " " in words or line.role == Role.DATE):
            continue
        spelling = found.setdefault(key, {}).setdefault(
            old_style(words.casefold()), _Spelling(words.title() if words.isupper() else words)
        )
        spelling.lines.append(line)
        spelling.nouns |= {noun} - {""}
        spelling.rank = max(spelling.rank, {Role.ISSUER: 3, Role.DATE: 2}.get(line.role, 0))
    return found


def _phrases(line: Line) -> Iterator[tuple[str, str]]:
    """Yield the capitalised names of a line, each with the common noun before it, if any."""
    if line.role in (Role.MOTTO, Role.TYPE, Role.SIGNER, Role.NUMBER, Role.TABLE):
        return
    capitals = line.text.isupper()
    if capitals and line.role != Role.ISSUER:
        return
    words: list[str] = []
    before: list[str] = []
    end = 0
    for match in _WORD.finditer(line.text):
        word = match[0]
        joined = line.text[end : match.start()] == " "
        is_name = word[0].isupper() and (capitals or line.role == Role.ISSUER or not word.isupper())
        if words and not (joined and is_name):
            yield from _phrase(words, before)
            words = []
        if not joined:
            before = []
        if is_name:
            words.append(word)
        else:
            before = [*before[-1:], word.casefold()]
        end = match.end()
    yield from _phrase(words, before)


def _phrase(words: list[str], before: list[str]) -> Iterator[tuple[str, str]]:
    """Yield one name; a noun in capitals ("XÃ ĐÌNH DÙ", "Xã Đình Dù") is no part of it."""
    noun = next((n for n in (" ".join(before[-2:]), *before[-1:]) if n in _UNITS), "")
    for start, word in enumerate(words):
        two = " ".join(words[start : start + 2]).casefold()
        if two in _UNITS:
            noun, words = two, words[start + 2 :]
            break
        if word.casefold() in _UNITS:
            noun, words = word.casefold(), words[start + 1 :]
            break
    if 0 < len(words) <= LONGEST_NAME:
        yield " ".join(words), noun
