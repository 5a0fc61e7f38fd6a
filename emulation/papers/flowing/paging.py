"""Elements of a paper one below the other → pages, broken as WeasyPrint breaks them.

Its rules, for what is printed here: two lines at least stay together on either side of a break; a
heading stays whole, and with what follows; where no break is allowed, the last allowed one before
it is taken, be it inside a paragraph. The margin in front of what begins a page is dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from emulation.papers.flowing.letters import NotWritten
from emulation.papers.flowing.lines import Line

# Lines that stay together before and behind a break: orphans and widows in paper.css.
TOGETHER = 2
# A page that ends closer than so many pixels to its bottom may end elsewhere.
UNSURE = 0.0001


@dataclass(slots=True)
class Element:
    """A heading, a paragraph, the letterhead: its lines and the margins around it.

    What `keeps_whole` is parted only where nothing stands above it on its page. What is not
    `is_text` never is, nor is anything foretold of a break beside it. `bookmark` is the level and
    the text of a heading, and how far below the top it begins.
    """

    lines: Sequence[Line]
    top: float = 0.0
    bottom: float = 0.0
    keeps_next: bool = False
    keeps_whole: bool = False
    is_text: bool = True
    bookmark: tuple[int, str, float] | None = None


class Placed(NamedTuple):
    """A line of a page, and how far below the page's upper edge it begins."""

    y: float
    line: Line


class Bookmark(NamedTuple):
    """A heading: its level, its text, the index of its page and the height at which it begins."""

    level: int
    text: str
    page: int
    y: float


class Place(NamedTuple):
    """Where a page begins: the index of an element and of a line in it."""

    element: int
    line: int


class Pages(NamedTuple):
    """The lines of every page, and the bookmarks."""

    pages: list[list[Placed]]
    bookmarks: list[Bookmark]


def paged(
    head: Sequence[Element],
    body: Sequence[Element],
    closing: Element | None,
    top: float,
    end: float,
) -> Pages:
    """Return the pages of a paper whose text goes from `top` to `end` on each.

    Head and closing are not broken. Raises NotWritten where it is not sure where a page ends.
    """
    run = _Run([*head, *body, *([closing] if closing else [])], len(head), closing, top, end)
    found = Pages([], [])
    place: Place | None = Place(0, 0)
    while place:
        stop = run.page_end(place)
        found.pages.append(run.placed(place, stop, found.bookmarks, len(found.pages)))
        place = stop if stop.element < len(run.elements) else None
    return found


class _Run:
    """The elements of a paper and the height of a page."""

    def __init__(
        self, elements: list[Element], head: int, closing: Element | None, top: float, end: float
    ) -> None:
        self.elements, self.head, self.closing = elements, head, closing
        self.top, self.end = top, end

    def page_end(self, start: Place) -> Place:
        """Return where the page after the one that begins at `start` begins."""
        y, count = self.top, len(self.elements)
        for index in range(start.element, count):
            element = self.elements[index]
            first = start.line if index == start.element else 0
            y = self._below(index, y, is_first=index == start.element)
            fitting = 0
            for line in element.lines[first:]:
                if self._overflows(y + line.height):
                    # What begins a page has room on it, however high it is.
                    if index != start.element or fitting:
                        break
                    raise NotWritten("something higher than a page")
                y += line.height
                fitting += 1
            left = len(element.lines) - first - fitting
            if left:
                return self._break(start, index, first, fitting, left)
        return Place(count, 0)

    def _break(self, start: Place, index: int, first: int, fitting: int, left: int) -> Place:
        """Return where the page is broken at an element of which so many lines fit."""
        element = self.elements[index]
        if not element.is_text and element is not self.closing:
            raise NotWritten("a page that ends in the head")
        needed = TOGETHER - 1 if left == 1 else 0
        over = fitting - TOGETHER
        if index == start.element:
            # A paragraph alone on its page is broken as well as can be.
            keep = fitting - needed if needed and needed <= over else fitting
            return Place(index, first + keep)
        may_part = element.is_text and not element.keeps_whole
        if may_part and over >= 0 and needed <= over:
            return Place(index, first + fitting - needed)
        if index == self.head and start.element < self.head:
            raise NotWritten("a page with nothing but the head")
        if not self._together(index):
            return Place(index, 0)
        return self._earlier(start, index) or Place(index, 0)

    def _earlier(self, start: Place, index: int) -> Place | None:
        """Return the last place before an element where the page may be broken."""
        if start.element < self.head:
            start = Place(self.head, 0)
        for before in range(index - 1, start.element - 1, -1):
            element = self.elements[before]
            if before + 1 < index and not self._together(before + 1):
                return Place(before + 1, 0)
            if not element.is_text:
                raise NotWritten("a page that ends in the head")
            first = start.line if before == start.element else 0
            keep = len(element.lines) - first - TOGETHER
            if keep >= TOGETHER and not element.keeps_whole:
                return Place(before, first + keep)
        if start == Place(self.head, 0):
            raise NotWritten("a page with nothing but the head")
        return None

    def _together(self, index: int) -> bool:
        """Say whether no page is broken in front of an element."""
        return self.elements[index] is self.closing or self.elements[index - 1].keeps_next

    def _below(self, index: int, y: float, *, is_first: bool) -> float:
        """Return where an element begins that follows what ends at `y`."""
        if is_first:
            return y
        return y + max(self.elements[index - 1].bottom, self.elements[index].top)

    def _overflows(self, y: float) -> bool:
        if abs(y - self.end) < UNSURE:
            raise NotWritten("a page that may end elsewhere")
        return y > self.end

    def placed(
        self, start: Place, stop: Place, bookmarks: list[Bookmark], page: int
    ) -> list[Placed]:
        """Return the lines between two places, as they stand on their page; note its headings."""
        y, found = self.top, []
        for index in range(start.element, len(self.elements)):
            if index > stop.element or (index == stop.element and not stop.line):
                break
            element = self.elements[index]
            y = self._below(index, y, is_first=index == start.element)
            first = start.line if index == start.element else 0
            last = stop.line if index == stop.element else len(element.lines)
            if element.bookmark and not first:
                level, text, lower = element.bookmark
                bookmarks.append(Bookmark(level, text, page, y + lower))
            for line in element.lines[first:last]:
                found.append(Placed(y, line))
                y += line.height
        return found
