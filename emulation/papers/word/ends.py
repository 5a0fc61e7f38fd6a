"""The top and the end of a paper: letterhead, title, Kính gửi; Nơi nhận and signatures.

Widths and breaks are those of the PDF (layout.py, templates/papers/paper.html and paper.css).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from emulation.papers.layout import ISSUER_SHARE, SIGNERS_IN_A_ROW
from emulation.papers.metrics import balanced, width_mm
from emulation.papers.paper import BLANK, Annex, Paper, Signature, listed
from emulation.papers.word.markup import Cell, Frame, Page, Para, clean, run
from emulation.papers.word.styles import LINE_HEIGHT, SIGNING_ROOM
from emulation.papers.word.wrapping import wrapped

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
KINH_GUI = "Kính gửi"
# Room for the number that is given when the paper is signed, about 10 mm.
NUMBER_BLANK = "\u00a0" * 9
LEFT_SHARE = 0.385
RECIPIENTS_SHARE = 0.48
# A rule under the issuer and the subject is a third to a half as long (PL I mục II.2, II.5).
SHORT = 0.42
# The height of a line of a signature, in points.
SIGNATURE_LINE = 14 * LINE_HEIGHT


def letterhead(paper: Paper, page: Page) -> Frame:
    """Return issuer and nation, number and date, and a công văn's subject, side by side."""
    left = page.text_width * LEFT_SHARE
    right = page.text_width - left
    limit = page.text_width * ISSUER_SHARE
    column = partial(wrapped, limit=limit, room=left)
    issuer = [column("CoQuanChuQuan", line, size=13) for line in paper.parent]
    issuer += [column("CoQuanBanHanh", line, size=13, bold=True) for line in paper.issuer]
    last = balanced(paper.issuer[-1], limit, 13, bold=True) if paper.issuer else ()
    if last:
        issuer.append(_rule(SHORT * width_mm(last[-1], 13, bold=True), left))
    nation = [
        Para("QuocHieu", run(COUNTRY)),
        Para("TieuNgu", run(MOTTO)),
        _rule(width_mm(MOTTO, 14, bold=True), right),
    ]
    rows = [[Cell(left, issuer), Cell(right, nation)]]
    if paper.symbol is not None or paper.date:
        number, date = _number(paper), _date(paper)
        rows.append(
            [
                Cell(left, [Para("SoKyHieu", run(number) if number else "")]),
                Cell(right, [Para("DiaDanhNgayThang", run(date) if date else "")]),
            ]
        )
    if paper.subject_text and not paper.type_name:
        about = column("TrichYeuCongVan", paper.subject_text, size=12)
        rows.append([Cell(left, [about]), Cell(right, [Para("KhoangCach")])])
    return Frame(rows)


def _rule(length: float, width: float) -> Para:
    """Return a rule, centred in `width`: the border of an empty paragraph, which nothing moves."""
    side = max((width - length) / 2, 0)
    return Para("DuongKe", left=side, right=side)


def _number(paper: Paper) -> str:
    if paper.symbol is None:
        return ""
    return f"Số: {paper.number_text or NUMBER_BLANK}/{clean(paper.symbol)}"


def _date(paper: Paper) -> str:
    if not (date := paper.date):
        return ""
    place = f"{clean(paper.place)}, " if paper.place else ""
    day, month = date.day_text or BLANK, date.month_text or BLANK
    return f"{place}ngày {day} tháng {month} năm {date.year_text}"


def title(paper: Paper, page: Page) -> Iterator[Para]:
    """Yield the type name, the subject and the rule below it; nothing for a công văn."""
    if not paper.type_name:
        return
    # A writer who breaks the subject himself may use the whole line.
    limit = page.text_width if "\n" in paper.subject else page.text_width - 20
    subject = balanced(paper.subject_text, limit, 14, bold=True)
    name = Para("TenLoai", run(clean(paper.type_name)))
    yield name
    if not subject:
        name.after = 12
        return
    room = page.text_width
    yield wrapped("TrichYeu", paper.subject_text, limit=limit, room=room, size=14, bold=True)
    rule = _rule(SHORT * width_mm(subject[-1], 14, bold=True), page.text_width)
    rule.after = 12
    yield rule


