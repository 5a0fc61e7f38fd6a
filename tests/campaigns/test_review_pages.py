"""The review beside the editor and on the page of issuing: what is shown, and at what price."""

import datetime as dt

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.papers.review_context import commune_kind, context_of, findings_of
from emulation.organization.models import Level
from tests.make import days_from_today, make_authority, make_unit

from .conftest import BODY

FAULTY = BODY.replace("1. Đối tượng thi đua", "Gửi về UBND thị trấn , theo khoản 9 Mục này.\n1. Ai")


@pytest.fixture
def officer(client, office_clerk):
    client.force_login(office_clerk)
    return office_clerk


@pytest.fixture
def url(draft, officer):
    return reverse("campaigns:campaign_preview", args=[draft.pk])


def shown(response):
    return [
        (severity, len(found)) for severity, _, found in response.context["preview"]["findings"]
    ]


def test_the_preview_names_faults_by_their_section_and_in_groups(client, url):
    response = client.post(url, {"body": FAULTY})
    text = response.content.decode()
    assert [severity for severity, _ in shown(response)] == ["error", "warning"]
    assert "<strong>Mục I:</strong>" in text
    assert "Lỗi cần sửa (2)" in text
    assert "Trong văn bản này không có “khoản 9 Mục này”." in text


def test_a_clean_plan_shows_no_finding(client, url):
    response = client.post(url, {"body": BODY})
    assert shown(response) == []
    assert "paper-sheet" in response.content.decode()


def test_all_fields_count_as_typed_and_nothing_is_saved(client, url, draft):
    before = Campaign.objects.values().get(pk=draft.pk), type(draft.plan).objects.values().get()
    typed = {"body": BODY, "recipients": "Các thôn", "signer_authority": "TM. CHỦ TỊCH"}
    response = client.post(url, typed)
    codes = [f.code for _, _, found in response.context["preview"]["findings"] for f in found]
    assert sorted(codes) == ["recipients", "signature"]
    assert before == (
        Campaign.objects.values().get(pk=draft.pk),
        type(draft.plan).objects.values().get(),
    )


def test_what_was_typed_is_shown_as_text(client, url):
    text = client.post(url, {"body": "I. A\n<b>Gửi UBND thị trấn</b>"}).content.decode()
    assert "<b>" not in text
    assert "&lt;b&gt;" in text


def test_a_text_without_form_has_structure_faults_only(client, url):
    response = client.post(url, {"body": "[[không có]]"})
    assert shown(response) == []
    assert "Không có chỗ dữ liệu" in response.content.decode()


def test_the_editor_opens_with_the_review_of_what_is_saved(client, officer, draft):
    draft.plan.body = FAULTY
    draft.plan.save()
    page = client.get(reverse("campaigns:campaign_edit", args=[draft.pk, "plan"]))
    assert "Lỗi cần sửa (2)" in page.content.decode()


def test_the_issue_page_warns_and_issues_all_the_same(client, officer, draft):
    draft.plan.body = FAULTY
    draft.plan.save()
    url = reverse("campaigns:campaign_issue", args=[draft.pk])
    text = client.get(url).content.decode()
    assert "Rà soát bản in" in text
    assert "Kế hoạch đã đủ các phần" in text
    client.post(url, {"number": "38", "dated": f"{days_from_today(-1):%d/%m/%Y}"})
    assert Campaign.objects.get(pk=draft.pk).is_issued


def test_a_clean_plan_has_no_review_on_the_issue_page(client, officer, draft):
    url = reverse("campaigns:campaign_issue", args=[draft.pk])
    assert "Rà soát bản in" not in client.get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_asks_a_constant_number_of_queries(
    client, url, commune, django_assert_num_queries, count
):
    for number in range(count):
        make_unit(parent=commune, name=f"Thôn {number}")
    with django_assert_num_queries(QUERIES):
        client.post(url, {"body": FAULTY})


QUERIES = 15


# --- the context ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("Ủy ban nhân dân xã Đình Dù", Level.COMMUNE, "xã"),
        ("Ủy ban nhân dân phường Hiến Nam", Level.COMMUNE, "phường"),
        ("Ủy ban nhân dân thị trấn Như Quỳnh", Level.COMMUNE, "thị trấn"),
        ("Hội Liên hiệp", Level.COMMUNE, ""),
        ("Ủy ban nhân dân tỉnh Hưng Yên", Level.PROVINCE, ""),
    ],
)
def test_a_commune_is_what_its_name_says(db, name, level, kind):
    assert commune_kind(make_authority(name=name, level=level)) == kind


def test_a_draft_is_judged_by_the_day_of_its_law(draft):
    assert context_of(draft).date == draft.starts_on
    draft.issued_on = dt.date(2025, 7, 1)
    assert context_of(draft).date == dt.date(2025, 7, 1)


def test_a_plan_that_cannot_be_made_has_no_findings(draft):
    draft.plan.body = "[[không có]]"
    assert findings_of(draft) == []
