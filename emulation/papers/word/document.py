"""The whole document: its pages, headers and properties, packed by python-docx."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from itertools import chain, groupby

from docx import Document
from docx.document import Document as Docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from emulation.papers.layout import ends_turned, lies
from emulation.papers.metrics import is_wide, width_mm
from emulation.papers.paper import Paper, PaperError, Table, listed
from emulation.papers.text import number, slots
from emulation.papers.word.body import body
from emulation.papers.word.ends import (
    addressees,
    annex_title,
    closing,
    deciding,
    letterhead,
    title,
)
from emulation.papers.word.markup import Frame, Page, Para, clean, dots, run, twips
from emulation.papers.word.styles import LANGUAGE, fonts_xml, styles_xml
from emulation.papers.word.tables import Grid

Element = Para | Grid | Frame
# Space in points above a table and above the closing, which tables themselves cannot have.
ABOVE_TABLE, ABOVE_CLOSING = 8.0, 12.0
BELOW_LETTERHEAD = 12.0
DRAFT = "DỰ THẢO"
KEPT_PARTS = {
    *(RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.THEME),
    *(RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES),
}
# A property of a file holds this many letters (python-docx refuses more).
LONGEST_PROPERTY = 255


def to_docx(paper: Paper) -> bytes:
    """Write `paper` as a .docx file; PaperError says in Vietnamese why it cannot be written."""
    blocks = [*paper.body, *(block for annex in paper.annexes for block in annex.body)]
    if open_slots := slots(blocks):
        names = ", ".join(f"[[{name}]]" for name in open_slots)
        raise PaperError(f"Văn bản còn chỗ dữ liệu chưa được điền: {names}.")
    document = Document(BytesIO(_blank()))
    headers = _headers(document, draft=paper.draft)
    content = parse_xml(f"<w:body {nsdecls('w', 'r')}>{_content(paper, headers)}</w:body>")
    document.element.replace(document.element.body, content)
    _describe(document, paper)
    return _saved(document)


def _saved(document: Docx) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


# --- pages -----------------------------------------------------------------------------------


def _content(paper: Paper, headers: str) -> str:
    """Return the sections one after the other; each ends with its page set-up, Word's way."""
    chapters = [list(_main(paper)), *(list(_annex(paper, n)) for n in range(len(paper.annexes)))]
    sections: list[tuple[Page, list[Element]]] = []
    for chapter in chapters:
        for place, (page, members) in enumerate(groupby(chapter, key=lambda pair: pair[0])):
            elements = [element for _, element in members]
            sections.append((Page(page.landscape, first=place == 0), elements))
    written = []
    for place, (page, elements) in enumerate(sections):
        # Pages after the first section have the headers of those before.
        setup = page.xml(headers if place == 0 else "")
        spaced = list(_spaced(elements))
        if not isinstance(spaced[-1], Para):
            spaced.append(Para("KhoangCach"))
        if place < len(sections) - 1:
            spaced[-1].section, setup = setup, ""
        written += [*(element.xml for element in spaced), setup]
    return "".join(written)


def _main(paper: Paper) -> Iterator[tuple[Page, Element]]:
    page = Page(landscape=lies(paper))
    bases = () if paper.bases_inline else listed(paper.bases)
    below = chain(
        ((page, part) for part in title(paper, page)),
        ((page, part) for part in addressees(paper, page)),
        ((page, part) for part in deciding(paper.decided_by, page)),
        ((page, Para("CanCu", run(clean(text)))) for text in bases),
        ((page, part) for part in deciding(paper.verdict, page)),
        body(paper.printed_body, page, end_mark=paper.end_mark),
    )
    yield page, letterhead(paper, page)
    for place, (on, element) in enumerate(below):
        if place == 0 and isinstance(element, Para) and not paper.type_name:
            element.before = BELOW_LETTERHEAD
        yield on, element
    last = Page(landscape=page.landscape or ends_turned(paper.printed_body))
    yield from ((last, part) for part in closing(paper, last))


