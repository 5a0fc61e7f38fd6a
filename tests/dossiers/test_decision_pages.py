"""The desk's pages of decisions and certificates, from the choice to the hand-over."""

import pytest
from django.urls import reverse

from awards.models import Award
from dossiers.models import Certificate, CertificateSheet, Decision
from dossiers.services import deciding
from dossiers.states import DecisionState, NominationState
from emulation.papers.certificate_layout import STARTING_LAYOUTS
from tests.dossiers.test_deciding import TODAY, WHY, Desk
from tests.make import make_certificate_sheet, make_decision, make_issued_paper

pytestmark = pytest.mark.django_db
DAY = f"{TODAY:%d/%m/%Y}"


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def office(client, desk):
    client.force_login(desk.office)
    return client


@pytest.fixture
def chair(client, desk):
    client.force_login(desk.chair)
    return client


def url(name, *args):
    return reverse(f"dossiers:{name}", args=args)


def text(response):
    return response.content.decode()


def test_the_office_drafts_a_decision_from_what_is_ready(office, desk):
    chosen, left = desk.nominate(), desk.nominate()
    page = text(office.get(url("decision_create")))
    assert str(chosen.nominee) in page
    answer = office.post(
        url("decision_create"),
        {"title": "Khen thưởng", "basis": "movement", "nominations": [chosen.pk]},
    )
    decision = Decision.objects.get()
    assert answer.url == decision.get_absolute_url()
    assert list(decision.lines.values_list("nomination", flat=True)) == [chosen.pk]
    assert list(deciding.ready(desk.authority)) == [left]


def test_a_draft_of_nobody_keeps_what_was_typed(office, desk):
    desk.nominate()
    page = text(office.post(url("decision_create"), {"title": "Khen riêng", "basis": "movement"}))
    assert "Hãy chọn ít nhất một đề nghị." in page
    assert 'value="Khen riêng"' in page
    assert not Decision.objects.exists()


def test_issuing_suggests_the_next_number_and_enters_the_register(office, desk):
    make_issued_paper(authority=desk.authority, number="07/QĐ-UBND", dated=TODAY)
    decision = desk.draft()
    page = office.get(url("decision_issue", decision.pk))
    assert page.context["form"]["number"].value() == "8"
    answer = office.post(url("decision_issue", decision.pk), {"number": "8", "dated": DAY})
    assert answer.url == decision.get_absolute_url()
    assert Award.objects.count() == 2
    assert "08/QĐ-UBND" in text(office.get(answer.url))


def test_a_number_that_is_taken_is_said_beside_the_field(office, desk):
    make_issued_paper(authority=desk.authority, number="07/QĐ-UBND", dated=TODAY)
    decision = desk.draft()
    page = office.post(url("decision_issue", decision.pk), {"number": "7", "dated": DAY})
    assert "đã dùng trong năm" in page.context["form"].errors["number"][0]
    decision.refresh_from_db()
    assert decision.state == DecisionState.DRAFT


def test_the_head_refuses_one_on_its_page(chair, desk):
    line = desk.draft().lines.first()
    page = url("decision_line", line.decision_id, line.pk)
    chair.post(page, {"action": "refuse", "reason": "Đang có đơn"})
    line.nomination.refresh_from_db()
    assert line.nomination.state == NominationState.REFUSED


def test_a_refusal_without_a_reason_comes_back(chair, desk):
    line = desk.draft().lines.first()
    page = chair.post(
        url("decision_line", line.decision_id, line.pk), {"action": "refuse", "reason": ""}
    )
    assert "reason" in page.context["refuse_form"].errors


def test_revoking_needs_document_day_and_reason(chair, desk):
    decision = desk.issue()
    page = url("decision_revoke", decision.pk)
    assert "document" in chair.post(page, {"reason": ""}).context["form"].errors
    chair.post(page, {"on": DAY, **WHY})
    assert not Award.objects.standing().exists()


def test_one_award_is_revoked_on_its_page(chair, desk):
    line = desk.issue().lines.first()
    page = url("decision_line", line.decision_id, line.pk)
    chair.post(page, {"action": "revoke", "on": DAY, **WHY})
    assert Award.objects.standing().count() == 1


