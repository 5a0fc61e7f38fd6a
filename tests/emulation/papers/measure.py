"""Measure a printed page: where its text stands, in which face and size, which rules are drawn.

Lengths are in millimetres from the top left corner of the page, sizes in points.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import ContentStream

from emulation.papers import pdf
from emulation.papers.metrics import width_mm

MM = 25.4 / 72


@dataclass(frozen=True)
class Run:
    """A piece of text in one face on one line."""

    text: str
    x: float
    y: float
    size: float
    face: str
    width: float

    @property
    def middle(self):
        return self.x + self.width / 2

    @property
    def right(self):
        return self.x + self.width


@lru_cache(maxsize=32)
def printed(paper, **options):
    """Return the pages of a paper; it is printed once for the tests that follow each other."""
    return PdfReader(BytesIO(pdf.render(paper, **options))).pages


def texts(paper):
    """Return the text of every page."""
    return [unicodedata.normalize("NFC", page.extract_text()) for page in printed(paper)]


def size_mm(page):
    """Return width and height of a page."""
    return tuple(round(float(side) * MM) for side in page.mediabox[2:])


def runs(page):
    """Return the page's pieces of text in reading order."""
    found = []

    def visit(text, cm, tm, font, size):
        if text.strip():
            points = size * cm[0]
            face = str(font["/BaseFont"]).split("+")[-1]
            x = (tm[4] * cm[0] + cm[4]) * MM
            y = (float(page.mediabox.height) - tm[5] * cm[3] - cm[5]) * MM
            wide = width_mm(text.strip("\n"), points, bold="Bold" in face)
            found.append(Run(text.strip(), x, y, points, face, wide))

    page.extract_text(visitor_text=visit)
    return found


def find(page, start):
    """Return the first piece of text that begins with `start`."""
    return next(run for run in runs(page) if run.text.startswith(start))


def rules(page):
    """Return the rules under boxes as (x, y, width): drawn as a box less a slightly lower box."""
    operations = ContentStream(page["/Contents"].get_object(), page.pdf).operations
    boxes = [[float(v) * 0.75 * MM for v in ops] for ops, name in operations if name == b"re"]
    return [
        (x, y + inner, width)
        for (x, y, width, inner), (*corner, _, outer) in pairwise(boxes)
        if corner == [x, y] and 0 < outer - inner < 1
    ]


def rule_under(page, run):
    """Return the width of the one rule that is centred closely below a piece of text."""
    (width,) = (
        width
        for x, y, width in rules(page)
        if 0 < y - run.y < 3 and abs(x + width / 2 - run.middle) < 1
    )
    return width
