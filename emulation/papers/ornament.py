"""The frame of a certificate and the rulers of its test sheet, drawn as SVG in millimetres.

The frame is our own drawing after the bronze drums of Đông Sơn: rows of teeth, circles joined by
tangents, a star with as many rays in the middle of the page.
"""

from collections.abc import Iterator
from math import cos, pi, sin
from typing import NamedTuple

RED, GOLD, PALE = "#b3131b", "#c8942c", "#fbf3df"
RAYS = 14


class Frame(NamedTuple):
    """Where the frame stands: from the page's edge to its inner line, and how wide its band is."""

    x: float
    y: float
    band: float


def frame_svg(width: float, height: float, frame: Frame, *, star: bool = True) -> str:
    """Return the frame of a page of `width` × `height` mm; with `star` a pale drum behind the text.

    A repeated pattern takes a whole number of steps on each side.
    """
    x, y, band = frame
    outer_x, outer_y = x - band, y - band
    across, down = width - 2 * x, height - 2 * y
    parts = [_drum(width / 2, height / 2 + y / 4, min(across, down) * 0.44)] if star else []
    parts += [
        _rect(outer_x, outer_y, width - 2 * outer_x, height - 2 * outer_y, RED, band * 0.11),
        _rect(outer_x + band * 0.14, outer_y + band * 0.14, width - 2 * (outer_x + band * 0.14),
              height - 2 * (outer_y + band * 0.14), GOLD, band * 0.04),
        _rect(x - band * 0.12, y - band * 0.12, across + band * 0.24, down + band * 0.24,
              GOLD, band * 0.04),
        _rect(x, y, across, down, RED, band * 0.07),
    ]  # fmt: skip
    for length, turn in ((across, 0), (down, 90), (across, 180), (down, 270)):
        start = {
            0: (x, outer_y),
            90: (width - outer_x, y),
            180: (width - x, height - outer_y),
            270: (outer_x, height - y),
        }[turn]
        parts.append(
            f'<g transform="translate({_n(start[0])} {_n(start[1])}) rotate({turn})">'
            f"{_side(length, band)}</g>"
        )
    for centre_x in (outer_x + band / 2, width - outer_x - band / 2):
        for centre_y in (outer_y + band / 2, height - outer_y - band / 2):
            parts.append(_corner(centre_x, centre_y, band))
    return _svg(width, height, "".join(parts))


def ruler_svg(width: float, height: float) -> str:
    """Return millimetre rulers along the top and left edges, marks at corners and middles."""
    ticks = "".join(
        f"M{mm} 0v{_tick(mm)}" for mm in range(int(width) + 1)
    ) + "".join(f"M0 {mm}h{_tick(mm)}" for mm in range(int(height) + 1))  # fmt: skip
    edges = ((0.2, 0.2), (width - 0.2, 0.2), (0.2, height - 0.2), (width - 0.2, height - 0.2))
    corners = "".join(
        f"M{_n(x)} {_n(y)}h{-10 if x > 1 else 10}M{_n(x)} {_n(y)}v{-10 if y > 1 else 10}"
        for x, y in edges
    )
    # For printers that leave the edges blank.
    inside = (
        (width - 10, 10),
        (10, height - 10),
        (width - 10, height - 10),
        (width / 2, height / 2),
    )
    crosses = "".join(f"M{_n(x - 4)} {_n(y)}h8M{_n(x)} {_n(y - 4)}v8" for x, y in inside)
    return _svg(
        width,
        height,
        f'<path d="{ticks}" stroke="#000" stroke-width="0.1" fill="none"/>'
        f'<path d="{corners}{crosses}" stroke="#000" stroke-width="0.25" fill="none"/>',
    )


def _tick(mm: int) -> float:
    if mm % 10 == 0:
        return 5
    return 3.5 if mm % 5 == 0 else 2


def _svg(width: float, height: float, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}mm" height="{_n(height)}mm" '
        f'viewBox="0 0 {_n(width)} {_n(height)}">{inside}</svg>'
    )


