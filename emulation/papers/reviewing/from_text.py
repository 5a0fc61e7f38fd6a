"""Lines of a file as manuscripts: which part of a paper each line is, read as it was typed.

A file may hold several papers one after the other (a plan and its registration table); each is
reviewed for itself. Nothing is guessed that changes a verdict: a line of no known part is body.
"""

import re
from collections.abc import Iterable, Sequence

from emulation.papers.paper import PaperDate, PaperError, Signature
from emulation.papers.text import END_MARK, clean
from emulation.vietnamese import search_key

from .finding import Context
from .manuscript import CAPITALS, Line, Manuscript, Rank, Role, split_label

# Types of papers and their abbreviations (Nghị định 30/2020/NĐ-CP PL III, domain.md 5.3).
TYPES = {
    "NGHỊ QUYẾT": "NQ", "QUYẾT ĐỊNH": "QĐ", "CHỈ THỊ": "CT", "QUY CHẾ": "QC", "QUY ĐỊNH": "QyĐ",
    "THÔNG CÁO": "TC", "THÔNG BÁO": "TB", "HƯỚNG DẪN": "HD", "CHƯƠNG TRÌNH": "CTr",
    "KẾ HOẠCH": "KH", "PHƯƠNG ÁN": "PA", "ĐỀ ÁN": "ĐA", "DỰ ÁN": "DA", "BÁO CÁO": "BC",
    "BIÊN BẢN": "BB", "TỜ TRÌNH": "TTr", "HỢP ĐỒNG": "HĐ", "CÔNG ĐIỆN": "CĐ", "GIẤY MỜI": "GM",
}  # fmt: skip
_OTHER_TYPES = {"ĐĂNG KÝ", "BẢN ĐĂNG KÝ", "DANH SÁCH", "GIẤY KHEN", "BÁO CÁO THÀNH TÍCH"}

_PART = r"(\d{1,2}|[.…\s]*)"
# A place is a name: "Đình Dù", "TP. Hồ Chí Minh"; a sentence that ends with a date is none.
_NAME = rf"[{CAPITALS}][^\W\d_]*"
_PLACE = rf"{_NAME}(?:(?:\s|\.\s?){_NAME}){{0,5}}"
DATE_LINE = re.compile(
    rf"(?P<place>{_PLACE})\s?,?\s*[Nn]gày\s*{_PART}\s*tháng\s*{_PART}"
    r"\s*năm\s*(\d{4}|[.…\s]*)\.?"
)
_NUMBER_LINE = re.compile(r"Số\s*:?\s*(?P<number>[\d\s.…]*)\s*/?\s*(?P<symbol>[^\s].{0,40})?")
_PREFIX = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\b\s*[./]?\s")
_POSITION = re.compile(
    r"(?:Q\. )?(?:PHÓ )?(?:CHỦ TỊCH|CHỦ NHIỆM|CHỦ TỌA|CHÁNH|GIÁM ĐỐC|HIỆU TRƯỞNG|BÍ THƯ|TRƯỞNG|"
    r"THỦ TRƯỞNG|THƯ KÝ|BỘ TRƯỞNG|NGƯỜI)\b"
)
_BASIS = re.compile(r"(?:Căn cứ|Thực hiện|Theo đề nghị|Xét đề nghị)\s")
_ANNEX = re.compile(r"(?:Phụ lục|PHỤ LỤC)(?:\s+(?:[XVI]+|\d{1,2}))?\.?$")
_COLUMNS = re.compile(r"\t+|\s{4,}")


def manuscripts_of(
    lines: Iterable[str], context: Context, numbers: Sequence[int] = ()
) -> list[Manuscript]:
    """Return the papers that stand in `lines`, in order; line numbers count from 1.

    `numbers` gives the number of each line where that is not its place in `lines`.
    """
    typed = [
        (position, cell)
        for position, raw in enumerate(lines, start=1)
        for cell in _cells(raw)
        if any(char.isalnum() for char in cell)
    ]
    papers: list[list[tuple[int, str]]] = [[]]
    has_type = False
    for index, (position, raw) in enumerate(typed):
        text = _bare(raw)
        if (has_type and _opens(typed, index)) or _ANNEX.fullmatch(text):
            papers.append([])
            has_type = False
        has_type = has_type or _is_type(text)
        papers[-1].append((position, raw))
    return [_read(rows, context, numbers) for rows in papers if rows]


