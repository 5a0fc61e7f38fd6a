"""Certificates (giấy khen, bằng khen): the value, its sheet as PDF, its row for mail-merge.

"whole" draws the entire certificate; "text_only" prints on the office's own blanks what varies,
each text where `CertificateLayout` puts it. Content and order: Nghị định 50/2006, as far as
domain.md section 5.8 knows it.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import pikepdf
from django.template.loader import render_to_string

from emulation.papers.certificate_layout import Box, CertificateLayout
from emulation.papers.drawing import sheets
from emulation.papers.fitting import fitted, line_height
from emulation.papers.metrics import MM_PER_POINT
from emulation.papers.ornament import frame_svg
from emulation.papers.paper import PaperDate, PaperError
from emulation.papers.pdf import Sheet, draw_sheets, own_style, render_sheet, render_sheets
from emulation.papers.pictures import Picture
from emulation.papers.placed import Leaf, PlacedCode, PlacedText, placed
from emulation.papers.presses import usable
from emulation.papers.qr import qr_svg

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
# From so many on it pays to tell other processes about them.
MANY = 60
# What is written in by hand later.
OPEN = "……"
HEADINGS = (
    "Chức danh người tặng",
    "Hình thức",
    "Tên người, tập thể được khen",
    "Chức vụ, địa chỉ",
    "Thành tích",
    "Số quyết định",
    "Ngày quyết định",
    "Số sổ vàng",
    "Địa danh",
    "Ngày ký",
    "Chức vụ người ký",
    "Người ký",
    "Địa chỉ kiểm tra",
)


@dataclass(frozen=True)
class Certificate:
    """Everything one certificate says. A line break in a text is kept.

    `authority_title` is who awards ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …"), `form` what ("GIẤY KHEN"),
    `decision_number` the number with its symbol ("15/QĐ-UBND"). `verify_url` is printed as a QR
    code, with `code` under it (the last part of the address unless given). What is blank is left
    open for the pen.
    """

    authority_title: str
    recipient: str
    achievement: str
    form: str = "GIẤY KHEN"
    verb: str = "TẶNG"
    recipient_detail: str = ""
    decision_number: str = ""
    decision_date: PaperDate | None = None
    register_number: str = ""
    place: str = ""
    date: PaperDate | None = None
    signer_position: str = ""
    signer_name: str = ""
    verify_url: str | None = None
    code: str = ""

    @property
    def code_text(self) -> str:
        """The short code that a person types to check the certificate; "" without an address."""
        if not self.verify_url:
            return ""
        return self.code or self.verify_url.rstrip("/").rsplit("/", 1)[-1]

    def texts(self) -> dict[str, str]:
        """Return what each field of a layout prints (`FIELDS`, but the two pictures)."""
        decided, signed = self.decision_date, self.date
        number, place = self.decision_number or OPEN, self.place
        return {
            "country": COUNTRY,
            "motto": MOTTO,
            "authority": self.authority_title,
            "verb": self.verb,
            "form": self.form,
            "recipient": self.recipient,
            "detail": self.recipient_detail,
            "achievement": self.achievement,
            "decision": f"Quyết định số {number} {_in_words(decided)}",
            "decision_number": self.decision_number,
            "decision_day": decided.day_text if decided else "",
            "decision_month": decided.month_text if decided else "",
            "decision_year": decided.year_text if decided else "",
            "register": f"Số sổ vàng: {self.register_number or OPEN}",
            "register_number": self.register_number,
            "code": f"Mã kiểm tra: {self.code_text}" if self.code_text else "",
            "place_date": f"{place}, {_in_words(signed)}" if place else _in_words(signed),
            "place": place,
            "day": signed.day_text if signed else "",
            "month": signed.month_text if signed else "",
            "year": signed.year_text if signed else "",
            "position": self.signer_position,
            "signer": self.signer_name,
        }


def _in_words(date: PaperDate | None) -> str:
    """Write "ngày 05 tháng 6 năm 2026"; what is not known yet is left open."""
    day, month, year = (date.day_text, date.month_text, date.year_text) if date else ("", "", "")
    return f"ngày {day or OPEN} tháng {month or OPEN} năm {year or OPEN}"


def render_certificates(
    certificates: Sequence[Certificate],
    layout: CertificateLayout,
    progress: Callable[[int], None] | None = None,
    archival: bool = False,
) -> bytes:
    """Print one certificate a page as one PDF; `progress` hears the number of each page done.

    Raises PaperError, in Vietnamese, when there is none, the layout has a problem, or a text has
    no room in its box even in the smallest letters (said with whose certificate it is).
    """
    if not certificates:
        raise PaperError("Chưa chọn giấy khen, bằng khen nào để in.")
    _refuse_problems(layout)
    boxes, title = layout.printed(), _title(certificates)
    leaves = [_leaf(each, boxes) for each in certificates]
    given = {"archival": archival, "progress": progress}
    printed = _drawn(leaves, title, sheet_style(layout), given)
    if printed is None:
        shares = [_sheet(share, title) for share in _shares(leaves)]
        printed = render_sheets(shares, sheet_style(layout), **given)
    ground = tuple(_backdrop(layout, boxes))
    return _laid_under(printed, _ground(ground, sheet_style(layout))) if ground else printed


def render_in_one(certificates: Sequence[Certificate], layout: CertificateLayout) -> bytes:
    """Print a run as one document of WeasyPrint, without the ground all pages share.

    The yardstick of `manage.py bench`, not for use.
    """
    leaves = [_leaf(each, layout.printed()) for each in certificates]
    return render_sheets([_sheet(leaves, _title(certificates))], sheet_style(layout))


def certificate_rows(certificates: Iterable[Certificate]) -> tuple[tuple[str, ...], ...]:
    """Return headings and one row a certificate, for a mail-merge of the office's own."""
    rows = (
        (
            each.authority_title,
            each.form,
            each.recipient,
            each.recipient_detail,
            each.achievement,
            each.decision_number,
            _numeric(each.decision_date),
            each.register_number,
            each.place,
            _numeric(each.date),
            each.signer_position,
            each.signer_name,
            each.verify_url or "",
        )
        for each in certificates
    )
    return (HEADINGS, *(tuple(" ".join(cell.split()) for cell in row) for row in rows))


