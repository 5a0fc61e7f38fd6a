"""What stands at a fixed place on a sheet: a text, a QR code; lengths in mm, letters in points."""

from typing import NamedTuple

from emulation.papers.certificate_layout import COLOURS

PIXELS_PER_MM = 96 / 25.4


class PlacedText(NamedTuple):
    """The lines of a text, from `top` down, in letters of `size` points."""

    name: str
    lines: tuple[str, ...]
    left: float
    top: float
    width: float
    size: float
    align: str = "left"
    colour: str = "black"
    bold: bool = False
    italic: bool = False

    @property
    def style(self) -> str:
        """The same as CSS, for the template."""
        style = (
            f"left:{self.left:.2f}mm;top:{self.top:.2f}mm;width:{self.width:.2f}mm;"
            f"font-size:{self.size:g}pt;text-align:{self.align};color:{COLOURS[self.colour]}"
        )
        return style + ";font-weight:bold" * self.bold + ";font-style:italic" * self.italic


class PlacedCode(NamedTuple):
    """A QR code of an address, as large as its place allows."""

    url: str
    left: float
    top: float
    width: float
    height: float

    @property
    def alt(self) -> str:
        """What is read aloud in its stead."""
        return f"Mã QR: {self.url}"

    @property
    def style(self) -> str:
        """Its place as CSS."""
        return placed(self.left, self.top, self.width, self.height, fit=True)


class Leaf(NamedTuple):
    """All that stands on one sheet, in reading order."""

    codes: tuple[PlacedCode, ...]
    texts: tuple[PlacedText, ...]


def placed(left: float, top: float, width: float, height: float, *, fit: bool = False) -> str:
    """Return a place as CSS; with `fit` a picture there keeps its proportions."""
    style = f"left:{left:.2f}mm;top:{top:.2f}mm;width:{width:.2f}mm;height:{height:.2f}mm"
    return style + ";object-fit:contain" * fit
