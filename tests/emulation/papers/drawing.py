"""Compare a paper with drawn rows to the same paper as WeasyPrint prints it whole."""

import shutil
import subprocess
import unicodedata
from io import BytesIO

import pytest
from pypdf import PdfReader

from emulation.papers import pdf
from tests.emulation.papers.measure import runs

needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftoppm"), reason="pdftoppm is not installed: poppler-utils"
)
# A grey value that thin rules and letters may be off at most, of 255, where they fall between dots.
CLOSE = 96


def whole(paper, monkeypatch, **options):
    """Return what WeasyPrint alone makes of a paper."""
    with monkeypatch.context() as patched:
        patched.setattr(pdf, "flowed", lambda *given: None)
        patched.setattr(pdf, "_drawn", lambda *given: None)
        patched.setattr(pdf, "printed_in_pieces", lambda *given: None)
        return pdf.render(paper, **options)


def only_drawn(paper, monkeypatch, **options):
    """Return the paper printed with drawn rows; fail when it was not."""
    with monkeypatch.context() as patched:
        patched.setattr(pdf, "printed_in_pieces", lambda *given: pytest.fail("not drawn"))
        return pdf.render(paper, **options)


def only_written(paper, **options):
    """Return the paper as we write it ourselves; fail when WeasyPrint had to print it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf, "printable", lambda html: pytest.fail("not written"))
        return pdf.render(paper, **options)


def is_written(paper):
    """Say whether a draft is written by ourselves."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf, "printable", lambda html: html)
        patched.setattr(pdf, "_drawn", lambda *given: b"other")
        return pdf.render(paper) != b"other"


def different_dots(folder, one, other):
    """Return of each page how many dots at 50 to the inch are not alike."""
    return [
        sum(abs(a - b) > CLOSE for a, b in zip(*pages, strict=True)) if pages[0] != pages[1] else 0
        for pages in zip(_dots(folder, one), _dots(folder, other), strict=True)
    ]


def _dots(folder, content):
    file = folder / "paper.pdf"
    file.write_bytes(content)
    for old in folder.glob("page-*"):
        old.unlink()
    subprocess.run(["pdftoppm", "-gray", "-r", "50", file, folder / "page"], check=True, timeout=60)
    return [page.read_bytes() for page in sorted(folder.glob("page-*"))]


def read_aloud(content):
    """Return the words of each page as they follow each other in the file."""
    return [
        unicodedata.normalize("NFC", " ".join(page.extract_text().split()))
        for page in PdfReader(BytesIO(content)).pages
    ]


def letters(content):
    """Return of each page where its letters stand, in which face and size."""
    return [
        [(run.text, round(run.x, 2), round(run.y, 2), run.size, run.face) for run in runs(page)]
        for page in PdfReader(BytesIO(content)).pages
    ]
