"""The QR code: the modules of the address, with a quiet zone, in any size."""

import re

import pytest
import segno

from emulation.papers.paper import PaperError
from emulation.papers.qr import qr_modules, qr_svg

URL = "https://thidua.example.vn/kiem-tra/7K3F-Q9TX"


def modules(svg):
    """Return the dark modules that the one path of an SVG draws, row by row from the corner."""
    x, y, dark = 0.0, 0.0, set()
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", re.search(r' d="([^"]+)"', svg)[1]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            dark |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
    return dark


def test_the_drawing_has_exactly_the_modules_of_the_address():
    matrix = segno.make(URL, error="m", micro=False, boost_error=False).matrix
    wanted = {
        (x + 4, y + 4) for y, row in enumerate(matrix) for x, module in enumerate(row) if module
    }
    assert modules(qr_svg(URL)) == wanted


def test_the_bars_for_the_pen_are_those_of_the_drawing():
    found = qr_modules(URL)
    dark = {(x, y) for left, right, y in found.dark for x in range(left, right)}
    assert dark == modules(qr_svg(URL))
    assert f'viewBox="0 0 {found.size} {found.size}"' in qr_svg(URL)


def test_a_quiet_zone_of_four_modules_surrounds_it():
    svg = qr_svg(URL)
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    places = [place for module in modules(svg) for place in module]
    assert (min(places), max(places)) == (4, side - 5)


def test_what_an_address_says_cannot_leave_the_drawing():
    assert "<script" not in qr_svg("https://x.vn/<script>")


@pytest.mark.parametrize("url", ["", "https://x.vn/" + "a" * 300])
def test_an_address_that_makes_no_small_code_is_refused(url):
    with pytest.raises(PaperError, match="Địa chỉ kiểm tra"):
        qr_svg(url)
