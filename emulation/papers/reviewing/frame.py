"""Head and tail: what may not be missing, number and symbol, "Kính gửi", "Nơi nhận"."""

import re
from collections.abc import Iterator

from emulation.vietnamese import search_key

from .endings import CLOSED
from .finding import Finding
from .from_text import TYPES
from .manuscript import RUNNING, Line, Manuscript, Rank, Role

SOURCE = "Nghị định 30/2020/NĐ-CP, Điều 8 và PL I mục II (domain.md 5.2)"
SYMBOL_SOURCE = "Nghị định 30/2020/NĐ-CP, PL I mục II.3, PL III (domain.md 5.2 ô 3, 5.3)"
ADDRESSEE_SOURCE = "Nghị định 30/2020/NĐ-CP, PL I mục II.9a (domain.md 5.2 ô 9a)"
RECIPIENT_SOURCE = "Nghị định 30/2020/NĐ-CP, PL I mục II.9b (domain.md 5.2 ô 9b)"
# Papers that go to a superior have addressees; so has a công văn, which has no type name.
MINUTES = "BIÊN BẢN"
ADDRESSED = {"TỜ TRÌNH", "BÁO CÁO", "GIẤY MỜI", "CÔNG ĐIỆN", ""}


def missing_part(paper: Manuscript) -> Iterator[Finding]:
    """Find parts that a paper must have: in a final one an error, number and date in a draft none.

    A registration or a list is no type of the decree and needs no number.
    """
    if not paper.framed or paper.type_name not in CLOSED | {""}:
        return
    if paper.final:
        # Minutes say in their text when and where the meeting was (mẫu 1.9; domain.md section 3).
        wants_date = paper.type_name != MINUTES
        blank_number = not paper.number and (paper.symbol is not None or paper.typed)
        day = paper.date
        for is_missing, what, at_end in (
            (blank_number, "số của văn bản", False),
            (paper.typed and not paper.symbol, "ký hiệu của văn bản", False),
            (wants_date and not paper.place, "địa danh", False),
            (
                (wants_date or day is not None) and not (day and day.day and day.month),
                "ngày, tháng của văn bản",
                False,
            ),
            (not paper.issuer, "tên cơ quan ban hành", False),
            (bool(paper.type_name) and not paper.having(Role.SUBJECT), "trích yếu", False),
            (not any(s.name for s in paper.signatures), "họ tên người ký", True),
        ):
            if is_missing:
                message = f"Chưa có {what}. Ghi đủ trước khi ban hành."
                yield paper.missing("missing-part", "error", message, SOURCE, at_end=at_end)
    elif paper.typed and paper.type_name and paper.symbol is None:
        message = "Chưa có dòng “Số: …/…” (số, ký hiệu) dưới tên cơ quan."
        yield paper.missing("missing-part", "note", message, SOURCE)


def symbol_form(paper: Manuscript) -> Iterator[Finding]:
    """Find numbers and symbols out of form: spaces, "KH/UBND", no zero below 10, a wrong type."""
    for line in paper.having(Role.NUMBER):
        words = re.sub(r"^Số\s*:?", "", line.text).strip()
        if not line.text.startswith("Số:"):
            yield line.finding(
                "symbol-form", "warning", "Ghi “Số:” có dấu hai chấm.", SYMBOL_SOURCE
            )
        if re.search(r"\w\s+[/-]|[/-]\s+\w|\w\s+\w", words):
            message = "Số, ký hiệu viết liền, không có dấu cách: ví dụ “15/KH-UBND”."
            yield line.finding("symbol-form", "warning", message, SYMBOL_SOURCE)
        if re.match(r"\d\s*/", words):
            message = f"Số nhỏ hơn 10 thêm số 0 ở trước: “0{words}”."
            yield line.finding("symbol-form", "warning", message, SYMBOL_SOURCE)
        yield from _symbol(paper, line)
    yield from _cited_symbols(paper)


def _symbol(paper: Manuscript, line: Line) -> Iterator[Finding]:
    symbol = re.sub(r"\s", "", paper.symbol or "")
    if "/" in symbol:
        message = f"Trong ký hiệu dùng dấu “-”: “{symbol.replace('/', '-')}”."
        yield line.finding("symbol-form", "warning", message, SYMBOL_SOURCE)
    wanted, first = TYPES.get(paper.type_name), re.split(r"[-/]", symbol)[0]
    if wanted and first and first != wanted and (first in TYPES.values() or not symbol.isupper()):
        message = (
            f"Ký hiệu “{symbol}” không hợp với tên loại: {paper.type_name} viết tắt “{wanted}”."
        )
        yield line.finding("symbol-form", "warning", message, SYMBOL_SOURCE)


_SYMBOLS = "|".join(sorted(set(TYPES.values()), key=len, reverse=True))
_CITED = re.compile(
    rf"số\s+(\d{{1,4}}\s*/\s*(?:\d{{4}}\s*/\s*)?(?:{_SYMBOLS}|NĐ|TT)\s*([/-])\s*[A-ZĐ]\w*)"
)


def _cited_symbols(paper: Manuscript) -> Iterator[Finding]:
    """Other papers' numbers as cited in the text: "15/KH - UBND", "15/KH/UBND"."""
    for line in paper.having(*RUNNING):
        for match in _CITED.finditer(line.text):
            if match[2] == "/" or " " in match[1]:
                right = re.sub(r"\s", "", match[1])
                head, _, tail = right.rpartition(match[2])
                yield line.finding(
                    "symbol-form",
                    "warning",
                    f"Số, ký hiệu viết liền và nối bằng “-”: “{head}-{tail}”.",
                    SYMBOL_SOURCE,
                    match.span(1),
                )


