"""Papers whose every word was written to make the printer fetch something: it fetches nothing."""

import io
import re
import zipfile
from urllib.parse import urlsplit

import pytest
from lxml import html

from emulation.organization.models import RegisterBook
from emulation.organization.models.book import Register
from emulation.papers import pdf
from emulation.papers.catalogue import Sheets, all_kinds
from emulation.papers.layout import page_html
from emulation.papers.paper import PaperError
from emulation.papers.word import to_docx
from tests.hostile_texts import poison
from tests.make import make_anonymisation

needs_pdf = pytest.mark.skipif(bool(pdf.missing_libraries()), reason="no pango")
PLACES = ("http://x.example/a", "//x.example/a", "file:///etc/passwd", "data:text/css,*{}",
          "ftp://x.example/a", "image:emblem", "//etc/passwd")  # fmt: skip
SHORT = '<img src="//x.example/a">'
LONG = (
    '<img src="http://x.example/a.png"><link rel=stylesheet href="file:///etc/passwd">'
    '<link rel=attachment href="file:///etc/passwd"><object data="file:///etc/passwd"></object>'
    '<style>@import url("http://x.example/a.css"); * { background: url(file:///etc) }</style>'
    '<svg><image href="data:image/png;base64,AAAA"/></svg><iframe src="http://x.example"></iframe>'
    '" style="background: url(file:///etc/passwd)" onload="alert(1)" ]]> &lt;img&gt; {{ 7|add:7 }}'
)
REACHING = re.compile(r"x\.example|/etc/passwd|data:")
KINDS = all_kinds()


@pytest.fixture(scope="module")
def hostile(standing, loaded_demo):
    """The demo, in which everybody wrote what he should not."""

    def build():
        commune = KINDS["plan"].subjects().order_by("pk").first().authority
        make_anonymisation(authority=commune)
        for register in Register.values:
            RegisterBook.objects.create(authority=commune, register=register, year=2024)
        assert poison(lambda field: LONG if (field.max_length or 999) > 500 else SHORT) > 500

    standing(build)


@pytest.fixture
def printed(hostile, db):
    """`printed(slug)`: the papers of the first records of that kind."""

    def made(slug):
        kind = KINDS[slug]
        papers, refused = [], []
        for subject in kind.subjects().order_by("pk")[:2]:
            try:
                papers.append(kind.build(subject))
            except PaperError as error:
                refused.append(str(error))
        assert papers, refused
        return papers

    return made


def test_the_demo_has_every_kind_of_paper(hostile, db):
    assert [slug for slug, kind in KINDS.items() if not kind.subjects().exists()] == []


@pytest.mark.parametrize("slug", KINDS)
def test_nothing_that_was_typed_becomes_part_of_the_page(printed, slug):
    for paper in printed(slug):
        if isinstance(paper, Sheets):
            continue
        for element in html.document_fromstring(page_html(paper)).iter():
            found = [value for value in element.attrib.values() if REACHING.search(value)]
            assert not found, element.tag
            assert element.tag not in ("link", "object", "iframe", "script", "style"), element.text
            assert not any(name.startswith("on") for name in element.attrib)


@pytest.fixture
def asked(monkeypatch):
    """Every address that the printer wants to open."""
    found = []
    fetcher = type(pdf.loaded().fetcher)
    fetch = fetcher.fetch

    def heard(self, url, headers=None):
        found.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(fetcher, "fetch", heard)
    return found


@needs_pdf
@pytest.mark.parametrize("slug", ["plan", "certificate", "certificates", "ballot", "registration"])
def test_the_printer_opens_nothing_but_our_own_files(printed, asked, slug):
    if slug not in KINDS:
        pytest.fail(f"no such paper: {slug}")
    for paper in printed(slug):
        content = paper.render() if isinstance(paper, Sheets) else pdf.render(paper)
        assert content.startswith(b"%PDF")
    own = ("/node_modules/", "/templates/papers/")
    for url in asked:
        parts = urlsplit(url)
        assert parts.scheme == "image" or any(place in parts.path for place in own), url


@pytest.mark.parametrize("slug", [slug for slug, kind in KINDS.items() if kind.has_word])
def test_a_word_file_points_nowhere(printed, slug):
    for paper in printed(slug):
        with zipfile.ZipFile(io.BytesIO(to_docx(paper))) as package:
            for name in package.namelist():
                part = package.read(name)
                assert b'TargetMode="External"' not in part, name
                assert b"instrText" not in part or not re.search(rb"INCLUDE|DDE|HYPERLINK", part)


BY_HAND = (
    '<img src="{}">', '<link rel="stylesheet" href="{}">', '<link rel="attachment" href="{}">',
    '<object data="{}"></object>', '<embed src="{}">', '<style>@import url("{}");</style>',
    '<p style="background: url({})">a</p>', '<svg><image href="{}" width="9" height="9"/></svg>',
    '<style>@font-face {{ font-family: X; src: url("{}") }} p {{ font-family: X }}</style><p>a</p>',
    '<ul style="list-style-image: url({})"><li>a</li></ul>',
    '<style>p::before {{ content: url("{}") }}</style><p>a</p>',
)  # fmt: skip


@needs_pdf
@pytest.mark.parametrize("place", PLACES)
def test_whatever_a_page_asks_for_is_refused(place):
    """Were something typed ever to get through: the door behind it is closed as well."""
    refused, printed = [], []
    for markup in BY_HAND:
        page = f"<html><body>{markup.format(place)}</body></html>"
        try:
            content = pdf.render_sheet(page, "")
        except PaperError as error:
            refused.append((markup, "không được phép" in str(error)))
        else:
            printed.append((markup, b"root:" in content))
    assert all(said for _markup, said in refused)
    # What WeasyPrint does not draw at all, it does not ask for either.
    assert not any(leaked for _markup, leaked in printed)
    assert all(re.search("svg|font-face|embed", markup) for markup, _leaked in printed)
