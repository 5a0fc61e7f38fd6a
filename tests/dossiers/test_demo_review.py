"""No false alarm: every paper of the demo, and none of them gives a finding."""

from dataclasses import replace

import pytest

from campaigns.models import Campaign
from campaigns.papers import PAPERS, plan, review_context
from dossiers.demo import places
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperDate
from emulation.papers.review import review_paper, review_text
from tests.emulation.papers.typed import as_typed

pytestmark = pytest.mark.usefixtures("demo")


def shown(findings):
    return [f"{f.where}: [{f.code}] {f.message} «{f.excerpt}»" for f in findings]


@pytest.mark.parametrize("slug", [kind.slug for kind in PAPERS])
def test_no_paper_of_the_demo_has_a_finding(slug):
    kind = all_kinds()[slug]
    found = {
        str(subject): faults
        for subject in kind.subjects().order_by("pk")
        if (faults := shown(review_paper(kind.build(subject), review_context.of_subject(subject))))
    }
    assert found == {}


@pytest.mark.parametrize("slug", [kind.slug for kind in PAPERS])
def test_no_paper_of_the_demo_has_a_finding_when_it_is_typed(slug):
    kind = all_kinds()[slug]
    found = {}
    for subject in kind.subjects().order_by("pk"):
        context = replace(review_context.of_subject(subject), final=subject_is_final(subject))
        if faults := shown(review_text(as_typed(kind.build(subject)), context)):
            found[str(subject)] = faults
    assert found == {}


def subject_is_final(subject):
    return isinstance(subject, Campaign) and not subject.is_draft


def test_a_plan_of_another_day_has_findings():
    """The review is awake: the plan of 2024 dated today names districts and an old decree."""
    campaign = Campaign.objects.with_filing().get(
        authority__name=places.DINH_DU, starts_on__year=2024
    )
    paper = plan.build(campaign)
    late = replace(paper, date=PaperDate(2026, 4, 16))
    codes = {f.code for f in review_paper(late, review_context.context_of(campaign))}
    assert codes == {"dead-level", "past-deadline"}
