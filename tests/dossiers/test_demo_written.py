"""The demo's own papers of running text: what we write ourselves is what WeasyPrint prints."""

import pytest

from emulation.papers import pdf
from emulation.papers.catalogue import all_kinds
from emulation.papers.numbering import number
from emulation.papers.paper import Table
from tests.emulation.papers.drawing import (
    different_dots,
    is_written,
    letters,
    needs_poppler,
    only_written,
    read_aloud,
    whole,
)

MISSING = pdf.missing_libraries()
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}"),
    pytest.mark.django_db,
]

# Each kind that has papers without a table, and how many of them are looked at.
KINDS = {
    "plan": 4,
    "achievement_report": 2,
    "broadcast": 1,
    "chase_letter": 1,
    "dossier_submission": 1,
    "examples_broadcast": 1,
    "receipt": 2,
    "result_notice": 2,
    "submission": 2,
    "supplement_slip": 1,
}


def of_text(paper):
    """Say whether a paper is nothing but running text."""
    return not paper.annexes and not any(
        isinstance(each.block, Table) for each in number(paper.printed_body)
    )


@pytest.fixture(scope="module")
def papers(loaded_demo, django_db_blocker):
    """Return papers of running text of every kind."""
    with django_db_blocker.unblock():
        built = {
            slug: [all_kinds()[slug].build(subject) for subject in all_kinds()[slug].subjects()]
            for slug in KINDS
        }
    return {slug: list(filter(of_text, found)) for slug, found in built.items()}


@needs_poppler
@pytest.mark.parametrize("slug", KINDS)
def test_the_demos_papers_look_and_read_the_same(papers, monkeypatch, tmp_path, slug):
    chosen = papers[slug][: KINDS[slug]]
    assert len(chosen) == KINDS[slug]
    for paper in chosen:
        ours, theirs = only_written(paper), whole(paper, monkeypatch)
        assert max(different_dots(tmp_path, ours, theirs)) <= 3
        assert letters(ours) == letters(theirs)
        assert read_aloud(ours) == read_aloud(theirs)


def test_all_of_the_demos_papers_of_text_are_written(papers):
    left = [slug for slug, found in papers.items() for paper in found if not is_written(paper)]
    assert left == []
