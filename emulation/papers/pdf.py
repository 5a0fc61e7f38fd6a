"""Paper → PDF. The only file that knows WeasyPrint; the application starts without its libraries.

Layout after Nghị định 30/2020/NĐ-CP, Phụ lục I (domain.md section 5): templates/papers/paper.html
and paper.css.
"""

import gc
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from emulation.papers.html import body_html
from emulation.papers.metrics import (
    LANDSCAPE_WIDTH,
    TEXT_WIDTH,
    balanced,
    column_shares,
    font_file,
    is_wide,
)
from emulation.papers.paper import Block, Item, Paper, PaperError, Section, Table, listed
from emulation.papers.text import slots

__all__ = ["PaperError", "missing_libraries", "render"]

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
# Pango and fontconfig share state, and two threads gain nothing (performance.md section 3).
_one_at_a_time = threading.Lock()


class _Engine(NamedTuple):
    """What every paper shares: the library, the address guard, the fonts, the parsed styles."""

    weasyprint: Any
    fetcher: Any
    fonts: Any
    styles: list[Any]


def render(paper: Paper) -> bytes:
    """Print `paper` and return the PDF; PaperError says in Vietnamese why it cannot be printed."""
    if open_slots := slots(paper.body):
        names = ", ".join(f"[[{name}]]" for name in open_slots)
        raise PaperError(f"Văn bản còn chỗ dữ liệu chưa được điền: {names}.")
    html = unicodedata.normalize("NFC", UNPRINTABLE.sub("", _html(paper)))
    with _one_at_a_time:
        engine = _engine()
        with _rare_garbage_collection():
            return _write(engine, html)


def missing_libraries() -> str:
    """Return "" when PDFs can be printed, else a sentence with the command that helps."""
    try:
        with _one_at_a_time:
            _engine()
    except PaperError as error:
        return str(error)
    return ""


def _write(engine: _Engine, html: str) -> bytes:
    try:
        document = engine.weasyprint.HTML(
            string=html, base_url="about:blank", url_fetcher=engine.fetcher
        )
        return document.write_pdf(
            stylesheets=engine.styles, font_config=engine.fonts, presentational_hints=True
        )
    except engine.weasyprint.urls.FatalURLFetchingError as error:  # a BaseException
        raise PaperError(f"Văn bản đòi mở một tệp không được phép: {error}") from error


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
    rules = "\n".join(
        f"@font-face {{ font-family: Tinos; {style}; src: url('{faces[face].as_uri()}') }}"
        for face, style in FACES.items()
    )
    given = {"font_config": fonts, "url_fetcher": fetcher}
    try:
        styles = [
            weasyprint.CSS(string=rules, base_url=folder.as_uri(), **given),
            weasyprint.CSS(filename=folder / "paper.css", **given),
        ]
    except weasyprint.urls.FatalURLFetchingError as error:
        raise PaperError(f"Không mở được phông chữ hoặc kiểu trình bày: {error}") from error
    return _Engine(weasyprint, fetcher, fonts, styles)


def _styles_folder() -> Path:
    return (Path(settings.BASE_DIR) / "templates" / "papers").resolve()


def _own_files_only(weasyprint: Any, folders: set[Path]) -> Any:
    """Return a fetcher that opens fonts and styles of `folders`; all else stops the print."""
    allowed = {folder.resolve() for folder in folders}

    class OwnFilesOnly(weasyprint.urls.URLFetcher):
        """Refuses every address but our own fonts and styles, whatever a user typed."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            parts = urlsplit(url)
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


# --- what the template prints --------------------------------------------------------------------


def _html(paper: Paper) -> str:
    landscape = paper.landscape or any(is_wide(table) for table in _tables(paper.body))
    width, left = (LANDSCAPE_WIDTH, 95.0) if landscape else (TEXT_WIDTH, 60.0)
    # A writer who breaks the subject himself may use the whole line.
    middle = width if "\n" in paper.subject else width - 20
    return render_to_string(
        "papers/paper.html",
        {
            "paper": paper,
            "landscape": landscape,
            "parent_lines": _broken(paper.parent, left, bold=False),
            "issuer_lines": _broken(paper.issuer, left, bold=True),
            "subject_lines": balanced(paper.subject_text, middle, 14, bold=True)
            if paper.type_name
            else balanced(paper.subject_text, left, 12),
            "bases": () if paper.bases_inline else listed(paper.bases),
            "addressees": paper.addressees
            if len(paper.addressees) < 2
            else listed(paper.addressees),
            "recipients": listed(paper.recipients),
            "body": body_html(
                paper.printed_body,
                end_mark=paper.end_mark,
                shares=partial(column_shares, width=width),
            ),
        },
    )


def _broken(lines: tuple[str, ...], limit: float, *, bold: bool) -> list[str]:
    return [part for line in lines for part in balanced(line, limit, 13, bold=bold)]


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Section | Item):
            yield from _tables(block.children)
