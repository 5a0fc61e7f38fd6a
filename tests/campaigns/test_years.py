"""A movement of five years: its next year in one step, each year by the law of that year."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from awards.kinds import CriterionKind
from awards.models import AwardType
from campaigns.models import Campaign, CampaignKind, CampaignLog, Period, Review, Route
from campaigns.papers.registration import columns_of
from campaigns.services import registering, years
from campaigns.states import CampaignState
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    make_campaign,
    make_criterion,
    make_criterion_set,
    make_line,
    make_offer,
    make_period,
    make_person,
    make_registration,
    make_unit,
)

pytestmark = pytest.mark.django_db
START, END = dt.date(2021, 8, 16), dt.date(2025, 12, 31)


def award(code, year=2021):
    return AwardType.objects.valid_on(dt.date(year, 9, 1)).get(code=code)


@pytest.fixture
def movement(commune):
    """Issued in 2021 with its first year; awards of the commune and of the district."""
    made = make_campaign(
        authority=commune, bare=True, kind=CampaignKind.MULTI_YEAR, starts_on=START, ends_on=END,
        issued_on=START, registration_yearly="02-01",
    )  # fmt: skip
    make_period(
        campaign=made, name="Năm 2021", starts_on=START, ends_on=dt.date(2021, 12, 31),
        registration_before=dt.date(2021, 8, 30), dossier_before=dt.date(2021, 12, 10),
    )  # fmt: skip
    make_offer(campaign=made, award_type=award("LDTT"), column=1)
    make_offer(campaign=made, award_type=award("CSTDCS"), column=2, route=Route.SUPERIOR)
    huyen = make_offer(
        campaign=made, award_type=award("GK_HUYEN"), column=3, route=Route.SUPERIOR, quota=4
    )
    huyen.components.create(name="Tờ trình")
    return made


def loaded(movement):
    return Campaign.objects.with_filing().get(pk=movement.pk)


def add(movement, by, **instead):
    """Add the next year; `instead` names by the code of a gone award what takes its place."""
    campaign = loaded(movement)
    period = years.next_period(campaign)
    fitted = years.fitting(campaign, period)
    chosen = {}
    for gone in fitted.gone:
        code = instead[gone.offer.award_type.code]
        chosen[gone.offer.pk] = next((c.pk for c in gone.choices if c.code == code), None)
    return years.add_period(campaign, period, chosen, by=by)


def codes(movement, period):
    """Return the codes of the columns of a registration for the period."""
    unit = make_unit(parent=movement.authority, name=f"Thôn {period.name}")
    registration = make_registration(period=period, unit=unit)
    found = registering.Registration.objects.with_lines().get(pk=registration.pk)
    return [offer.award_type.code for offer in columns_of(found)]


def test_the_next_year_follows_the_last_with_the_yearly_deadline_and_the_others_moved(movement):
    period = years.next_period(loaded(movement))
    assert (period.name, period.starts_on, period.ends_on) == (
        "Năm 2022", dt.date(2022, 1, 1), dt.date(2022, 12, 31),
    )  # fmt: skip
    assert period.registration_before == dt.date(2022, 2, 1)
    assert period.dossier_before == dt.date(2022, 12, 10)


def test_five_years_and_the_closing_review_then_nothing_more(movement, office_clerk):
    names = [add(movement, office_clerk, GK_HUYEN="", CSTDCS="").name for _ in range(5)]
    assert names == ["Năm 2022", "Năm 2023", "Năm 2024", "Năm 2025",
                     "Tổng kết giai đoạn 2021-2025"]  # fmt: skip
    assert Period.objects.get(review=Review.CLOSING).ends_on == END
    assert years.next_period(loaded(movement)) is None


def test_a_movement_of_one_year_has_no_next_year(campaign):
    assert years.next_period(campaign) is None


def test_a_new_version_of_an_award_is_taken_over_by_itself(movement, office_clerk):
    for _ in range(2):
        add(movement, office_clerk)
    period = add(movement, office_clerk)
    assert period.name == "Năm 2024"
    offer = loaded(movement).offers.get(column=1)
    assert [kind.valid_from.year for kind in offer.types] == [2014, 2024]
    village = make_unit(parent=movement.authority, name="Thôn Ngọc")
    line = make_line(
        registration=make_registration(period=period, unit=village),
        person=make_person(unit=village),
    )
    assert registering.mark_errors(line, [offer], period.starts_on) == []


def test_an_award_that_ends_in_a_year_is_named_and_must_be_answered(movement, office_clerk):
    for _ in range(3):
        add(movement, office_clerk)
    campaign = loaded(movement)
    period = years.next_period(campaign)
    fitted = years.fitting(campaign, period)
    [gone] = fitted.gone
    assert gone.offer.award_type.code == "GK_HUYEN"
    assert "GK_XA" in {choice.code for choice in gone.choices}
    with pytest.raises(ValidationError) as refused:
        years.add_period(campaign, period, {}, by=office_clerk)
    assert f"instead-{gone.offer.pk}" in refused.value.message_dict
    assert not campaign.periods.filter(name="Năm 2025").exists()


def test_what_replaces_it_takes_its_quota_and_dossier_with_a_fitting_route(movement, office_clerk):
    for _ in range(3):
        add(movement, office_clerk)
    add(movement, office_clerk, GK_HUYEN="GK_XA")
    made = loaded(movement).offers.get(award_type__code="GK_XA")
    assert (made.route, made.quota, made.replaces.award_type.code) == (Route.OWN, 4, "GK_HUYEN")
    assert [part.name for part in made.components.all()] == ["Tờ trình"]


def test_a_title_that_another_authority_decides_now_gets_the_other_route(movement, office_clerk):
    for _ in range(3):
        add(movement, office_clerk)
    add(movement, office_clerk, GK_HUYEN="")
    routes = {
        (o.award_type.valid_from.year, o.route)
        for o in loaded(movement).offers.filter(award_type__code="CSTDCS")
    }
    assert routes == {(2014, Route.SUPERIOR), (2025, Route.OWN)}


def test_each_year_offers_what_its_law_knows(movement, office_clerk):
    movement.ends_on = dt.date(2026, 12, 31)
    movement.save()
    first = movement.periods.get()
    for _ in range(3):
        add(movement, office_clerk)
    of_2025 = add(movement, office_clerk, GK_HUYEN="GK_XA")
    of_2026 = add(movement, office_clerk)
    assert codes(movement, first)[:3] == ["LDTT", "CSTDCS", "GK_HUYEN"]
    assert codes(movement, of_2025)[:3] == ["LDTT", "CSTDCS", "GK_HUYEN"]
    assert codes(movement, of_2026) == ["LDTT", "CSTDCS", "GK_XA"]


def test_what_was_answered_once_is_not_asked_again(movement, office_clerk):
    movement.ends_on = dt.date(2027, 12, 31)
    movement.save()
    for _ in range(3):
        add(movement, office_clerk)
    add(movement, office_clerk, GK_HUYEN="GK_XA")
    campaign = loaded(movement)
    assert years.fitting(campaign, years.next_period(campaign)).gone == []


def test_years_that_were_filed_at_once_are_fitted_to_their_law_later(movement, office_clerk):
    period = make_period(
        campaign=movement, name="Năm 2024", starts_on=dt.date(2024, 1, 1),
        ends_on=dt.date(2024, 12, 31), registration_before=dt.date(2024, 2, 1),
    )  # fmt: skip
    years.fit_awards(loaded(movement), period, {}, by=office_clerk)
    assert not years.fitting(loaded(movement), period).changes_something
    assert "quy định mới" in CampaignLog.objects.get(transition="fit_awards").note
    with pytest.raises(ValidationError, match="Không có gì"):
        years.fit_awards(loaded(movement), period, {}, by=office_clerk)


def test_a_criterion_that_names_a_gone_award_is_told(movement):
    found = make_criterion_set(authority=movement.authority)
    make_criterion(
        criterion_set=found, kind=CriterionKind.MEMBER_SHARE,
        parameters={"codes": ["GK_HUYEN"], "percent": 50},
    )  # fmt: skip
    movement.criterion_sets.add(found)
    campaign = loaded(movement)
    period = Period(
        campaign=campaign, name="Năm 2026", starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 12, 31),
    )  # fmt: skip
    [warning] = years.fitting(campaign, period).warnings
    assert "«Giấy khen của Chủ tịch UBND cấp huyện»" in warning


def test_the_step_is_logged_with_what_it_changed(movement, office_clerk):
    for _ in range(3):
        add(movement, office_clerk)
    add(movement, office_clerk, GK_HUYEN="GK_XA")
    note = CampaignLog.objects.latest("pk").note
    assert note.startswith("Năm 2025; ")
    assert "thay bằng «Giấy khen của Chủ tịch UBND cấp xã»" in note


def test_only_the_desk_adds_a_year(movement, auditor):
    with pytest.raises(PermissionDenied):
        add(movement, auditor)


def test_a_closed_movement_gets_no_further_year(movement, office_clerk):
    Campaign.objects.filter(pk=movement.pk).update(state=CampaignState.CLOSED)
    with pytest.raises(TransitionNotAllowed):
        add(movement, office_clerk)


@pytest.mark.parametrize("offers", [1, 3])
def test_fitting_takes_the_same_number_of_queries_for_any_offers(
    movement, offers, django_assert_num_queries
):
    for offer in list(movement.offers.all())[offers:]:
        offer.delete()
    campaign = loaded(movement)
    period = years.next_period(campaign)
    with django_assert_num_queries(2):
        years.fitting(campaign, period)


# --- pages ---------------------------------------------------------------------------------------


def test_the_page_adds_the_next_year(client, movement, office_clerk):
    client.force_login(office_clerk)
    assert "Thêm năm 2022" in client.get(movement.get_absolute_url()).content.decode()
    url = reverse("campaigns:campaign_next_year", args=[movement.pk])
    assert "Khen thưởng" in client.get(url).content.decode()
    answer = client.post(
        url, {"name": "Năm 2022", "registration_before": "05/02/2022"}, follow=True
    )
    assert "Đã thêm kỳ «Năm 2022»." in answer.content.decode()
    assert movement.periods.get(name="Năm 2022").registration_before == dt.date(2022, 2, 5)


def test_the_page_asks_what_takes_the_place_of_a_gone_award(client, movement, office_clerk):
    for _ in range(3):
        add(movement, office_clerk)
    client.force_login(office_clerk)
    url = reverse("campaigns:campaign_next_year", args=[movement.pk])
    answer = client.post(url, {"name": "Năm hai lăm", "registration_before": "05/02/2025"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Hãy chọn khen thưởng thay thế" in text
    assert "Năm hai lăm" in text
    assert "05/02/2025" in text
    huyen = movement.offers.get(award_type__code="GK_HUYEN")
    data = {"name": "Năm 2025", "registration_before": "05/02/2025"}
    answer = client.post(url, data | {f"instead-{huyen.pk}": "none"}, follow=True)
    assert "Đã thêm kỳ «Năm 2025»." in answer.content.decode()


def test_a_deadline_outside_the_movement_is_told_beside_the_field(client, movement, office_clerk):
    client.force_login(office_clerk)
    url = reverse("campaigns:campaign_next_year", args=[movement.pk])
    answer = client.post(url, {"name": "Năm 2022", "registration_before": "05/02/2027"})
    assert answer.context["form"].errors["registration_before"]


def test_the_page_of_a_year_takes_its_law_over(client, movement, office_clerk):
    period = make_period(
        campaign=movement, name="Năm 2024", starts_on=dt.date(2024, 1, 1),
        ends_on=dt.date(2024, 12, 31), registration_before=dt.date(2024, 2, 1),
    )  # fmt: skip
    client.force_login(office_clerk)
    url = reverse("campaigns:period_awards", args=[period.pk])
    assert "Áp dụng theo quy định mới từ 01/01/2024" in client.get(url).content.decode()
    assert "Đã cập nhật" in client.post(url, follow=True).content.decode()
    assert "không có gì phải cập nhật" in client.get(url).content.decode()


def test_a_reader_adds_nothing(client, movement, auditor):
    client.force_login(auditor)
    url = reverse("campaigns:campaign_next_year", args=[movement.pk])
    assert client.get(url).status_code == 403
    assert "Thêm năm" not in client.get(movement.get_absolute_url()).content.decode()