def addressees(paper: Paper, page: Page) -> Iterator[Para]:
    """Yield "Kính gửi: …", centred as a block; the dashes of several stand under the colon."""
    if not paper.addressees:
        return
    several = len(paper.addressees) > 1
    texts = [clean(line) for line in (listed(paper.addressees) if several else paper.addressees)]
    texts = [f"- {text}" for text in texts] if several else [f": {texts[0]}"]
    label = width_mm(KINH_GUI, 14)
    widest = max(width_mm(text, 14) for text in texts)
    start = max((page.text_width - label - widest) / 2, 0)
    if several:
        found = [Para("KinhGui", run(f"{KINH_GUI}:"), left=start, keep_next=True)]
        found += [Para("KinhGui", run(text), left=start + label) for text in texts]
    else:
        words = run(KINH_GUI + texts[0])
        found = [Para("KinhGui", words, left=start + label, hanging=label)]
    found[-1].after = 10
    yield from found


def deciding(text: str, page: Page) -> Iterator[Para]:
    """Yield who decides, or "QUYẾT ĐỊNH:", on a line of its own (mẫu 1.2); nothing for no text."""
    if text:
        limit = page.text_width - 20
        yield wrapped("ThamQuyen", text, limit=limit, room=page.text_width, size=14, bold=True)


def annex_title(paper: Paper, annex: Annex, position: int, page: Page) -> Iterator[Para]:
    """Yield "Phụ lục II", its title and the line that says what it belongs to (PL I mục III)."""
    yield Para("PhuLuc", run(paper.annex_label(position)))
    limit = page.text_width - 20
    room = page.text_width
    yield wrapped("TenPhuLuc", annex.title.upper(), limit=limit, room=room, size=14, bold=True)
    note = wrapped(
        *("KemTheo", paper.annex_note(annex)), limit=room - 10, room=room, size=14, typed_on=True
    )
    note.after = 10
    yield note


def closing(paper: Paper, page: Page) -> Iterator[Frame | Para]:
    """Yield who receives the paper beside who signs it; below, when several sign."""
    recipients = list(_recipients(paper.recipients))
    if not (paper.signatures or recipients):
        return
    width = page.text_width
    if len(paper.signatures) < 2:
        left = width * RECIPIENTS_SHARE
        signature = _signatures(paper.signatures, width / 2, width - left)
        cells = [
            Cell(left, recipients or [Para("DanhSachNoiNhan")]),
            Cell(width - left, signature[0] if signature else [Para("ChucVu")]),
        ]
        yield Frame([cells])
        return
    count = len(paper.signatures)
    rows = -(-count // SIGNERS_IN_A_ROW)
    in_row = -(-count // rows)
    for at in range(0, count, in_row):
        signers = paper.signatures[at : at + in_row]
        share = width / len(signers)
        parts = _signatures(signers, width / in_row - 4, share)
        more = bool(recipients) or at + in_row < count
        yield Frame([[Cell(share, part) for part in parts]], keep_next=more)
    if recipients:
        for paragraph in recipients[:-1]:
            paragraph.keep_next = True
        recipients[0].before = 10
        yield from recipients


def _recipients(texts: Iterable[str]) -> Iterator[Para]:
    if texts := listed(tuple(texts)):
        yield Para("NoiNhan", run("Nơi nhận:"))
        for text in texts:
            yield Para("DanhSachNoiNhan", run(f"- {clean(text)}"))


def _signatures(signers: Sequence[Signature], limit: float, room: float) -> list[list[Para]]:
    """Return the signatures of one row; all sign at one height, whatever stands above."""
    fitted = partial(wrapped, limit=limit, room=room, size=14, bold=True)
    above = [[*signer.authority, signer.position] for signer in signers]
    heights = [sum(len(balanced(t, limit, 14, bold=True)) for t in texts) for texts in above]
    most = max(heights, default=0)
    found = []
    for signer, height in zip(signers, heights, strict=True):
        taller = SIGNING_ROOM + (most - height) * SIGNATURE_LINE if height < most else None
        found.append(
            [
                *(fitted("QuyenHan", text) for text in signer.authority),
                fitted("ChucVu", signer.position),
                Para("HoTen", run(clean(signer.name)), before=taller),
            ]
        )
    return found
