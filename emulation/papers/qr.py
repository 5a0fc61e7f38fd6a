"""QR codes as SVG: the address at which anybody can check a certificate."""

import segno

from emulation.papers.blocks import PaperError

# Longer addresses make a code too fine for a small print and an old telephone.
LONGEST_ADDRESS = 300


def qr_svg(url: str) -> str:
    """Return a QR code of `url` as an SVG image that takes the size it is given.

    Error level M (15 % may be stained), with the quiet zone of four modules that ISO/IEC 18004
    asks for. Raises PaperError when the address is empty or too long.
    """
    if not url or len(url) > LONGEST_ADDRESS:
        raise PaperError(f"Địa chỉ kiểm tra để in mã QR phải có từ 1 đến {LONGEST_ADDRESS} ký tự.")
    code = segno.make(url, error="m", micro=False, boost_error=False)
    return code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    )
