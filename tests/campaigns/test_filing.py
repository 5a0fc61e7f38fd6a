"""Filing a campaign: the outline, what is still missing, and issuing, which is whole or nothing."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from campaigns.models import Campaign, CampaignKind, CampaignLog, Period, Plan, Review
from campaigns.papers.slots import CRITERIA, REQUIRED
from campaigns.services.criteria import criterion_set
from campaigns.services.filing import (
    OUTLINE,
    Missing,
    apply_yearly_rules,
    create,
    issue,
    may_file_for,
    missing_to_issue,
)
from emulation.organization.models import IssuedPaper, NomineeKind, Role
from emulation.papers.catalogue import PaperKind
from emulation.papers.paper import PaperError
from emulation.papers.pdf import missing_libraries
from emulation.papers.text import parse, slots
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    days_from_today,
    make_authority,
    make_award_type,
    make_campaign,
    make_criterion_set,
    make_offer,
    make_period,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MISSING = missing_libraries()
prints = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")


def day(text):
    return text and dt.date.fromisoformat(text)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


# --- creating ------------------------------------------------------------------------------------


def new_campaign(authority, **values):
    return Campaign(
        **{
            "authority": authority,
            "name": "Phong trào thi đua cải cách hành chính năm 2024",
            "theme": "cải cách hành chính",
            "starts_on": day("2024-04-16"),
            "ends_on": day("2024-12-31"),
        }
        | values
    )


@pytest.mark.parametrize(
    ("starts", "ends", "periods"),
    [
        (
            "2024-04-16",
            "2024-12-31",
            [("Năm 2024", "2024-04-16", "2024-12-31", "yearly")],
        ),
        ("2024-04-16", None, [("Năm 2024", "2024-04-16", "2024-12-31", "yearly")]),
        # A school year, a spring campaign: one period, named for the year that holds its middle.
        ("2024-09-05", "2025-05-31", [("Năm 2025", "2024-09-05", "2025-05-31", "yearly")]),
        ("2024-10-01", "2025-01-15", [("Năm 2024", "2024-10-01", "2025-01-15", "yearly")]),
        (
            "2021-08-09",
            "2025-12-31",
            [
                ("Năm 2021", "2021-08-09", "2021-12-31", "yearly"),
                ("Năm 2022", "2022-01-01", "2022-12-31", "yearly"),
                ("Năm 2023", "2023-01-01", "2023-12-31", "yearly"),
                ("Năm 2024", "2024-01-01", "2024-12-31", "yearly"),
                ("Năm 2025", "2025-01-01", "2025-12-31", "yearly"),
                ("Tổng kết giai đoạn 2021-2025", "2021-08-09", "2025-12-31", "closing"),
            ],
        ),
    ],
    ids=["one year", "open end", "school year", "over New Year", "several years"],
)
def test_a_new_campaign_has_a_period_a_year_and_a_closing_one_over_several(
    commune, office_clerk, starts, ends, periods
):
    campaign = new_campaign(commune, starts_on=day(starts), ends_on=day(ends))
    create(campaign, by=office_clerk)
    assert [
        (p.name, p.starts_on.isoformat(), p.ends_on.isoformat(), p.review)
        for p in campaign.periods.all()
    ] == periods


def test_a_campaign_filed_for_several_years_has_a_period_for_each(commune, office_clerk):
    campaign = new_campaign(
        commune,
        kind=CampaignKind.MULTI_YEAR,
        starts_on=day("2024-10-01"),
        ends_on=day("2025-06-30"),
    )
    create(campaign, by=office_clerk)
    assert [period.name for period in campaign.periods.all()] == [
        "Năm 2024",
        "Năm 2025",
        "Tổng kết giai đoạn 2024-2025",
    ]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("symbol", "KH-UBND"),
        ("place", "Đình Dù"),
        ("subject", "Phát động phong trào thi đua cải cách hành chính năm 2024"),
        ("signer_authority", "TM. ỦY BAN NHÂN DÂN"),
        ("signer_position", "CHỦ TỊCH"),
        ("signer_name", "Lê Văn Chung"),
        ("number", ""),
        ("dated", None),
    ],
)
def test_the_plan_is_outlined_from_the_authoritys_own_data(commune, office_clerk, field, text):
    campaign = create(new_campaign(commune), by=office_clerk)
    assert getattr(fresh(campaign).plan, field) == text


def test_the_outline_has_a_place_for_every_part_but_the_households():
    households = CRITERIA[NomineeKind.HOUSEHOLD]
    assert set(slots(parse(OUTLINE))) == set(REQUIRED) - {households}


def test_a_new_campaign_is_a_draft_of_who_filed_it(commune, office_clerk):
    campaign = fresh(create(new_campaign(commune), by=office_clerk))
    assert (campaign.state, campaign.created_by, campaign.issued_on) == (
        "draft",
        office_clerk,
        None,
    )


def test_registrations_go_to_the_authority_unless_told_otherwise(commune, office_clerk):
    assert create(new_campaign(commune), by=office_clerk).registration_sent_to == "UBND xã Đình Dù"


@pytest.mark.parametrize("who", ["unit_clerk", "auditor", "outsider"])
def test_only_the_desk_of_the_authority_files(commune, request, who):
    with pytest.raises(PermissionDenied):
        create(new_campaign(commune), by=request.getfixturevalue(who))
    assert not Campaign.objects.exists()


def test_somebody_files_for_the_authorities_where_he_sits_at_the_desk(commune, village):
    user = make_user(role=Role.CHAIR, unit=commune)
    clerk = make_user(role=Role.OFFICE, unit=village)
    assert (may_file_for(user), may_file_for(clerk)) == ([commune], [])


# --- criteria ------------------------------------------------------------------------------------


def test_a_campaign_gets_a_set_of_criteria_of_its_own(draft):
    made = criterion_set(draft, NomineeKind.INDIVIDUAL)
    assert (made.subject, made.authority, made in draft.criterion_sets.all()) == (
        "I",
        draft.authority,
        True,
    )


def test_a_set_that_is_there_is_taken(draft):
    assert criterion_set(draft, NomineeKind.COLLECTIVE) == draft.criterion_sets.get()


def test_two_campaigns_share_no_criteria(draft):
    other = make_campaign(authority=draft.authority, bare=True)
    criterion_set(draft, NomineeKind.INDIVIDUAL)
    assert criterion_set(other, NomineeKind.INDIVIDUAL) not in draft.criterion_sets.all()


# --- yearly rules --------------------------------------------------------------------------------


@pytest.fixture
def lao_cai(commune, office_clerk):
    """2021-2025, by a rule for every year; the plan came in August of the first."""
    campaign = new_campaign(
        commune,
        starts_on=day("2021-08-09"),
        ends_on=day("2025-12-31"),
        registration_yearly="02-01",
        dossier_yearly="12-15",
    )
    return create(campaign, by=office_clerk)


def deadlines(campaign, field):
    return [value and value.isoformat() for value in campaign.periods.values_list(field, flat=True)]


def test_a_yearly_rule_fills_the_years_and_not_the_closing(lao_cai):
    apply_yearly_rules(lao_cai)
    assert deadlines(lao_cai, "dossier_before") == [
        "2021-12-15",
        "2022-12-15",
        "2023-12-15",
        "2024-12-15",
        "2025-12-15",
        None,
    ]


def test_an_exception_is_kept(lao_cai):
    lao_cai.periods.filter(name="Năm 2021").update(registration_before=day("2021-08-30"))
    apply_yearly_rules(lao_cai)
    assert deadlines(lao_cai, "registration_before") == [
        "2021-08-30",
        "2022-02-01",
        "2023-02-01",
        "2024-02-01",
        "2025-02-01",
        None,
    ]


def test_a_rule_puts_no_deadline_before_the_beginning(lao_cai):
    apply_yearly_rules(lao_cai)
    assert deadlines(lao_cai, "registration_before")[0] is None


def test_a_rule_puts_no_dossier_before_its_registration(lao_cai):
    lao_cai.dossier_yearly = "08-20"
    lao_cai.periods.filter(name="Năm 2021").update(registration_before=day("2021-08-30"))
    apply_yearly_rules(lao_cai)
    assert deadlines(lao_cai, "dossier_before")[:2] == [None, "2022-08-20"]


def test_without_a_rule_nothing_is_filled(lao_cai):
    lao_cai.registration_yearly = ""
    apply_yearly_rules(lao_cai)
    assert set(deadlines(lao_cai, "registration_before")) == {None}


# --- what is missing -----------------------------------------------------------------------------


def test_a_complete_draft_lacks_nothing(draft):
    assert missing_to_issue(draft) == []


def change_plan(**values):
    return lambda campaign: Plan.objects.filter(campaign=campaign).update(**values)


def change_period(**values):
    return lambda campaign: campaign.periods.update(**values)


def use_expired_award(campaign):
    gone = make_award_type(name="Giấy khen cũ", valid_to=campaign.starts_on - dt.timedelta(days=1))
    campaign.offers.filter(column=1).update(award_type=gone)


def add_household_criteria(campaign):
    campaign.criterion_sets.add(
        make_criterion_set(authority=campaign.authority, subject=NomineeKind.HOUSEHOLD)
    )


def use_slot_without_data(campaign):
    campaign.plan.body += "[[hồ sơ khen thưởng]]\n"
    campaign.plan.save()


def drop_slot(name):
    def change(campaign):
        campaign.plan.body = campaign.plan.body.replace(f"[[{name}]]\n", "- Theo quy định.\n")
        campaign.plan.save()

    return change


LACKING = [
    (
        lambda campaign: campaign.participants.all().delete(),
        Missing("participants", "Chưa ghi đối tượng thi đua."),
    ),
    (
        change_period(registration_before=None),
        Missing("periods", "Chưa có thời hạn đăng ký cho kỳ nào."),
    ),
    (
        lambda campaign: campaign.periods.all().delete(),
        Missing("periods", "Chưa có thời hạn đăng ký cho kỳ nào."),
    ),
    (
        lambda campaign: campaign.offers.all().delete(),
        Missing("offers", "Chưa chọn danh hiệu, hình thức khen thưởng nào."),
    ),
    (
        lambda campaign: campaign.offers.update(column=None),
        Missing("offers", "Chưa có danh hiệu, hình thức nào là cột của bảng đăng ký."),
    ),
    (
        use_expired_award,
        Missing("offers", "«Giấy khen cũ» không áp dụng vào ngày bắt đầu phong trào."),
    ),
    (
        lambda campaign: campaign.criterion_sets.clear(),
        Missing("criteria", "Chưa có tiêu chuẩn khen thưởng."),
    ),
    (change_plan(subject=""), Missing("plan", "Kế hoạch chưa có trích yếu.")),
    (change_plan(body=" \n"), Missing("plan", "Kế hoạch chưa có nội dung.")),
    (change_plan(recipients=""), Missing("plan", "Kế hoạch chưa có nơi nhận.")),
    (change_plan(signer_position=""), Missing("plan", "Kế hoạch chưa có chức vụ người ký.")),
    (change_plan(signer_name=""), Missing("plan", "Kế hoạch chưa có họ tên người ký.")),
    (
        change_plan(body="I. MỤC ĐÍCH\n-"),
        Missing("plan", "Dòng 2: Dòng “-” chưa có nội dung."),
    ),
    (
        drop_slot("thời hạn đăng ký"),
        Missing("plan", "Nội dung kế hoạch chưa có chỗ cho phần «[[thời hạn đăng ký]]»."),
    ),
    (
        add_household_criteria,
        Missing("plan", "Nội dung kế hoạch chưa có chỗ cho phần «[[tiêu chuẩn hộ gia đình]]»."),
    ),
    (
        use_slot_without_data,
        Missing("plan", "Phần «[[hồ sơ khen thưởng]]» chưa có dữ liệu."),
    ),
]


@pytest.mark.parametrize(
    ("change", "missing"), LACKING, ids=[missing.message for _, missing in LACKING]
)
def test_what_is_missing_is_said_at_its_step(draft, change, missing):
    change(draft)
    assert missing in missing_to_issue(fresh(draft))


def test_a_deadline_after_the_end_is_said_with_its_period(draft):
    draft.periods.update(dossier_before=draft.ends_on + dt.timedelta(days=2))
    assert missing_to_issue(draft) == [
        Missing(
            "periods",
            f"{draft.periods.get()}: Thời hạn sau ngày kết thúc phong trào "
            f"({draft.ends_on:%d/%m/%Y}).",
        )
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_what_is_missing_costs_no_more_with_more_rows(
    draft, rows, django_assert_num_queries
):
    for number in range(1, rows):
        make_period(campaign=draft, name=f"Kỳ {number}")
        make_offer(campaign=draft, award_type=make_award_type(), column=number + 2)
    campaign = Campaign.objects.with_filing().get(pk=draft.pk)
    with django_assert_num_queries(0):
        missing_to_issue(campaign)


@pytest.mark.parametrize("rows", [1, 3])
def test_fetching_a_campaign_with_its_filing_costs_no_more_with_more_rows(
    draft, rows, django_assert_num_queries
):
    for number in range(1, rows):
        make_period(campaign=draft, name=f"Kỳ {number}")
        make_offer(campaign=draft, award_type=make_award_type(), column=number + 2)
    with django_assert_num_queries(11):
        Campaign.objects.with_filing().get(pk=draft.pk)


# --- issuing -------------------------------------------------------------------------------------


@prints
def test_issuing_gives_the_plan_its_number_and_date(draft, office_clerk):
    issue(draft, number="38", dated=days_from_today(-1), by=office_clerk)
    plan = fresh(draft).plan
    assert (plan.full_number, plan.dated) == ("38/KH-UBND", days_from_today(-1))


@prints
def test_issuing_is_logged_with_actor_and_role(draft, chair):
    issue(draft, number="38", dated=days_from_today(-1), by=chair, note="Thay mặt UBND")
    log = CampaignLog.objects.get()
    assert (log.transition, log.to_state, log.by, log.role, log.note) == (
        "issue",
        "issued",
        chair,
        "chair",
        "Thay mặt UBND",
    )


@prints
def test_issuing_freezes_the_pdf_with_its_hash(draft, office_clerk):
    issue(draft, number="38", dated=days_from_today(-1), by=office_clerk)
    paper = IssuedPaper.of("plan", draft)
    assert hashlib.sha256(paper.read()).hexdigest() == paper.sha256
    assert (paper.number, paper.dated, paper.issued_by, paper.authority) == (
        "38/KH-UBND",
        days_from_today(-1),
        office_clerk,
        draft.authority,
    )


@prints
def test_issuing_opens_registration(draft, office_clerk):
    today = timezone.localdate()
    before = Period.objects.taking_registrations_on(today).count()
    issue(draft, number="38", dated=today, by=office_clerk)
    assert (before, Period.objects.taking_registrations_on(today).count()) == (0, 1)


@prints
def test_an_issued_campaign_cannot_be_issued_again(draft, office_clerk):
    issue(draft, number="38", dated=days_from_today(-1), by=office_clerk)
    with pytest.raises(TransitionNotAllowed, match="«Đã ban hành»"):
        issue(draft, number="39", dated=days_from_today(-1), by=office_clerk)


def refused(draft, by, **values):
    """Try to issue; the messages by field, after checking that nothing was saved."""
    with pytest.raises(ValidationError) as caught:
        issue(draft, **{"number": "38", "dated": days_from_today(-1), "by": by} | values)
    kept = fresh(draft)
    saved = (kept.state, kept.issued_on, kept.plan.number, kept.plan.dated)
    assert saved == ("draft", None, "", None)
    assert (CampaignLog.objects.count(), IssuedPaper.objects.count()) == (0, 0)
    return caught.value.message_dict


def test_a_plan_is_not_dated_in_the_future(draft, office_clerk):
    assert refused(draft, office_clerk, dated=days_from_today(1)) == {
        "dated": ["Ngày văn bản không thể ở tương lai."]
    }


@pytest.mark.parametrize("shift", [0, 1])
def test_a_plan_is_not_dated_after_its_first_deadline(draft, office_clerk, shift):
    deadline = days_from_today(-5)
    draft.periods.update(registration_before=deadline)
    found = refused(draft, office_clerk, dated=deadline + dt.timedelta(days=shift))
    assert found == {
        "dated": [f"Hạn đăng ký đầu tiên (trước ngày {deadline:%d/%m/%Y}) đã qua vào ngày này."]
    }


@prints
def test_a_plan_may_be_dated_on_the_last_day_of_registration(draft, office_clerk):
    draft.periods.update(registration_before=days_from_today(-4))
    issue(draft, number="38", dated=days_from_today(-5), by=office_clerk)
    assert fresh(draft).state == "issued"


def test_an_incomplete_campaign_is_not_issued(draft, office_clerk):
    draft.participants.all().delete()
    assert "Chưa ghi đối tượng thi đua." in refused(draft, office_clerk)["__all__"]


def test_all_that_is_wrong_is_told_at_once(draft, office_clerk):
    draft.participants.all().delete()
    assert set(refused(draft, office_clerk, dated=days_from_today(1))) == {"__all__", "dated"}


def give_number(campaign, **values):
    Plan.objects.filter(campaign=campaign).update(
        **{"number": "38", "symbol": "KH-UBND", "dated": days_from_today(-1)} | values
    )


def test_a_number_is_not_used_twice_in_a_year(draft, office_clerk):
    give_number(make_campaign(authority=draft.authority, bare=True))
    assert refused(draft, office_clerk) == {
        "number": [f"Số 38/KH-UBND đã dùng trong năm {days_from_today(-1).year}."]
    }


@pytest.mark.parametrize("typed", ["05", "005", " 5 "])
def test_a_number_that_prints_alike_is_the_same_number(draft, office_clerk, typed):
    give_number(make_campaign(authority=draft.authority, bare=True), number="5")
    assert set(refused(draft, office_clerk, number=typed)) == {"number"}


@pytest.mark.parametrize("typed", ["", "0", "00"])
def test_a_plan_has_a_number(draft, office_clerk, typed):
    assert refused(draft, office_clerk, number=typed) == {
        "number": ["Số văn bản phải từ 1 trở lên."]
    }


@prints
@pytest.mark.parametrize(
    "theirs",
    [{"number": "39"}, {"symbol": "KH-BCĐ"}, {"dated": dt.date(2020, 1, 1)}],
    ids=["other number", "other symbol", "other year"],
)
def test_a_number_is_free_beside_another_one(draft, office_clerk, theirs):
    give_number(make_campaign(authority=draft.authority, bare=True), **theirs)
    issue(draft, number="38", dated=days_from_today(-1), by=office_clerk)
    assert fresh(draft).plan.full_number == "38/KH-UBND"


@prints
def test_another_authority_counts_its_own_numbers(draft, office_clerk):
    give_number(make_campaign(authority=make_authority(), bare=True))
    issue(draft, number="38", dated=days_from_today(-1), by=office_clerk)
    assert fresh(draft).plan.full_number == "38/KH-UBND"


@pytest.mark.parametrize("who", ["unit_clerk", "auditor", "outsider"])
def test_only_the_desk_issues(draft, request, who):
    with pytest.raises(PermissionDenied):
        issue(draft, number="38", dated=days_from_today(-1), by=request.getfixturevalue(who))
    assert (fresh(draft).state, fresh(draft).plan.number) == ("draft", "")


def cannot_be_made(campaign):
    raise PaperError("Máy chủ chưa cài thư viện in PDF.")


BROKEN = (PaperKind("plan", "Kế hoạch", Campaign.objects.all, cannot_be_made),)


def test_when_the_pdf_cannot_be_made_nothing_is_half_issued(draft, office_clerk, settings):
    settings.PAPER_CATALOGUES = [f"{__name__}.BROKEN"]
    assert refused(draft, office_clerk) == {"__all__": ["Máy chủ chưa cài thư viện in PDF."]}


def test_when_the_pdf_cannot_be_made_the_campaign_in_hand_is_a_draft_too(
    draft, office_clerk, settings
):
    settings.PAPER_CATALOGUES = [f"{__name__}.BROKEN"]
    refused(draft, office_clerk)
    assert (draft.state, draft.issued_on) == ("draft", None)


@prints
def test_a_refused_plan_leaves_no_file(draft, office_clerk, media_root):
    refused(draft, office_clerk, dated=days_from_today(1))
    assert [path for path in Path(media_root).rglob("*") if path.is_file()] == []


# --- who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("office_clerk", {"draft", "issued", "cancelled draft", "cancelled"}),
        ("chair", {"draft", "issued", "cancelled draft", "cancelled"}),
        ("auditor", {"draft", "issued", "cancelled draft", "cancelled"}),
        ("unit_clerk", {"issued", "cancelled"}),
        ("outsider", set()),
    ],
)
def test_drafts_are_for_the_desk_and_issued_campaigns_for_all_units(commune, request, who, seen):
    campaigns = {
        "draft": make_campaign(authority=commune, state="draft", bare=True),
        "issued": make_campaign(authority=commune, bare=True),
        "cancelled draft": make_campaign(authority=commune, state="cancelled", bare=True),
        "cancelled": make_campaign(
            authority=commune, state="cancelled", bare=True, issued_on=days_from_today(-20)
        ),
    }
    visible = set(Campaign.objects.visible_to(request.getfixturevalue(who)))
    assert {name for name, campaign in campaigns.items() if campaign in visible} == seen


def test_units_to_register_are_named_by_the_groups_of_the_day(draft):
    for name in ("Thôn 10", "Thôn 2"):
        make_unit(parent=draft.authority, name=name)
    make_unit(parent=draft.authority, name="Thôn cũ", valid_to=days_from_today(-1))
    assert [str(unit) for unit in draft.units_on(timezone.localdate())] == ["Thôn 2", "Thôn 10"]


# --- what the yearly rule and the day of issue ask for -------------------------------------------


def test_a_year_without_a_deadline_is_missing_where_the_plan_says_every_year(draft):
    draft.registration_yearly = "02-01"
    draft.save()
    draft.periods.create(
        name="Năm sau", starts_on=draft.starts_on, ends_on=draft.ends_on, review=Review.YEARLY
    )
    fresh = Campaign.objects.with_filing().get(pk=draft.pk)
    assert "Năm sau: chưa có thời hạn đăng ký." in [p.message for p in missing_to_issue(fresh)]


def test_an_award_that_is_gone_on_the_day_of_issue_stops_issuing(draft, office_clerk):
    award_type = draft.offers.first().award_type
    award_type.valid_to = draft.starts_on
    award_type.save()
    fresh = Campaign.objects.with_filing().get(pk=draft.pk)
    with pytest.raises(ValidationError) as refused:
        issue(fresh, number="7", dated=days_from_today(-1), by=office_clerk)
    assert list(refused.value.message_dict) == ["dated"]
    assert str(award_type) in refused.value.message_dict["dated"][0]
