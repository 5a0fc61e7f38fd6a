"""QR codes as SVG: the address at which anybody can check a certificate."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import segno

from emulation.papers.blocks import PaperError

# Longer addresses make a code too fine for a small print and an old telephone.
LONGEST_ADDRESS = 300
# The quiet zone that ISO/IEC 18004 asks for, in modules.
BORDER = 4


class Modules(NamedTuple):
    """A QR code with its quiet zone: modules on a side, and of each dark bar left, right, row."""

    size: int
    dark: tuple[tuple[int, int, int], ...]


def qr_svg(url: str) -> str:
    """Return a QR code of `url` as an SVG image that takes the size it is given.

    Error level M (15 % may be stained). Raises PaperError when the address is empty or too long.
    """
    return (
        _code(url)
        .svg_inline(border=BORDER, omitsize=True, svgclass=None, lineclass=None)
        .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


def qr_modules(url: str) -> Modules:
    """Return the modules of the same QR code."""
    rows = _code(url).matrix
    dark = tuple(
        (left + BORDER, right + BORDER, y)
        for y, row in enumerate(rows, start=BORDER)
        for left, right in _bars(row)
    )
    return Modules(len(rows) + 2 * BORDER, dark)


def _bars(row: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Yield from where to where a row of modules is dark."""
    for bar in re.finditer(rb"\x01+", bytes(row)):
        yield bar.span()


@lru_cache(maxsize=1)
def _code(url: str) -> segno.QRCode:
    if not url or len(url) > LONGEST_ADDRESS:
        raise PaperError(f"Địa chỉ kiểm tra để in mã QR phải có từ 1 đến {LONGEST_ADDRESS} ký tự.")
    return segno.make(url, error="m", micro=False, boost_error=False)
