"""A Word file out of LibreOffice is the paper that our PDF is: words, order, pages, margins."""

import pytest

from emulation.papers import pdf
from emulation.papers.numbering import number
from emulation.papers.paper import Table
from emulation.papers.word import to_docx

from .measure import printed, size_mm
from .office import NO_SOFFICE, SOFFICE, printed_text, to_pdf, top_margins
from .word_samples import PAPERS, headings

MISSING = pdf.missing_libraries()
pytestmark = [
    pytest.mark.soffice,
    pytest.mark.skipif(not SOFFICE, reason=NO_SOFFICE),
    pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}"),
]


def headings_in(paper):
    bodies = (paper.body, *(annex.body for annex in paper.annexes))
    blocks = [numbered.block for body in bodies for numbered in number(body)]
    return list(dict.fromkeys(headings(block) for block in blocks if isinstance(block, Table)))


@pytest.fixture(scope="module")
def from_word(tmp_path_factory):
    files = {name: to_docx(paper) for name, paper in PAPERS.items()}
    return to_pdf(files, tmp_path_factory.mktemp("word"))


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_words_stand_in_the_same_order(from_word, name):
    repeated = headings_in(PAPERS[name])
    ours = printed_text(printed(PAPERS[name]), repeated)
    assert printed_text(from_word[name], repeated) == ours


@pytest.mark.parametrize("name", PAPERS)
def test_it_has_as_many_pages_but_for_one(from_word, name):
    assert abs(len(from_word[name]) - len(printed(PAPERS[name]))) <= 1


@pytest.mark.parametrize("name", ["minutes", "report", "letter"])
def test_page_numbers_and_draft_mark_stand_where_they_do_in_the_pdf(from_word, name):
    ours, theirs = top_margins(printed(PAPERS[name])), top_margins(from_word[name])
    assert [sorted(text) for text in theirs] == [sorted(text) for text in ours]


def test_the_pages_of_wide_tables_lie_and_the_others_stand(from_word):
    ours, theirs = printed(PAPERS["report"]), from_word["report"]
    assert [size_mm(page) for page in theirs] == [size_mm(page) for page in ours]
