"""The file of a paper with drawn rows: WeasyPrint asks each page to paint itself, ours as well."""

import copy
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, count, pairwise
from typing import Any, NamedTuple

from emulation.papers.drawing.cells import DrawnRow
from emulation.papers.drawing.frame import Frame, without_rows
from emulation.papers.drawing.ink import Ink, artifact
from emulation.papers.drawing.saving import save
from emulation.papers.drawing.tags import TaggedRows, add_tags
from emulation.papers.splitting import Proof

BOLD = 700


class Beginning(NamedTuple):
    """The laid-out beginning of a paper: its pages, a sample page, what was measured on both.

    `rows` of the table are laid out there; the next one goes to `next_top`. The text of a page
    begins at `page_top`.
    """

    document: Any
    pages: list[Any]
    sample: Any
    frame: Frame
    rows: int
    next_top: float
    page_top: float
    proof: Proof


class Ending(NamedTuple):
    """The laid-out end: its pages, and the index of the first row that is laid out there."""

    pages: list[Any]
    first_row: int


class Content(NamedTuple):
    """What WeasyPrint paints of a page, in front of drawn rows and behind them, and its tags."""

    before: bytes
    after: bytes
    tags: dict[Any, Any] | None


class File:
    """A file of the pages of `begin` and `end` and of those between, drawn here."""

    def __init__(
        self,
        begin: Beginning,
        end: Ending,
        rows: Sequence[DrawnRow],
        starts: Sequence[int],
        progress: Callable[[int], None],
    ) -> None:
        self.begin, self.progress = begin, progress
        self.first = begin.proof.number
        self.last = self.first + len(starts) - 1
        self.bare = copy.copy(begin.sample)
        self.bare._page_box = without_rows(begin.sample._page_box)
        self.bare_content: Content | None = None
        self.ink: Ink | None = None
        self.tagged: list[TaggedRows] = []
        *before, first = begin.pages
        last, *after = end.pages
        edges = [(begin.rows, starts[1]), *pairwise(starts[1:]), (starts[-1], end.first_row)]
        pages = [first, *[self.bare] * (len(starts) - 2), last]
        self.pages = [
            *before,
            *(
                self._drawn(page, number, rows[start:stop])
                for number, (page, (start, stop)) in enumerate(
                    zip(pages, edges, strict=True), start=self.first
                )
            ),
            *after,
        ]
        self.document = begin.document.copy(self.pages)

    def _drawn(self, page: Any, number: int, rows: Sequence[DrawnRow]) -> Any:
        """Return a page that paints `rows` on itself."""
        mine = copy.copy(page)
        mine.paint = partial(self._paint, page, number, rows)
        if self._is_repeated(page, number):
            mine._page_box = page._page_box.copy_with_children([])
        return mine

    def written(self, options: dict[str, Any]) -> bytes:
        """Return the file."""
        return self.document.write_pdf(finisher=self._finish, **options)

    def _finish(self, document: Any, pdf: Any) -> None:
        if self.tagged:
            bare = range(self.first, self.last - 1)
            add_tags(pdf, self.tagged, like=self.first - 1, bare=bare)
            pdf.write = partial(save, pdf)
        self.progress(len(self.pages))

    def _paint(
        self, page: Any, number: int, rows: Sequence[DrawnRow], stream: Any, scale: float
    ) -> None:
        """Paint a page with `rows` behind the text that they follow."""
        if self.ink is None:
            # The sample brings the fonts of its rows and number into the file.
            self.begin.sample.paint(aside(stream), scale)
            self.ink = Ink(self.begin.frame, _fonts(self.document))
        content = self._content(page, number, stream, scale)
        stream.stream += [content.before, *self._rows(number, rows, content), content.after]
        if page is self.bare:
            shown = self.begin.frame.number + number - self.first - 1
            mark = artifact(self.ink.number(shown), content.tags is not None)
            stream.stream.append(b"q %.6f 0 0 %.6f 0 0 cm\n%b\nQ" % (scale, scale, mark))
        if content.tags and not self._is_repeated(page, number):
            stream._tags.update(content.tags)
        self.progress(number)

    def _is_repeated(self, page: Any, number: int) -> bool:
        """Say whether a page has the same tags as an earlier one (tags.py)."""
        return page is self.bare and number > self.first + 1

    def _content(self, page: Any, number: int, stream: Any, scale: float) -> Content:
        """Return what WeasyPrint paints of a page."""
        if page is self.bare and self.bare_content:
            return self.bare_content
        other = aside(stream)
        page.paint(other, scale)
        top = self.begin.next_top if number == self.first else self.begin.frame.top
        content = Content(*_split(other.stream, self.begin.page_top, top), other._tags)
        if page is self.bare:
            self.bare_content = content
        return content

    def _rows(self, number: int, rows: Sequence[DrawnRow], content: Content) -> Iterator[bytes]:
        """Yield what draws `rows`, and note them for the tags."""
        if not rows:
            return
        is_last = number == self.last
        top = self.begin.next_top if number == self.first else self.begin.frame.top
        *tops, bottom = accumulate((row.height for row in rows), initial=top)
        marks = None
        if content.tags is not None:
            mark = len(content.tags)
            marks = count(mark)
            self.tagged.append(TaggedRows(number - 1, mark, rows, is_last))
        yield b"q 0 0 0 rg 0 0 0 RG"
        # At the end the high row has rules around it already.
        yield artifact(self.ink.rules(tops, bottom, upright=not is_last), marks is not None)
        yield self.ink.rows(rows, tops, marks)
        yield b"Q"


def aside(stream: Any) -> Any:
    """Return an empty stream of the same page."""
    return stream.clone(tags=None if stream._tags is None else {})


def _fonts(document: Any) -> dict[bool, Any]:
    """Return the fonts of upright letters, plain and bold."""
    upright = [font for font in document.fonts.values() if not font.style]
    return {font.weight >= BOLD: font for font in upright}


def _split(operators: Sequence[Any], low: float, high: float) -> tuple[bytes, bytes]:
    """Return the content of a page up to its last text between two heights, and the rest."""
    operators = [as_bytes(operator) for operator in operators]
    height, last = 0.0, len(operators) - 2
    for index, operator in enumerate(operators):
        if operator.endswith(b" Tm"):
            height = float(operator.split()[5])
        elif operator.endswith(b"TJ") and low <= height <= high:
            last = index
    before, after = operators[: last + 1], operators[last + 1 :]
    if before[-1].endswith(b"TJ") and after[0] != b"ET":
        before, after = [*before, b"ET"], [b"BT", *after]
    while after[0] in (b"ET", b"EMC"):
        before.append(after.pop(0))
    return b"\n".join(before), b"\n".join(after)


def as_bytes(operator: Any) -> bytes:
    """Return an operator of pydyf as it stands in the file."""
    if isinstance(operator, bytes):
        return operator
    return operator.data if hasattr(operator, "data") else str(operator).encode()
