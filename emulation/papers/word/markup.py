"""WordprocessingML by hand: paragraphs, tables and pages as text, parsed once at the end.

Rows that python-docx adds one by one cost ten times as much (1,000 rows of 10 cells: 0.8 s, here
0.07 s; an office's own program took 15 s for 1,800 rows, peers.md section 7). The order of the
elements is that of the schema (ECMA-376 part 1, chapter 17): Word refuses a file that mixes it up.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from emulation.papers.metrics import LANDSCAPE_WIDTH, TEXT_WIDTH

# Letters that XML cannot hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What HTML runs together, the PDF too; a no-break space stays.
_SPACES = re.compile("[ \t\r\n\f]+")


def twips(millimetres: float) -> int:
    """Return a length in Word's unit, a twentieth of a point."""
    return round(millimetres * 1440 / 25.4)


def dots(points: float) -> int:
    """Return a length that is given in points in Word's unit, a twentieth of a point."""
    return round(points * 20)


def clean(text: str) -> str:
    """Return one line of `text` as it is printed: NFC, single spaces, nothing that XML forbids."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))).strip(" ")


def run(text: str, *, style: str = "") -> str:
    """Return `text` as a run; a character style sets it off from its paragraph."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def lines(texts: Iterable[str]) -> str:
    """Return texts as one run broken by soft line breaks; nothing at all for no words."""
    texts = [clean(text) for text in texts]
    if not any(texts):
        return ""
    broken = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>' for text in texts
    )
    return f"<w:r>{broken}</w:r>"


@dataclass
class Para:
    """A paragraph of a named style; what else is set (in mm or points) departs from the style.

    `section` is the page set-up that ends with this paragraph.
    """

    style: str
    content: str = ""
    keep_next: bool = False
    before: float | None = None
    after: float | None = None
    left: float | None = None
    right: float | None = None
    hanging: float | None = None
    align: str = ""
    section: str = ""

    @property
    def xml(self) -> str:
        """The paragraph as WordprocessingML."""
        spacing = _attributes(
            before=None if self.before is None else dots(self.before),
            after=None if self.after is None else dots(self.after),
        )
        indent = _attributes(
            left=None if self.left is None else twips(self.left),
            right=None if self.right is None else twips(self.right),
            hanging=None if self.hanging is None else twips(self.hanging),
        )
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{self.style}"/>'
            + ("<w:keepNext/>" if self.keep_next else "")
            + (f"<w:spacing{spacing}/>" if spacing else "")
            + (f"<w:ind{indent}/>" if indent else "")
            + (f'<w:jc w:val="{self.align}"/>' if self.align else "")
            + self.section
            + f"</w:pPr>{self.content}</w:p>"
        )


def _attributes(**values: int | None) -> str:
    return "".join(f' w:{name}="{value}"' for name, value in values.items() if value is not None)


@dataclass
class Cell:
    """A cell of a layout table: its width in mm and its paragraphs, one at least."""

    width: float
    paragraphs: list[Para]

    @property
    def xml(self) -> str:
        """The cell as WordprocessingML."""
        inside = "".join(paragraph.xml for paragraph in self.paragraphs)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{twips(self.width)}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'
        )


@dataclass
class Frame:
    """A table that only places things side by side: invisible rules, rows never split.

    `keep_next` ties it to what follows.
    """

    rows: list[list[Cell]]
    keep_next: bool = False

    @property
    def xml(self) -> str:
        """The table as WordprocessingML."""
        widths = [twips(cell.width) for cell in self.rows[0]]
        if self.keep_next:
            for cell in self.rows[-1]:
                for paragraph in cell.paragraphs:
                    paragraph.keep_next = True
        body = "".join(
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cell.xml for cell in row)}</w:tr>"
            for row in self.rows
        )
        return f"<w:tbl>{table_head('KhungTrinhBay', widths)}{body}</w:tbl>"


def table_head(style: str, widths: list[int]) -> str:
    """Return what opens a table: its style and its fixed widths in twips."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0"'
        f' w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


@dataclass(frozen=True)
class Page:
    """A page set-up: A4 between margins of 20, 20, 20 and 30 mm (PL I mục I.1, I.4; paper.css).

    With `first` the pages are numbered from 1, and the first one does not show it (PL I mục I.7).
    """

    landscape: bool = False
    first: bool = False

    @property
    def text_width(self) -> float:
        """The width between the margins, in mm."""
        return LANDSCAPE_WIDTH if self.landscape else TEXT_WIDTH

    def xml(self, headers: str) -> str:
        """Return the set-up as WordprocessingML, with the references to the `headers`."""
        short, long = twips(210), twips(297)
        size = (
            f'w:w="{long}" w:h="{short}" w:orient="landscape"'
            if self.landscape
            else f'w:w="{short}" w:h="{long}"'
        )
        return (
            f'<w:sectPr>{headers}<w:type w:val="nextPage"/><w:pgSz {size}/>'
            f'<w:pgMar w:top="{twips(20)}" w:right="{twips(20)}" w:bottom="{twips(20)}"'
            f' w:left="{twips(30)}" w:header="{twips(7)}" w:footer="{twips(7)}" w:gutter="0"/>'
            + ('<w:pgNumType w:start="1"/>' if self.first else "")
            + '<w:cols w:space="720"/>'
            + ("<w:titlePg/>" if self.first else "")
            + "</w:sectPr>"
        )