def addressees(paper: Manuscript) -> Iterator[Finding]:
    """Find "Kính gửi" out of form, or in a paper that has no addressee."""
    lines = paper.having(Role.ADDRESSEE)
    if not lines:
        return
    if paper.type_name not in ADDRESSED and paper.type_name in TYPES:
        message = f"{paper.type_name} không có phần “Kính gửi”; ghi nơi gửi ở phần “Nơi nhận”."
        yield lines[0].finding("addressees", "warning", message, ADDRESSEE_SOURCE)
    if not paper.typed:
        return
    if not lines[0].text.startswith("Kính gửi:"):
        yield lines[0].finding(
            "addressees", "warning", "Sau “Kính gửi” có dấu hai chấm.", ADDRESSEE_SOURCE
        )
    below = lines[1:]
    alone = lines[0].text.removeprefix("Kính gửi").lstrip(": ")
    if below and alone:
        message = "Nhiều nơi gửi thì mỗi nơi ghi một dòng “- …” dưới “Kính gửi:”."
        yield lines[0].finding("addressees", "warning", message, ADDRESSEE_SOURCE)
    elif len(below) == 1:
        message = "Chỉ có một nơi gửi thì ghi cùng dòng với “Kính gửi:”."
        yield below[0].finding("addressees", "warning", message, ADDRESSEE_SOURCE)
    else:
        yield from _list_marks(below, "addressees", ADDRESSEE_SOURCE)


def recipients(paper: Manuscript) -> Iterator[Finding]:
    """Find "Nơi nhận" missing, misspelled, without "Lưu" at its end, or not closed ";" … "."."""
    lines = paper.having(Role.RECIPIENT)
    if paper.typed and lines and search_key(lines[0].text).startswith("noi nhan"):
        head, *lines = lines
        if not head.text.startswith("Nơi nhận"):
            message = f"“{head.text}” viết sai, ghi “Nơi nhận:”."
            yield head.finding("recipients", "warning", message, RECIPIENT_SOURCE)
        elif not head.text.startswith("Nơi nhận:"):
            message = "Sau “Nơi nhận” có dấu hai chấm."
            yield head.finding("recipients", "warning", message, RECIPIENT_SOURCE)
    if not lines:
        if paper.framed and paper.type_name in CLOSED:
            message = "Chưa có phần “Nơi nhận”. Ghi các nơi nhận, dòng cuối là “Lưu: VT.”."
            yield paper.missing("recipients", "warning", message, RECIPIENT_SOURCE, at_end=True)
        return
    yield from _filed(lines)
    yield from _first_recipient(paper, lines[0])
    for line in lines:
        if not paper.typed and line.text.startswith(("-", "–", "+")):
            message = "Bỏ dấu gạch đầu dòng đã gõ: khi in, mỗi nơi nhận tự có dấu “-”."
            yield line.finding("recipients", "warning", message, RECIPIENT_SOURCE)
    if paper.typed:
        yield from _list_marks(lines, "recipients", RECIPIENT_SOURCE)


def _filed(lines: list[Line]) -> Iterator[Finding]:
    """The last recipient is the archive: "Lưu: VT, <đơn vị soạn thảo>."."""
    filed = [line for line in lines if line.text.startswith("Lưu")]
    if not filed:
        message = "Nơi nhận thiếu dòng “Lưu”. Thêm dòng cuối “Lưu: VT.” (và đơn vị soạn thảo)."
        yield lines[-1].finding("recipients", "warning", message, RECIPIENT_SOURCE)
        return
    if filed[-1] is not lines[-1]:
        message = "Dòng “Lưu” phải là dòng cuối của phần “Nơi nhận”."
        yield filed[-1].finding("recipients", "warning", message, RECIPIENT_SOURCE)
    if not re.match(r"Lưu:(?:\s|$)", filed[-1].text):
        message = "Ghi “Lưu: VT” có dấu hai chấm và dấu cách sau “Lưu”."
        yield filed[-1].finding("recipients", "warning", message, RECIPIENT_SOURCE)


def _first_recipient(paper: Manuscript, line: Line) -> Iterator[Finding]:
    """With addressees the first recipient is "Như trên", in a decision "Như Điều …"."""
    wanted = ""
    if paper.having(Role.ADDRESSEE) and paper.type_name in ADDRESSED:
        wanted = "Như trên"
    elif paper.type_name == "QUYẾT ĐỊNH":
        wanted = "Như Điều"
    if wanted and not line.text.startswith(wanted):
        shown = wanted if wanted == "Như trên" else "Như Điều …"
        message = f"Dòng đầu của “Nơi nhận” thường ghi “{shown}”."
        yield line.finding("recipients", "note", message, RECIPIENT_SOURCE)


def _list_marks(lines: list[Line], code: str, source: str) -> Iterator[Finding]:
    """Each line opens with "-" and closes with ";", the last with "."."""
    for line in lines:
        last = line is lines[-1]
        if line.rank != Rank.BULLET:
            yield line.finding(code, "warning", "Dòng này phải mở đầu bằng dấu “-”.", source)
        if not line.text.endswith("." if last else ";"):
            mark = "“.”" if last else "“;”"
            yield line.finding(code, "warning", f"Dòng này phải kết thúc bằng dấu {mark}.", source)
