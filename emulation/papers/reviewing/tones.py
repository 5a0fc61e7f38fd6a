"""Where the tone mark stands in oa, oe, uy: "hóa" (old) or "hoá" (new); one paper, one way."""

import re
from collections.abc import Iterator

from .finding import Finding
from .manuscript import WORDS, Line, Manuscript

SOURCE = "Cách đặt dấu thanh trong một văn bản phải thống nhất (domain.md 5.6; thực hành văn phòng)"
_NEW = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_OLD = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_TO_OLD = dict(zip(_NEW, _OLD, strict=True))
# Only at the end of a syllable; in "quý" the u belongs to the q.
_NEW_END = re.compile(rf"(?<!q)({'|'.join(_NEW)})(?!\w)")
_OLD_END = re.compile(rf"(?:{'|'.join(_OLD)})(?!\w)")
_SYLLABLE = re.compile(r"[^\W\d_]+")


def old_style(text: str) -> str:
    """Return lower-case `text` with all tone marks in the old place, to compare words by."""
    return _NEW_END.sub(lambda match: _TO_OLD[match[1]], text)


def two_tone_styles(paper: Manuscript) -> Iterator[Finding]:
    """Find a word typed both ways ("hoá", "hóa"), and advise one way where a paper mixes them.

    Names keep the spelling that they have: only "Ủy" of "Ủy ban" counts among capitalised words.
    """
    new: dict[str, list[Line]] = {}
    old: dict[str, list[Line]] = {}
    for line in paper.having(*WORDS):
        for word in _words(line):
            if _NEW_END.search(word):
                new.setdefault(old_style(word), []).append(line)
            elif _OLD_END.search(word):
                old.setdefault(word, []).append(line)
    for word in new.keys() & old.keys():
        fewer = min(new[word], old[word], key=len)
        shown = next(w for w in _words(fewer[0]) if old_style(w) == word)
        start = fewer[0].text.casefold().find(shown)
        yield fewer[0].finding(
            "tone-style",
            "warning",
            f"Cùng một chữ viết hai cách: “{word}” ({len(old[word])} chỗ) và đặt dấu ở chữ sau "
            f"({len(new[word])} chỗ). Thống nhất một cách đặt dấu.",
            SOURCE,
            (start, start + len(shown)) if start >= 0 else None,
        )
    if new and old and not new.keys() & old.keys():
        fewer = min(new, old, key=lambda words: sum(map(len, words.values())))
        line = min((lines[0] for lines in fewer.values()), key=lambda line: line.order)
        yield line.finding(
            "tone-style",
            "note",
            f"Văn bản đặt dấu thanh theo hai kiểu ({', '.join(sorted(old)[:3])}; kiểu mới: "
            f"{', '.join(sorted(new)[:3])}). Nên dùng một kiểu.",
            SOURCE,
        )


def _words(line: Line) -> list[str]:
    whole = line.text.isupper()
    return [
        match[0].casefold()
        for match in _SYLLABLE.finditer(line.text)
        if whole or match[0].islower() or match[0].casefold() in ("ủy", "uỷ")
    ]
