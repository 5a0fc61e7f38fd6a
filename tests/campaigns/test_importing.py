"""A draft out of a plan: data where the plan is clear, text elsewhere, and nothing said twice."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from campaigns.models import Campaign, CampaignKind, Review, Route
from campaigns.papers.plan import build
from campaigns.reading import PlanFacts, Quote, understand
from campaigns.services.filing import missing_to_issue
from campaigns.services.importing import catalogue_for, draft_from
from emulation.organization.models import Level, NomineeKind
from emulation.papers.reader import read
from emulation.papers.text import number, parse, slots
from tests import plans
from tests.make import make_authority, make_user

SEEDS = {
    path.name[:3]: path for path in (Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt")
}
needs_seeds = pytest.mark.skipif(len(SEEDS) < 2, reason="the two real documents are not here")


@pytest.fixture
def draft(commune, office_clerk):
    """Import a source for the commune (or another authority) and return what was made."""

    def make(source, *, authority=commune, by=office_clerk, **corrections):
        reading = read(source)
        facts = understand(reading, catalogue_for(reading)).to_dict() | corrections
        return draft_from(PlanFacts.from_dict(facts), reading, authority=authority, by=by)

    return make


def deadlines(campaign):
    return {
        period.name: (period.registration_before, period.dossier_before)
        for period in campaign.periods.all()
    }


def criteria(campaign, subject):
    return [criterion.text for criterion in campaign.criteria_for(subject)]


# --- the two real plans ------------------------------------------------------------------------


@needs_seeds
def test_commune_plan_becomes_a_draft(draft):
    made = draft(SEEDS["000"].read_bytes())
    campaign = made.campaign
    assert campaign.is_draft
    assert campaign.name == "Phong trào thi đua cải cách hành chính năm 2024"
    assert campaign.theme == "cải cách hành chính"
    assert (campaign.starts_on, campaign.kind) == (dt.date(2024, 4, 16), CampaignKind.THEMATIC)
    assert deadlines(campaign) == {"Năm 2024": (dt.date(2024, 4, 26), dt.date(2024, 12, 10))}
    assert len(criteria(campaign, NomineeKind.COLLECTIVE)) == 4
    assert len(criteria(campaign, NomineeKind.INDIVIDUAL)) == 5
    offers = campaign.offers.all()
    assert [(offer.award_type.code, offer.route) for offer in offers] == [
        ("GK_HUYEN", Route.SUPERIOR),
        ("GK_XA", Route.OWN),
    ]
    assert [len(offer.components.all()) for offer in offers] == [4, 0]
    assert campaign.offers.all()[0].copies == 1
    assert campaign.plan.signer_name == "Trần Quang Huy"
    assert len(campaign.plan.recipients.splitlines()) == 8
    assert campaign.plan.number == ""


@needs_seeds
def test_what_the_data_prints_stands_in_the_text_once(draft):
    campaign = draft(SEEDS["000"].read_bytes()).campaign
    used = slots(parse(campaign.plan.body))
    assert {"tiêu chuẩn tập thể", "tiêu chuẩn cá nhân", "hình thức khen thưởng"} <= set(used)
    printed = [line.text for line in number(build(campaign).body)]
    for text in criteria(campaign, NomineeKind.INDIVIDUAL):
        assert sum(text in line for line in printed) == 1


@needs_seeds
@pytest.mark.parametrize("number_", ["000", "002"])
def test_the_draft_prints_what_the_plan_said(draft, number_):
    reading = read(SEEDS[number_].read_bytes())
    campaign = draft(SEEDS[number_].read_bytes()).campaign
    before = [line.text.rstrip(" .;,:") for line in number(reading.paper.body)]
    after = [line.text.rstrip(" .;,:") for line in number(build(campaign).body)]
    assert after == before


@needs_seeds
def test_inspectorate_plan_becomes_a_draft_over_five_years(draft):
    inspectorate = make_authority(name="Thanh tra tỉnh Lào Cai", level=Level.PROVINCE)
    clerk = make_user(role="office", unit=inspectorate)
    made = draft(SEEDS["002"].read_bytes(), authority=inspectorate, by=clerk)
    campaign = made.campaign
    assert campaign.kind == CampaignKind.MULTI_YEAR
    assert (campaign.starts_on, campaign.ends_on) == (dt.date(2021, 8, 1), dt.date(2025, 12, 31))
    assert any("tạm ghi 01/08/2021" in sentence for sentence in made.left_out)
    assert campaign.registration_yearly == "02-01"
    yearly = [p for p in campaign.periods.all() if p.review == Review.YEARLY]
    assert [p.registration_before for p in yearly] == [
        dt.date(2021, 8, 30), *(dt.date(year, 2, 1) for year in range(2022, 2026)),
    ]  # fmt: skip
    # An inspectorate proposes to the province although both are of one level.
    offer = campaign.offers.get()
    assert (offer.award_type.code, offer.route) == ("BK_TINH", Route.SUPERIOR)
    assert len(offer.components.all()) == 3
    # The plan gives the deadline a paragraph of its own, in its own words: said once, there.
    assert offer.dossier_note == ""
    assert "theo Điều 12, Quyết định số 33/2021/QĐ-UBND" in campaign.plan.body
    assert any("theo Điều 12" in sentence for sentence in made.left_out)
    assert len(criteria(campaign, NomineeKind.COLLECTIVE)) == 6
    assert campaign.plan.signer_authority == ""
    assert "hồ sơ khen thưởng" in slots(parse(campaign.plan.body))


@needs_seeds
def test_what_stays_text_is_named(draft):
    left_out = draft(SEEDS["000"].read_bytes()).left_out
    assert any("[[thời hạn đăng ký]]" in sentence for sentence in left_out)
    assert any("[[đối tượng thi đua]]" in sentence for sentence in left_out)
    assert any("ĐĂNG KÝ" in sentence for sentence in left_out)
    assert len(left_out) == len(set(left_out))


@needs_seeds
def test_criteria_that_are_clear_get_their_kind_and_the_rest_is_told(draft):
    made = draft(SEEDS["000"].read_bytes())
    kinds = [c.kind for c in made.campaign.criteria_for(NomineeKind.COLLECTIVE)]
    assert kinds == ["index_rating", "rating", "initiative", "no_discipline"]
    kinds = [c.kind for c in made.campaign.criteria_for(NomineeKind.INDIVIDUAL)]
    assert kinds == ["rating", "manual", "manual", "initiative", "no_discipline"]
    told = [text for text in made.left_out if text.startswith("Tiêu chuẩn ")]
    assert len(told) == 9
    assert told[0] == (
        "Tiêu chuẩn tập thể 1: đề xuất cách xét, hãy xem lại. Hệ thống xét: chỉ số cải cách hành "
        "chính xếp loại từ mức Tốt và điểm cao hơn năm trước."
    )
    assert told[5] == (
        "Tiêu chuẩn cá nhân 2: để văn phòng xác nhận theo minh chứng (chưa rõ cách xét bằng dữ "
        "liệu)."
    )


@needs_seeds
def test_two_conditions_in_one_criterion_are_judged_as_both(draft):
    made = draft(SEEDS["002"].read_bytes())
    first, second = made.campaign.criteria_for(NomineeKind.INDIVIDUAL)
    assert (first.kind, first.parameters) == ("rating", {"level": "T", "initiative": True})
    assert second.kind == "manual"


@needs_seeds
def test_a_rank_without_a_number_is_not_guessed(draft):
    made = draft(SEEDS["002"].read_bytes())
    assert made.campaign.criteria_for(NomineeKind.COLLECTIVE)[4].kind == "manual"
    assert (
        "Tiêu chuẩn tập thể 5: để văn phòng xác nhận theo minh chứng (nói về thứ hạng nhưng không "
        "ghi thứ hạng phải đạt hoặc số bậc phải tăng)." in made.left_out
    )


# --- others ------------------------------------------------------------------------------------


def test_an_award_that_is_not_clear_is_left_out_and_named(draft):
    made = draft(plans.school())
    assert [offer.award_type.code for offer in made.campaign.offers.all()] == ["GK_XA"]
    assert any("Giấy khen của Hiệu trưởng" in sentence for sentence in made.left_out)


def test_households_have_criteria_of_their_own(draft):
    made = draft(plans.ward())
    assert len(criteria(made.campaign, NomineeKind.HOUSEHOLD)) == 2
    assert made.campaign.criterion_sets.filter(subject=NomineeKind.HOUSEHOLD).count() == 1
    years = deadlines(made.campaign)
    assert years["Năm 2026"] == (dt.date(2026, 2, 28), dt.date(2026, 12, 1))
    assert years["Năm 2027"][0] == dt.date(2027, 2, 15)


def test_every_unseen_plan_becomes_a_draft(draft):
    for name, make in plans.UNSEEN.items():
        made = draft(make())
        missing_to_issue(made.campaign)
        assert build(made.campaign).body, name


def test_corrections_decide(draft):
    made = draft(
        plans.articles(),
        name="Phong trào thi đua số hóa",
        theme="số hóa",
        starts_on="2026-02-01",
        body="I. MỤC\n- Một.",
    )
    assert (made.campaign.name, made.campaign.theme) == ("Phong trào thi đua số hóa", "số hóa")
    assert made.campaign.starts_on == dt.date(2026, 2, 1)
    assert made.campaign.plan.body == "I. MỤC\n- Một."


def test_a_deadline_before_the_start_is_left_out_and_named(draft):
    late = {"year": 2026, "before": "2026-01-05", "text": ""}
    facts = {"starts_on": "2026-02-01", "registration_deadlines": [late]}
    made = draft(plans.articles(), **facts)
    assert deadlines(made.campaign) == {"Năm 2026": (None, None)}
    assert any("05/01/2026" in sentence for sentence in made.left_out)


def test_without_a_name_or_a_year_nothing_is_made(draft):
    reading = read("KẾ HOẠCH\n- Một")
    with pytest.raises(ValidationError) as caught:
        draft("KẾ HOẠCH\n- Một")
    assert "name" in caught.value.message_dict
    with pytest.raises(ValidationError) as caught:
        draft("KẾ HOẠCH\nPhát động phong trào thi đua\n- Một")
    assert "starts_on" in caught.value.message_dict
    assert reading.paper.subject == ""
    assert not Campaign.objects.exists()


def test_a_stranger_may_not_import(draft, outsider):
    with pytest.raises(PermissionDenied):
        draft(plans.articles(), by=outsider)
    assert not Campaign.objects.exists()


def test_long_texts_are_cut_and_named(draft):
    made = draft(plans.articles(), name="Phong trào thi đua " + "a" * 300)
    assert len(made.campaign.name) == 250
    assert any("đã cắt bớt" in sentence for sentence in made.left_out)


def test_a_plan_of_our_own_comes_back_bound(draft, commune):
    """A plan printed by this application finds all its slots again."""
    first = draft(plans.ward()).campaign
    words = {
        name: "\n".join(line.line for line in number(blocks))
        for name, blocks in (("all", build(first).body),)
    }
    again = draft(
        "KẾ HOẠCH\nPhát động phong trào thi đua giai đoạn 2026-2030\n" + words["all"],
        starts_on="2026-01-15", ends_on="2030-12-31",
    ).campaign  # fmt: skip
    bound = set(slots(parse(again.plan.body)))
    assert set(slots(parse(first.plan.body))) <= bound


def test_quotes_of_corrected_facts_need_no_lines():
    assert PlanFacts.from_dict({"collective": [{"text": "Một"}]}).collective == (Quote("Một"),)
