"""Reading a paper back: .docx or plain text → the `Paper` and where each fact was found.

`read` is the whole interface. Last year's plan becomes this year's draft through it; the values
that it returns are those of `reading/values.py`.
"""

import re
from itertools import pairwise

from emulation.papers.paper import Annex, Paper, PaperError
from emulation.papers.reading import archive, bases, docx, foot, head, outline, plain, words
from emulation.papers.reading.values import (
    Fact,
    Finding,
    Line,
    Node,
    Other,
    Reading,
    ReadingError,
)
from emulation.papers.text import END_MARK

__all__ = ["Fact", "Finding", "Line", "Node", "Other", "Reading", "ReadingError", "read"]

Lines = list[tuple[int, Line]]
PLAN = "KẾ HOẠCH"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_WORD = (
    "Tệp là định dạng Word cũ (.doc), không đọc được. Hãy mở bằng Word hoặc LibreOffice, chọn "
    "“Lưu thành” (Save As) kiểu Word Document (.docx) rồi tải lên lại."
)
NOT_TEXT = "Tệp không phải là .docx hay văn bản thường (.txt, UTF-8)."
LEGACY = (
    "Văn bản không phải mã Unicode (UTF-8); có thể dùng phông chữ cũ (TCVN3, VNI). "
    "Hãy chuyển sang Unicode rồi lưu lại."
)
EMPTY = "Không có chữ nào để đọc."
OTHER_FILES = {
    b"%PDF": "Tệp là PDF, không đọc được. Hãy dùng tệp Word (.docx) của văn bản.",
    b"{\\rtf": "Tệp là .rtf, không đọc được. Hãy mở bằng Word và lưu thành .docx.",
}


def read(source: bytes | str, name: str = "") -> Reading:
    """Read a paper from the bytes of a file (.docx, .txt) or from text.

    `name` is the file's name, where there is one. Of several papers in one file the plan is read
    and the others are reported. Raises ReadingError, and nothing else, for what cannot be read.
    """
    try:
        lines, landscape = _lines(source, name)
        if not any(line.full or line.table for line in lines):
            raise ReadingError(EMPTY)
        return _reading(lines, landscape)
    except PaperError as error:
        raise error if isinstance(error, ReadingError) else ReadingError(str(error)) from error
    except (RecursionError, MemoryError) as error:
        raise ReadingError(archive.BROKEN) from error


def _lines(source: bytes | str, name: str) -> tuple[list[Line], bool]:
    if isinstance(source, str):
        return plain.read(source), False
    if name.casefold().endswith((".docm", ".dotm")):
        raise ReadingError(archive.MACROS)
    if source.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in source[: archive.MAX_FILE]
        raise ReadingError(archive.ENCRYPTED if encrypted else OLD_WORD)
    for mark, message in OTHER_FILES.items():
        if source.lstrip()[:8].startswith(mark):
            raise ReadingError(message)
    if source.startswith(b"PK"):
        document = docx.read(source)
        return document.lines, document.landscape
    if name.casefold().endswith(".docx"):
        raise ReadingError(archive.BROKEN)
    return plain.read(_decoded(source)), False


def _decoded(source: bytes) -> str:
    """Return the text of a plain file in Unicode."""
    if len(source) > archive.MAX_FILE:
        raise ReadingError(plain.TOO_LONG)
    utf_16 = source.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = source.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadingError(NOT_TEXT if b"\0" in source else LEGACY) from error
    if "\0" in text:
        raise ReadingError(NOT_TEXT)
    return text


# --- several papers in one file ----------------------------------------------------------------


def _reading(lines: list[Line], landscape: bool) -> Reading:
    ranges = _papers(lines)
    titles = [_title(lines, first, last) for first, last in ranges]
    chosen = next((place for place, (name, _) in enumerate(titles) if name == PLAN), 0)
    first, last = ranges[chosen]
    others = tuple(
        Other(title, *found)
        for place, (found, (_, title)) in enumerate(zip(ranges, titles, strict=True))
        if place != chosen
    )
    findings = [
        Finding(f"Tệp còn có văn bản khác, chưa đọc: {other.title}.", other.first)
        for other in others
    ]
    found = [(index, lines[index]) for index in range(first, last)]
    return _paper(found, tuple(lines), others, findings, landscape)


def _papers(lines: list[Line]) -> list[tuple[int, int]]:
    """Return where each paper of the file begins and ends: at a new national heading."""
    starts = [0]
    titled = False
    for index, line in enumerate(lines):
        if titled and words.NATION in line.key and not line.key.startswith("can cu"):
            starts.append(_back_to_issuer(lines, index, starts[-1]))
            titled = False
        elif not titled and not line.table and head.type_of(line):
            titled = True
    return [found for found in pairwise([*starts, len(lines)]) if found[0] < found[1]]


