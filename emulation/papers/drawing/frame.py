"""What a layout of WeasyPrint says of a long table: where its columns, lines and page number stand.

It is asked of a sample, a page of the table with one row of each kind and two lines in each cell.
All lengths are in pixels from the upper left corner of the page.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from emulation.papers.splitting import MARK

KINDS = ("body", "group", "total")


class Column(NamedTuple):
    """The room for text of a column, and how it stands in it."""

    left: float
    width: float
    align: str


class Kind(NamedTuple):
    """A kind of row: its height without lines, its first baseline from the top, its letters."""

    around: float
    baseline: float
    bold: bool
    style: Any


class Frame(NamedTuple):
    """The places of a long table's rows on a page that it alone fills.

    `edges` are the places of the upright rules, `top` that of the first row, `pitch` the distance
    of lines. `number` is that of the sample, `number_middle` and `number_baseline` its place.
    """

    columns: tuple[Column, ...]
    kinds: dict[str, Kind]
    edges: tuple[float, ...]
    rule: float
    pitch: float
    top: float
    size: float
    number: int
    number_middle: float
    number_baseline: float
    number_size: float


def sample_rows(row: str, opening: str) -> str:
    """Return rows for a page to measure, with cells like those of the HTML `row`.

    `opening` is an attribute of the first one, with a space in front.
    """
    cells = [f"{cell.partition('>')[0]}>x<br>x</td>" for cell in row.split("<td")[1:]]
    body = "<td" + "<td".join(cells)
    return "\n".join(
        f'<tr class="{kind}"{opening * (kind == "body")}>{body}</tr>' for kind in KINDS
    )


def frame_of(page: Any) -> Frame | None:
    """Read a page with the sample rows; None when they are not as foreseen.

    Raises AttributeError when the library's boxes have changed.
    """
    rows = [row for group in row_groups(page._page_box) for row in group.children]
    number = page_number(page._page_box)
    if len(rows) != len(KINDS) or number is None:
        return None
    kinds, pitches, sizes = {}, set(), set()
    for kind, row in zip(KINDS, rows, strict=True):
        texts = [list(_texts(cell)) for cell in row.children]
        if any(len(lines) != 2 for lines in texts):
            return None
        first, second = texts[0]
        pitch = second.position_y - first.position_y
        kinds[kind] = Kind(
            around=row.height - 2 * pitch,
            baseline=first.position_y + first.baseline - row.position_y,
            bold=first.style["font_weight"] >= 700,
            style=first.style,
        )
        pitches |= {round(b.position_y - a.position_y, 6) for a, b in texts}
        sizes |= {first.style["font_size"]}
    if len(pitches) != 1 or len(sizes) != 1:
        return None
    cells = rows[0].children
    last = cells[-1]
    (size,) = sizes
    return Frame(
        columns=tuple(
            Column(cell.content_box_x(), cell.width, cell.element.get("class")) for cell in cells
        ),
        kinds=kinds,
        edges=(*(cell.position_x for cell in cells), last.position_x + last.border_width()),
        rule=2 * last.border_bottom_width,
        pitch=pitch,
        top=rows[0].position_y,
        size=size,
        number=int(number.text),
        number_middle=number.position_x + number.width / 2,
        number_baseline=number.position_y + number.baseline,
        number_size=number.style["font_size"],
    )


def row_groups(box: Any, inside: bool = False) -> Iterator[Any]:
    """Return the groups of body rows of the long table inside `box`."""
    inside = inside or _is_long(box)
    for child in getattr(box, "children", ()):
        if inside and type(child).__name__ == "TableRowGroupBox":
            if not child.is_header:
                yield child
        else:
            yield from row_groups(child, inside)


def without_rows(box: Any, inside: bool = False) -> Any:
    """Return a copy of a page's box that has neither the long table's rows nor a page number."""
    inside = inside or _is_long(box)
    if inside and type(box).__name__ == "TableRowGroupBox":
        return box if box.is_header else box.copy_with_children([])
    if not getattr(box, "children", ()):
        return box
    children = [without_rows(child, inside) for child in box.children if not _is_page_number(child)]
    return box.copy_with_children(children)


def page_number(box: Any) -> Any | None:
    """Return the text of the page's number."""
    for child in box.children:
        if _is_page_number(child):
            return next(_texts(child), None)
    return None


def _is_page_number(box: Any) -> bool:
    return getattr(box, "at_keyword", "") == "@top-center"


def _is_long(box: Any) -> bool:
    element = getattr(box, "element", None)
    return element is not None and element.get("class") == MARK


def _texts(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "TextBox":
            yield child
        else:
            yield from _texts(child)
