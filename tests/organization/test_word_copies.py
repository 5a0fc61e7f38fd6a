"""A paper's Word copy: for those who may see the record, written from it now, issued or not."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from docx import Document

from campaigns.models import Campaign
from emulation.organization import issuing
from emulation.organization.models import Role
from emulation.papers.paper import PaperError
from tests.make import make_campaign, make_registration, make_unit, make_user

pytestmark = pytest.mark.django_db


def words(content):
    document = Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def address(slug, record):
    return reverse("organization:paper_word", args=[slug, record.pk])


@pytest.fixture
def office(client):
    """A signed-in officer of the commune that `campaign` belongs to."""

    def sign_in(campaign):
        client.force_login(make_user(role=Role.OFFICE, unit=campaign.authority))
        return client

    return sign_in


def test_a_draft_is_downloaded_as_a_word_file(office):
    campaign = make_campaign(state="draft")
    response = office(campaign).get(address("plan", campaign))
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["Content-Disposition"] == f'attachment; filename="plan-{campaign.pk}.docx"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "KẾ HOẠCH" in words(response.content)


def test_the_copy_of_an_issued_plan_is_made_from_the_record_as_it_is_now(office):
    campaign = make_campaign(state="issued")
    campaign.plan.subject = "Trích yếu mới"
    campaign.plan.save()
    content = office(campaign).get(address("plan", campaign)).content
    assert "Trích yếu mới" in words(content)
    assert "DỰ THẢO" not in "".join(
        paragraph.text for paragraph in Document(BytesIO(content)).sections[0].header.paragraphs
    )


def test_a_registration_is_downloaded_too(office):
    registration = make_registration()
    client = office(registration.period.campaign)
    assert "ĐĂNG KÝ" in words(client.get(address("registration", registration)).content)


def test_a_record_of_another_unit_does_not_exist(client):
    registration = make_registration()
    other = make_unit(parent=registration.period.campaign.authority, name="Thôn bên")
    client.force_login(make_user(role=Role.UNIT, unit=other))
    assert client.get(address("registration", registration)).status_code == 404
    assert client.get("/giay-to/khac/1.docx").status_code == 404


def test_why_it_cannot_be_written_is_said_on_a_page(office, monkeypatch):
    def refuse(paper):
        raise PaperError("Văn bản còn chỗ dữ liệu chưa được điền.")

    campaign = make_campaign()
    monkeypatch.setattr(issuing, "to_docx", refuse)
    response = office(campaign).get(address("plan", campaign))
    assert response.status_code == 503
    assert "còn chỗ dữ liệu" in response.content.decode()


def test_the_command_writes_a_word_file(tmp_path):
    campaign = Campaign.objects.get(pk=make_campaign().pk)
    file = tmp_path / "plan.docx"
    call_command("paper", "plan", str(campaign.pk), "-o", str(file), stdout=StringIO())
    assert "KẾ HOẠCH" in words(file.read_bytes())


@pytest.mark.parametrize("page", ["campaign", "filing", "registration"])
def test_the_pages_offer_the_word_file_beside_the_pdf(office, page):
    registration = make_registration()
    campaign = registration.period.campaign
    draft = make_campaign(authority=campaign.authority, state="draft")
    url, slug, record = {
        "campaign": (campaign.get_absolute_url(), "plan", campaign),
        "filing": (reverse("campaigns:campaign_edit", args=[draft.pk, "info"]), "plan", draft),
        "registration": (registration.get_absolute_url(), "registration", registration),
    }[page]
    assert address(slug, record) in office(campaign).get(url).content.decode()
