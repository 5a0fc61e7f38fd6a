"""Where each text of a certificate stands, in millimetres: everything is a setting of the office.

No size of a giấy khen could be sourced (domain.md section 5.8), so the sheets below are starting
points: A4 and A3 lying, and the bằng khen of Nghị định 50/2006 (400 × 300, inside its frame
320 × 230). What an office prints on its own blanks it moves box by box.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import combinations
from typing import Any, Literal, NamedTuple

from emulation.papers.blocks import PaperError
from emulation.papers.ornament import Frame
from emulation.papers.pictures import Picture

Mode = Literal["whole", "text_only"]
MODES = ("whole", "text_only")
ALIGNS = ("left", "center", "right")
VALIGNS = ("top", "middle", "bottom")
COLOURS = {"black": "#000000", "red": "#c00d17"}
SMALLEST_PAGE, LARGEST_PAGE = 100, 600
SMALLEST_TEXT, LARGEST_TEXT = 6, 120

# What can stand on a certificate, in reading order, with the words by which an office knows it.
FIELDS = {
    "emblem": "Quốc huy",
    "country": "Quốc hiệu",
    "motto": "Tiêu ngữ",
    "authority": "Chức danh người tặng",
    "verb": "Chữ “Tặng”",
    "form": "Hình thức khen thưởng",
    "recipient": "Tên người, tập thể được khen",
    "detail": "Chức vụ, địa chỉ",
    "achievement": "Thành tích",
    "decision": "Quyết định số … ngày …",
    "decision_number": "Chỉ số quyết định",
    "decision_day": "Chỉ ngày của quyết định",
    "decision_month": "Chỉ tháng của quyết định",
    "decision_year": "Chỉ năm của quyết định",
    "register": "Số sổ vàng …",
    "register_number": "Chỉ số trong sổ vàng",
    "qr": "Mã QR",
    "code": "Mã kiểm tra",
    "place_date": "Địa danh, ngày … tháng … năm …",
    "place": "Chỉ địa danh",
    "day": "Chỉ ngày ký",
    "month": "Chỉ tháng ký",
    "year": "Chỉ năm ký",
    "position": "Chức vụ người ký",
    "signer": "Họ tên người ký",
}


@dataclass(frozen=True)
class Box:
    """The place of one text: left, top, width, height in mm, letters in points.

    `preprinted` says that the blank already carries it, so "text_only" leaves it out. `one_line`
    prefers smaller letters to a second line.
    """

    x: float
    y: float
    width: float
    height: float
    size: float = 14
    align: str = "center"
    valign: str = "middle"
    bold: bool = False
    italic: bool = False
    colour: str = "black"
    preprinted: bool = False
    one_line: bool = False


class Problem(NamedTuple):
    """What is wrong with a layout, and at which field ("" for the whole sheet)."""

    field: str
    message: str


@dataclass(frozen=True)
class CertificateLayout:
    """A sheet in millimetres with a box for each text that shall be printed (`FIELDS`).

    `dx`, `dy` move everything that "text_only" prints, as measured on a test sheet. `frame` and
    `star` are drawn by "whole" only; `emblem` is the office's own picture of the Quốc huy
    (`pictures.checked_picture`), without it its place stays free. `background` is a picture of the
    office's that "whole" lays over the page, below everything else.
    """

    width: float
    height: float
    boxes: Mapping[str, Box] = field(default_factory=dict)
    mode: Mode = "whole"
    dx: float = 0
    dy: float = 0
    frame: Frame | None = None
    star: bool = True
    emblem: Picture | None = None
    background: Picture | None = None

    def printed(self) -> dict[str, Box]:
        """Return the boxes that this mode prints, at their place on the page, in reading order."""
        if self.mode == "whole":
            return {name: self.boxes[name] for name in FIELDS if name in self.boxes}
        return {
            name: replace(box, x=box.x + self.dx, y=box.y + self.dy)
            for name in FIELDS
            if (box := self.boxes.get(name)) and not box.preprinted
        }

    def problems(self) -> tuple[Problem, ...]:
        """Return what keeps this layout from being printed, each at its field."""
        return tuple(_sheet_problems(self)) + tuple(
            Problem(name, message)
            for name, box in self.boxes.items()
            for message in _box_problems(name, box, self)
        )

    def overlaps(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of printed boxes that share a place, where texts may meet."""
        return tuple(
            (one, other)
            for (one, a), (other, b) in combinations(self.printed().items(), 2)
            if min(a.x + a.width, b.x + b.width) - max(a.x, b.x) > 0.01
            and min(a.y + a.height, b.y + b.height) - max(a.y, b.y) > 0.01
        )

    def as_data(self) -> dict[str, Any]:
        """Return the layout without its pictures as plain values, to be kept as JSON."""
        data = {
            name: getattr(self, name) for name in ("width", "height", "mode", "dx", "dy", "star")
        }
        boxes = {name: asdict(box) for name, box in self.boxes.items()}
        return data | {"frame": list(self.frame) if self.frame else None, "boxes": boxes}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "CertificateLayout":
        """Return the layout kept by `as_data`; PaperError when something in it is not known."""
        known = {field.name for field in fields(Box)}
        try:
            boxes = {}
            for name, box in data["boxes"].items():
                if unknown := box.keys() - known:
                    raise KeyError(*unknown)
                boxes[name] = Box(**box)
            frame = Frame(*data["frame"]) if data.get("frame") else None
            plain = {name: data[name] for name in ("width", "height", "mode", "dx", "dy", "star")}
            return cls(boxes=boxes, frame=frame, **plain)
        except (KeyError, TypeError, AttributeError) as error:
            raise PaperError(f"Không đọc được bố cục đã lưu: {error}.") from error


