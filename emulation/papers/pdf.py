"""Paper → PDF. The only file that knows WeasyPrint; the application starts without its libraries.

Layout after Nghị định 30/2020/NĐ-CP, Phụ lục I (domain.md section 5): layout.py,
templates/papers/paper.html and paper.css.
"""

import copy
import gc
import logging
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import XML, ParseError

from django.conf import settings

from emulation.papers.drawing import sheets as drawing_sheets
from emulation.papers.drawing.pages import Printer, drawn, table_to_draw
from emulation.papers.layout import page_html
from emulation.papers.long import printed_in_pieces
from emulation.papers.measuring import measured
from emulation.papers.merging import appended
from emulation.papers.metrics import font_file
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

MISSING_LIBRARIES = (
    "Máy chủ chưa cài thư viện in PDF. Hãy chạy: sudo apt-get install -y --no-install-recommends "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
FACES = {
    "400Regular": "font-style: normal; font-weight: 400",
    "400Regular_Italic": "font-style: italic; font-weight: 400",
    "700Bold": "font-style: normal; font-weight: 700",
    "700Bold_Italic": "font-style: italic; font-weight: 700",
}
# Letters of XML that no font has and no PDF wants; lone surrogates cannot even be encoded.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Tags of HTML that XML wants closed, and what of HTML the XML parser must not be given.
UNCLOSED = re.compile(r"<((?:br|col|hr|img|meta|wbr)\b[^>]*?)/?>")
logger = logging.getLogger(__name__)
# Pango and fontconfig share state, and two threads gain nothing (performance.md section 3).
_one_at_a_time = threading.Lock()


class Sheet(NamedTuple):
    """A page of HTML that is no paper, on how many pages it prints, and what it may show."""

    html: str
    pages: int
    images: Mapping[str, tuple[str, bytes]]


class _Engine(NamedTuple):
    """What every paper shares: the library, the address guard, the fonts, the parsed styles."""

    weasyprint: Any
    page: Any
    fetcher: Any
    fonts: Any
    styles: list[Any]


# Long-term archiving wants the fonts and the colours inside the file, tags let a reader follow it.
# They cost up to a third more time on a long table, so a draft goes without (performance.md).
ARCHIVAL = {"pdf_variant": "pdf/a-2b", "pdf_tags": True}


def render(
    paper: Paper, *, archival: bool = False, progress: Callable[[int], None] | None = None
) -> bytes:
    """Print `paper` and return the PDF; PaperError says in Vietnamese why it cannot be printed.

    With `archival`, for what is issued, the file is tagged and PDF/A-2b. `progress` is called
    with the number of each page that has been laid out. A long table is printed by other
    processes, in pieces (long.py).
    """
    bodies = (paper.body, *(annex.body for annex in paper.annexes))
    if open_slots := [name for body in bodies for name in slots(body)]:
        names = ", ".join(f"[[{name}]]" for name in open_slots)
        raise PaperError(f"Văn bản còn chỗ dữ liệu chưa được điền: {names}.")
    html = _printable(page_html(paper))
    options = ARCHIVAL if archival else {}
    if by_hand := _drawn(html, options, progress):
        return by_hand
    if in_pieces := printed_in_pieces(html, options, progress):
        return in_pieces
    with _one_at_a_time:
        engine = _engine()
        with _rare_garbage_collection(), _reporting(progress):
            return _write(engine, html, **options)


def _drawn(
    html: str, options: dict[str, Any], progress: Callable[[int], None] | None
) -> bytes | None:
    """Return the PDF of a page with a long table that could be drawn (drawing/), else None."""
    table = table_to_draw(html)
    if table is None:
        return None
    with _one_at_a_time, _rare_garbage_collection():
        engine = _engine()

        def layout(html: str, style: str) -> Any:
            return _page(engine, html).render(
                stylesheets=_styles(engine, style), font_config=engine.fonts, **options
            )

        return drawn(table, Printer(layout, _lines), options, progress)


def _lines(text: str, style: Any, width: float) -> list[tuple[int, int]]:
    """Return from where to where each line of `text` goes when WeasyPrint breaks it."""
    from weasyprint.text.line_break import split_first_line  # noqa: PLC0415 -- as in _engine

    found, start, content = [], 0, text.encode()
    while start < len(content):
        rest = content[start:].decode()
        _, length, resume, *_ = split_first_line(rest, style, None, width, 0)
        first = len(content[:start].decode())
        line = content[start : start + length].decode().rstrip()
        found.append((first, first + len(line)))
        if resume is None:
            break
        start += resume
    return found


def _styles(engine: _Engine, style: str) -> list[Any]:
    """Return our styles, and one more."""
    if not style:
        return engine.styles
    return [*engine.styles, engine.weasyprint.CSS(string=style, font_config=engine.fonts)]


def prepare() -> None:
    """Load the library, fonts and styles now instead of with the first print."""
    _engine()


def print_order(order: Order, progress: Callable[[int], None]) -> Printed:
    """Print one page for another process (press.py) and say where its long table's rows stand."""
    engine = _engine()
    if order.images is None:
        engine = engine._replace(styles=_styles(engine, order.style))
    else:
        engine = _for_sheet(engine, order.style, order.images)
    with _rare_garbage_collection(), _reporting(progress):
        document = _page(engine, order.html).render(
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
    html = _printable(html)
    with _one_at_a_time:
        engine = _for_sheet(_engine(), style, images or {})
        with _rare_garbage_collection(), _reporting(progress):
            return _write(engine, html, **(ARCHIVAL if archival else {}))


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
    orders = [Order(_printable(sheet.html), style, options, dict(sheet.images)) for sheet in sheets]
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
    with _one_at_a_time, _rare_garbage_collection():
        engine = _for_sheet(_engine(), style, sheet.images)
        document = _page(engine, _printable(sheet.html)).render(
            stylesheets=engine.styles, font_config=engine.fonts, **options
        )
        return drawing_sheets.drawn(document, leaves, options, progress)


def _for_sheet(engine: _Engine, style: str, images: Mapping[str, tuple[str, bytes]]) -> _Engine:
    """Return the engine with fonts and one style alone, and with images that a page may show."""
    fetcher = engine.fetcher.holding(images)
    given = {"font_config": engine.fonts, "url_fetcher": fetcher, "base_url": "about:blank"}
    sheet = engine.weasyprint.CSS(string=style, **given)
    return engine._replace(fetcher=fetcher, styles=[engine.styles[0], sheet])


def render_plainly(paper: Paper, *, archival: bool = False) -> bytes:
    """Print as a program that prepared nothing would: fonts and styles loaded for every paper.

    The yardstick of `manage.py bench`, not for use.
    """
    engine = _engine.__wrapped__()
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
    return page_html(paper).replace("</head>", f"<style>{_font_rules()}\n{style}</style></head>")


@contextmanager
def _reporting(progress: Callable[[int], None] | None) -> Iterator[None]:
    """Tell `progress` what WeasyPrint logs of its way: each page when it is laid out."""
    if progress is None:
        yield
        return
    logger, handler = logging.getLogger("weasyprint.progress"), logging.Handler()
    level = logger.level

    def emit(record: logging.LogRecord) -> None:
        if "layout - Page" in str(record.msg) and record.args:
            progress(int(record.args[0]))

    handler.emit = emit
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def missing_libraries() -> str:
    """Return "" when PDFs can be printed, else a sentence with the command that helps."""
    try:
        with _one_at_a_time:
            _engine()
    except PaperError as error:
        return str(error)
    return ""


def _printable(html: str) -> str:
    """Return a page as the library is given it: composed letters that a font can have."""
    html = unicodedata.normalize("NFC", UNPRINTABLE.sub("", html))
    # As a style, so that the library need not look for attributes that style on every cell.
    return re.sub(r'<col width="([\d.]+%)">', r'<col style="width: \1">', html)


def _write(engine: _Engine, html: str, **options: Any) -> bytes:
    try:
        return _page(engine, html).write_pdf(
            stylesheets=engine.styles, font_config=engine.fonts, **options
        )
    except engine.weasyprint.urls.FatalURLFetchingError as error:  # a BaseException
        raise PaperError(f"Văn bản đòi mở một tệp không được phép: {error}") from error


def _page(engine: _Engine, html: str) -> Any:
    return engine.page(string=html, base_url="about:blank", url_fetcher=engine.fetcher)


def _quick_page(weasyprint: Any) -> Any:
    """Return WeasyPrint's HTML class without what our pages never need; the print is the same.

    Our pages are well-formed, so the parser of XML reads them, ten times as fast as that of HTML.
    And the library's own stylesheet gives every element six pseudo-elements for footnotes and
    list markers, of which a table of 5,000 rows has 350,000 and prints none.
    """
    from cssselect2 import ElementWrapper  # noqa: PLC0415 -- comes with the library
    from weasyprint.html import UA_STYLESHEET  # noqa: PLC0415 -- same

    sheet, matcher = copy.copy(UA_STYLESHEET), copy.copy(UA_STYLESHEET.matcher)
    matcher.other_selectors = [entry for entry in matcher.other_selectors if entry[3] is None]
    sheet.matcher = matcher

    class QuickPage(weasyprint.HTML):
        """A page of ours, which has no list, no footnote and no form."""

        def __init__(self, *, string: str, **given: Any) -> None:
            try:
                root = XML(UNCLOSED.sub(r"<\1/>", string.replace("<!DOCTYPE html>", "").strip()))
            except ParseError:
                root = None
            if root is None or "<svg" in string:
                super().__init__(string=string, **given)
                return
            super().__init__(string="<p>", **given)
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return super()._ua_stylesheets(forms) if forms else [sheet]

    return QuickPage


@cache
def _engine() -> _Engine:
    """Load WeasyPrint once, with fonts and styles parsed (performance.md section 3)."""
    try:
        import weasyprint  # noqa: PLC0415 -- needs system libraries that may be missing
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- same
    except OSError as error:
        raise PaperError(MISSING_LIBRARIES) from error
    folder = _styles_folder()
    faces = {face: font_file(face) for face in FACES}
    fetcher = _own_files_only(weasyprint, {folder, *(file.parent for file in faces.values())})
    fonts = FontConfiguration()
    given = {"font_config": fonts, "url_fetcher": fetcher}
    try:
        styles = [
            weasyprint.CSS(string=_font_rules(), base_url=folder.as_uri(), **given),
            weasyprint.CSS(filename=folder / "paper.css", **given),
        ]
    except weasyprint.urls.FatalURLFetchingError as error:
        raise PaperError(f"Không mở được phông chữ hoặc kiểu trình bày: {error}") from error
    return _Engine(weasyprint, _quick_page(weasyprint), fetcher, fonts, styles)


def _font_rules() -> str:
    return "\n".join(
        f"@font-face {{ font-family: Tinos; {style}; src: url('{font_file(face).as_uri()}') }}"
        for face, style in FACES.items()
    )


def own_style(name: str) -> str:
    """Return one of our style sheets for papers, such as "paper.css", as text."""
    return (_styles_folder() / name).read_text(encoding="utf-8")


def _styles_folder() -> Path:
    return (Path(settings.BASE_DIR) / "templates" / "papers").resolve()


def _own_files_only(weasyprint: Any, folders: set[Path]) -> Any:
    """Return a fetcher that opens fonts and styles of `folders`; all else stops the print."""
    allowed = {folder.resolve() for folder in folders}

    class OwnFilesOnly(weasyprint.urls.URLFetcher):
        """Refuses every address but our own fonts and styles, whatever a user typed."""

        images: Mapping[str, tuple[str, bytes]] = {}

        def holding(self, images: Mapping[str, tuple[str, bytes]]) -> Any:
            """Return the same fetcher that also opens "image:NAME" for each name in `images`."""
            fetcher = copy.copy(self)
            fetcher.images = images
            return fetcher

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "image" and parts.path in self.images:
                kind, content = self.images[parts.path]
                return weasyprint.urls.URLFetcherResponse(url, content, {"Content-Type": kind})
            path = Path(unquote(parts.path)).resolve()
            own = parts.scheme == "file" and not parts.netloc and path.parent in allowed
            if not own or path.suffix not in {".ttf", ".css"}:
                raise ValueError(url)
            return super().fetch(url, headers)

    return OwnFilesOnly(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)


@contextmanager
def _rare_garbage_collection() -> Iterator[None]:
    """Let a big table be laid out without the collector walking it over and over (1.5x)."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
