"""Certificates (giấy khen, bằng khen): the value, its sheet as PDF, its row for mail-merge.

"whole" draws the entire certificate; "text_only" prints on the office's own blanks what varies,
each text where `CertificateLayout` puts it. Content and order: Nghị định 50/2006, as far as
domain.md section 5.8 knows it.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pikepdf
from django.template.loader import render_to_string

from emulation.papers.certificate_layout import COLOURS, Box, CertificateLayout
from emulation.papers.fitting import fitted, line_height
from emulation.papers.ornament import frame_svg
from emulation.papers.paper import PaperDate, PaperError
from emulation.papers.pdf import own_style, render_sheet
from emulation.papers.pictures import Picture
from emulation.papers.qr import qr_svg

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
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
    boxes = layout.printed()
    pictures: dict[str, Picture] = {}
    pages = [_page(each, boxes, pictures) for each in certificates]
    html = render_to_string(
        "papers/certificate.html", {"title": _title(certificates), "pages": pages}
    )
    printed = render_sheet(
        html, sheet_style(layout), images=pictures, archival=archival, progress=progress
    )
    drawn = tuple(_backdrop(layout, boxes))
    return _laid_under(printed, _ground(drawn, sheet_style(layout))) if drawn else printed


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


def _page(
    certificate: Certificate, boxes: Mapping[str, Box], pictures: dict[str, Picture]
) -> dict[str, Any]:
    """Return what the template prints of a certificate; its QR code is added to `pictures`."""
    shown, texts = [], certificate.texts()
    boxes = boxes if texts["detail"] else _without_detail(boxes)
    if certificate.verify_url and (box := boxes.get("qr")):
        name = f"qr-{len(pictures)}"
        pictures[name] = Picture("image/svg+xml", qr_svg(certificate.verify_url).encode())
        alt = f"Mã QR: {certificate.verify_url}"
        shown.append({"name": name, "alt": alt, "style": _placed(box, fit=True)})
    try:
        lines = [placed_text(name, texts[name], boxes[name]) for name in boxes if texts.get(name)]
    except PaperError as error:
        raise PaperError(f"{' '.join(certificate.recipient.split())}: {error}") from error
    return {"pictures": shown, "texts": lines}


def _without_detail(boxes: Mapping[str, Box]) -> Mapping[str, Box]:
    """Give a recipient of whom nothing more is said the room down to the end of that line."""
    recipient, detail = boxes.get("recipient"), boxes.get("detail")
    if not (recipient and detail) or detail.y < recipient.y + recipient.height:
        return boxes
    longer = replace(recipient, height=detail.y + detail.height - recipient.y)
    return {name: longer if name == "recipient" else box for name, box in boxes.items()}


def placed_text(name: str, text: str, box: Box) -> dict[str, Any]:
    """Return a text as the template prints it, in letters with which it stays inside its box."""
    lines, size = fitted(
        text, box.width, box.height, box.size, bold=box.bold, one_line=box.one_line
    )
    spare = box.height - len(lines) * line_height(size)
    down = {"top": 0.0, "middle": spare / 2, "bottom": spare}[box.valign]
    style = (
        f"left:{box.x:.2f}mm;top:{box.y + down:.2f}mm;width:{box.width:.2f}mm;"
        f"font-size:{size:g}pt;text-align:{box.align};color:{COLOURS[box.colour]}"
    )
    style += ";font-weight:bold" * box.bold + ";font-style:italic" * box.italic
    return {"name": name, "style": style, "lines": lines}


def _placed(box: Box, *, fit: bool = False) -> str:
    style = (
        f"left:{box.x:.2f}mm;top:{box.y:.2f}mm;width:{box.width:.2f}mm;height:{box.height:.2f}mm"
    )
    return style + ";object-fit:contain" * fit


def sheet_style(layout: CertificateLayout) -> str:
    """Return the styles of a sheet with the size of its pages."""
    size = f"@page {{ size: {layout.width:.2f}mm {layout.height:.2f}mm }}"
    return f"{own_style('certificate.css')}\n{size}"


# --- the ground: what is the same on every page --------------------------------------------------


@lru_cache(maxsize=4)
def _ground(drawn: tuple[tuple[str, Picture, str], ...], style: str) -> bytes:
    """Return one page with the frame and the emblem; offices print with the same ones."""
    shown = [{"name": name, "alt": "", "style": place} for name, _, place in drawn]
    html = render_to_string(
        "papers/certificate.html", {"title": "", "pages": [{"pictures": shown, "texts": []}]}
    )
    return render_sheet(html, style, images={name: picture for name, picture, _ in drawn})


def _backdrop(
    layout: CertificateLayout, boxes: Mapping[str, Box]
) -> Iterator[tuple[str, Picture, str]]:
    width, height = layout.width, layout.height
    if layout.mode == "whole" and layout.frame:
        svg = frame_svg(width, height, layout.frame, star=layout.star)
        yield "frame", Picture("image/svg+xml", svg.encode()), _placed(Box(0, 0, width, height))
    if layout.emblem and (box := boxes.get("emblem")):
        yield "emblem", layout.emblem, _placed(box, fit=True)


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
