"""`manage.py papers` and `manage.py paper`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from tests.make import make_campaign, make_registration

pytestmark = pytest.mark.django_db


def test_every_printable_paper_is_listed_as_json():
    registration = make_registration()
    out = StringIO()
    call_command("papers", "--json", stdout=out)
    found = {(paper["slug"], paper["pk"]): paper["title"] for paper in json.loads(out.getvalue())}
    period = registration.period
    assert found == {
        ("plan", period.campaign.pk): f"Kế hoạch: {period.campaign}",
        ("registration", registration.pk): f"Bản đăng ký: {registration}",
        ("interim_report", period.pk): f"Báo cáo sơ kết: {period}",
        ("final_report", period.pk): f"Báo cáo tổng kết: {period}",
    }


def test_one_paper_is_written_as_pdf(tmp_path):
    campaign = make_campaign()
    file = tmp_path / "plan.pdf"
    call_command("paper", "plan", str(campaign.pk), "-o", str(file), stdout=StringIO())
    assert "KẾ HOẠCH" in PdfReader(file).pages[0].extract_text()


@pytest.mark.parametrize(
    ("slug", "pk", "name", "message"),
    [
        ("khac", 1, "a.pdf", "Không có loại giấy tờ"),
        ("plan", 99, "a.pdf", "Không có hồ sơ số 99"),
        ("plan", None, "a.odt", "đuôi .pdf"),
    ],
)
def test_what_cannot_be_printed_is_said(tmp_path, slug, pk, name, message):
    pk = make_campaign().pk if pk is None else pk
    with pytest.raises(CommandError, match=message):
        call_command("paper", slug, str(pk), "-o", str(tmp_path / name))
