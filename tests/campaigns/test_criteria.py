"""A campaign's criteria: filed with their kinds, taken from elsewhere, kept, printed, looked up."""

import datetime as dt

import pytest
from django.urls import reverse

from awards.models import AwardType, CriterionGroup, CriterionSet, Scoring
from awards.services import criteria as library
from campaigns.models import Campaign
from campaigns.papers.criteria import criteria_blocks
from campaigns.services import criteria as services
from campaigns.services.filing import missing_to_issue
from campaigns.states import CampaignState
from emulation.organization.models import NomineeKind, Role
from emulation.papers.paper import Item, Section, Slot, Table
from emulation.papers.text import fill, parse, to_text
from tests.make import (
    make_authority,
    make_campaign,
    make_criterion,
    make_criterion_set,
    make_library_set,
    make_line,
    make_offer,
    make_period,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def own_of(campaign, subject=NomineeKind.COLLECTIVE):
    return services.criterion_set(Campaign.objects.get(pk=campaign.pk), subject)


def texts(criterion_set):
    return [criterion.text for criterion in criterion_set.criteria.all()]


@pytest.fixture
def draft(commune):
    return make_campaign(authority=commune, state=CampaignState.DRAFT)


@pytest.fixture
def template(commune):
    return make_library_set(authority=commune, criteria=["Một", "Hai"])


@pytest.fixture
def logged_in(client, office_clerk):
    client.force_login(office_clerk)
    return client


# --- the step of the filing ----------------------------------------------------------------------


def step_data(**rows):
    data = {}
    for subject in NomineeKind.values:
        found = rows.get(subject, [])
        data |= {f"criteria-{subject}-TOTAL_FORMS": str(len(found)),
                 f"criteria-{subject}-INITIAL_FORMS": "0"}  # fmt: skip
        for index, row in enumerate(found):
            data |= {f"criteria-{subject}-{index}-{name}": v for name, v in row.items()}
    return data


def edit_url(campaign):
    return reverse("campaigns:campaign_edit", args=[campaign.pk, "criteria"])


RATING = {
    "text": "Được xếp loại tốt", "kind": "rating", "shown": "rating", "rating-level": "T",
    "rating-initiative": "on", "place": "mandatory", "scoring": "none", "ORDER": "1",
}  # fmt: skip


def test_a_criterion_is_filed_with_how_it_is_judged(logged_in, draft):
    assert logged_in.post(edit_url(draft), step_data(I=[RATING])).status_code == 302
    (criterion,) = own_of(draft, NomineeKind.INDIVIDUAL).criteria.all()
    assert criterion.parameters == {"level": "T", "initiative": True}


def test_what_is_wrong_in_one_set_keeps_what_was_typed_in_all(logged_in, draft):
    bad = {**RATING, "kind": "rank", "shown": "rank", "rank-index": "Chỉ số", "text": "Thứ hạng"}
    page = logged_in.post(edit_url(draft), step_data(C=[bad], I=[RATING])).content.decode()
    assert "Hãy ghi thứ hạng phải đạt hoặc số bậc phải tăng." in page
    assert "Được xếp loại tốt" in page
    assert not own_of(draft, NomineeKind.INDIVIDUAL).criteria.exists()


def test_the_page_shows_fields_and_sentence_of_what_is_saved(logged_in, draft):
    make_criterion(criterion_set=own_of(draft), kind="rating", parameters={"level": "XS"})
    page = logged_in.get(edit_url(draft)).content.decode()
    assert 'name="criteria-C-0-rating-level"' in page
    assert "Hệ thống xét: xếp loại năm từ mức Hoàn thành xuất sắc nhiệm vụ." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_step_asks_a_constant_number_of_queries(
    logged_in, draft, count, django_assert_num_queries
):
    for subject in NomineeKind:
        own = own_of(draft, subject)
        for number_ in range(count):
            make_criterion(criterion_set=own, text=f"Tiêu chuẩn {number_}", kind="award_held",
                           parameters={"codes": ["GK_XA"]})  # fmt: skip
    logged_in.get(edit_url(draft))
    with django_assert_num_queries(22):
        logged_in.get(edit_url(draft))


def test_an_award_that_is_gone_keeps_the_plan_from_being_issued(commune):
    campaign = make_campaign(authority=commune, state=CampaignState.DRAFT)
    make_criterion(
        criterion_set=own_of(campaign), kind="member_share",
        parameters={"codes": ["GK_HUYEN"], "percent": 50},
    )  # fmt: skip
    fresh = Campaign.objects.with_filing().get(pk=campaign.pk)
    messages = [m.message for m in missing_to_issue(fresh) if m.step == "criteria"]
    assert messages == [
        "Tiêu chuẩn: «Giấy khen của Chủ tịch UBND cấp huyện» không có trong danh mục vào ngày "
        f"{campaign.reference_day:%d/%m/%Y}."
    ]


def test_an_award_of_the_past_may_be_asked_for_where_a_criterion_looks_back(commune):
    campaign = make_campaign(authority=commune, state=CampaignState.DRAFT)
    make_criterion(
        criterion_set=own_of(campaign), kind="award_held", parameters={"codes": ["GK_HUYEN"]}
    )
    fresh = Campaign.objects.with_filing().get(pk=campaign.pk)
    assert services.gone_awards(fresh) == []


# --- taking --------------------------------------------------------------------------------------


def take_url(campaign, subject="C"):
    return reverse("campaigns:campaign_criteria_take", args=[campaign.pk, subject])


def test_sources_are_the_library_other_campaigns_and_the_law(commune, draft, template):
    last_year = make_campaign(authority=commune, name="Năm ngoái")
    last_year.criterion_sets.add(make_criterion_set(authority=commune, name="Bộ năm ngoái"))
    found = services.sources(draft, NomineeKind.COLLECTIVE)
    assert [(one.set.name, one.where) for one in found[:2]] == [
        ("Tiêu chuẩn tập thể hằng năm", "Thư viện, phiên bản 1"), ("Bộ năm ngoái", "Năm ngoái"),
    ]  # fmt: skip
    laws = found[2:]
    assert {one.set.subject for one in laws} == {"C"}
    assert "TTLDTT" in {one.set.award_code for one in laws}


def test_nothing_of_another_commune_is_a_source(draft):
    foreign = make_authority(name="UBND xã Lạc Hồng")
    make_library_set(authority=foreign, name="Bộ của xã bên")
    other = make_campaign(authority=foreign)
    other.criterion_sets.add(make_criterion_set(authority=foreign, name="Bộ của xã bên"))
    names = {one.set.name for one in services.sources(draft, NomineeKind.COLLECTIVE)}
    assert "Bộ của xã bên" not in names


@pytest.mark.parametrize("count", [1, 3])
def test_sources_are_read_in_a_constant_number_of_queries(
    commune, draft, count, django_assert_num_queries
):
    for number_ in range(count):
        make_library_set(authority=commune, name=f"Bộ {number_}")
        other = make_campaign(authority=commune, name=f"Phong trào {number_}")
        other.criterion_sets.add(make_criterion_set(authority=commune))
    with django_assert_num_queries(10):
        services.sources(draft, NomineeKind.COLLECTIVE)


def test_an_empty_campaign_takes_a_set_and_remembers_it(logged_in, draft, template):
    response = logged_in.post(take_url(draft), {"source": template.pk, "replace": "on"})
    assert response.url == edit_url(draft)
    own = own_of(draft)
    assert (texts(own), own.copied_from) == (["Một", "Hai"], template)


@pytest.mark.parametrize(
    ("replace", "expected"), [("on", ["Một", "Hai"]), ("", ["Đang có", "Một", "Hai"])]
)
def test_a_set_takes_the_place_of_what_there_is_or_comes_after(
    logged_in, draft, template, replace, expected
):
    make_criterion(criterion_set=own_of(draft), text="Đang có")
    logged_in.post(take_url(draft), {"source": template.pk, "replace": replace})
    assert texts(own_of(draft)) == expected


def test_the_law_can_be_taken_and_the_page_says_so(logged_in, draft):
    law = CriterionSet.objects.of_law_on(draft.reference_day).get(award_code="TTLDTT")
    logged_in.post(take_url(draft), {"source": law.pk, "replace": "on"})
    assert texts(own_of(draft)) == texts(law)
    assert "Lấy từ tiêu chuẩn theo luật" in logged_in.get(edit_url(draft)).content.decode()


def test_what_was_taken_is_the_campaigns_own(logged_in, draft, template):
    logged_in.post(take_url(draft), {"source": template.pk, "replace": "on"})
    own_of(draft).criteria.update(text="Sửa trong phong trào")
    assert texts(template) == ["Một", "Hai"]


def test_a_set_of_another_commune_cannot_be_taken(logged_in, draft):
    foreign = make_library_set(authority=make_authority(name="UBND xã Lạc Hồng"))
    response = logged_in.post(take_url(draft), {"source": foreign.pk, "replace": "on"})
    assert response.status_code == 404
    assert not own_of(draft).criteria.exists()


@pytest.mark.parametrize("source", ["", "x", "999999"])
def test_a_set_that_does_not_exist_cannot_be_taken(logged_in, draft, source):
    assert logged_in.post(take_url(draft), {"source": source}).status_code == 404


def test_an_unknown_nominee_kind_does_not_exist(logged_in, draft):
    assert logged_in.get(take_url(draft, "X")).status_code == 404


def test_an_issued_campaign_takes_nothing(logged_in, commune, template):
    issued = make_campaign(authority=commune)
    assert logged_in.post(take_url(issued), {"source": template.pk}).status_code == 403


def test_an_auditor_takes_nothing(client, draft, auditor):
    client.force_login(auditor)
    assert client.get(take_url(draft)).status_code == 403


# --- keeping and following -----------------------------------------------------------------------


def keep_url(campaign):
    return reverse("campaigns:campaign_criteria_keep", args=[campaign.pk, "C"])


def compare_url(campaign):
    return reverse("campaigns:campaign_criteria_compare", args=[campaign.pk, "C"])


def test_a_campaigns_criteria_are_kept_in_the_library(logged_in, commune, draft):
    make_criterion(criterion_set=own_of(draft), text="Đáng giữ")
    logged_in.post(keep_url(draft), {"name": "Bộ để dành"})
    kept = CriterionSet.objects.templates_of(commune).get()
    assert (kept.name, texts(kept)) == ("Bộ để dành", ["Đáng giữ"])


def test_they_can_be_the_next_version_of_a_set(logged_in, commune, draft, template):
    make_criterion(criterion_set=own_of(draft), text="Đáng giữ")
    logged_in.post(keep_url(draft), {"name": template.name, "newer_than": template.pk})
    newest = CriterionSet.objects.templates_of(commune).newest().get()
    assert (newest.version, texts(newest)) == (2, ["Đáng giữ"])


def test_without_a_name_nothing_is_kept(logged_in, commune, draft):
    make_criterion(criterion_set=own_of(draft))
    response = logged_in.post(keep_url(draft), {"name": ""})
    assert response.context["form"].errors["name"]
    assert not CriterionSet.objects.templates_of(commune).exists()


def test_nothing_cannot_be_kept(logged_in, draft):
    response = logged_in.post(keep_url(draft), {"name": "Rỗng"}, follow=True)
    assert "Chưa có tiêu chuẩn nào để lưu vào thư viện." in response.content.decode()


@pytest.fixture
def followed(logged_in, draft, template):
    """A campaign that took the first version, and the library's second."""
    logged_in.post(take_url(draft), {"source": template.pk, "replace": "on"})
    newer = library.next_version(template, name=template.name)
    newer.save()
    library.add_content(template, newer)
    newer.criteria.filter(text="Hai").update(text="Hai, sửa lại")
    return newer


def test_the_page_says_which_version_and_offers_the_newer(logged_in, draft, followed):
    page = logged_in.get(edit_url(draft)).content.decode()
    assert "Lấy từ bộ «Tiêu chuẩn tập thể hằng năm» của thư viện, phiên bản 1." in page
    assert "Thư viện đã có phiên bản 2" in page
    assert compare_url(draft) in page


def test_the_difference_is_shown_before_it_is_taken(logged_in, draft, followed):
    rows = logged_in.get(compare_url(draft)).context["rows"]
    states = [row["difference"].state for row in rows]
    assert states == ["same", "changed"]
    assert texts(own_of(draft)) == ["Một", "Hai"]


def test_the_newer_version_is_taken(logged_in, draft, followed):
    logged_in.post(compare_url(draft))
    own = own_of(draft)
    assert (texts(own), own.copied_from) == (["Một", "Hai, sửa lại"], followed)
    assert logged_in.get(compare_url(draft)).status_code == 404


def test_without_a_newer_version_there_is_nothing_to_compare(logged_in, draft, template):
    assert logged_in.get(compare_url(draft)).status_code == 404
    logged_in.post(take_url(draft), {"source": template.pk, "replace": "on"})
    assert logged_in.get(compare_url(draft)).status_code == 404


# --- printing ------------------------------------------------------------------------------------


@pytest.fixture
def rich(commune):
    """A condition, a choice of two."""
    made = make_criterion_set(authority=commune, criteria=["Xếp loại tốt;"])
    group = CriterionGroup.objects.create(criterion_set=made)
    for text in ("Có sáng kiến", "Có giải pháp."):
        make_criterion(criterion_set=made, text=text, group=group, mandatory=False)
    return made


def printed(criterion_set):
    """The text as it stands in a plan, below "1. Đối với tập thể"."""
    fresh = CriterionSet.objects.with_content().get(pk=criterion_set.pk)
    body = (Section("TIÊU CHUẨN", (Item("Đối với tập thể", (Slot("tiêu chuẩn"),)),)),)
    return fill(body, {"tiêu chuẩn": criteria_blocks(fresh)})


def test_without_a_choice_criteria_are_dashes(commune):
    made = make_criterion_set(authority=commune, criteria=["Xếp loại tốt", "Có sáng kiến"])
    assert to_text(printed(made)).splitlines()[2:] == ["- Xếp loại tốt;", "- Có sáng kiến."]


def test_a_choice_is_lettered_with_its_lead_in(rich):
    assert to_text(printed(rich)).splitlines()[2:] == [
        "a) Xếp loại tốt;",
        "b) Đạt ít nhất một trong các tiêu chuẩn sau:",
        "- Có sáng kiến;",
        "- Có giải pháp.",
    ]


def test_after_a_choice_the_list_goes_on(rich):
    make_criterion(criterion_set=rich, text="Giữ kỷ luật")
    assert to_text(printed(rich)).splitlines()[-3:] == [
        "- Có sáng kiến;", "- Có giải pháp;", "c) Giữ kỷ luật.",
    ]  # fmt: skip


def test_what_is_printed_reads_back_the_same(rich):
    make_criterion(criterion_set=rich, text="Giữ kỷ luật")
    blocks = printed(rich)
    assert parse(to_text(blocks)) == blocks


def score(criterion_set, text, points, how=Scoring.SCORE):
    make_criterion(criterion_set=criterion_set, text=text, scoring=how, points=points)


def test_points_are_a_table_after_the_conditions(commune):
    made = make_criterion_set(authority=commune, criteria=["Xếp loại tốt"])
    score(made, "Hồ sơ trực tuyến", "60.00")
    score(made, "Mã QR", "2.50")
    CriterionSet.objects.filter(pk=made.pk).update(pass_points=50)
    bullet, table, mark = criteria_blocks(CriterionSet.objects.get(pk=made.pk))
    assert bullet.text == "Xếp loại tốt."
    assert [(row.cells, row.kind) for row in table.rows] == [
        (("1", "Hồ sơ trực tuyến", "60"), "body"),
        (("2", "Mã QR", "2,5"), "body"),
        (("", "Tổng điểm tối đa", "62,5"), "total"),
    ]
    assert mark.text == "Tập thể đạt từ 50 điểm trở lên được xét khen thưởng."


def test_bonus_and_penalty_stand_apart_and_the_total_leaves_them_out(commune):
    made = make_criterion_set(authority=commune, criteria=[])
    score(made, "Để lộ dữ liệu", 20, Scoring.PENALTY)
    score(made, "Hồ sơ trực tuyến", 100)
    score(made, "Thứ hạng cao", 10, Scoring.BONUS)
    (table,) = criteria_blocks(made)
    assert [row.cells for row in table.rows] == [
        ("", "Tiêu chuẩn chấm điểm", ""), ("1", "Hồ sơ trực tuyến", "100"),
        ("", "Điểm thưởng", ""), ("2", "Thứ hạng cao", "10"),
        ("", "Điểm trừ", ""), ("3", "Để lộ dữ liệu", "-20"),
        ("", "Tổng điểm tối đa (không kể điểm thưởng)", "100"),
    ]  # fmt: skip


def test_a_choice_with_points_stays_together_in_the_table(commune):
    made = make_criterion_set(authority=commune, criteria=[])
    group = CriterionGroup.objects.create(criterion_set=made)
    for text in ("Có sáng kiến", "Có giải pháp"):
        make_criterion(criterion_set=made, text=text, group=group, scoring="score", points=10)
    (table,) = criteria_blocks(made)
    assert [row.cells for row in table.rows][:3] == [
        ("1", "Đạt ít nhất một trong các tiêu chuẩn sau:", ""),
        ("", "- Có sáng kiến", "10"), ("", "- Có giải pháp", "10"),
    ]  # fmt: skip


def test_the_plan_prints_the_table(draft):
    score(own_of(draft), "Hồ sơ trực tuyến", 100)
    fresh = Campaign.objects.with_filing().get(pk=draft.pk)
    blocks = criteria_blocks(fresh.criterion_sets.all()[0])
    assert [type(block) for block in blocks] == [Table]


# --- looking up ----------------------------------------------------------------------------------


@pytest.fixture
def registered(commune, village):
    """Registration for giấy khen and a title; the campaign has its own criteria for collectives."""
    day = dt.date(2026, 6, 1)
    campaign = make_campaign(authority=commune, bare=True, starts_on=day, issued_on=day,
                             ends_on=dt.date(2026, 12, 31))  # fmt: skip
    make_period(campaign=campaign)
    kinds = {kind.code: kind for kind in AwardType.objects.valid_on(day)}
    make_offer(campaign=campaign, award_type=kinds["TTLDTT"], column=1)
    make_offer(campaign=campaign, award_type=kinds["LDTT"], column=2, heading="LĐTT")
    make_criterion(criterion_set=own_of(campaign), text="Thôn sạch đẹp")
    return make_registration(period=campaign.periods.get(), unit=village)


def panels(registration):
    campaign = Campaign.objects.with_filing().get(pk=registration.period.campaign_id)
    return {panel["title"]: panel for panel in services.look_up(campaign)}


def test_each_column_has_the_laws_conditions_by_nominee_kind(registered):
    found = panels(registered)
    assert [title for title, _ in found["Tập thể"]["law"]] == ["Tập thể lao động tiên tiến"]
    assert [title for title, _ in found["Cá nhân"]["law"]] == ["LĐTT"]


def test_the_law_shown_is_the_one_of_the_campaigns_day(registered):
    day = registered.period.campaign.reference_day
    ((_, shown),) = panels(registered)["Cá nhân"]["law"]
    assert shown["set"] == CriterionSet.objects.of_law_on(day).get(award_code="LDTT", subject="I")


def test_the_unit_reads_criteria_while_it_registers(client, registered, village):
    client.force_login(make_user(role=Role.UNIT, unit=village))
    page = client.get(registered.get_absolute_url()).content.decode()
    assert "Thôn sạch đẹp" in page
    assert "Tập thể lao động tiên tiến: điều kiện theo luật" in page


@pytest.mark.parametrize("count", [1, 3])
def test_looking_up_takes_a_constant_number_of_queries(
    registered, count, django_assert_num_queries
):
    campaign = registered.period.campaign
    codes = ("CSTDCS", "TTLDXS", "BK_TINH")[:count]
    for column, code in enumerate(codes, start=3):
        kind = AwardType.objects.valid_on(campaign.reference_day).filter(code=code).first()
        make_offer(campaign=campaign, award_type=kind, column=column)
    fresh = Campaign.objects.with_filing().get(pk=campaign.pk)
    with django_assert_num_queries(4):
        services.look_up(fresh)


def test_lines_do_not_change_the_look_up(registered):
    make_line(registration=registered, unit=make_unit(parent=registered.unit.authority))
    assert set(panels(registered)) == {"Tập thể", "Cá nhân"}