def test_the_office_has_no_page_for_revoking(office, desk):
    assert office.get(url("decision_revoke", desk.issue().pk)).status_code == 403


def test_a_discarded_draft_frees_its_nominations(office, desk):
    decision = desk.draft()
    office.post(url("decision_discard", decision.pk), {"reason": "Lập lại"})
    assert deciding.ready(desk.authority).count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    office, desk, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_decision(authority=desk.authority, state=DecisionState.ISSUED)
    with django_assert_max_num_queries(9):
        response = office.get(url("decision_list"))
    assert len(response.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_decision_asks_as_often_for_one_line_as_for_three(
    office, desk, count, django_assert_max_num_queries
):
    decision = desk.draft(*[desk.nominate() for _ in range(count)])
    with django_assert_max_num_queries(18):
        response = office.get(decision.get_absolute_url())
    assert len(response.context["rows"]) == count


# --- certificates --------------------------------------------------------------------------------


def test_ticked_certificates_are_handed_over_at_once(office, desk):
    decision = desk.issue()
    keys = list(Certificate.objects.values_list("pk", flat=True))
    office.post(
        url("certificate_list", decision.pk),
        {"certificates": keys, "handed_on": DAY, "to": ""},
    )
    assert not Certificate.objects.filter(handed_on=None).exists()
    states = set(decision.lines.values_list("nomination__state", flat=True))
    assert states == {NominationState.AWARDED}


def test_handing_over_none_is_said(office, desk):
    page = office.post(url("certificate_list", desk.issue().pk), {"handed_on": DAY, "to": ""})
    assert "Hãy chọn ít nhất một" in text(page)


def test_a_certificate_is_issued_again_under_a_corrected_name(office, desk):
    desk.issue()
    lost = Certificate.objects.get(number=1)
    answer = office.post(
        url("certificate_detail", lost.pk),
        {"action": "reissue", "recipient": "Thôn Ngọc Đình", "reissue_reason": "In sai tên"},
    )
    again = Certificate.objects.get(replaces=lost)
    assert answer.url == url("certificate_detail", again.pk)
    assert again.recipient == "Thôn Ngọc Đình"
    assert "Đã cấp lại" in text(office.get(url("certificate_detail", lost.pk)))


def test_the_sheet_for_mail_merge_is_a_workbook(office, desk):
    answer = office.get(url("certificate_export", desk.issue().pk))
    assert answer.content.startswith(b"PK")


def test_an_offset_is_kept_with_the_sheet(office, desk):
    office.post(
        url("certificate_sheet_create"),
        {"name": "Phôi A3", "size": "a3", "mode": "text_only", "dx": "1,5", "dy": "-2"},
    )
    layout = CertificateSheet.objects.get().layout
    assert (layout["width"], layout["mode"], layout["dx"], layout["dy"]) == (
        STARTING_LAYOUTS["a3"][1].width, "text_only", 1.5, -2,
    )  # fmt: skip


def test_an_offset_that_leaves_the_page_is_refused(office, desk):
    page = office.post(
        url("certificate_sheet_create"),
        {"name": "Phôi", "size": "a4", "mode": "text_only", "dx": "49", "dy": "0"},
    )
    assert "nằm ngoài trang" in str(page.context["form"].errors["dx"])
    assert not CertificateSheet.objects.exists()


def test_a_name_is_taken_once(office, desk):
    make_certificate_sheet(authority=desk.authority, name="Phôi A4")
    page = office.post(
        url("certificate_sheet_create"),
        {"name": "Phôi A4", "size": "a4", "mode": "whole", "dx": "0", "dy": "0"},
    )
    assert page.context["form"].errors
    assert CertificateSheet.objects.count() == 1


def test_the_test_sheet_is_a_pdf(office, desk):
    sheet = make_certificate_sheet(authority=desk.authority)
    assert office.get(url("certificate_sheet_test", sheet.pk)).content.startswith(b"%PDF")
    assert sheet.name in text(office.get(url("certificate_sheet_list")))
    assert sheet.name in text(office.get(url("certificate_sheet_edit", sheet.pk)))
