"""The typing itself: spaces, quotes and brackets, traces of a draft, names of awards."""

import re
from collections.abc import Iterator

from emulation.papers.text import clean

from .finding import Finding
from .manuscript import RUNNING, WORDS, Line, Manuscript, Role

SPACE_SOURCE = "Quy tắc gõ văn bản (TCVN 6909:2001; thực hành văn phòng)"
PAIR_SOURCE = "Quy tắc dấu câu tiếng Việt"
DRAFT_SOURCE = "domain.md 9 (dấu vết bản nháp); Nghị định 30/2020/NĐ-CP, Điều 10, 11"
AWARD_SOURCE = "Luật Thi đua, khen thưởng 2022, Điều 20 đến Điều 28 (domain.md 1.1, 4.3)"

_DOUBLE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_BEFORE = re.compile(r"(?<=\w)\s+[,;:.!?](?=\s|$)|(?<=[(“])\s+(?=\w)|(?<=\w)\s+[)”](?=\W|$)")
_AFTER = re.compile(r"[^\W\d_][,;][^\W\d_]")
_HYPHEN = re.compile(r"(?<=\w)- (?=\w)|(?<=\w) -(?=\w)")
_PAIRS = (("“", "”"), ("(", ")"), ("[", "]"), ("«", "»"))
_INLINE_LABEL = re.compile(r"(?<!\S)(?:[a-zđ]{1,2}|\d{1,2})\)(?=\s)")
_TRACES = (
    re.compile(r"\[\[|\]\]"),
    re.compile(r"(?<!\w)[xX]{3,}(?!\w)"),
    re.compile(r"(?<!\w)(?:TODO|FIXME|XXX|Lorem ipsum)(?!\w)"),
    re.compile(r"\?{2,}"),
    re.compile(r"…\s*…|\.{4,}|_{3,}"),
    re.compile(r"(?:số|ngày|tháng|năm)\s+(?:…|\.{3})"),
    re.compile(r"\*\*"),
    re.compile(r"\((?:ghi rõ|nếu có thì ghi)[^)]*\)|\[(?:điền|ghi|tên|số)\b[^\]]*\]", re.I),
)
# As typed in papers that offices have issued, and as the law calls the award.
_AWARDS = (
    (re.compile(r"[Cc]hiến sỹ(?= thi đua| tiên tiến)"), "Chiến sĩ"),
    (re.compile(r"(?i:thi đua) tỉnh quốc"), "thi đua toàn quốc"),
    (re.compile(r"(?i:lao động) tiến tiến"), "Lao động tiên tiến"),
)


def spacing(paper: Manuscript) -> Iterator[Finding]:
    """Find double spaces, spaces before a mark, none behind it, and hyphens with one space."""
    for line in paper.having(*WORDS):
        if paper.typed and _DOUBLE.search(line.raw.strip()) and line.role in RUNNING:
            yield line.finding(
                "spacing", "note", "Có hai dấu cách liền nhau. Chỉ để một.", SPACE_SOURCE
            )
        for pattern, severity, message in (
            (_BEFORE, "warning", "Thừa dấu cách trước dấu câu hoặc trong ngoặc."),
            (_AFTER, "note", "Thiếu dấu cách sau dấu câu."),
            (_HYPHEN, "note", "Dấu “-” phải có dấu cách ở cả hai bên hoặc không bên nào."),
        ):
            for match in pattern.finditer(line.text):
                yield line.finding("spacing", severity, message, SPACE_SOURCE, match.span())


def unbalanced(paper: Manuscript) -> Iterator[Finding]:
    """Find quotes and brackets that are opened and not closed, or closed and not opened."""
    for line in paper.having(*WORDS):
        # Enumerations inside a sentence, "gồm: a) …; b) …", close what nothing opened.
        texts = (line.text, _INLINE_LABEL.sub("", line.text))
        for opening, closing in _PAIRS:
            if all(_is_unbalanced(text, opening, closing) for text in texts):
                yield line.finding(
                    "unbalanced",
                    "warning",
                    f"Dấu {opening} {closing} không đủ cặp trong đoạn này.",
                    PAIR_SOURCE,
                    _first(line, opening, closing),
                )


def _is_unbalanced(text: str, opening: str, closing: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == opening) - (char == closing)
        if depth < 0:
            return True
    return depth != 0


def _first(line: Line, opening: str, closing: str) -> tuple[int, int] | None:
    places = [place for place in (line.text.find(opening), line.text.find(closing)) if place >= 0]
    return (min(places), min(places) + 1) if places else None


def draft_trace(paper: Manuscript) -> Iterator[Finding]:
    """Find what a draft leaves behind: "[[…]]", "xxx", "……", "số …", "TODO", "**"."""
    severity = "error" if paper.final else "warning"
    has_stars = False
    for line in paper.lines:
        if line.role in (Role.DATE, Role.NUMBER, Role.TABLE):
            continue
        text = clean(line.raw) if paper.typed else line.text
        for pattern in _TRACES:
            if match := pattern.search(text):
                # Bold marks come in masses: one finding is enough.
                if match[0] == "**" and has_stars:
                    break
                has_stars = has_stars or match[0] == "**"
                yield line.finding(
                    "draft-trace",
                    severity,
                    f"Còn dấu vết bản nháp “{match[0].strip()}”. Điền nội dung hoặc xóa đi.",
                    DRAFT_SOURCE,
                )
                break


def award_name(paper: Manuscript) -> Iterator[Finding]:
    """Find titles that are not called as the law calls them."""
    for line in paper.having(Role.TABLE, *WORDS):
        for pattern, right in _AWARDS:
            if match := pattern.search(line.text):
                yield line.finding(
                    "award-name",
                    "warning",
                    f"“{match[0]}” ghi đúng theo Luật là “{right}”.",
                    AWARD_SOURCE,
                    match.span(),
                )
