"""Pictures that an office uploads for its papers: checked, cleaned and never trusted.

A PNG or JPEG is decoded and written anew, so that nothing but its pixels goes on. An SVG may only
draw: no script, no style sheet, no address of any kind, no reuse that could multiply.
"""

import io
import re
from typing import NamedTuple
from xml.etree import ElementTree

from PIL import Image

from emulation.papers.blocks import PaperError

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_SIDE = 4000
MOST_ELEMENTS = 20_000
SVG = "http://www.w3.org/2000/svg"
SHAPES = ("path", "circle", "ellipse", "rect", "line", "polyline", "polygon")
FILLS = ("linearGradient", "radialGradient", "stop", "clipPath")
DRAWING = frozenset({"svg", "g", "defs", "title", "desc", *SHAPES, *FILLS})
OWN_PART = re.compile(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)")
UNREADABLE = "Không đọc được hình. Hãy tải lên tệp PNG, JPEG hoặc SVG."


class Picture(NamedTuple):
    """A checked picture: its media type and its bytes."""

    kind: str
    content: bytes


def checked_picture(content: bytes) -> Picture:
    """Return an uploaded PNG, JPEG or SVG as a picture that is safe to print.

    Raises PaperError, in Vietnamese, for what is too large, unreadable, or more than a drawing.
    """
    if len(content) > LARGEST_FILE:
        raise PaperError("Hình quá lớn: tối đa 2 MB.")
    if content.startswith((b"\x89PNG", b"\xff\xd8")):
        if is_cut_off(content):
            raise PaperError(UNREADABLE)
        return Picture("image/png", _pixels(content))
    if b"<svg" in content[:5000]:
        return Picture("image/svg+xml", _drawing(content))
    raise PaperError(UNREADABLE)


def is_cut_off(content: bytes) -> bool:
    """Whether a PNG or JPEG ends too early; in a picture that is whole its end mark stands last.

    Pillow may find the end in its own way and fill up what is missing with grey.
    """
    if content.startswith(b"\x89PNG"):
        return b"IEND" not in content
    return content.rfind(b"\xff\xd9") < content.rfind(b"\xff\xda")


def _pixels(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            if max(image.size) > LARGEST_SIDE:
                raise PaperError(f"Hình quá lớn: mỗi cạnh tối đa {LARGEST_SIDE} điểm ảnh.")
            clean = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PaperError(UNREADABLE) from error
    out = io.BytesIO()
    clean.save(out, "PNG")
    return out.getvalue()


def _drawing(content: bytes) -> bytes:
    # Entities can multiply a file by the million; a drawing needs neither them nor a DOCTYPE.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise PaperError("Hình SVG có khai báo DOCTYPE, không dùng được. Hãy lưu lại thành PNG.")
    try:
        root = ElementTree.fromstring(content.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, ElementTree.ParseError) as error:
        raise PaperError(UNREADABLE) from error
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise PaperError("Hình SVG quá phức tạp. Hãy lưu lại thành PNG.")
    _drop_notes(root)
    for element in root.iter():
        space, _, name = str(element.tag).rpartition("}")
        if space != f"{{{SVG}" or name not in DRAWING:
            raise PaperError(
                f"Hình SVG có thành phần “{name}”, không dùng được. Hãy lưu lại thành PNG."
            )
        for attribute, value in element.attrib.items():
            _refuse_address(attribute.rpartition("}")[2], value)
    if "viewBox" not in root.attrib and not {"width", "height"} <= root.attrib.keys():
        raise PaperError("Hình SVG không có kích thước (viewBox). Hãy lưu lại thành PNG.")
    return ElementTree.tostring(root)


def _drop_notes(element: ElementTree.Element) -> None:
    """Drop what drawing programs write beside the drawing, in their own namespaces."""
    for child in list(element):
        if not str(child.tag).startswith(f"{{{SVG}}}") or child.tag == f"{{{SVG}}}metadata":
            element.remove(child)
        else:
            _drop_notes(child)


def _refuse_address(attribute: str, value: str) -> None:
    """Refuse what acts or points anywhere but at a part of the same picture."""
    points = "url(" in OWN_PART.sub("", value).lower()
    if points or attribute.lower().startswith("on") or attribute in {"href", "src", "base"}:
        raise PaperError("Hình SVG trỏ ra ngoài tệp, không dùng được. Hãy lưu lại thành PNG.")