def _sheet_problems(layout: CertificateLayout) -> Iterator[Problem]:
    for name, words in (("width", "Chiều rộng"), ("height", "Chiều cao")):
        if not SMALLEST_PAGE <= getattr(layout, name) <= LARGEST_PAGE:
            yield Problem("", f"{words} trang phải từ {SMALLEST_PAGE} đến {LARGEST_PAGE} mm.")
    if layout.mode not in MODES:
        yield Problem("", "Chọn in cả trang hoặc chỉ in chữ.")
    if frame := layout.frame:
        if frame.band <= 0 or min(frame.x, frame.y) < frame.band:
            yield Problem("", "Khung phải nằm trọn trong trang.")
        if 2 * frame.x >= layout.width or 2 * frame.y >= layout.height:
            yield Problem("", "Khung để lại quá ít chỗ cho chữ.")


def _box_problems(name: str, box: Box, layout: CertificateLayout) -> Iterator[str]:
    if name not in FIELDS:
        yield f"Không có ô nào tên là “{name}”."
        return
    moved = layout.mode == "text_only" and not box.preprinted
    x, y = (box.x + layout.dx, box.y + layout.dy) if moved else (box.x, box.y)
    if box.width <= 0 or box.height <= 0:
        yield f"{FIELDS[name]}: chiều rộng và chiều cao phải lớn hơn 0."
    elif x < 0 or y < 0 or x + box.width > layout.width or y + box.height > layout.height:
        yield f"{FIELDS[name]}: ô nằm ngoài trang."
    if not SMALLEST_TEXT <= box.size <= LARGEST_TEXT:
        yield f"{FIELDS[name]}: cỡ chữ phải từ {SMALLEST_TEXT} đến {LARGEST_TEXT}."
    if box.align not in ALIGNS or box.valign not in VALIGNS or box.colour not in COLOURS:
        yield f"{FIELDS[name]}: cách canh chữ hoặc màu chữ không có."


# --- starting points -----------------------------------------------------------------------------

_FIXED = {"preprinted": True}
_BOLD = {"bold": True}
# On the 269 × 182 mm inside the frame of a lying A4 page; the order is that of Nghị định 50/2006:
# emblem, country, motto, who awards (red), TẶNG, the form (red), recipient, achievement; below on
# the left decision and register, on the right place and date, position, room for the seal, name.
_INSIDE = (269.0, 182.0)
_STARTING_BOXES = {
    "emblem": Box(123, 2.5, 23, 23, **_FIXED),
    "country": Box(40, 26.5, 189, 7, 15, **_BOLD, **_FIXED),
    "motto": Box(40, 33.5, 189, 8, 15, **_BOLD, **_FIXED),
    "authority": Box(20, 44, 229, 9.5, 19, **_BOLD, **_FIXED, colour="red", one_line=True),
    "verb": Box(80, 53.5, 109, 7, 15, **_BOLD, **_FIXED),
    "form": Box(40, 60.5, 189, 17, 42, **_BOLD, **_FIXED, colour="red", one_line=True),
    "recipient": Box(15, 78.5, 239, 15, 26, **_BOLD, one_line=True),
    "detail": Box(20, 93.5, 229, 10, 15),
    "achievement": Box(20, 104, 229, 25, 17),
    "decision": Box(10, 137, 132, 6.5, 12, align="left"),
    "register": Box(10, 143.5, 132, 6.5, 12, align="left"),
    "qr": Box(10, 152, 20, 20),
    "code": Box(10, 172.5, 60, 5.5, 9, align="left"),
    "place_date": Box(149, 130.5, 110, 6.5, 13, italic=True, one_line=True),
    "position": Box(149, 137, 110, 13, 14, **_BOLD, valign="top"),
    "signer": Box(149, 172, 110, 7.5, 14, **_BOLD, one_line=True),
}


def starting_layout(width: float, height: float, frame: Frame) -> CertificateLayout:
    """Return a sheet of that size with every box in its usual place inside the frame."""
    across = (width - 2 * frame.x) / _INSIDE[0]
    down = (height - 2 * frame.y) / _INSIDE[1]
    scale = min(across, down)
    boxes = {}
    for name, box in _STARTING_BOXES.items():
        x, right = (round(frame.x + edge * across, 1) for edge in (box.x, box.x + box.width))
        y, bottom = (round(frame.y + edge * down, 1) for edge in (box.y, box.y + box.height))
        wide, high = round(right - x, 1), round(bottom - y, 1)
        if name in {"emblem", "qr"}:  # stay as high as wide
            wide = high = min(wide, high)
        if name == "emblem":
            x = (width - wide) / 2
        size = round(2 * box.size * scale) / 2
        boxes[name] = replace(box, x=x, y=y, width=wide, height=high, size=size)
    return CertificateLayout(width, height, boxes, frame=frame)


A4 = starting_layout(297, 210, Frame(14, 14, 8))
A3 = starting_layout(420, 297, Frame(20, 20, 11.5))
DECREE_2006 = starting_layout(400, 300, Frame(40, 35, 22))
# The sheets to start from, by a key that forms and records keep.
STARTING_LAYOUTS = {
    "a4": ("A4 ngang, 297 × 210 mm", A4),
    "a3": ("A3 ngang, 420 × 297 mm", A3),
    "400x300": ("400 × 300 mm, trong khung 320 × 230 mm", DECREE_2006),
}
