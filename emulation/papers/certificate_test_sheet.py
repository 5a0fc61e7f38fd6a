"""The test sheet of a certificate layout: rulers, marks, the outline of every box with its name.

The office prints it, lays it on a blank against the light, and reads by how many millimetres the
printer is off.
"""

from typing import Any

from django.template.loader import render_to_string

from emulation.papers.certificate import sheet_style
from emulation.papers.certificate_layout import FIELDS, CertificateLayout
from emulation.papers.metrics import width_mm
from emulation.papers.ornament import ruler_svg
from emulation.papers.paper import PaperError
from emulation.papers.pdf import render_sheet
from emulation.papers.pictures import Picture

LABEL = 7.0  # points


def test_sheet(layout: CertificateLayout) -> bytes:
    """Return one page as PDF on which the offset of the printer can be measured.

    Boxes stand where "text_only" prints them, offset included; what the blank already carries is
    dashed and stands where the blank has it. Raises PaperError when the sheet has no usable size;
    boxes with a problem are drawn all the same, so that one sees it.
    """
    if sheet := [problem.message for problem in layout.problems() if not problem.field]:
        raise PaperError(" ".join(sheet))
    shown = [
        {
            "name": "ruler",
            "alt": "Thước chia mi-li-mét",
            "style": f"left:0;top:0;width:{layout.width:.2f}mm;height:{layout.height:.2f}mm",
        }
    ]
    texts = [*_numbers(layout), *_outlines(layout), *_caption(layout)]
    html = render_to_string(
        "papers/certificate.html",
        {"title": "Tờ in thử", "pages": [{"pictures": shown, "texts": texts}]},
    )
    ruler = Picture("image/svg+xml", ruler_svg(layout.width, layout.height).encode())
    return render_sheet(html, sheet_style(layout), images={"ruler": ruler})


test_sheet.__test__ = False  # the name is the office's word, not a test


def _numbers(layout: CertificateLayout) -> list[dict[str, Any]]:
    """Return the numbers of both rulers, every ten millimetres."""
    across = [
        _text("number", mm - 5, 5.2, 10, str(mm), align="center")
        for mm in range(10, int(layout.width) - 2, 10)
    ]
    down = [
        _text("number", 5.6, mm - 1.5, 8, str(mm)) for mm in range(10, int(layout.height) - 2, 10)
    ]
    return across + down


def _outlines(layout: CertificateLayout) -> list[dict[str, Any]]:
    """Return a frame and a label for each box."""
    found = []
    for name, label in FIELDS.items():
        if not (box := layout.boxes.get(name)):
            continue
        x, y = (box.x, box.y) if box.preprinted else (box.x + layout.dx, box.y + layout.dy)
        blank = " blank" if box.preprinted else ""
        style = f"left:{x:.2f}mm;top:{y:.2f}mm;width:{box.width:.2f}mm;height:{box.height:.2f}mm"
        if name == "emblem":
            style += ";border-radius:50%"
        found.append({"name": f"outline{blank}", "style": style, "lines": ()})
        numbers = f"{_mm(x)}; {_mm(y)}; {_mm(box.width)} × {_mm(box.height)}"
        words = f"{label} ({numbers})"
        indent = 1.0
        if width_mm(words, LABEL) > box.width - 2:
            # Too narrow: the name alone, in the middle; it may stand out over the edge.
            words, indent = label, (box.width - width_mm(label, LABEL)) / 2
        found.append(_text(f"label{blank}", x + indent, y + 0.6, 120, words))
    return found


def _caption(layout: CertificateLayout) -> list[dict[str, Any]]:
    """Return two lines at the foot: what the sheet is and how it is used."""
    lines = (
        f"TỜ IN THỬ – khổ {_mm(layout.width)} × {_mm(layout.height)} mm – lệch ngang "
        f"{_mm(layout.dx)} mm, lệch dọc {_mm(layout.dy)} mm (nét đứt: chữ đã có trên phôi)",
        "In đúng 100 %, không “vừa trang”. Đặt lên phôi, soi trước ánh sáng: chữ cần sang phải, "
        "xuống dưới bao nhiêu mi-li-mét thì cộng bấy nhiêu vào độ lệch.",
    )
    size = LABEL
    while size > 4 and max(width_mm(line, size) for line in lines) > layout.width - 20:
        size -= 0.5
    width, top = layout.width - 20, layout.height - 9
    return [
        _text("caption", 10, top + 3 * index, width, line, align="center", size=size)
        for index, line in enumerate(lines)
    ]


def _text(
    name: str,
    x: float,
    y: float,
    width: float,
    line: str,
    *,
    align: str = "left",
    size: float = LABEL,
) -> dict[str, Any]:
    style = (
        f"left:{x:.2f}mm;top:{y:.2f}mm;width:{width:.2f}mm;font-size:{size:g}pt;text-align:{align}"
    )
    return {"name": name, "style": style, "lines": (line,)}


def _mm(length: float) -> str:
    return f"{length:g}".replace(".", ",")