def _cells(raw: str) -> list[str]:
    """Split a line of the head, where issuer and motto stand side by side; keep a table's row."""
    parts = [part for part in _COLUMNS.split(raw.strip()) if part]
    if len(parts) == 2 and any(_is_head(_bare(part)) for part in parts):
        return parts
    return [raw]


def _bare(raw: str) -> str:
    return clean(raw.replace("**", ""))


def _is_motto(text: str) -> bool:
    key = search_key(text)
    return key.startswith("cong hoa xa hoi chu nghia") or bool(
        re.match(r"doc lap ?[-–] ?tu do ?[-–] ?hanh phuc", key)
    )


def _is_head(text: str) -> bool:
    """Whether a line can only stand at the head of a paper."""
    return (
        _is_motto(text)
        or bool(DATE_LINE.fullmatch(text))
        or (text.startswith("Số:") and len(text) < 50)
    )


def _is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) >= 0.6 * len(letters)


def _is_type(text: str) -> bool:
    return text.rstrip(" .:") in TYPES or text.rstrip(" .:") in _OTHER_TYPES


def _opens(typed: list[tuple[int, str]], index: int) -> bool:
    """Whether a new head begins here: lines in capitals up to a motto or a line of date."""
    for _, raw in typed[index : index + 6]:
        text = _bare(raw)
        if _is_head(text):
            return True
        if not _is_capitals(text) or _PREFIX.match(text) or _POSITION.match(text):
            return False
    return False


def _read(rows: list[tuple[int, str]], context: Context, numbers: Sequence[int]) -> Manuscript:
    """Give every line of one paper its part, and gather the paper's facts."""
    texts = [_bare(raw) for _, raw in rows]
    roles = _roles(texts, rows)
    lines = []
    for order, ((position, raw), text, role) in enumerate(zip(rows, texts, roles, strict=True)):
        is_list = role in (Role.BODY, Role.RECIPIENT, Role.ADDRESSEE)
        rank, label, words = split_label(text) if is_list else (Rank.PLAIN, "", text)
        line = numbers[position - 1] if numbers else position
        lines.append(Line(order, f"dòng {line}", role, words, label, rank, raw, line))
    number, symbol = _number(lines)
    place, date = _date(lines)
    return Manuscript(
        lines=tuple(lines),
        context=context,
        typed=True,
        framed=any(role in (Role.TYPE, Role.RECIPIENT, Role.SIGNER) for role in roles),
        final=bool(context.final),
        type_name=next((t.text.rstrip(" .:") for t in lines if t.role == Role.TYPE), ""),
        issuer=" ".join(line.text for line in lines if line.role == Role.ISSUER),
        number=number,
        symbol=symbol,
        place=place,
        date=date,
        signatures=_signatures([line.text for line in lines if line.role == Role.SIGNER]),
    )


def _roles(texts: list[str], rows: list[tuple[int, str]]) -> list[Role]:
    """Return the part of every line: head, text, tail."""
    positions, typed = [position for position, _ in rows], [raw for _, raw in rows]
    kind = next((i for i, text in enumerate(texts) if _is_type(text)), None)
    has_head = kind is not None or any(map(_is_head, texts[:8]))
    roles: list[Role] = []
    subject_open, tail = False, _tail(texts)
    for i, text in enumerate(texts):
        before = roles[-1] if roles else None
        if _is_motto(text):
            role = Role.MOTTO
        elif DATE_LINE.fullmatch(text) and len(text) < 90 and (kind is None or i < kind or i < 6):
            role = Role.DATE
        elif i == kind:
            role, subject_open = Role.TYPE, True
        elif i >= tail:
            role = _tail_role(text, before)
        elif text.startswith("Số:") and (kind is None or i < kind):
            role = Role.NUMBER
        elif kind is not None and _is_capitals(text) and (i < kind or _is_power(text, before)):
            role = Role.ISSUER
        elif re.match(r"V/v\b", text) and i < 8:
            role = Role.SUBJECT
        elif text.startswith("Kính gửi") or (
            before == Role.ADDRESSEE and split_label(text)[0] == Rank.BULLET
        ):
            role = Role.ADDRESSEE
        elif subject_open and _goes_on(text, before, i, kind, positions):
            role = Role.SUBJECT
        elif has_head and _BASIS.match(text) and before not in (Role.BODY, Role.TABLE, None):
            role = Role.BASIS
        else:
            role = Role.TABLE if "\t" in typed[i].strip() else Role.BODY
        subject_open = subject_open and role in (Role.TYPE, Role.SUBJECT)
        roles.append(role)
    return roles