def _annex(paper: Paper, index: int) -> Iterator[tuple[Page, Element]]:
    """Yield an annex; a wide table turns the whole of it."""
    annex = paper.annexes[index]
    blocks = (numbered.block for numbered in number(annex.body))
    wide = any(isinstance(block, Table) and is_wide(block) for block in blocks)
    page = Page(landscape=annex.landscape or wide)
    yield from ((page, part) for part in annex_title(paper, annex, index + 1, page))
    yield from body(annex.body, page, end_mark=False)


def _spaced(elements: list[Element]) -> Iterator[Element]:
    """Yield the elements of a section with room above its tables, and what belongs together tied.

    The closing never stands alone on a page: the two elements above it go along. Word would make
    one table of two that touch, so a thin paragraph stands between.
    """
    for element, above, before in zip(
        elements, [None, *elements], [None, None, *elements], strict=False
    ):
        if above and not isinstance(element, Para):
            closes = isinstance(element, Frame)
            room = ABOVE_CLOSING if closes else ABOVE_TABLE
            above.keep_next = above.keep_next or closes
            if isinstance(before, Para):
                before.keep_next = before.keep_next or closes
            if isinstance(above, Para):
                above.after = max(above.after or 0, room)
            else:
                yield Para("KhoangCach", before=room - 1, keep_next=closes)
        yield element


# --- the package -----------------------------------------------------------------------------


@cache
def _blank() -> bytes:
    """Return python-docx's empty document with our styles and settings, and nothing of its own."""
    document = Document()
    for holder in (document.part, document.part.package):
        for key, relation in list(holder.rels.items()):
            if relation.reltype not in KEPT_PARTS:
                del holder.rels[key]
    fonts = f"<w:fonts {nsdecls('w')}>{fonts_xml()}</w:fonts>".encode()
    name, package = PackURI("/word/fontTable.xml"), document.part.package
    font_table = Part(name, CONTENT_TYPE.WML_FONT_TABLE, fonts, package)
    document.part.relate_to(font_table, RELATIONSHIP_TYPE.FONT_TABLE)
    _refill(document.styles.element, styles_xml())
    _refill(
        document.settings.element,
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        # Without it Word opens the file in the compatibility mode of 2007.
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{LANGUAGE}"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>',
    )
    return _saved(document)


def _refill(element, xml: str) -> None:
    """Replace everything inside `element`."""
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")))


def _headers(document: Docx, *, draft: bool) -> str:
    """Make the headers, page number in the middle but on no first page; return their references."""
    section = document.sections[0]
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    mark = _draft_mark() if draft else ""
    for header, content in ((section.header, number), (section.first_page_header, "")):
        header.is_linked_to_previous = False
        _refill(header._element, mark + Para("SoTrang", content).xml)
    return "".join(
        f'<w:headerReference w:type="{reference.get(qn("w:type"))}"'
        f' r:id="{reference.get(qn("r:id"))}"/>'
        for reference in section._sectPr.findall(qn("w:headerReference"))
    )


def _draft_mark() -> str:
    """Return "DỰ THẢO" in a box in the top left corner of the page, outside the text."""
    width = twips(width_mm(DRAFT, 12, bold=True) + 5)
    place = (
        f'<w:framePr w:w="{width}" w:wrap="around" w:vAnchor="page" w:hAnchor="margin"'
        f' w:x="1" w:y="{dots(19.5)}"/>'
    )
    mark = Para("DuThao", run(DRAFT)).xml
    return mark.replace('<w:pStyle w:val="DuThao"/>', f'<w:pStyle w:val="DuThao"/>{place}')


def _describe(document: Docx, paper: Paper) -> None:
    """Fill in the file's properties."""
    properties = document.core_properties
    properties.title = clean(paper.metadata_title)[:LONGEST_PROPERTY]
    properties.author = clean(" ".join(paper.issuer))[:LONGEST_PROPERTY]
    properties.language = LANGUAGE
    properties.comments = properties.keywords = properties.subject = ""
    properties.last_modified_by = properties.author
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
