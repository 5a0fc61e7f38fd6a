"""Filing over HTTP: list, create, every step, preview, issue, copy; bad input loses nothing."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.models import AwardType
from campaigns.models import Campaign, Period
from campaigns.states import CampaignState
from emulation.organization.models import IssuedPaper, NomineeKind, Role
from tests.make import (
    days_from_today,
    make_authority,
    make_campaign,
    make_criterion_set,
    make_group,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
FULL_BODY = """I. ĐỐI TƯỢNG
[[đối tượng thi đua]]
II. ĐĂNG KÝ
[[thời hạn đăng ký]]
III. TIÊU CHUẨN
[[tiêu chuẩn tập thể]]
V. KHEN THƯỞNG
[[hình thức khen thưởng]]"""


@pytest.fixture
def authority():
    made = make_authority()
    make_unit(parent=made)
    return made


@pytest.fixture
def officer(authority, client):
    user = make_user(role=Role.OFFICE, unit=authority)
    client.force_login(user)
    return user


@pytest.fixture
def draft(authority, officer):
    """A draft that lacks nothing."""
    campaign = make_campaign(authority=authority, state=CampaignState.DRAFT)
    campaign.criterion_sets.add(make_criterion_set(authority=authority))
    campaign.plan.body = FULL_BODY
    campaign.plan.save()
    return campaign


def edit_url(campaign, step):
    return reverse("campaigns:campaign_edit", args=[campaign.pk, step])


def rows(prefix, *rows, initial=0):
    """What a formset posts: management form and rows."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for index, row in enumerate(rows):
        data |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return data


def vn(day):
    return f"{day:%d/%m/%Y}"


def test_an_officer_files_a_campaign_with_its_periods_and_plan(client, officer, authority):
    response = client.post(
        reverse("campaigns:campaign_create"),
        {
            "authority": authority.pk,
            "name": "Phong trào thi đua chuyển đổi số giai đoạn 2027-2028",
            "theme": "chuyển đổi số",
            "kind": "multi_year",
            "starts_on": "05/03/2027",
            "ends_on": "31/12/2028",
            "superior_document": "",
        },
    )
    campaign = Campaign.objects.get()
    assert response.url == edit_url(campaign, "periods")
    assert campaign.starts_on == dt.date(2027, 3, 5)
    assert [period.name for period in campaign.periods.all()] == [
        "Năm 2027", "Năm 2028", "Tổng kết giai đoạn 2027-2028",
    ]  # fmt: skip
    assert campaign.plan.symbol == "KH-UBND"


def test_an_end_before_the_start_is_named_at_its_field_and_nothing_is_lost(
    client, officer, authority
):
    data = {"authority": authority.pk, "name": "Phong trào «Dân vận khéo»", "theme": "dân vận",
            "kind": "thematic", "starts_on": "05/03/2027", "ends_on": "04/03/2027"}  # fmt: skip
    response = client.post(reverse("campaigns:campaign_create"), data)
    assert response.context["form"].errors["ends_on"] == ["Ngày kết thúc phải sau ngày bắt đầu."]
    assert "Phong trào «Dân vận khéo»" in response.content.decode()
    assert not Campaign.objects.exists()


def test_a_village_head_cannot_file(client, authority):
    client.force_login(make_user(role=Role.UNIT, unit=make_unit(parent=authority)))
    assert client.get(reverse("campaigns:campaign_create")).status_code == 403


STEPS = ["info", "periods", "participants", "offers", "criteria", "dossiers", "plan"]


@pytest.mark.parametrize("step", STEPS)
def test_every_step_opens_for_the_office(client, draft, step):
    response = client.get(edit_url(draft, step))
    assert response.status_code == 200
    assert 'aria-current="step"' in response.content.decode()


@pytest.mark.parametrize("step", STEPS)
def test_no_step_opens_for_an_auditor(client, draft, step):
    client.force_login(make_user(role=Role.AUDITOR, unit=draft.authority))
    assert client.get(edit_url(draft, step)).status_code == 403


def test_an_unknown_step_does_not_exist(client, draft):
    assert client.get(edit_url(draft, "khac")).status_code == 404


def period_row(period, **changes):
    return {
        "id": period.pk, "name": period.name, "starts_on": vn(period.starts_on),
        "ends_on": vn(period.ends_on), "registration_before": vn(period.registration_before),
        "dossier_before": vn(period.dossier_before), "review": "yearly",
    } | changes  # fmt: skip


def test_a_deadline_after_the_end_of_the_campaign_is_named_at_its_field(client, draft):
    period = draft.periods.get()
    late = draft.ends_on + dt.timedelta(days=2)
    row = period_row(period, dossier_before=vn(late))
    response = client.post(edit_url(draft, "periods"), rows("periods", row, initial=1))
    errors = response.context["blocks"][1].rows.errors[0]
    assert errors["dossier_before"] == [
        f"Thời hạn sau ngày kết thúc phong trào ({vn(draft.ends_on)})."
    ]
    assert vn(late) in response.content.decode()
    assert Period.objects.get().dossier_before == period.dossier_before


