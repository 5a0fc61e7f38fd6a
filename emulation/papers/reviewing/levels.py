"""Levels: another kind of commune than the issuer's, and levels that do not exist on the day."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date as Date

from emulation.vietnamese import short_date

from .finding import Finding, excerpt
from .manuscript import Line, Manuscript, Role
from .tables import Level, levels
from .tones import old_style

KIND_SOURCE = "domain.md 9 (kế hoạch của xã còn sót “thị trấn”); PL I mục II.2"
KINDS = ("xã", "phường", "thị trấn", "đặc khu")
_UBND = re.compile(r"(?:ubnd|ủy ban nhân dân)\s+(xã|phường|thị trấn|đặc khu)(?!\w)")
_KIND = "|".join(KINDS)
# "các xã, phường, thị trấn" speaks of all communes, "phường bạn" and "phường hội" of none.
_LISTED_AFTER = re.compile(rf"\s*(?:,|/|-|–|và|hoặc)\s*(?:{_KIND})(?!\w)")
_LISTED_BEFORE = re.compile(rf"(?:{_KIND})\s*(?:,|/|-|–|và|hoặc)\s*$")
_GENERAL_BEFORE = re.compile(r"(?:các|những|mỗi|từng|mọi|nguyên|cấp|thị|hợp tác|làng|công)\s+$")
_GENERAL_AFTER = re.compile(
    r"\s+(?:hội|bạn|nghề|cũ|viên|tắc|thuyết|giao|luận|trước đây|tiêu biểu)(?!\w)"
)
# Bare "xã" is too common a syllable: it must follow a word that makes it an administration.
_OF_COMMUNE = re.compile(
    r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|đảng ủy|công an|địa bàn|của|toàn)\s+$"
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_PAST = re.compile(
    r"\(cũ\)|trước đây|nguyên là|sáp nhập|giải thể|không tổ chức|kết thúc hoạt động|bỏ cấp|"
    r"trước ngày 0?1/0?7/2025|trước khi"
)
_DATES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
# What such an authority decided is cited after its name: "tại Quyết định số … ngày …".
_CITED = re.compile(r"[^.;\n]{0,120}?(?:quyết định|văn bản|kế hoạch|tờ trình)\s+số\b[^.;\n]{0,60}")
_AWARD = re.compile(r"(?:giấy khen|khen thưởng|tặng|danh hiệu)")


def kind_of(paper: Manuscript) -> str:
    """Return what the issuing commune is: told, read from the issuer, or what the text calls it."""
    if paper.context.kind:
        return paper.context.kind
    issuer = old_style(paper.issuer.casefold())
    for kind in KINDS:
        if re.search(rf"nhân dân {kind}(?!\w)|^{kind}\s", issuer):
            return kind
    if "nhân dân" in issuer or not paper.typed:
        return ""
    text = " ".join(old_style(line.text.casefold()) for line in paper.lines)
    named = Counter(_UBND.findall(text)).most_common(2)
    clear = named and (len(named) == 1 or named[0][1] > named[1][1])
    return named[0][0] if clear else ""


def other_kind(paper: Manuscript) -> Iterator[Finding]:
    """Find "thị trấn" or "phường" in a paper of a xã (and so on): words left from another office.

    Lists of all kinds, other places by name, quotations and what was once so are no faults.
    """
    own = kind_of(paper)
    if not own:
        return
    # A kind that no longer exists at all is the other check's affair.
    dead = {level.words for level in levels() if paper.day and level.is_over(paper.day)}
    for line in paper.having(Role.SUBJECT, Role.BASIS, Role.BODY, Role.RECIPIENT, Role.TABLE):
        for kind in KINDS:
            if kind == own or kind in dead:
                continue
            for start, end in _mentions(line, kind):
                yield line.finding(
                    "other-kind",
                    "error",
                    f"“{kind}” trong văn bản của {own}. Sửa thành “{own}” hoặc ghi rõ tên {kind} "
                    "được nhắc đến.",
                    KIND_SOURCE,
                    (start, end),
                )


def _mentions(line: Line, kind: str) -> Iterator[tuple[int, int]]:
    text = _folded(line.text)
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    for match in re.finditer(rf"(?<!\w){kind}(?!\w)", text):
        before, after = text[: match.start()], text[match.end() :]
        if _within(match.start(), quoted) or _LISTED_AFTER.match(after):
            continue
        if _LISTED_BEFORE.search(before) or _GENERAL_AFTER.match(after):
            continue
        if _GENERAL_BEFORE.search(before) or (kind == "xã" and not _OF_COMMUNE.search(before)):
            continue
        # Another place by name: "phường Hiến Nam".
        name = line.text[match.end() :].lstrip()
        if name[:1].isupper():
            continue
        yield match.span()


def _folded(text: str) -> str:
    """Return `text` in lower case with old tone marks, its length unchanged."""
    lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    folded = old_style(lower)
    return folded if len(folded) == len(text) else lower


def _within(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def dead_level(paper: Manuscript) -> Iterator[Finding]:
    """Find levels and bodies that do not exist on the paper's day (domain.md 0: no district from
    01/07/2025): addressees, awards and authorities are errors, a mere mention a warning.

    A document that such a body issued while it existed may be cited.
    """
    day = paper.day
    if day is None:
        return
    out = [level for level in levels() if level.is_over(day) or level.is_ahead(day)]
    parts = (Role.SUBJECT, Role.ADDRESSEE, Role.BASIS, Role.BODY, Role.RECIPIENT, Role.TABLE)
    for line in paper.having(*parts) if out else ():
        text = _folded(line.text)
        taken = [match.span() for match in _QUOTED.finditer(text)]
        for level in out:
            for match in re.finditer(rf"(?<!\w){level.words}(?!\w)", text):
                if _within(match.start(), taken):
                    continue
                taken.append(match.span())
                if not _is_past(text, match.start(), level):
                    yield _dead(line, level, match.span(), day)


def _is_past(text: str, start: int, level: Level) -> bool:
    """Whether the text speaks of the past: it says so, or cites a document of that time."""
    if _PAST.search(text):
        return True
    cited = _CITED.match(text, start)
    for found in _DATES.finditer(text, max(0, start - 160), cited.end() if cited else start):
        day, month, year = (int(part) for part in found.groups() if part)
        ended = level.valid_to
        if ended and (year, month, day) <= (ended.year, ended.month, ended.day):
            return True
    return False


def _dead(line: Line, level: Level, span: tuple[int, int], day: Date) -> Finding:
    shown = line.text[span[0] : span[1]]
    addressed = line.role in (Role.RECIPIENT, Role.ADDRESSEE)
    award = bool(_AWARD.search(_folded(line.text)[: span[0]][-60:]))
    if level.is_ahead(day):
        limit = f"chỉ có từ ngày {short_date(level.valid_from)}"
    else:
        limit = f"không còn sau ngày {short_date(level.valid_to)}"
    part = "nơi nhận này" if addressed else "chỗ này"
    return Finding(
        "dead-level",
        "error" if addressed or award or level.kind == "authority" else "warning",
        line.where,
        excerpt(line.text, *span),
        f"“{shown}” {limit}, mà văn bản này ngày {short_date(day)}. Sửa {part}, thay bằng "
        f"{level.instead}.",
        level.source,
        line.number,
        line.order,
    )