def _numeric(date: PaperDate | None) -> str:
    if not (date and date.month and date.day):
        return ""
    return f"{date.day:02}/{date.month:02}/{date.year_text}"


def _title(certificates: Sequence[Certificate]) -> str:
    first = certificates[0]
    form = " ".join(first.form.split()).capitalize()
    count = len(certificates)
    return f"{form}: {first.recipient}" if count == 1 else f"{form} ({count} bản)"


# --- one page ------------------------------------------------------------------------------------


def _refuse_problems(layout: CertificateLayout) -> None:
    if found := layout.problems():
        raise PaperError(" ".join(problem.message for problem in found))


def _drawn(
    leaves: Sequence[Leaf], title: str, style: str, given: dict[str, object]
) -> bytes | None:
    """Return a run of sheets that could be drawn (drawing/sheets.py), else None."""
    if len(leaves) < sheets.FEWEST:
        return None
    return draw_sheets(leaves, _sheet(sheets.laid_out(leaves), title), style, **given)


def _shares(leaves: Sequence[Leaf]) -> list[Sequence[Leaf]]:
    """Return the leaves in equal parts, as many as can be printed at the same time."""
    size = -(-len(leaves) // (usable() or 1)) if len(leaves) >= MANY else MANY
    return [leaves[at : at + size] for at in range(0, len(leaves), size)]


def _sheet(leaves: Sequence[Leaf], title: str) -> Sheet:
    """Return one page of HTML with a sheet for each leaf."""
    pages, images = [], {}
    for leaf in leaves:
        pictures = []
        for code in leaf.codes:
            name = f"qr-{len(images)}"
            images[name] = ("image/svg+xml", qr_svg(code.url).encode())
            pictures.append({"name": name, "alt": code.alt, "style": code.style})
        pages.append({"pictures": pictures, "texts": leaf.texts})
    html = render_to_string("papers/certificate.html", {"title": title, "pages": pages})
    return Sheet(html, len(pages), images)


def _leaf(certificate: Certificate, boxes: Mapping[str, Box]) -> Leaf:
    """Return what is printed of a certificate, each text and code at its place."""
    texts, codes = certificate.texts(), ()
    boxes = boxes if texts["detail"] else _without_detail(boxes)
    if certificate.verify_url and (box := boxes.get("qr")):
        codes = (PlacedCode(certificate.verify_url, box.x, box.y, box.width, box.height),)
    try:
        lines = [placed_text(name, texts[name], boxes[name]) for name in boxes if texts.get(name)]
    except PaperError as error:
        raise PaperError(f"{' '.join(certificate.recipient.split())}: {error}") from error
    return Leaf(codes, tuple(lines))


def _without_detail(boxes: Mapping[str, Box]) -> Mapping[str, Box]:
    """Give a recipient of whom nothing more is said the room down to the end of that line."""
    recipient, detail = boxes.get("recipient"), boxes.get("detail")
    if not (recipient and detail) or detail.y < recipient.y + recipient.height:
        return boxes
    longer = replace(recipient, height=detail.y + detail.height - recipient.y)
    return {name: longer if name == "recipient" else box for name, box in boxes.items()}


class PlacedLine(NamedTuple):
    """A line of a text inside its box: its base line from the top, the size of its letters; mm."""

    text: str
    base: float
    size: float


def placed_lines(text: str, box: Box) -> tuple[PlacedLine, ...]:
    """Return the lines of a text as `placed_text` prints them; none for what has no room."""
    if not text.strip() or box.width <= 0 or box.height <= 0:
        return ()
    try:
        lines, size = fitted(
            text, box.width, box.height, box.size, bold=box.bold, one_line=box.one_line
        )
    except PaperError:
        return ()
    high = line_height(size)
    top = box.y + _down(box, len(lines), size)
    # Letters stand on about four fifths of their line.
    return tuple(
        PlacedLine(line, top + (place + 0.8) * high, size * MM_PER_POINT)
        for place, line in enumerate(lines)
    )


def _down(box: Box, lines: int, size: float) -> float:
    """Return how far below the top of its box a text begins."""
    spare = box.height - lines * line_height(size)
    return {"top": 0.0, "middle": spare / 2, "bottom": spare}[box.valign]


@lru_cache(maxsize=1024)
def placed_text(name: str, text: str, box: Box) -> PlacedText:
    """Return a text at its place, in letters with which it stays inside its box."""
    lines, size = fitted(
        text, box.width, box.height, box.size, bold=box.bold, one_line=box.one_line
    )
    top = box.y + _down(box, len(lines), size)
    look = (box.align, box.colour, box.bold, box.italic)
    return PlacedText(name, lines, box.x, top, box.width, size, *look)


def sheet_style(layout: CertificateLayout) -> str:
    """Return the styles of a sheet with the size of its pages."""
    size = f"@page {{ size: {layout.width:.2f}mm {layout.height:.2f}mm }}"
    return f"{own_style('certificate.css')}\n{size}"


# --- the ground: what is the same on every page --------------------------------------------------


@lru_cache(maxsize=4)
def _ground(drawn: tuple[tuple[str, Picture, str], ...], style: str) -> bytes:
    """Return one page with background, frame and emblem; offices print with the same ones."""
    shown = [{"name": name, "alt": "", "style": place} for name, _, place in drawn]
    html = render_to_string(
        "papers/certificate.html", {"title": "", "pages": [{"pictures": shown, "texts": []}]}
    )
    return render_sheet(html, style, images={name: picture for name, picture, _ in drawn})


def _backdrop(
    layout: CertificateLayout, boxes: Mapping[str, Box]
) -> Iterator[tuple[str, Picture, str]]:
    width, height = layout.width, layout.height
    if layout.mode == "whole" and layout.background:
        yield "background", layout.background, placed(0, 0, width, height)
    if layout.mode == "whole" and layout.frame:
        svg = frame_svg(width, height, layout.frame, star=layout.star)
        yield "frame", Picture("image/svg+xml", svg.encode()), placed(0, 0, width, height)
    if layout.emblem and (box := boxes.get("emblem")):
        place = placed(box.x, box.y, box.width, box.height, fit=True)
        yield "emblem", layout.emblem, place


def _laid_under(printed: bytes, ground: bytes) -> bytes:
    """Lay one page under every page: drawn once, shared by all, outside the reading order."""
    with pikepdf.open(io.BytesIO(printed)) as pdf, pikepdf.open(io.BytesIO(ground)) as under:
        form = pdf.copy_foreign(under.pages[0].as_form_xobject())
        for page in pdf.pages:
            name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Ground)
            content = f"/Artifact BMC q {name} Do Q EMC\n".encode()
            page.contents_add(content, prepend=True)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
