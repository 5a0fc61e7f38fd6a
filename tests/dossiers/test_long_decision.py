"""Decisions and runs of certificates that are too long for a request: kept and printed as jobs."""

import io

import pikepdf
import pytest
from django.urls import reverse

from dossiers.models import Certificate, Decision
from dossiers.papers import certificate
from dossiers.services import deciding
from dossiers.states import DecisionState, NominationState
from emulation.organization import jobs
from emulation.organization.models import IssuedPaper, JobState, PrintJob
from emulation.organization.numbering import number_fault
from emulation.papers.catalogue import all_kinds

from .seasons import DECIDED, Season
from .test_papers_council import needs_pdf

pytestmark = pytest.mark.django_db
MANY = 251


@pytest.fixture
def season():
    return Season()


def nominated(season, count):
    """So many people of one unit whom the council passed."""
    return [
        season.nominate(season.person(f"Lê Thị Số {place}"), state=NominationState.PASSED)
        for place in range(count)
    ]


def issued(season, nominations, clerk):
    made = season.decide(nominations, state=DecisionState.DRAFT)
    deciding.issue(made, number="215", dated=DECIDED, by=clerk)
    return Decision.objects.get(pk=made.pk)


def worked_off():
    """Do what waits, as the worker does."""
    for job in PrintJob.objects.filter(state=JobState.QUEUED):
        jobs.print_paper.func(job.pk)


@needs_pdf
def test_a_decision_of_many_names_is_in_force_at_once_and_printed_as_a_job(season, client):
    clerk = season.clerk()
    made = issued(season, nominated(season, MANY), clerk)
    assert (made.state, made.number) == (DecisionState.ISSUED, "215")
    assert Certificate.objects.count() == MANY
    assert not IssuedPaper.objects.exists()
    assert set(PrintJob.objects.values_list("slug", "number")) == {
        ("decision", "215/QĐ-UBND"), ("payment_list", ""),
    }  # fmt: skip
    client.force_login(clerk)
    assert "Bản lưu đang được in" in client.get(made.get_absolute_url()).content.decode()
    worked_off()
    kept = IssuedPaper.of("decision", made)
    assert (kept.number, kept.signer) == ("215/QĐ-UBND", "Lê Văn Chung")
    assert PrintJob.objects.filter(state=JobState.DONE).count() == 2
    assert PrintJob.objects.get(slug="decision").pages > 3


def test_its_number_is_taken_while_it_is_printed(season, monkeypatch):
    monkeypatch.setattr(jobs, "LONGEST_AT_ONCE", 2)
    issued(season, [*nominated(season, 6)], season.clerk())
    assert not IssuedPaper.objects.filter(slug="decision").exists()
    assert number_fault(season.authority, "215", "QĐ-UBND", DECIDED) == (
        "Số 215/QĐ-UBND đã dùng trong năm 2025."
    )


@needs_pdf
def test_two_hundred_certificates_are_one_run_with_progress(season, client):
    clerk = season.clerk()
    made = issued(season, nominated(season, 200), clerk)
    client.force_login(clerk)
    address = reverse("organization:paper", args=["certificates", made.pk])
    waiting = client.get(address)
    job = PrintJob.objects.get(slug="certificates")
    assert waiting.url == reverse("organization:print_job", args=[job.pk])
    assert job.rows == 200 * certificate.ROWS_EACH
    jobs.print_paper.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.pages) == (JobState.DONE, 200)
    content = client.get(address).content
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 200
    assert all_kinds()["certificates"].has_word is False
