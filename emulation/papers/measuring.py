"""What a layout of WeasyPrint says of the long table in it: where its rows came to stand."""

from collections.abc import Iterator
from typing import Any

from emulation.papers.splitting import MARK, Measured, Row


def measured(document: Any) -> list[Measured]:
    """Return of each laid-out page of `document` its bottom edge and the long table's body rows.

    Heights and widths are in pixels. Raises AttributeError when the library's boxes have changed.
    """
    return [_measured(page, number) for number, page in enumerate(document.pages, start=1)]


def _measured(page: Any, number: int) -> Measured:
    box = page._page_box
    bookmarks = tuple((level, label, *place) for level, label, place, _state in page.bookmarks)
    return Measured(number, box.content_box_y() + box.height, tuple(_rows(box)), bookmarks)


def _rows(box: Any, inside: bool = False) -> Iterator[Row]:
    element = getattr(box, "element", None)
    inside = inside or (element is not None and element.get("class") == MARK)
    for child in getattr(box, "children", ()):
        if inside and type(child).__name__ == "TableRowGroupBox":
            if not child.is_header:
                yield from (_row(row) for row in child.children)
        else:
            yield from _rows(child, inside)


def _row(row: Any) -> Row:
    widths = tuple(cell.width for cell in row.children)
    return Row(row.position_y, row.position_y + row.height, widths)
