"""A file that somebody uploaded → upright A4 pages that can be bound with others.

Every page is drawn on a blank sheet, a little smaller, so that the foot stays free for the running
page number; what a file carries beside its pages (scripts, links, form fields) stays behind.
A signed file is never taken apart: its signature would no longer hold.
"""

import io
import warnings
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Rectangle, Stream
from PIL import Image, ImageOps, UnidentifiedImageError

from emulation.papers.metrics import MM_PER_POINT
from emulation.papers.paper import PaperError
from emulation.papers.pictures import is_cut_off

SHORT, LONG = 210 / MM_PER_POINT, 297 / MM_PER_POINT
FOOT = 12 / MM_PER_POINT
EDGE = 8 / MM_PER_POINT
# The long side of A4 at 200 dots an inch: small print stays readable.
MOST_DOTS = 2340
# A small picture is not blown up to the whole page.
LEAST_DOTS_PER_INCH = 100
QUALITY = 80

SIGNED = "Tệp có chữ ký số. Ghép vào tệp khác sẽ làm mất hiệu lực chữ ký"
LOCKED = "Tệp có đặt mật khẩu hoặc hạn chế nên không ghép được"
BROKEN = "Tệp bị hỏng nên không ghép được"
OTHER = "Tệp không phải PDF hay ảnh nên không ghép được"


class UnmergeableError(PaperError):
    """Why the pages of a file cannot be bound; the message is Vietnamese, without a full stop."""


def leaves(content: bytes) -> bytes:
    """Return the pages of a PDF, or one page with a picture, as a PDF of A4 pages.

    Raises UnmergeableError for a signed, locked or broken file and for any other kind.
    """
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _picture_leaf(content)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf_leaves(content)
    raise UnmergeableError(OTHER)


def is_signed(document: pikepdf.Pdf) -> bool:
    """Whether a field of the document holds a signature."""
    form = document.Root.get("/AcroForm")
    waiting: list[tuple[Any, Any]] = [(f, None) for f in form.get("/Fields", ())] if form else []
    seen = 0
    while waiting and (seen := seen + 1) < 10_000:
        one, kind = waiting.pop()
        if not isinstance(one, Dictionary):
            continue
        kind = one.get("/FT", kind)
        if kind == Name.Sig and "/V" in one:
            return True
        waiting += [(kid, kind) for kid in one.get("/Kids", ())]
    return False


def _pdf_leaves(content: bytes) -> bytes:
    try:
        with (
            pikepdf.open(io.BytesIO(content), suppress_warnings=True) as source,
            pikepdf.new() as target,
        ):
            if source.is_encrypted:
                raise UnmergeableError(LOCKED)
            if is_signed(source):
                raise UnmergeableError(SIGNED)
            if not len(source.pages):
                raise UnmergeableError(BROKEN)
            # Stamps and filled-in forms are drawn beside a page's content: keep what is seen.
            source.generate_appearance_streams()
            source.flatten_annotations("all")
            for page in source.pages:
                _put(target, page)
            return _saved(target)
    except pikepdf.PasswordError:
        raise UnmergeableError(LOCKED) from None
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise UnmergeableError(BROKEN) from error
    except (RuntimeError, RecursionError) as error:
        raise UnmergeableError(BROKEN) from error


def _put(target: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Draw a page, turned as it is shown, on a sheet of its own orientation."""
    box = page.trimbox
    width, height = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
    if int(page.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    sheet = _sheet(target, lying=width > height)
    right, top = float(sheet.mediabox[2]), float(sheet.mediabox[3])
    sheet.add_overlay(page, Rectangle(0, FOOT, right, top))


def _sheet(target: pikepdf.Pdf, *, lying: bool) -> pikepdf.Page:
    return target.add_blank_page(page_size=(LONG, SHORT) if lying else (SHORT, LONG))


def _picture_leaf(content: bytes) -> bytes:
    if is_cut_off(content):
        raise UnmergeableError(BROKEN)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((MOST_DOTS, MOST_DOTS))
                flat = _flat(upright)
    except (
        UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError,
        Image.DecompressionBombWarning, Image.DecompressionBombError,
    ) as error:  # fmt: skip
        raise UnmergeableError(BROKEN) from error
    data = io.BytesIO()
    flat.save(data, "JPEG", quality=QUALITY, optimize=True)
    with pikepdf.new() as target:
        sheet = _sheet(target, lying=flat.width > flat.height)
        image = Stream(target, data.getvalue())
        image.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=flat.width, Height=flat.height,
            ColorSpace=Name.DeviceGray if flat.mode == "L" else Name.DeviceRGB,
            BitsPerComponent=8, Filter=Name.DCTDecode,
        )  # fmt: skip
        name = sheet.add_resource(image, Name.XObject)
        right, top = float(sheet.mediabox[2]), float(sheet.mediabox[3])
        room = (right - 2 * EDGE, top - EDGE - FOOT)
        scale = min(room[0] / flat.width, room[1] / flat.height, 72 / LEAST_DOTS_PER_INCH)
        width, height = flat.width * scale, flat.height * scale
        left, bottom = (right - width) / 2, FOOT + (room[1] - height) / 2
        drawn = f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {bottom:.3f} cm {name} Do Q"
        sheet.contents_add(drawn.encode())
        return _saved(target)


def _flat(picture: Image.Image) -> Image.Image:
    """Return a picture without transparency, in grey or in colours."""
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture)
        picture = paper
    return picture.convert("RGB")


def _saved(document: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()
