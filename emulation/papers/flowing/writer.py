"""A paper of running text → its PDF, or None when WeasyPrint has to print it."""

import logging
from collections.abc import Callable

from emulation.papers.drawing.cells import KNOWN
from emulation.papers.flowing.body import body_elements
from emulation.papers.flowing.closing import closing_element
from emulation.papers.flowing.file import written
from emulation.papers.flowing.head import draft_mark, head_elements, page_number
from emulation.papers.flowing.letters import NotWritten
from emulation.papers.flowing.lines import Ends
from emulation.papers.flowing.look import PIXELS, UnknownStyle, four_sides, rule
from emulation.papers.flowing.paging import Pages, Placed, paged
from emulation.papers.layout import frame, lies
from emulation.papers.paper import Paper, Table
from emulation.papers.shaping import collapsed
from emulation.papers.text import number

A4 = 210 * PIXELS["mm"], 297 * PIXELS["mm"]
logger = logging.getLogger(__name__)


def flowed(paper: Paper, ends: Ends, progress: Callable[[int], None] | None = None) -> bytes | None:
    """Return the PDF of a draft; None when it has something that is not written here.

    `ends` says where a line may end in a text that is not plain. `progress` is called with the
    number of each page.
    """
    if paper.annexes or any(isinstance(each.block, Table) for each in number(paper.printed_body)):
        return None
    try:
        found = _pages(paper, ends)
    except (NotWritten, UnknownStyle) as error:
        logger.info("A paper is not written: %s: %s", type(error).__name__, error)
        return None
    left = four_sides(rule("@page")["margin"])[3]
    for count in range(len(found.pages)):
        if progress:
            progress(count + 1)
    return written(found.pages, found.bookmarks, A4, left, collapsed(paper.metadata_title))


def _pages(paper: Paper, ends: Ends) -> Pages:
    """Return the pages with what stands in their margins."""
    if not KNOWN.fullmatch(paper.metadata_title):
        raise NotWritten("title")
    if lies(paper) or rule("@page")["size"] != "A4":
        raise NotWritten("pages that lie")
    top, right, bottom, left = four_sides(rule("@page")["margin"])
    width = A4[0] - left - right
    around = frame(paper)
    head = head_elements(paper, around, left, width)
    body = body_elements(paper, around["decided_by"], around["bases"], left, width, ends)
    closing = closing_element(around, left, width, ends)
    if not body:
        raise NotWritten("no body")
    found = paged(head, body, closing, top, A4[1] - bottom)
    for index, page in enumerate(found.pages):
        if paper.draft:
            page.append(Placed(0.0, draft_mark(left, top)))
        if index:
            page.append(Placed(0.0, page_number(index + 1, left + width / 2, top)))
    return found