def test_empty_deadlines_follow_the_yearly_rule_and_exceptions_stay(client, officer, authority):
    client.post(
        reverse("campaigns:campaign_create"),
        {"authority": authority.pk, "name": "Cải cách hành chính 2021-2022", "theme": "CCHC",
         "kind": "multi_year", "starts_on": "16/08/2021", "ends_on": "31/12/2022"},
    )  # fmt: skip
    campaign = Campaign.objects.get()
    first, second, closing = campaign.periods.all()
    posted = [
        {"id": p.pk, "name": p.name, "starts_on": vn(p.starts_on), "ends_on": vn(p.ends_on),
         "review": p.review, "registration_before": "30/8/2021" if p == first else ""}
        for p in (first, second, closing)
    ]  # fmt: skip
    client.post(
        edit_url(campaign, "periods"),
        rows("periods", *posted, initial=3) | {"registration_yearly": "1/2"},
    )
    days = list(campaign.periods.values_list("registration_before", flat=True))
    assert days == [dt.date(2021, 8, 30), dt.date(2022, 2, 1), None]


def test_a_yearly_rule_that_is_no_day_is_refused(client, draft):
    data = rows("periods", period_row(draft.periods.get()), initial=1)
    response = client.post(edit_url(draft, "periods"), data | {"registration_yearly": "31/02"})
    form = response.context["blocks"][0].form
    assert form.errors["registration_yearly"] == ["Ghi ngày và tháng, ví dụ 01/02."]


def test_an_award_that_no_longer_exists_is_refused_with_its_period(client, draft):
    gone = AwardType.objects.get(code="GK_HUYEN")
    row = {"award_type": gone.pk, "route": "superior", "column": "1", "ORDER": "1"}
    response = client.post(edit_url(draft, "offers"), rows("offers", row))
    day = draft.starts_on
    (message,) = response.context["blocks"][0].rows.errors[0]["award_type"]
    assert message.startswith(
        f"«{gone.name}» không có trong danh mục vào ngày {vn(day)}: "
        "chỉ áp dụng từ 01/06/2014 đến hết 30/06/2025. "
        "Thay vào đó có «Giấy khen của Chủ tịch UBND cấp xã»"
    )
    assert draft.offers.count() == 2


def test_participants_are_kept_in_the_order_given(client, draft, authority):
    first = draft.participants.get()
    people = make_group(authority=authority, name="Toàn thể", subject=NomineeKind.INDIVIDUAL)
    posted = [
        {"id": first.pk, "group": first.group_id, "text": "", "ORDER": "2"},
        {"group": people.pk, "text": "Cán bộ, công chức xã", "ORDER": "1"},
    ]
    client.post(edit_url(draft, "participants"), rows("participants", *posted, initial=1))
    assert [str(p) for p in draft.participants.all()] == ["Cán bộ, công chức xã", "Các thôn"]


def test_a_blank_row_that_the_page_numbered_is_no_row(client, draft):
    existing = draft.criteria_for("C")[0]
    data = rows("criteria-C", {"id": existing.pk, "text": existing.text, "kind": "manual",
                               "mandatory": "on", "ORDER": "1"}, initial=1)  # fmt: skip
    blank = {"text": "", "kind": "manual", "mandatory": "on", "ORDER": "1"}
    data |= rows("criteria-I", blank) | rows("criteria-H", blank)
    response = client.post(edit_url(draft, "criteria"), data)
    assert response.status_code == 302
    assert not draft.criteria_for("I")


def test_rows_that_only_moved_keep_their_new_order(client, draft, authority):
    group = make_group(authority=authority, name="Các ban, ngành", unit_kinds=["mass_org"])
    first, second = draft.participants.get(), draft.participants.create(group=group, position=2)
    posted = [
        {"id": first.pk, "group": first.group_id, "text": "", "ORDER": "2"},
        {"id": second.pk, "group": second.group_id, "text": "", "ORDER": "1"},
    ]
    client.post(edit_url(draft, "participants"), rows("participants", *posted, initial=2))
    assert list(draft.participants.all()) == [second, first]


def test_criteria_are_saved_for_each_nominee_kind(client, draft):
    existing = draft.criteria_for("C")[0]
    data = rows("criteria-C", {"id": existing.pk, "text": existing.text, "kind": "manual",
                               "mandatory": "on", "ORDER": "1"}, initial=1)  # fmt: skip
    data |= rows("criteria-I", {"text": "Có sáng kiến", "kind": "initiative", "ORDER": "1"})
    data |= rows("criteria-H")
    client.post(edit_url(draft, "criteria"), data)
    fresh = Campaign.objects.get(pk=draft.pk)
    assert [c.text for c in fresh.criteria_for("I")] == ["Có sáng kiến"]


def test_bad_structure_of_the_plan_is_named_at_its_line_and_the_text_is_kept(client, draft):
    plan = draft.plan
    data = {f: getattr(plan, f) for f in ("subject", "symbol", "place", "signer_position",
            "signer_name", "bases", "opening", "lead_in", "closing", "recipients",
            "signer_authority")}  # fmt: skip
    response = client.post(edit_url(draft, "plan"), data | {"body": "I. MỤC ĐÍCH\n[[không có]]"})
    text = response.content.decode()
    assert "Dòng 2:" in text
    assert "[[không có]]" in text
    plan.refresh_from_db()
    assert plan.body == FULL_BODY


