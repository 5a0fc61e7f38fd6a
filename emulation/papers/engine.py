"""WeasyPrint, made ready once: its fonts, styles, the guard of addresses; and its ways with text.

The only file that knows WeasyPrint; the application starts without its libraries.
"""

import copy
import gc
import logging
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import XML, ParseError

from django.conf import settings
from PIL import ImageFile

from emulation.papers.metrics import font_file
from emulation.papers.paper import PaperError

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
# That of all papers: lines end by its rules.
LANGUAGE = "vi"
# Letters of XML that no font has and no PDF wants; lone surrogates cannot even be encoded.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Tags of HTML that XML wants closed, and what of HTML the XML parser must not be given.
UNCLOSED = re.compile(r"<((?:br|col|hr|img|meta|wbr)\b[^>]*?)/?>")
# Pango and fontconfig share state, and two threads gain nothing (performance.md section 3).
one_at_a_time = threading.Lock()


class Engine(NamedTuple):
    """What every paper shares: the library, the address guard, the fonts, the parsed styles."""

    weasyprint: Any
    page: Any
    fetcher: Any
    fonts: Any
    styles: list[Any]


def page_of(engine: Engine, html: str) -> Any:
    """Return a page of the library that can be laid out."""
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
def loaded() -> Engine:
    """Load WeasyPrint once, with fonts and styles parsed (performance.md section 3)."""
    try:
        import weasyprint  # noqa: PLC0415 -- needs system libraries that may be missing
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- same
    except OSError as error:
        raise PaperError(MISSING_LIBRARIES) from error
    # WeasyPrint tells Pillow, for the whole process, to take pictures that are cut off or burst:
    # an upload would be judged by whether something was printed before.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    folder = styles_folder()
    faces = {face: font_file(face) for face in FACES}
    fetcher = _own_files_only(weasyprint, {folder, *(file.parent for file in faces.values())})
    fonts = FontConfiguration()
    given = {"font_config": fonts, "url_fetcher": fetcher}
    try:
        styles = [
            weasyprint.CSS(string=font_rules(), base_url=folder.as_uri(), **given),
            weasyprint.CSS(filename=folder / "paper.css", **given),
        ]
    except weasyprint.urls.FatalURLFetchingError as error:
        raise PaperError(f"Không mở được phông chữ hoặc kiểu trình bày: {error}") from error
    return Engine(weasyprint, _quick_page(weasyprint), fetcher, fonts, styles)


def font_rules() -> str:
    """Return the rules of a stylesheet that name our font files."""
    return "\n".join(
        f"@font-face {{ font-family: Tinos; {style}; src: url('{font_file(face).as_uri()}') }}"
        for face, style in FACES.items()
    )


def own_style(name: str) -> str:
    """Return one of our style sheets for papers, such as "paper.css", as text."""
    return (styles_folder() / name).read_text(encoding="utf-8")


def styles_folder() -> Path:
    """Return the folder of the papers' templates and style sheets."""
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


def write(engine: Engine, html: str, **options: Any) -> bytes:
    """Return the PDF of a page; PaperError when it asks for a file that it may not have."""
    try:
        return page_of(engine, html).write_pdf(
            stylesheets=engine.styles, font_config=engine.fonts, **options
        )
    except engine.weasyprint.urls.FatalURLFetchingError as error:  # a BaseException
        raise PaperError(f"Văn bản đòi mở một tệp không được phép: {error}") from error


def styles_with(engine: Engine, style: str) -> list[Any]:
    """Return our styles, and one more."""
    if not style:
        return engine.styles
    return [*engine.styles, engine.weasyprint.CSS(string=style, font_config=engine.fonts)]


def for_sheet(engine: Engine, style: str, images: Mapping[str, tuple[str, bytes]]) -> Engine:
    """Return the engine with fonts and one style alone, and with images that a page may show."""
    fetcher = engine.fetcher.holding(images)
    given = {"font_config": engine.fonts, "url_fetcher": fetcher, "base_url": "about:blank"}
    sheet = engine.weasyprint.CSS(string=style, **given)
    return engine._replace(fetcher=fetcher, styles=[engine.styles[0], sheet])


def printable(html: str) -> str:
    """Return a page as the library is given it: composed letters that a font can have."""
    html = unicodedata.normalize("NFC", UNPRINTABLE.sub("", html))
    # As a style, so that the library need not look for attributes that style on every cell.
    return re.sub(r'<col width="([\d.]+%)">', r'<col style="width: \1">', html)


def lines(text: str, style: Any, width: float) -> list[tuple[int, int]]:
    """Return from where to where each line of `text` goes when WeasyPrint breaks it."""
    from weasyprint.text.line_break import split_first_line  # noqa: PLC0415 -- as in loaded

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


def line_ends(text: str) -> list[int]:
    """Return the places inside `text` at which a line may end, according to Pango."""
    with one_at_a_time:
        loaded()
        from weasyprint.text.line_break import get_log_attrs  # noqa: PLC0415 -- as in loaded

        found = get_log_attrs(text, LANGUAGE)
        return [place for place in range(1, len(text)) if found[place].is_line_break]


@contextmanager
def reporting(progress: Callable[[int], None] | None) -> Iterator[None]:
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


@contextmanager
def rare_garbage_collection() -> Iterator[None]:
    """Let a big table be laid out without the collector walking it over and over (1.5x)."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
