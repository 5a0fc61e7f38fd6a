"""Criteria in a real browser: fields follow the kind, sentences the fields; sets are reused."""

import pytest
from playwright.sync_api import expect

from awards.models import CriterionSet
from awards.services.criteria import add_content, next_version
from campaigns.models import Campaign
from campaigns.states import CampaignState
from emulation.organization.models import Role
from tests.journeys.test_registration_season import check, log_in
from tests.make import make_authority, make_campaign, make_library_set, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(live_server):
    authority = make_authority()
    make_user(role=Role.OFFICE, unit=authority, username="vanphong", full_name="Lê Thị Mai")
    return make_campaign(authority=authority, state=CampaignState.DRAFT)


def open_step(page, draft):
    log_in(page, "vanphong")
    page.goto(f"/phong-trao/{draft.pk}/soan/criteria/")


def test_criteria_are_filed_with_the_fields_of_their_kind(page, draft):
    open_step(page, draft)
    individuals = page.locator("#tieu-chuan-I")
    row = individuals.locator("[data-formset-rows] > .criterion-card").first
    row.get_by_label("Nội dung tiêu chuẩn").fill("Hoàn thành tốt nhiệm vụ, có sáng kiến")
    expect(row.get_by_label("Điểm tối đa")).to_be_hidden()
    row.get_by_label("Cách xét").select_option("rating")
    expect(row.get_by_label("Từ mức")).to_have_value("T")
    row.get_by_label("Đồng thời có sáng kiến").check()
    expect(row.locator(".criterion-sentence")).to_contain_text("và có sáng kiến")

    individuals.get_by_role("button", name="Thêm tiêu chuẩn").click()
    added = individuals.locator("[data-formset-rows] > .criterion-card").nth(1)
    added.get_by_label("Nội dung tiêu chuẩn").fill("Chiến sĩ thi đua cơ sở 3 năm liền")
    added.get_by_label("Cách xét").select_option("title_years")
    expect(added.locator(".criterion-sentence")).to_contain_text("chưa ghi")
    added.locator(".ts-control").click()
    page.keyboard.type("chien si thi dua co so")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(added.locator(".criterion-sentence")).to_contain_text("«Chiến sĩ thi đua cơ sở»")
    # The groups' fields appear once a criterion belongs to one.
    expect(individuals.locator("[data-group='1']")).to_be_hidden()
    for card in (row, added):
        card.get_by_label("Tính chất").select_option("1")
    expect(individuals.locator("[data-group='1']")).to_be_visible()
    expect(individuals.locator("[data-group='2']")).to_be_hidden()
    check(page)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu phần «Tiêu chuẩn»")).to_be_visible()
    first, second = Campaign.objects.get().criteria_for("I")
    assert first.parameters == {"level": "T", "initiative": True}
    assert (second.kind, second.parameters["codes"]) == ("title_years", ["CSTDCS"])
    assert first.group == second.group is not None


def test_a_mistake_comes_back_beside_its_field(page, draft):
    open_step(page, draft)
    row = page.locator("#tieu-chuan-C [data-formset-rows] > .criterion-card").first
    row.get_by_label("Nội dung tiêu chuẩn").fill("Thứ hạng cao")
    row.get_by_label("Cách xét").select_option("rank")
    expect(row.get_by_label("Thứ hạng từ")).to_be_visible()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(row.get_by_text("Hãy ghi thứ hạng phải đạt").first).to_be_visible()
    expect(row.get_by_label("Nội dung tiêu chuẩn")).to_have_value("Thứ hạng cao")
    check(page)


def test_a_set_of_the_library_is_taken_and_its_new_version_compared(page, draft):
    template = make_library_set(authority=draft.authority, criteria=["Một", "Hai"])
    open_step(page, draft)
    page.locator("#tieu-chuan-C").get_by_role("link", name="Lấy từ bộ có sẵn").click()
    check(page)
    page.get_by_role("button", name="Lấy bộ này").first.click()
    expect(page.get_by_text("của thư viện, phiên bản 1")).to_be_visible()
    newer = next_version(template, name=template.name)
    newer.save()
    add_content(template, newer)
    newer.criteria.filter(text="Hai").update(text="Ba")
    page.reload()
    page.get_by_role("link", name="Thư viện đã có phiên bản 2").click()
    check(page)
    page.get_by_role("button", name="Lấy phiên bản 2").click()
    page.locator("#confirm-dialog").get_by_role("button", name="Lấy phiên bản mới").click()
    expect(page.get_by_text("Đã lấy phiên bản 2")).to_be_visible()
    assert [c.text for c in Campaign.objects.get().criteria_for("C")] == ["Một", "Ba"]


def test_pages_of_the_library_and_the_law(page, draft):
    make_library_set(authority=draft.authority)
    log_in(page, "vanphong")
    kept = CriterionSet.objects.get(is_template=True)
    for path in ("", "lap-moi/", "theo-luat/", f"{kept.pk}/", f"{kept.pk}/sua/"):
        page.goto(f"/bo-tieu-chuan/{path}")
        check(page)
    page.goto("/bo-tieu-chuan/theo-luat/?q=chien+si+thi+dua+co+so")
    page.locator(".law-set summary").first.click()
    expect(page.get_by_text("Hệ thống xét: ").first).to_be_visible()
    check(page)
