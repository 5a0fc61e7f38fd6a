"""The tags of drawn sheets: a section each, with a figure for each code and a box for each text."""

from collections.abc import Sequence
from typing import Any

import pydyf

from emulation.papers.drawing.tags import Written, element, object_of, references
from emulation.papers.placed import PIXELS_PER_MM, Leaf, PlacedCode


def add_sheets(pdf: Any, leaves: Sequence[Leaf]) -> None:
    """Tag `leaves`, one a page, in a file of pydyf that has no tag on its pages yet."""
    tree = object_of(pdf, pdf.catalog["StructTreeRoot"])
    document = object_of(pdf, tree["K"][0])
    nums = object_of(pdf, tree["ParentTree"])["Nums"]
    for page, leaf in enumerate(leaves):
        section = len(pdf.objects)
        made, owners = _tagged(leaf, section, pdf.page_references[page].decode(), document)
        for data in made:
            pdf.add_object(Written(data))
        document["K"].append(f"{section} 0 R".encode())
        nums[2 * page + 1] += owners


def _tagged(leaf: Leaf, section: int, page: str, document: Any) -> tuple[list[bytes], list[bytes]]:
    """Return the tags of a leaf, numbered from `section` on, and what owns each marked content."""
    inside, tops, owners, number = [], [], [], section + 1
    for code in leaf.codes:
        inside.append(element("Figure", page, section, str(len(owners)), _figure(code)))
        tops.append(number)
        owners.append(number)
        number += 1
    for text in leaf.texts:
        box, number = number, number + 1
        paragraphs, below = [], []
        for line in text.lines:
            paragraphs.append(number)
            span = [number + 1] * bool(line)
            below.append(element("P", page, box, references(span)))
            below += [element("Span", page, number, str(len(owners))) for _ in span]
            owners += span
            number += 1 + len(span)
        inside += [element("Div", page, section, references(paragraphs)), *below]
        tops.append(box)
    top = element("Sect", page, document.reference.decode(), references(tops))
    return [top, *inside], [f"{owner} 0 R".encode() for owner in owners]


def _figure(code: PlacedCode) -> str:
    """Return where a code stands, in pixels, and what is read aloud in its stead."""
    left, top, width, height = (round(mm, 2) * PIXELS_PER_MM for mm in code[1:])
    corners = f"{left:.4f} {top:.4f} {left + width:.4f} {top + height:.4f}"
    alt = pydyf.String(code.alt).data.decode()
    return f"/A <</O /Layout/BBox [{corners}]>>/Alt {alt}"
