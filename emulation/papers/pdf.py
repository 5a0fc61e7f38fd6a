"""Paper → PDF: written by ourselves where we can (flowing/, drawing/), else by WeasyPrint.

Layout after Nghị định 30/2020/NĐ-CP, Phụ lục I (domain.md section 5): layout.py,
templates/papers/paper.html and paper.css.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from emulation.papers.drawing import sheets as drawing_sheets
from emulation.papers.drawing.pages import Printer, drawn, table_to_draw
from emulation.papers.engine import (
    font_rules,
    for_sheet,
    line_ends,
    lines,
    loaded,
    one_at_a_time,
    own_style,
    page_of,
    printable,
    rare_garbage_collection,
    reporting,
    styles_with,
    write,
)
from emulation.papers.flowing.writer import flowed
from emulation.papers.layout import page_html
from emulation.papers.long import printed_in_pieces
from emulation.papers.measuring import measured
from emulation.papers.merging import appended
from emulation.papers.paper import Paper, PaperError
from emulation.papers.placed import Leaf
from emulation.papers.presses import Order, PressError, Printed, print_all
from emulation.papers.text import slots

__all__ = [
    "PaperError",
    "Sheet",
    "draw_sheets",
    "missing_libraries",
    "own_style",
    "render",
    "render_plainly",
    "render_sheet",
    "render_sheets",
    "standalone_html",
]

logger = logging.getLogger(__name__)


class Sheet(NamedTuple):
    """A page of HTML that is no paper, on how many pages it prints, and what it may show."""

    html: str
    pages: int
    images: Mapping[str, tuple[str, bytes]]


# Long-term archiving wants the fonts and the colours inside the file, tags let a reader follow it.
# They cost up to a third more time on a long table, so a draft goes without (performance.md).
ARCHIVAL = {"pdf_variant": "pdf/a-2b", "pdf_tags": True}


def render(
    paper: Paper, *, archival: bool = False, progress: Callable[[int], None] | None = None
) -> bytes:
    """Print `paper` and return the PDF; PaperError says in Vietnamese why it cannot be printed.

    With `archival`, for what is issued, the file is tagged and PDF/A-2b. `progress` is called
    with the number of each page that has been laid out. A draft of running text is written by
    ourselves (flowing/). A long table is printed by other processes, in pieces (long.py).
    """
    bodies = (paper.body, *(annex.body for annex in paper.annexes))
    if open_slots := [name for body in bodies for name in slots(body)]:
        names = ", ".join(f"[[{name}]]" for name in open_slots)
        raise PaperError(f"Văn bản còn chỗ dữ liệu chưa được điền: {names}.")
    if not archival and (content := flowed(paper, line_ends, progress)):
        return content
    html = printable(page_html(paper))
    options = ARCHIVAL if archival else {}
    if by_hand := _drawn(html, options, progress):
        return by_hand
    if in_pieces := printed_in_pieces(html, options, progress):
        return in_pieces
    with one_at_a_time:
        engine = loaded()
        with rare_garbage_collection(), reporting(progress):
            return write(engine, html, **options)


def _drawn(
    html: str, options: dict[str, Any], progress: Callable[[int], None] | None
) -> bytes | None:
    """Return the PDF of a page with a long table that could be drawn (drawing/), else None."""
    table = table_to_draw(html)
    if table is None:
        return None
    with one_at_a_time, rare_garbage_collection():
        engine = loaded()

        def layout(html: str, style: str) -> Any:
            return page_of(engine, html).render(
                stylesheets=styles_with(engine, style), font_config=engine.fonts, **options
            )

        return drawn(table, Printer(layout, lines), options, progress)


def prepare() -> None:
    """Load the library, fonts and styles now instead of with the first print."""
    loaded()


def print_order(order: Order, progress: Callable[[int], None]) -> Printed:
    """Print one page for another process (press.py) and say where its long table's rows stand."""
    engine = loaded()
    if order.images is None:
        engine = engine._replace(styles=styles_with(engine, order.style))
    else:
        engine = for_sheet(engine, order.style, order.images)
    with rare_garbage_collection(), reporting(progress):
        document = page_of(engine, order.html).render(
            stylesheets=engine.styles, font_config=engine.fonts, **order.options
        )
        return Printed(document.write_pdf(**order.options), measured(document))


