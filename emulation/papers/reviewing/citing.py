"""Texts of the law that a paper cites: in force on its day, and cited as the decree wants."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from emulation.vietnamese import short_date

from .finding import Finding, Severity, excerpt
from .manuscript import RUNNING, Line, Manuscript, Role
from .tables import UNVERIFIED, Law, laws

CITING_SOURCE = (
    "Nghị định 30/2020/NĐ-CP, PL I mục II.6 (Luật, Pháp lệnh không ghi số; domain.md 5.2)"
)
# Words that say that the text no longer holds, so that citing it is no mistake.
_HISTORY = re.compile(
    r"thay thế|bãi bỏ|hết hiệu lực|trước đây|sửa đổi, bổ sung bởi|được sửa đổi", re.I
)
# A circular in force may carry the number of the decree that it guided in its own title.
_TITLED = re.compile(
    r"(?:nghị quyết|nghị định|quyết định|thông tư)\s+số\s+\d.*?(?:quy định|hướng dẫn)", re.I
)
_RELIED_ON = re.compile(r"(?:căn cứ|theo|thực hiện|quy định tại|hướng dẫn tại)\b", re.I)
_NUMBERED_LAW = re.compile(
    r"(?:Luật|Pháp lệnh)(?:\s+[^\d;.]{0,80}?)?\s+số\s*:?\s*(\d{1,3}/\d{4}/(?:QH|UBTVQH)\s?\d{1,2})"
)
# "… năm 2003", "… ngày 26/11/2003", "… ngày 26 tháng 11 năm 2003".
_DAY = r"ngày\s+{}(?:/|\s+tháng\s+){}(?:/|\s+năm\s+)"
_ANY_DAY = _DAY.format(r"\d{1,2}", r"\d{1,2}")
_OF = rf"\s+(?:năm\s+|{_ANY_DAY})"


@cache
def _patterns(law: Law, is_alone: bool) -> tuple[re.Pattern[str], ...]:
    """Return how a text is cited: by number, with or without its symbol; a law by its year too.

    Where two laws of a year share a name (`is_alone` is False) only the full date tells them apart.
    """
    first, year, *symbol = law.number.split("/")
    symbol_words = r"\s*-\s*".join(map(re.escape, "/".join(symbol).split("-")))
    number = rf"0?{int(first)}\s*/\s*{year}"
    found = [re.compile(rf"(?<![\d/]){number}\s*/\s*{symbol_words}(?!\w)")]
    if law.kind != "Luật":
        found.append(re.compile(rf"{law.kind}\s+(?:số\s+)?{number}(?![\d/])", re.I))
    elif law.dated and not law.title.startswith("sửa đổi"):
        title = re.escape(law.title).replace(r",\ ", r",?\s+").replace(r"\ ", r"\s+")
        day = rf"\s+{_DAY.format(f'0?{law.dated.day}', f'0?{law.dated.month}')}"
        of = _OF if is_alone else day
        found.append(re.compile(rf"Luật\s+{title}{of}{law.dated.year}(?!\d)", re.I))
    return tuple(found)


def _named(law: Law) -> tuple[str, str, int | None]:
    return law.kind, law.title.casefold(), law.dated and law.dated.year


def law_in_force(paper: Manuscript) -> Iterator[Finding]:
    """Find texts cited that are no longer, or not yet, in force on the paper's day.

    What a paper relies on (a legal basis, "theo …") is an error, a mere mention a warning, and a
    row of the table that nobody has compared yet only a note.
    """
    day = paper.day
    if day is None:
        return
    known = laws() if paper.context.laws is None else paper.context.laws
    alike = Counter(_named(law) for law in known)
    out = [
        (law, _patterns(law, alike[_named(law)] == 1))
        for law in known
        if law.is_over(day) or law.is_ahead(day)
    ]
    for line in paper.having(*RUNNING) if out else ():
        if _HISTORY.search(line.text):
            continue
        for law, patterns in out:
            match = next(filter(None, (p.search(line.text) for p in patterns)), None)
            if match and not _TITLED.search(line.text, 0, match.start()):
                yield _out_of_force(line, law, match, law.is_ahead(day))


def _out_of_force(line: Line, law: Law, match: re.Match, is_ahead: bool) -> Finding:
    relied_on = line.role == Role.BASIS or bool(_RELIED_ON.search(line.text, 0, match.start()))
    severity: Severity = "error" if relied_on and not is_ahead else "warning"
    title = f"{law.kind} {law.title} (số {law.number})"
    name = title if law.kind == "Luật" else f"{law.kind} số {law.number}"
    if is_ahead:
        message = f"{name} có hiệu lực từ ngày {short_date(law.valid_from)}, sau ngày văn bản."
        message += " Viện dẫn văn bản đang có hiệu lực."
    else:
        message = f"{name} hết hiệu lực sau ngày {short_date(law.valid_to)}."
        message += f" Thay bằng {law.instead}." if law.instead else " Viện dẫn văn bản thay thế."
    if law.verified == UNVERIFIED:
        severity = "note"
        message += " (Thời hạn hiệu lực này chưa được đối chiếu.)"
    return Finding(
        "law-in-force",
        severity,
        line.where,
        excerpt(line.text, *match.span()),
        message,
        law.source,
        line.number,
        line.order,
    )


def law_with_number(paper: Manuscript) -> Iterator[Finding]:
    """Find a law or ordinance cited with its number among the legal bases: its name is enough."""
    for line in paper.having(*RUNNING):
        if line.role == Role.BODY and not line.text.startswith("Căn cứ"):
            continue
        for match in _NUMBERED_LAW.finditer(line.text):
            yield line.finding(
                "law-with-number",
                "warning",
                "Trong căn cứ, Luật và Pháp lệnh chỉ ghi tên loại và tên, không ghi số "
                f"“{match[1]}” và cơ quan ban hành.",
                CITING_SOURCE,
                match.span(),
            )
