"""Word files in tests: opened and searched, or printed by LibreOffice.

Lengths are in points.
"""

import os
import shutil
import subprocess
import unicodedata
from io import BytesIO

from django.conf import settings
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from emulation.papers.word import to_docx

SOFFICE = shutil.which("soffice")
NO_SOFFICE = "no soffice: apt-get install --no-install-recommends libreoffice-writer-nogui"
# Margin at the top of the page in points: the page number and the draft mark stand in it.
TOP = 20 / 25.4 * 72
# Only Tinos, for Times New Roman: the same widths, and all of Vietnamese.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><test name="family"><string>Times New Roman</string></test>
<edit name="family" mode="assign" binding="same"><string>Tinos</string></edit></match>
</fontconfig>"""


def to_pdf(files, folder):
    """Convert Word files (name → bytes) in one run of LibreOffice; return name → pages."""
    fonts = folder / "fonts.conf"
    tinos = settings.NODE_MODULES / "@expo-google-fonts" / "tinos"
    fonts.write_text(FONTS.format(fonts=tinos, cache=folder / "fonts"))
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            *(str(folder / f"{name}.docx") for name in files),
        ],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts), "HOME": str(folder)},
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {name: PdfReader(folder / f"{name}.pdf").pages for name in files}


def squeezed(text):
    """Return a text without spaces and line breaks, which printers set where they like."""
    return "".join(unicodedata.normalize("NFC", text).split())


def page_texts(page):
    """Return what stands between the margins of a page, and what stands in the top margin."""
    between, above = [], []

    def visit(text, cm, tm, font, size):
        y = tm[5] * cm[3] + cm[5]
        (above if float(page.mediabox.height) - y < TOP else between).append(text)

    page.extract_text(visitor_text=visit)
    return squeezed("".join(between)), squeezed("".join(above))


def printed_text(pages, headings=()):
    """Return the text of all pages; of table headings only the first on its pages is kept."""
    text = "".join(page_texts(page)[0] for page in pages)
    for heading in headings:
        before, found, after = text.partition(heading)
        text = before + found + after.replace(heading, "")
    return text


def top_margins(pages):
    """Return what stands in the top margin of each page."""
    return [page_texts(page)[1] for page in pages]


def opened(content):
    """Open a Word file."""
    return Document(BytesIO(content))


def paragraphs(document):
    """Return all paragraphs in the order of the file, those in tables too, as (style, text)."""
    names = {style.style_id: style.name for style in document.styles}
    return [
        (names[p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"))], text_of(p))
        for p in document.element.body.iter(qn("w:p"))
    ]


def text_of(element):
    """Return the text of an element; a soft line break counts as a space."""
    return "".join(
        node.text or "" if node.tag == qn("w:t") else " "
        for node in element.iter(qn("w:t"), qn("w:br"))
    )


def written(paper):
    """Return a paper as an open Word document."""
    return opened(to_docx(paper))


def body_of(paper):
    """Return the body element of a paper's Word document."""
    return written(paper).element.body


def found(element, path):
    """Return the elements at a path such as "trPr/tblHeader", below any depth."""
    return element.findall(".//" + "/".join(qn(f"w:{tag}") for tag in path.split("/")))


def grids(element):
    """Return the tables that have rules."""
    tables = element.iter(qn("w:tbl"))
    return [t for t in tables if found(t, "tblStyle")[0].get(qn("w:val")) == "Bang"]


def paragraph_of(element, start):
    """Return the first paragraph that begins with `start`."""
    return next(p for p in element.iter(qn("w:p")) if text_of(p).startswith(start))