def render_sheet(
    html: str,
    style: str,
    *,
    images: Mapping[str, tuple[str, bytes]] | None = None,
    archival: bool = False,
    progress: Callable[[int], None] | None = None,
) -> bytes:
    """Print a page that is no `Paper` (a certificate, a ballot) and return the PDF.

    `html` is a whole page, `style` its CSS; of our own styles only the fonts are there.
    `images` are what the page may show as "image:NAME": media type and bytes of each name. The
    caller has checked them; no other address is opened. `archival`, `progress` and PaperError as
    in `render`.
    """
    html = printable(html)
    with one_at_a_time:
        engine = for_sheet(loaded(), style, images or {})
        with rare_garbage_collection(), reporting(progress):
            return write(engine, html, **(ARCHIVAL if archival else {}))


def render_sheets(
    sheets: Sequence[Sheet],
    style: str,
    *,
    archival: bool = False,
    progress: Callable[[int], None] | None = None,
) -> bytes:
    """Print pages like `render_sheet` does, side by side, and return them as one PDF.

    Other processes print them (presses.py); where these fail, one after the other here.
    """
    options = ARCHIVAL if archival else {}
    orders = [Order(printable(sheet.html), style, options, dict(sheet.images)) for sheet in sheets]
    try:
        printed = print_all(orders, progress) if len(orders) > 1 else []
    except PressError as error:
        logger.warning("Sheets are printed one after the other: %s", error)
        printed = []
    contents = [each.content for each in printed]
    done = 0
    for sheet in sheets[len(contents) :]:
        heard = (lambda page, before=done: progress(before + page)) if progress else None
        given = {"images": sheet.images, "archival": archival, "progress": heard}
        contents.append(render_sheet(sheet.html, style, **given))
        done += sheet.pages
    return appended(contents)


def draw_sheets(
    leaves: Sequence[Leaf],
    sheet: Sheet,
    style: str,
    *,
    archival: bool = False,
    progress: Callable[[int], None] | None = None,
) -> bytes | None:
    """Print `leaves`, one a page, of which `sheet` shows what has to be laid out.

    None when they have to be printed by `render_sheets` (drawing/sheets.py says when).
    """
    options = ARCHIVAL if archival else {}
    with one_at_a_time, rare_garbage_collection():
        engine = for_sheet(loaded(), style, sheet.images)
        document = page_of(engine, printable(sheet.html)).render(
            stylesheets=engine.styles, font_config=engine.fonts, **options
        )
        return drawing_sheets.drawn(document, leaves, options, progress)


def render_plainly(paper: Paper, *, archival: bool = False) -> bytes:
    """Print as a program that prepared nothing would: fonts and styles loaded for every paper.

    The yardstick of `manage.py bench`, not for use.
    """
    engine = loaded.__wrapped__()
    page = engine.weasyprint.HTML(string=page_html(paper), url_fetcher=engine.fetcher)
    return page.write_pdf(
        stylesheets=engine.styles,
        font_config=engine.fonts,
        presentational_hints=True,
        **(ARCHIVAL if archival else {}),
    )


def standalone_html(paper: Paper) -> str:
    """Return the page with its styles inside, for another program to print (`manage.py bench`)."""
    style = own_style("paper.css")
    return page_html(paper).replace("</head>", f"<style>{font_rules()}\n{style}</style></head>")


def missing_libraries() -> str:
    """Return "" when PDFs can be printed, else a sentence with the command that helps."""
    try:
        with one_at_a_time:
            loaded()
    except PaperError as error:
        return str(error)
    return ""