def _is_power(text: str, before: Role | None) -> bool:
    """Whether a line names whose power a decision uses: "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …"."""
    return before == Role.SUBJECT and bool(_POSITION.match(text) or text.startswith("ỦY BAN"))


def _goes_on(
    text: str, before: Role | None, i: int, kind: int | None, positions: list[int]
) -> bool:
    """Whether a line belongs to the subject: the first below the type, or joined to it."""
    if before == Role.TYPE:
        return True
    joined = positions[i] == positions[i - 1] + 1
    short = len(text) <= 160 and text[-1] not in ".;:"
    is_text = _BASIS.match(text) or text.startswith("Kính gửi") or split_label(text)[1]
    return joined and short and not is_text and i - (kind or 0) <= 4


def _tail(texts: list[str]) -> int:
    """Return where the tail begins: "Nơi nhận", or the first line of the signature.

    A position alone ("CHỦ TỊCH") opens the signature only below numbered or closed text: above it
    stands whose power a decision uses.
    """
    below_text = False
    for i, text in enumerate(texts):
        if i >= 2 and search_key(text).startswith("noi nhan") and len(text) < 30:
            return i
        is_sign = i >= 2 and _is_capitals(text) and len(text) < 60
        if is_sign and (_PREFIX.match(text) or (below_text and _POSITION.match(text))):
            return i
        below_text = below_text or END_MARK in text or split_label(text)[0] < Rank.PLAIN
    return len(texts)


def _tail_role(text: str, before: Role | None) -> Role:
    if search_key(text).startswith("noi nhan"):
        return Role.RECIPIENT
    if before == Role.RECIPIENT and not _is_capitals(text):
        return Role.RECIPIENT
    return Role.SIGNER if len(text) < 60 and not split_label(text)[1] else Role.RECIPIENT


def _number(lines: list[Line]) -> tuple[str, str | None]:
    """Return number and symbol; None for the symbol when the paper has no such line."""
    line = next((line for line in lines if line.role == Role.NUMBER), None)
    if line is None:
        return "", None
    match = _NUMBER_LINE.match(line.text)
    digits = re.sub(r"\D", "", match["number"]) if match else ""
    return digits, (match["symbol"] or "").strip() if match else ""


def _date(lines: list[Line]) -> tuple[str, PaperDate | None]:
    """Return place and date of the line of date; parts that are blank stay blank."""
    line = next((line for line in lines if line.role == Role.DATE), None)
    match = DATE_LINE.fullmatch(line.text) if line else None
    if match is None:
        return "", None
    day, month, year = (int(part) if part.isdigit() else None for part in match.groups()[1:])
    try:
        return match["place"], PaperDate(year, month, day) if year else None
    except PaperError:
        # The check of dates says that there is no such day.
        return match["place"], None


def _signatures(texts: list[str]) -> tuple[Signature, ...]:
    """Return one block a name: the lines in capitals above it, the last of them the position."""
    found: list[Signature] = []
    capitals: list[str] = []
    for text in texts:
        if _is_capitals(text):
            capitals.append(text)
        elif capitals and not text.startswith("("):
            found.append(Signature(capitals[-1], text, tuple(capitals[:-1])))
            capitals = []
    if capitals:
        found.append(Signature(capitals[-1], "", tuple(capitals[:-1])))
    return tuple(found)