def test_the_preview_counts_the_numbers_anew_and_fills_the_data(client, draft):
    url = reverse("campaigns:campaign_preview", args=[draft.pk])
    text = client.post(url, {"body": FULL_BODY}).content.decode()
    assert "IV. KHEN THƯỞNG" in text
    assert "Các thôn." in text
    assert "[[" not in text


def test_the_preview_shows_what_a_user_types_as_text(client, draft):
    url = reverse("campaigns:campaign_preview", args=[draft.pk])
    text = client.post(url, {"body": "<script>alert(1)</script>"}).content.decode()
    assert "&lt;script&gt;" in text
    assert "<script>" not in text


def test_issuing_freezes_the_plan_and_opens_registration(client, draft):
    url = reverse("campaigns:campaign_issue", args=[draft.pk])
    client.post(url, {"number": "38", "dated": vn(days_from_today(-1))})
    fresh = Campaign.objects.get(pk=draft.pk)
    assert fresh.state == CampaignState.ISSUED
    assert fresh.plan.full_number == "38/KH-UBND"
    assert fresh.periods.get().takes_registrations()
    issued = IssuedPaper.of("plan", fresh)
    served = client.get(reverse("organization:paper", args=["plan", fresh.pk]))
    assert served.content == issued.read()


def test_issuing_in_the_future_is_refused_at_the_date(client, draft):
    url = reverse("campaigns:campaign_issue", args=[draft.pk])
    day = timezone.localdate() + dt.timedelta(days=1)
    response = client.post(url, {"number": "38", "dated": vn(day)})
    assert response.context["form"].errors["dated"] == ["Ngày văn bản không thể ở tương lai."]
    assert Campaign.objects.get(pk=draft.pk).state == CampaignState.DRAFT


def test_what_is_missing_is_listed_and_stops_issuing(client, draft):
    draft.participants.all().delete()
    url = reverse("campaigns:campaign_issue", args=[draft.pk])
    response = client.post(url, {"number": "38", "dated": vn(days_from_today(-1))})
    assert "Chưa ghi đối tượng thi đua." in response.content.decode()
    assert Campaign.objects.get(pk=draft.pk).state == CampaignState.DRAFT


def test_an_issued_campaign_is_not_edited_any_more(client, officer, authority):
    campaign = make_campaign(authority=authority)
    assert client.get(edit_url(campaign, "info")).status_code == 403


def test_copying_shows_what_moved_and_what_stayed(client, officer, authority):
    campaign = make_campaign(authority=authority)
    year = campaign.starts_on.year
    campaign.plan.bases = f"Kế hoạch số 15/KH-UBND ngày 26/01/{year} của UBND xã"
    campaign.plan.save()
    url = reverse("campaigns:campaign_copy", args=[campaign.pk])
    response = client.post(url, {"year": str(year + 1)}, follow=True)
    copy = Campaign.objects.get(copied_from=campaign)
    text = response.content.decode()
    assert vn(copy.starts_on) in text
    assert f"15/KH-UBND ngày 26/01/{year}" in text
    assert copy.starts_on.year == year + 1


def test_closing_needs_a_reason_and_is_logged(client, officer, authority):
    campaign = make_campaign(authority=authority)
    url = reverse("campaigns:campaign_transition", args=[campaign.pk])
    client.post(url, {"transition": "close"})
    assert Campaign.objects.get().state == CampaignState.ISSUED
    client.post(url, {"transition": "close", "note": "Đã tổng kết"})
    log = campaign.log.get()
    assert (log.to_state, log.note, log.by) == ("closed", "Đã tổng kết", officer)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_constant_number_of_queries(
    client, officer, authority, django_assert_num_queries, count
):
    for number in range(count):
        make_campaign(authority=authority, name=f"Phong trào {number}")
    with django_assert_num_queries(7):
        client.get(reverse("campaigns:campaign_list"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_campaign_page_asks_a_constant_number_of_queries(
    client, officer, authority, django_assert_num_queries, count
):
    campaign = make_campaign(authority=authority)
    for number in range(count):
        make_unit(parent=authority, name=f"Thôn {number}")
        Period.objects.create(
            campaign=campaign, name=f"Kỳ {number}", starts_on=campaign.starts_on,
            registration_before=days_from_today(20),
        )  # fmt: skip
    with django_assert_num_queries(19):
        client.get(campaign.get_absolute_url())


def test_the_list_finds_without_accents(client, officer, authority):
    make_campaign(authority=authority, name="Phong trào đẩy mạnh chuyển đổi số")
    make_campaign(authority=authority, name="Phong trào vệ sinh môi trường")
    text = client.get(reverse("campaigns:campaign_list"), {"q": "CHUYEN doi"}).content.decode()
    assert "chuyển đổi số" in text
    assert "vệ sinh môi trường" not in text
