"""Long lists are printed beside the web workers: a job with progress instead of a slow request."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django_tasks import default_task_backend

from campaigns.models import Line
from campaigns.services.registering import take
from campaigns.states import CONFIRM, SUBMIT
from emulation.organization import issuing, jobs
from emulation.organization.models import (
    IssuedPaper,
    JobState,
    Person,
    PrintJob,
    Role,
)
from emulation.papers.pdf import missing_libraries
from tests.make import make_authority, make_campaign, make_line, make_registration, make_user

MISSING = missing_libraries()
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}"),
]


@pytest.fixture(autouse=True)
def few_rows_are_long(monkeypatch):
    monkeypatch.setattr(jobs, "LONGEST_AT_ONCE", 3)
    cache.clear()
    default_task_backend.clear()


@pytest.fixture
def long_list(client):
    """A registration of a unit with more rows than are printed within a request."""
    authority = make_authority()
    campaign = make_campaign(authority=authority)
    registration = make_registration(period=campaign.periods.get())
    for number in range(4):
        person = Person.objects.create(unit=registration.unit, full_name=f"Người thứ {number}")
        make_line(registration=registration, person=person, position=number)
    client.force_login(make_user(role=Role.OFFICE, unit=authority))
    return registration


def pdf_url(registration):
    return reverse("organization:paper", args=["registration", registration.pk])


def test_a_long_list_leads_to_the_page_of_its_job(client, long_list):
    response = client.get(pdf_url(long_list))
    job = PrintJob.objects.get()
    assert response.url == reverse("organization:print_job", args=[job.pk])
    assert "Đang chờ" in client.get(response.url).content.decode()


def test_asking_again_makes_no_second_job(client, long_list):
    client.get(pdf_url(long_list))
    client.get(pdf_url(long_list))
    assert PrintJob.objects.count() == 1
    assert len(default_task_backend.results) == 1


def test_the_worker_prints_it_and_the_address_serves_it(client, long_list):
    client.get(pdf_url(long_list))
    job = PrintJob.objects.get()
    jobs.print_paper.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.pages > 0) == (JobState.DONE, True)
    assert (
        "Mở bản in" in client.get(reverse("organization:print_job", args=[job.pk])).content.decode()
    )
    served = client.get(pdf_url(long_list))
    assert served["Content-Type"] == "application/pdf"


def test_a_changed_list_is_another_job(client, long_list):
    client.get(pdf_url(long_list))
    Line.objects.filter(registration=long_list).update(targets="Chỉ tiêu mới")
    client.get(pdf_url(long_list))
    assert PrintJob.objects.count() == 2


def test_what_went_wrong_is_said_and_may_be_tried_again(client, long_list, monkeypatch):
    client.get(pdf_url(long_list))
    job = PrintJob.objects.get()

    def fail(paper, progress=None):
        raise jobs.PaperError("Văn bản còn chỗ trống.")

    monkeypatch.setattr(jobs, "printed", fail)
    jobs.print_paper.func(job.pk)
    page = client.get(reverse("organization:print_job", args=[job.pk])).content.decode()
    assert "Văn bản còn chỗ trống." in page
    client.get(pdf_url(long_list))
    assert PrintJob.objects.get().state == JobState.QUEUED
    assert len(default_task_backend.results) == 2


def test_htmx_gets_the_inner_part_only(client, long_list):
    client.get(pdf_url(long_list))
    url = reverse("organization:print_job", args=[PrintJob.objects.get().pk])
    text = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in text
    assert "<html" not in text


def test_the_job_of_another_commune_does_not_exist(client, long_list):
    client.get(pdf_url(long_list))
    client.force_login(make_user(role=Role.OFFICE, unit=make_authority(name="UBND xã Lạc Hồng")))
    url = reverse("organization:print_job", args=[PrintJob.objects.get().pk])
    assert client.get(url).status_code == 404


def test_a_short_list_is_served_at_once(client, long_list, monkeypatch):
    monkeypatch.setattr(jobs, "LONGEST_AT_ONCE", 100)
    assert client.get(pdf_url(long_list))["Content-Type"] == "application/pdf"
    assert not PrintJob.objects.exists()


# --- issuing -------------------------------------------------------------------------------------


@pytest.fixture
def confirmed(long_list):
    """The long registration, sent by its unit and just confirmed by the office."""
    offer = long_list.period.campaign.offers.get(column=1)
    for line in long_list.lines.all():
        line.marks.create(offer=offer)
    take(long_list, SUBMIT, by=make_user(role=Role.UNIT, unit=long_list.unit))
    take(long_list, CONFIRM, by=make_user(role=Role.OFFICE, unit=long_list.authority))
    return long_list


def run_job():
    job = PrintJob.objects.get()
    jobs.print_paper.func(job.pk)
    return PrintJob.objects.get()


def test_confirming_a_long_list_prints_nothing_within_the_request(confirmed):
    assert confirmed.state == "confirmed"
    assert not IssuedPaper.objects.exists()
    assert len(default_task_backend.results) == 1


def test_until_it_is_frozen_the_pdf_leads_to_its_job(client, confirmed):
    response = client.get(pdf_url(confirmed))
    assert response.url == reverse("organization:print_job", args=[PrintJob.objects.get().pk])
    page = client.get(response.url).content.decode()
    assert "Bản in chính thức dài" in page
    assert len(default_task_backend.results) == 1


def test_the_worker_freezes_it_as_the_office_confirmed_it(client, confirmed):
    assert run_job().state == JobState.DONE
    issued = IssuedPaper.of("registration", confirmed)
    assert (issued.dated, issued.issued_by) == (confirmed.dated, PrintJob.objects.get().created_by)
    assert client.get(pdf_url(confirmed)).content == issued.read()


def test_freezing_twice_keeps_the_first(confirmed):
    run_job()
    first = IssuedPaper.objects.get().sha256
    assert run_job().state == JobState.DONE
    assert IssuedPaper.objects.get().sha256 == first


def test_freezing_that_failed_says_so_and_is_tried_again(client, confirmed, monkeypatch):
    def fail(paper, **options):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(issuing, "render", fail)
        with pytest.raises(MemoryError):
            run_job()
    job = PrintJob.objects.get()
    page = client.get(reverse("organization:print_job", args=[job.pk])).content.decode()
    assert jobs.UNEXPECTED in page
    assert f'href="{pdf_url(confirmed)}"' in page
    client.get(pdf_url(confirmed))
    assert PrintJob.objects.get().state == JobState.QUEUED
    assert run_job().state == JobState.DONE
    assert IssuedPaper.of("registration", confirmed)


def test_a_short_list_is_frozen_at_once(long_list, monkeypatch, request):
    monkeypatch.setattr(jobs, "LONGEST_AT_ONCE", 100)
    confirmed = request.getfixturevalue("confirmed")
    assert IssuedPaper.of("registration", confirmed)
    assert not PrintJob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_of_the_queue_does_the_same(client, long_list, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    client.get(pdf_url(long_list))
    call_command("db_worker", batch=True, interval=0, startup_delay=False, stdout=StringIO())
    assert PrintJob.objects.get().state == JobState.DONE
    assert client.get(pdf_url(long_list)).content.startswith(b"%PDF")