def _side(length: float, band: float) -> str:
    """Return one side of the band, from left to right along y = 0 … band."""
    steps = max(1, round(length / (band * 0.95)))
    step, middle = length / steps, band / 2
    centres = [step * (count + 0.5) for count in range(steps)]
    big, small = band * 0.2, band * 0.11
    circles = "".join(_circle(at, middle, big) + _circle(at, middle, small) for at in centres)
    tangents = "".join(
        f"M{_n(at)} {_n(middle + big)}C{_n(at + step * 0.5)} {_n(middle + big)} "
        f"{_n(at + step * 0.5)} {_n(middle - big)} {_n(at + step)} {_n(middle - big)}"
        for at in centres[:-1]
    )
    dots = "".join(_circle(at, middle, band * 0.045) for at in centres)
    teeth = "".join(_teeth(length, band))
    return (
        f'<path d="{circles}{tangents}" fill="none" stroke="{GOLD}" '
        f'stroke-width="{_n(band / 28)}"/>'
        f'<path d="{teeth}" fill="{GOLD}"/><path d="{dots}" fill="{RED}"/>'
    )


def _teeth(length: float, band: float) -> Iterator[str]:
    """Yield two rows of teeth that point at each other."""
    steps = max(1, round(length / (band * 0.19)))
    step, depth = length / steps, band * 0.085
    for base, tip in ((band * 0.17, depth), (band * 0.86, -depth)):
        for count in range(steps):
            left = count * step
            yield f"M{_n(left)} {_n(base)}l{_n(step / 2)} {_n(tip)} {_n(step / 2)} {_n(-tip)}z"


def _corner(x: float, y: float, band: float) -> str:
    """Return a rosette on a red field with a line around."""
    side = band * 0.72
    petals = "".join(
        f'<ellipse cx="0" cy="{_n(-band * 0.17)}" rx="{_n(band * 0.06)}" ry="{_n(band * 0.14)}" '
        f'transform="rotate({45 * turn})"/>'
        for turn in range(8)
    )
    return (
        f'<g transform="translate({_n(x)} {_n(y)})">'
        f'<rect x="{_n(-side / 2)}" y="{_n(-side / 2)}" width="{_n(side)}" height="{_n(side)}" '
        f'fill="{RED}"/><g fill="#f3d27a">{petals}'
        f'<circle cx="0" cy="0" r="{_n(band * 0.05)}"/></g></g>'
    )


def _drum(x: float, y: float, radius: float) -> str:
    """Return the face of a drum in a pale tint that leaves the text in front easy to read."""
    star = []
    for count in range(2 * RAYS):
        length = radius * (0.42 if count % 2 == 0 else 0.13)
        angle = pi * count / RAYS - pi / 2
        star.append(f"{_n(x + length * cos(angle))} {_n(y + length * sin(angle))}")
    rings = "".join(_circle(x, y, radius * share) for share in (0.46, 0.5, 0.7, 0.74, 0.95, 1))
    beads = "".join(
        _circle(x + radius * 0.6 * cos(angle), y + radius * 0.6 * sin(angle), radius * 0.045)
        for angle in (2 * pi * count / 36 for count in range(36))
    )
    teeth = "".join(
        f"M{_n(x + radius * 0.77 * cos(a))} {_n(y + radius * 0.77 * sin(a))}"
        f"L{_n(x + radius * 0.92 * cos(a + 0.03))} {_n(y + radius * 0.92 * sin(a + 0.03))}"
        f"L{_n(x + radius * 0.77 * cos(a + 0.06))} {_n(y + radius * 0.77 * sin(a + 0.06))}z"
        for a in (2 * pi * count / 100 for count in range(100))
    )
    return (
        f'<path d="M{"L".join(star)}z{teeth}" fill="{PALE}"/>'
        f'<path d="{rings}{beads}" fill="none" stroke="{PALE}" stroke-width="{_n(radius / 80)}"/>'
    )


def _rect(x: float, y: float, width: float, height: float, colour: str, line: float) -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="none" '
        f'stroke="{colour}" stroke-width="{_n(line)}"/>'
    )


def _circle(x: float, y: float, radius: float) -> str:
    arc = f"a{_n(radius)} {_n(radius)} 0 1 1 "
    return f"M{_n(x - radius)} {_n(y)}{arc}{_n(2 * radius)} 0{arc}{_n(-2 * radius)} 0z"


def _n(value: float) -> str:
    """Write a length short and with a point, whatever the locale."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
