"""Uploaded photographs and scans: written anew from their dots, upright, without EXIF."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from emulation.papers.pictures import is_cut_off

from .kinds import UploadError, unlike

MAX_PIXELS = 60_000_000
# A PNG is unpacked whole (a JPEG smaller than it is); A4 at 600 dots an inch in colour fits.
MAX_UNPACKED = 110_000_000
# A long side beyond this is no photograph of a paper; it is scaled down, which also bounds memory.
LONGEST_SIDE = 5_000
_SIGNATURES = {"jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}


def clean_picture(data: bytes, suffix: str) -> bytes:
    """Return the picture written anew: turned upright, without EXIF (place, device) and comments.

    Whatever else was hidden behind or inside the picture is gone with it; of a photograph that
    carries several pictures (MPO) the first stays. Raises UploadError.
    """
    if not data.startswith(_SIGNATURES[suffix]) or is_cut_off(data):
        raise unlike(suffix)
    format_name = "JPEG" if suffix == "jpg" else "PNG"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[format_name]) as probe:
                _check_size(probe, suffix)
                probe.verify()
            with Image.open(io.BytesIO(data), formats=[format_name]) as picture:
                if suffix == "jpg":  # Unpacked at half or a quarter of its size where it is huge.
                    picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
                picture.load()
                ImageOps.exif_transpose(picture, in_place=True)
                picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _written(picture, format_name)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise UploadError("Ảnh quá lớn. Hãy thu nhỏ ảnh rồi tải lên lại.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError, EOFError,
            OverflowError, TypeError, KeyError, IndexError) as error:  # fmt: skip
        raise unlike(suffix) from error


def _check_size(picture: Image.Image, suffix: str) -> None:
    width, height = picture.size
    unpacked = width * height * len(picture.getbands()) if suffix == "png" else 0
    frames = getattr(picture, "n_frames", 1) if suffix == "png" else 1
    if width * height > MAX_PIXELS or unpacked > MAX_UNPACKED or frames > 1:
        raise UploadError(
            f"Ảnh quá lớn ({width} × {height} điểm) hoặc có nhiều khung hình. Hãy thu nhỏ ảnh."
        )


def _written(picture: Image.Image, format_name: str) -> bytes:
    if format_name == "JPEG" and picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    elif format_name == "PNG" and picture.mode not in ("RGB", "RGBA", "L", "LA", "1"):
        picture = picture.convert("RGBA")
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    out = io.BytesIO()
    plain.save(out, format_name, **({"quality": 88} if format_name == "JPEG" else {}))
    return out.getvalue()
