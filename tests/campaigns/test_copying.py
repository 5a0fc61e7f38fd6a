"""Last year's campaign in a new year: every date and year moves, documents stay, and it is told."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import models

from awards.models import AwardType
from campaigns.models import Campaign, DossierComponent
from campaigns.services.copying import copy
from emulation.organization.models import Unit
from tests.make import (
    make_authority,
    make_award_type,
    make_campaign,
    make_criterion,
    make_criterion_set,
    make_library_set,
    make_offer,
    make_period,
    make_registration,
)

pytestmark = pytest.mark.django_db

BASES = (
    "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022\n"
    "Kế hoạch số 15/KH-UBND ngày 26/01/2024 của Ủy ban nhân dân xã"
)


def day(text):
    return dt.date.fromisoformat(text)


def award(code, on="2024-04-16"):
    return AwardType.objects.valid_on(day(on)).get(code=code)


def make_source(commune, **values):
    """Đình Dù 2024, with the year in every text that the office can type."""
    source = make_campaign(
        authority=commune,
        **{
            "name": "Phong trào thi đua cải cách hành chính năm 2024",
            "theme": "cải cách hành chính năm 2024",
            "superior_document": "Kế hoạch của huyện về phong trào thi đua năm 2024",
            "registration_sent_to": "UBND xã qua Văn phòng",
            "registration_yearly": "04-26",
            "starts_on": day("2024-04-16"),
            "ends_on": day("2024-12-31"),
            "issued_on": day("2024-04-16"),
            "bare": True,
        }
        | values,
    )
    make_period(
        campaign=source,
        name="Năm 2024",
        registration_before=day("2024-04-26"),
        dossier_before=day("2024-12-10"),
    )
    offer = make_offer(
        campaign=source,
        award_type=award("GK_XA"),
        heading="Giấy khen năm 2024",
        text="Giấy khen cho thành tích năm 2024",
        dossier_note="trước ngày 10/12/2024",
        copies=1,
        quota=5,
        sent_to="Văn phòng",
    )
    DossierComponent.objects.create(
        offer=offer, name="Báo cáo thành tích năm 2024", paper="achievement_report"
    )
    criteria = make_criterion_set(
        authority=commune, name="Tiêu chuẩn năm 2024", criteria=["Xếp loại tốt năm 2024"]
    )
    criteria.criteria.update(
        evidence="Phiếu xếp loại năm 2024", kind="rating", parameters={"level": "XS"}
    )
    criteria.groups.create(text="Một trong các tiêu chuẩn năm 2024", position=1)
    source.criterion_sets.add(criteria)
    source.participants.create(
        group=commune.groups.create(name="Các thôn", subject="C"), text="Các thôn năm 2024"
    )
    type(source.plan).objects.update(
        opening="Để đẩy mạnh cải cách hành chính năm 2024.",
        subject="Phát động phong trào thi đua năm 2024",
        lead_in="Ủy ban nhân dân xã xây dựng Kế hoạch năm 2024 như sau:",
        body="I. NĂM 2024\n- Trước ngày 26/04/2024 [[thời hạn]]",
        closing="Trên đây là Kế hoạch năm 2024.",
        recipients="Các thôn (khóa 2024)\nLưu: VT",
        bases=BASES,
    )
    return Campaign.objects.get(pk=source.pk)


@pytest.fixture
def source(commune):
    return make_source(commune)


@pytest.fixture
def copied(source, office_clerk):
    return Campaign.objects.get(pk=copy(source, 2026, by=office_clerk).pk)


def report_of(campaign):
    return {(change["before"], change["after"]) for change in campaign.copy_report}


# --- dates ---------------------------------------------------------------------------------------


def test_the_campaign_moves_by_the_difference_in_years(copied):
    assert (copied.starts_on, copied.ends_on) == (day("2026-04-16"), day("2026-12-31"))


def test_the_periods_and_their_deadlines_move_along(copied):
    period = copied.periods.get()
    assert (
        period.name,
        period.starts_on,
        period.ends_on,
        period.registration_before,
        period.dossier_before,
    ) == (
        "Năm 2026",
        day("2026-04-16"),
        day("2026-12-31"),
        day("2026-04-26"),
        day("2026-12-10"),
    )


def test_an_open_end_stays_open(commune, office_clerk):
    source = make_source(commune, ends_on=None)
    assert copy(source, 2025, by=office_clerk).ends_on is None


def test_the_29th_of_february_becomes_the_28th(commune, office_clerk):
    source = make_source(commune, starts_on=day("2024-02-29"))
    assert copy(source, 2025, by=office_clerk).starts_on == day("2025-02-28")


def test_a_campaign_of_several_years_moves_as_a_whole(commune, office_clerk):
    source = make_source(
        commune,
        name="Cải cách hành chính giai đoạn 2021-2025",
        starts_on=day("2021-08-09"),
        ends_on=day("2025-12-31"),
        issued_on=day("2021-08-09"),
    )
    copied = copy(source, 2026, by=office_clerk)
    assert (copied.name, copied.starts_on, copied.ends_on) == (
        "Cải cách hành chính giai đoạn 2026-2030",
        day("2026-08-09"),
        day("2030-12-31"),
    )


def test_every_moved_date_is_reported(copied):
    assert report_of(copied) >= {
        ("16/04/2024", "16/04/2026"),
        ("31/12/2024", "31/12/2026"),
        ("26/04/2024", "26/04/2026"),
        ("10/12/2024", "10/12/2026"),
    }


# --- texts ---------------------------------------------------------------------------------------


def records_of(campaign):
    yield from (campaign, campaign.plan, *campaign.periods.all(), *campaign.participants.all())
    for offer in campaign.offers.all():
        yield from (offer, *offer.components.all())
    for criterion_set in campaign.criterion_sets.all():
        yield from (
            criterion_set,
            *criterion_set.groups.all(),
            *criterion_set.criteria.all(),
        )


def texts_of(campaign):
    """Every text that can be typed, by model and field."""
    return {
        (type(record).__name__, field.name): getattr(record, field.name)
        for record in records_of(campaign)
        for field in record._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.editable
    }


def test_the_source_has_its_year_in_every_kind_of_text(source):
    """Guards the next test: a text field added later must be given a year in `make_source`."""
    with_year = {key for key, text in texts_of(source).items() if "2024" in text}
    without = {f"{model}.{field}" for model, field in texts_of(source).keys() - with_year}
    assert without == {
        "Campaign.kind",
        "Campaign.registration_yearly",
        "Campaign.dossier_yearly",
        "Campaign.registration_sent_to",
        "Plan.symbol",
        "Plan.place",
        "Plan.signer_authority",
        "Plan.signer_position",
        "Plan.signer_name",
        "Period.review",
        "AwardOffer.route",
        "AwardOffer.sent_to",
        "DossierComponent.paper",
        "CriterionSet.subject",
        "CriterionSet.award_code",
        "CriterionSet.legal_basis",
        "CriterionSet.verified",
        "CriterionSet.source",
        "Criterion.kind",
        "Criterion.scoring",
        "Criterion.clause",
    }


def test_every_year_in_every_text_moves_but_those_of_documents(source, copied):
    expected = {key: text.replace("2024", "2026") for key, text in texts_of(source).items()}
    expected["Plan", "bases"] = BASES
    assert texts_of(copied) == expected


def test_a_cited_document_is_reported_as_left_alone(copied):
    citation = "số 15/KH-UBND ngày 26/01/2024"
    assert (citation, citation) in report_of(copied)


def test_every_entry_of_the_report_says_where(copied):
    assert [change for change in copied.copy_report if not change["where"]] == []


def test_a_moved_year_is_reported_with_its_place(copied):
    assert {
        "where": "Trích yếu",
        "before": "2024",
        "after": "2026",
    } in copied.copy_report


def test_into_the_same_year_nothing_moves(source, office_clerk):
    copied = copy(source, 2024, by=office_clerk)
    assert texts_of(copied) == texts_of(source)


# --- the rest ------------------------------------------------------------------------------------


def test_a_copy_is_a_new_draft_of_who_made_it(source, copied, office_clerk):
    assert (copied.state, copied.issued_on, copied.created_by, copied.copied_from) == (
        "draft",
        None,
        office_clerk,
        source,
    )


def test_a_copied_plan_has_no_number_and_no_date(source, copied):
    assert source.plan.number == "15"
    assert (copied.plan.number, copied.plan.dated) == ("", None)


def test_the_yearly_rules_are_taken_over(copied):
    assert (copied.registration_yearly, copied.registration_sent_to) == (
        "04-26",
        "UBND xã qua Văn phòng",
    )


def test_who_signs_is_whoever_heads_the_authority_now(source, office_clerk):
    Unit.objects.filter(pk=source.authority_id).update(head_name="Đỗ Thị Hạnh")
    source.refresh_from_db()
    copied = copy(source, 2025, by=office_clerk)
    assert copied.plan.signer_name == "Đỗ Thị Hạnh"
    assert ("Lê Văn Chung", "Đỗ Thị Hạnh") in report_of(copied)


def test_the_copy_has_criteria_of_its_own(source, copied):
    copied.criterion_sets.get().criteria.update(text="Khác")
    assert source.criterion_sets.get().criteria.get().text == "Xếp loại tốt năm 2024"


def test_how_a_criterion_is_judged_is_taken_over(source, copied):
    before, after = (c.criterion_sets.get().criteria.get() for c in (source, copied))
    assert [
        (criterion.kind, criterion.parameters, criterion.mandatory, criterion.position)
        for criterion in (before, after)
    ] == [("rating", {"level": "XS"}, before.mandatory, before.position)] * 2


def test_groups_points_and_clauses_are_taken_over(source, office_clerk):
    own = source.criterion_sets.get()
    own.pass_points = 50
    own.save()
    group = own.groups.create(text="Một trong hai", needed=1, position=2)
    for text in ("Lựa chọn 1", "Lựa chọn 2"):
        make_criterion(
            criterion_set=own, text=text, group=group, mandatory=False, clause="Điều 5",
            scoring="score", points=60,
        )  # fmt: skip
    made = copy(source, 2026, by=office_clerk).criterion_sets.get()
    assert made.pass_points == 50
    first, second = made.criteria.filter(text__startswith="Lựa chọn")
    assert first.group == second.group != group
    assert (first.group.text, first.group.needed) == ("Một trong hai", 1)
    assert (first.scoring, first.points, first.clause) == ("score", 60, "Điều 5")


def test_a_copied_set_says_where_it_comes_from(source, copied):
    assert copied.criterion_sets.get().copied_from == source.criterion_sets.get()


def test_a_copied_set_goes_on_following_the_library(source, office_clerk):
    template = make_library_set(authority=source.authority)
    source.criterion_sets.update(copied_from=template, version=3)
    made = copy(source, 2026, by=office_clerk).criterion_sets.get()
    assert (made.copied_from, made.version) == (template, 3)


def test_an_award_that_a_criterion_asks_for_and_that_is_gone_is_reported(source, office_clerk):
    own = source.criterion_sets.get()
    asked = {"codes": ["GK_HUYEN"], "percent": 50}
    make_criterion(criterion_set=own, kind="member_share", parameters=asked)
    report = copy(source, 2026, by=office_clerk).copy_report
    assert [change["after"] for change in report if change["where"] == "Tiêu chuẩn"][-1] == (
        "Tiêu chuẩn: «Giấy khen của Chủ tịch UBND cấp huyện» không có trong danh mục vào ngày "
        "16/04/2026."
    )


def test_an_award_of_the_past_may_go_on_being_asked_for(source, office_clerk):
    own = source.criterion_sets.get()
    make_criterion(criterion_set=own, kind="award_held", parameters={"codes": ["GK_HUYEN"]})
    report = copy(source, 2026, by=office_clerk).copy_report
    assert not [change for change in report if "GK_HUYEN" in change["after"]]
    assert not [change for change in report if "không có trong danh mục" in change["after"]]


def test_an_offer_is_taken_over_with_its_terms(copied):
    offer = copied.offers.get()
    assert (offer.copies, offer.quota, offer.column, offer.sent_to, offer.route) == (
        1,
        5,
        1,
        "Văn phòng",
        "own",
    )


def test_registrations_are_not_copied(source, office_clerk):
    make_registration(period=source.periods.get())
    copied = copy(source, 2025, by=office_clerk)
    assert not copied.periods.get().registrations.exists()


def test_the_source_stays_as_it_was(source, office_clerk):
    before = texts_of(Campaign.objects.get(pk=source.pk))
    copy(source, 2026, by=office_clerk)
    assert texts_of(Campaign.objects.get(pk=source.pk)) == before


@pytest.mark.parametrize("who", ["unit_clerk", "auditor", "outsider"])
def test_only_the_desk_copies_and_otherwise_nothing_is_saved(source, request, who):
    with pytest.raises(PermissionDenied):
        copy(source, 2025, by=request.getfixturevalue(who))
    assert Campaign.objects.count() == 1


# --- awards by date ------------------------------------------------------------------------------


def make_offering(starts_on, *codes):
    commune = make_authority()
    campaign = make_campaign(
        authority=commune, bare=True, starts_on=day(starts_on), ends_on=None,
        issued_on=day(starts_on),
    )  # fmt: skip
    for column, code in enumerate(codes, start=1):
        make_offer(campaign=campaign, award_type=award(code, starts_on), column=column)
    return campaign


def codes_of(campaign):
    return [offer.award_type.code for offer in campaign.offers.all()]


@pytest.fixture
def clerk_of(django_user_model):
    def make(campaign):
        user = django_user_model.objects.create_user(username="vanphong")
        user.memberships.create(unit=campaign.authority, role="office")
        return user

    return make


@pytest.mark.parametrize(
    ("starts_on", "codes"),
    [("2024-06-30", ["GK_HUYEN", "GK_XA"]), ("2024-07-01", ["GK_XA"])],
)
def test_the_districts_award_is_left_out_from_01_07_2025_on(clerk_of, starts_on, codes):
    source = make_offering(starts_on, "GK_HUYEN", "GK_XA")
    assert codes_of(copy(source, 2025, by=clerk_of(source))) == codes


def test_an_award_that_is_left_out_is_named_in_the_report(clerk_of):
    source = make_offering("2024-07-01", "GK_HUYEN")
    copied = copy(source, 2025, by=clerk_of(source))
    assert copied.copy_report[-1] == {
        "where": "Khen thưởng",
        "before": "Giấy khen của Chủ tịch UBND cấp huyện",
        "after": "bỏ: không còn áp dụng từ 01/07/2025",
    }


@pytest.mark.parametrize(
    ("year", "decided_by"),
    [(2025, "Chủ tịch UBND cấp huyện"), (2026, "Chủ tịch UBND cấp xã")],
)
def test_an_award_is_taken_in_the_version_in_force_then(clerk_of, year, decided_by):
    source = make_offering("2024-04-16", "CSTDCS")
    offer = copy(source, year, by=clerk_of(source)).offers.get()
    assert (offer.award_type.code, offer.award_type.decided_by) == ("CSTDCS", decided_by)


@pytest.mark.parametrize(("year", "is_told"), [(2025, False), (2026, True)])
def test_who_decides_now_is_told_when_it_changed(clerk_of, year, is_told):
    source = make_offering("2024-04-16", "CSTDCS")
    copied = copy(source, year, by=clerk_of(source))
    change = ("Chủ tịch UBND cấp huyện", "Chủ tịch UBND cấp xã")
    assert (change in report_of(copied)) is is_told


def test_a_column_keeps_its_further_awards(clerk_of):
    source = make_offering("2024-04-16", "BK_TINH")
    source.offers.get().also.add(award("BK_BO"))
    offer = copy(source, 2026, by=clerk_of(source)).offers.get()
    assert [kind.code for kind in offer.types] == ["BK_TINH", "BK_BO"]


def test_a_column_goes_on_with_the_award_that_is_left(clerk_of):
    source = make_offering("2024-04-16", "GK_HUYEN")
    source.offers.get().also.add(award("GK_XA"))
    offer = copy(source, 2026, by=clerk_of(source)).offers.get()
    assert ([kind.code for kind in offer.types], offer.column) == (["GK_XA"], 1)


def test_an_award_of_the_offices_own_is_taken_by_its_code(clerk_of):
    source = make_offering("2024-04-16")
    own = make_award_type(code="GK_RIENG")
    make_offer(campaign=source, award_type=own)
    assert copy(source, 2026, by=clerk_of(source)).offers.get().award_type == own
