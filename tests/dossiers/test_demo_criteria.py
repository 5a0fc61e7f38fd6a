"""The two real plans' criteria as data: as many as printed, by kinds, and why some stay manual."""

from pathlib import Path

import pytest

from awards.kinds import CriterionKind, cleaned
from awards.models import Criterion, CriterionSet, Scoring
from campaigns.models import Campaign
from campaigns.papers.criteria import criteria_blocks
from campaigns.reading import understand
from campaigns.reading.judging import judging
from campaigns.services.importing import catalogue_for
from campaigns.states import CampaignState
from dossiers.demo import places
from emulation.organization.models import NomineeKind
from emulation.papers.paper import Bullet, Item, Paragraph, Table
from emulation.papers.reader import read

pytestmark = pytest.mark.usefixtures("demo")

SEEDS = {
    path.name[:3]: path for path in (Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt")
}
needs_seeds = pytest.mark.skipif(len(SEEDS) < 2, reason="the two real documents are not here")
K = CriterionKind

# What each printed criterion is judged by; a text is why no kind can judge it.
QUALITY = "judges how well the year's PAR tasks were done: only the report can show it"
CONDUCT = "judges conduct and unity, of which no record is kept beyond discipline"
ACTIVITY = "asks for documents or activities of the unit, shown by themselves"
EXPRESSED = {
    ("000", "C"): [K.INDEX_RATING, K.RATING, K.INITIATIVE, K.NO_DISCIPLINE],
    ("000", "I"): [K.RATING, QUALITY, QUALITY, K.INITIATIVE, K.NO_DISCIPLINE],
    ("002", "C"): [ACTIVITY, ACTIVITY, ACTIVITY, QUALITY, K.RANK, QUALITY],
    ("002", "I"): [K.RATING, CONDUCT],
}
PLANS = {"000": (places.DINH_DU, 2024), "002": (places.INSPECTORATE, 2021)}
NAMES = {"C": "collective", "I": "individual"}
# The plan says "high" and "by leaps": the figures are this office's, so reading finds none.
OPEN_IN_THE_PLAN = {("002", "C", 4)}


def filed(seed, subject):
    authority, year = PLANS[seed]
    campaign = Campaign.objects.with_filing().get(
        authority__name=authority, starts_on__year=year, state=CampaignState.ISSUED
    )
    return campaign.criteria_for(NomineeKind(subject))


def printed(seed, subject):
    """The criteria of the real plan, each with how its own words can be judged."""
    reading = read(SEEDS[seed].read_bytes())
    catalogue = catalogue_for(reading)
    quotes = getattr(understand(reading, catalogue), NAMES[subject])
    return [judging(quote.text, catalogue) for quote in quotes]


@pytest.mark.parametrize(("seed", "subject"), EXPRESSED)
def test_criteria_are_judged_by_their_kinds(seed, subject):
    expected = [
        entry if entry in K.values else K.MANUAL.value for entry in EXPRESSED[seed, subject]
    ]
    assert [criterion.kind for criterion in filed(seed, subject)] == expected


@needs_seeds
@pytest.mark.parametrize(("seed", "subject"), EXPRESSED)
def test_there_are_as_many_criteria_as_the_plan_prints(seed, subject):
    assert len(filed(seed, subject)) == len(printed(seed, subject))


@needs_seeds
@pytest.mark.parametrize(("seed", "subject"), EXPRESSED)
def test_what_the_words_of_the_plan_ask_for_is_what_is_judged(seed, subject):
    """No criterion stays manual whose own words could be judged; both conditions count."""
    pairs = zip(filed(seed, subject), printed(seed, subject), strict=True)
    differing = {
        (seed, subject, position)
        for position, (criterion, words) in enumerate(pairs)
        if (criterion.kind, criterion.parameters) != (words.kind, plain(words.parameters))
    }
    assert differing == {key for key in OPEN_IN_THE_PLAN if key[:2] == (seed, subject)}


def plain(parameters):
    """As JSON keeps them."""
    return {name: list(v) if isinstance(v, tuple) else v for name, v in parameters.items()}


def test_the_rank_says_what_high_and_leap_mean_here():
    rank = filed("002", "C")[4]
    assert (rank.parameters["at_most"], rank.parameters["rise_by"]) == (5, 3)


def test_every_criterion_of_the_demo_is_one_that_its_kind_admits():
    wrong = []
    for criterion in Criterion.objects.all():
        whole = plain(cleaned(criterion.kind, criterion.parameters))
        if whole != criterion.parameters:
            wrong.append((criterion.text, criterion.parameters))
    assert Criterion.objects.filter(criterion_set__authority__isnull=False).count() > 25
    assert [text for text, _ in wrong if not is_law(text)] == []


def is_law(text):
    """The law's rows may leave parameters to their defaults."""
    return Criterion.objects.filter(text=text, criterion_set__authority__isnull=True).exists()


def test_a_movement_of_the_demo_shows_choice_points_bonus_and_penalty():
    draft = Campaign.objects.with_filing().get(state=CampaignState.DRAFT)
    (owned,) = draft.criterion_sets.all()
    kinds = [type(block) for block in criteria_blocks(owned)]
    assert kinds == [Item, Item, Table, Paragraph]
    assert {c.scoring for c in owned.criteria.all()} == set(Scoring.values)


def test_the_two_real_plans_print_dashes_as_they_did():
    for seed, subject in EXPRESSED:
        (owned,) = {criterion.criterion_set for criterion in filed(seed, subject)}
        assert {type(block) for block in criteria_blocks(owned)} == {Bullet}


def test_the_library_of_dinh_du_holds_what_its_campaign_uses():
    kept = CriterionSet.objects.filter(is_template=True, authority__name=places.DINH_DU)
    assert {one.get_subject_display() for one in kept} == {"Tập thể", "Cá nhân"}
    for one in kept:
        assert one.copies.get().campaigns.get().is_issued