def _back_to_issuer(lines: list[Line], index: int, first: int) -> int:
    """Return where the letterhead begins that holds the national heading at `index`."""
    start = index
    cell = lines[index].cell
    while start - 1 > first:
        line = lines[start - 1]
        same_table = cell is not None and line.cell is not None and line.cell[0] == cell[0]
        issuer = (
            cell is None
            and index - start < 4
            and not line.table
            and words.is_capitals(line.text)
            and not words.POSITION.match(line.key)
            and not words.AUTHORITY.match(line.key)
            and bool(words.BODIES.match(line.key) or words.PLACES.match(line.key))
        )
        if not (same_table or issuer):
            break
        start -= 1
    return start


def _title(lines: list[Line], first: int, last: int) -> tuple[str, str]:
    """Return the type of a paper and its type with its subject."""
    for index in range(first, min(last, first + head.LONGEST_HEAD)):
        if not lines[index].table and (found := head.type_of(lines[index])):
            name, more = found
            below = lines[index + 1].text if not more and index + 1 < last else more
            return name, f"{name} {below}".strip().rstrip(".")
    text = next((line.full for line in lines[first:last] if line.full), "")
    return "", text[:100]


# --- one paper ---------------------------------------------------------------------------------


def _paper(
    found: Lines,
    lines: tuple[Line, ...],
    others: tuple[Other, ...],
    findings: list[Finding],
    landscape: bool,
) -> Reading:
    found, annexes, about_annexes = _annexes(found)
    above = head.read(found)
    cut = foot.start_of(above.rest)
    below = foot.read(above.rest[cut:])
    whole = outline.wholes(above.rest[:cut])
    opening = bases.read(whole)
    body = outline.read(whole[opening.used :])
    leading = tuple(
        Node("paragraph", paragraph.text, lines=paragraph.lines) for paragraph in opening.paragraphs
    )
    blocks = outline.read(opening.paragraphs).blocks
    end_mark = any(END_MARK in one.text[-4:] for one in whole[-1:])
    closing = [
        Fact("closing", node.text, node.lines)
        for node in body.nodes[len(body.nodes) - body.closing :]
    ]
    findings += above.findings + below.findings + about_annexes
    if not opening.bases:
        findings.append(Finding("Không tìm thấy căn cứ ban hành."))
    if not any(node.kind != "paragraph" for node in body.nodes):
        findings.append(Finding("Không tìm thấy mục, khoản nào trong nội dung."))
    paper = Paper(
        issuer=above.issuer,
        parent=above.parent,
        number=above.number,
        symbol=above.symbol,
        place=above.place,
        date=above.date,
        type_name=above.type_name,
        subject=above.subject,
        addressees=above.addressees,
        bases=tuple(basis.rstrip(" .;,") for basis in opening.bases),
        bases_inline=opening.inline,
        body=(*blocks, *body.blocks),
        recipients=below.recipients,
        signatures=below.signatures,
        end_mark=end_mark,
        draft=above.draft,
        landscape=landscape,
        annexes=annexes,
        decided_by=above.decided_by,
        verdict=opening.verdict,
    )
    facts = (*above.facts, *opening.facts, *closing, *below.facts)
    return Reading(paper, (*leading, *body.nodes), lines, facts, tuple(findings), others)


def _annexes(found: Lines) -> tuple[Lines, tuple[Annex, ...], list[Finding]]:
    """Take the annexes off the end: from "Phụ lục I" alone on a line, below the end of the text."""
    text_end = foot.start_of(found)
    starts = [
        place
        for place, (_, line) in enumerate(found)
        if place > text_end and not line.table and words.ANNEX.match(line.key)
    ]
    made: list[Annex] = []
    findings = []
    for start, end in pairwise([*starts, len(found)]):
        titles, place = [], start + 1
        while place < end and _is_annex_title(found[place][1], bool(titles)):
            titles.append(found[place][1].text)
            place += 1
        note = ""
        if place < end and re.match(r"\(kem theo|\(ban hanh kem", found[place][1].key):
            note = found[place][1].text
            place += 1
        body = outline.read(outline.wholes(found[place:end]))
        made.append(Annex(" ".join(titles), body.blocks, note=note))
        if not titles:
            findings.append(Finding("Phụ lục không có tên.", found[start][0]))
    return (found[: starts[0]] if starts else found), tuple(made), findings


def _is_annex_title(line: Line, follows: bool) -> bool:
    if line.table or line.key.startswith("("):
        return False
    return words.is_capitals(line.text) if follows else len(line.text) <= head.LONGEST_TITLE
