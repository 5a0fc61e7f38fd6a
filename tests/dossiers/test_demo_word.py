"""The demo's plans and registration table as Word files, against the PDFs of the same records."""

import pytest
from django.db.models import F

from emulation.papers import pdf
from emulation.papers.catalogue import all_kinds
from emulation.papers.numbering import number
from emulation.papers.paper import Table
from emulation.papers.word import to_docx
from tests.emulation.papers.measure import printed, size_mm
from tests.emulation.papers.office import (
    NO_SOFFICE,
    SOFFICE,
    opened,
    paragraphs,
    printed_text,
    squeezed,
    to_pdf,
    top_margins,
)
from tests.emulation.papers.word_samples import headings

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")
PLANS = ("Cải cách hành chính trên địa bàn tỉnh Lào Cai", "cải cách hành chính năm 2024")


@pytest.fixture(scope="module")
def papers(loaded_demo, django_db_blocker):
    """Both seasons' plans and the consolidated table of Đình Dù."""
    plan, registration = all_kinds()["plan"], all_kinds()["registration"]
    with django_db_blocker.unblock():
        plans = {
            f"plan{i}": plan.build(plan.subjects().get(name__contains=name))
            for i, name in enumerate(PLANS, start=1)
        }
        table = registration.subjects().get(
            unit=F("period__campaign__authority"), period__campaign__name__contains=PLANS[1]
        )
        return plans | {"table": registration.build(table)}


@pytest.fixture(scope="module")
def from_word(papers, tmp_path_factory):
    files = {name: to_docx(paper) for name, paper in papers.items()}
    return to_pdf(files, tmp_path_factory.mktemp("word"))


def headings_in(paper):
    return [headings(n.block) for n in number(paper.body) if isinstance(n.block, Table)]


NAMES = ("plan1", "plan2", "table")


@pytest.mark.parametrize("name", NAMES)
def test_the_file_holds_the_words_of_the_pdf_in_their_order(papers, name):
    words = squeezed("".join(text for _, text in paragraphs(opened(to_docx(papers[name])))))
    assert words == printed_text(printed(papers[name]), headings_in(papers[name]))


@pytest.mark.parametrize("name", NAMES)
def test_no_label_is_lost(papers, name):
    paper = papers[name]
    counted = number(paper.printed_body, end_mark=paper.end_mark)
    wanted = [numbered.line for numbered in counted if numbered.label]
    lines = [text for _, text in paragraphs(opened(to_docx(paper)))]
    assert [line for line in lines if line in wanted] == wanted


@pytest.mark.soffice
@pytest.mark.skipif(not SOFFICE, reason=NO_SOFFICE)
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_prints_the_same_paper(papers, from_word, name):
    ours, theirs = printed(papers[name]), from_word[name]
    repeated = headings_in(papers[name])
    assert printed_text(theirs, repeated) == printed_text(ours, repeated)
    assert abs(len(theirs) - len(ours)) <= 1
    assert len({size_mm(page) for page in (*theirs, *ours)}) == 1
    assert top_margins(theirs)[0] == top_margins(ours)[0] == ""
