"""A form that is sent twice has one effect: every page that makes a record, and the rules of it."""

import datetime as dt
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from campaigns.models import PlanTask
from dossiers.models import Decision
from emulation.organization import once
from emulation.organization.models import Household, Person, PostedForm, Role
from tests.dossiers.test_deciding import Desk
from tests.filling import TEXT, TODAY, main_form
from tests.make import (
    make_authority,
    make_campaign,
    make_council,
    make_person,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def commune():
    """A commune with a village and a person, and what its pages need."""
    authority = make_authority()
    village = make_unit(parent=authority)
    make_person(unit=village)
    return authority


@pytest.fixture
def office(commune):
    """The office's browser, which has to bring the tokens of its pages."""
    office = Client(enforce_csrf_checks=True)
    office.force_login(make_user(role=Role.OFFICE, unit=commune))
    return office


def rows():
    """How many rows every table has, but for what once.py itself writes."""
    return {
        model.__name__: model._base_manager.count()
        for model in apps.get_models()
        if model is not PostedForm
    }


def filled(office, address, **fields):
    """Open a page; returns the address and fields that its main form sends."""
    form = main_form(office.get(address).content.decode())
    return form["action"] or address, form["fields"] | fields


def wrong_in(answer):
    """What a page says is wrong with its form."""
    summary = re.search(r"data-error-summary.*?</ul>", answer.content.decode(), re.S)
    return re.sub(r"<[^>]*>|\s+", " ", summary[0] if summary else "")


# Pages that make a record, by what addresses them, and what no page can know.
PAGES = {
    "campaigns:campaign_create": {"name": TEXT, "starts_on": TODAY},
    "campaigns:campaign_task_create": {},
    "campaigns:campaign_copy": {},
    "awards:criterion_set_create": {"name": TEXT},
    "awards:roster_person_add": {"full_name": "Nguyễn Văn Mới"},
    "awards:roster_unit_add": {"name": "Thôn Mới"},
    "awards:rating_create": {},
    "awards:initiative_create": {"title": TEXT},
    "dossiers:council_create": {"starts_on": TODAY},
    "dossiers:council_seat_create": {"name": TEXT},
    "dossiers:session_create": {"planned_at": f"{TODAY} 08:00", "on_screen": ""},
}


def address_of(name, commune):
    if name in ("dossiers:session_create", "dossiers:council_seat_create"):
        return reverse(name, args=[make_council(authority=commune, seats=3).pk])
    if name in ("campaigns:campaign_task_create", "campaigns:campaign_copy"):
        return reverse(name, args=[make_campaign(authority=commune).pk])
    if name in ("awards:rating_create", "awards:initiative_create"):
        return f"{reverse(name)}?person={Person.objects.get().pk}"
    return reverse(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_makes_a_record_makes_one(office, commune, name):
    address, fields = filled(office, address_of(name, commune), **PAGES[name])
    before = rows()
    first, second = sent_twice(office, address, fields)
    assert rows() != before
    assert first == second


def sent_twice(browser, address, fields):
    """Send a form twice; returns where both led, after nothing changed the second time."""
    first = browser.post(address, fields)
    between = rows()
    second = browser.post(address, fields)
    assert first.status_code == 302, wrong_in(first)
    assert rows() == between
    return first.url, second.url


def test_a_decision_is_drafted_once():
    desk = Desk()
    chosen = desk.nominate()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(desk.office)
    address, fields = filled(browser, reverse("dossiers:decision_create"))
    fields |= {"title": "Khen thưởng", "basis": "movement", "nominations": [chosen.pk]}
    first, second = sent_twice(browser, address, fields)
    assert first == second == Decision.objects.get().get_absolute_url()


def test_a_page_of_the_admin_makes_one_record(commune):
    """Two families of one name are no mistake, so nothing else would refuse the second."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user(is_staff=True, is_superuser=True))
    address, fields = filled(browser, reverse("admin:organization_household_add"))
    village = commune.children.get()
    fields |= {"head_name": "Trần Thị Bình", "unit": village.pk}
    sent_twice(browser, address, fields)
    assert Household.objects.count() == 1


def test_every_form_of_ours_brings_its_token():
    """A form without it would be refused anyway; here it is found before anybody meets it."""
    without = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        for form in re.findall(r'<form[^>]*method="post".*?</form>', path.read_text(), re.S)
        if "csrf_token" not in form
    ]
    assert without == []


# --- the rules ------------------------------------------------------------------------------------


@pytest.fixture
def adding(office, commune):
    """The page that adds a task: `post(text)` sends its form, `address` opens it."""
    address = address_of("campaigns:campaign_task_create", commune)
    _, fields = filled(office, address)

    def post(text, **headers):
        return office.post(address, fields | {"text": text}, headers=headers)

    post.address = address
    return post


def added():
    return PlanTask.objects.count()


def test_who_sends_twice_is_told(office, adding):
    adding("Việc một")
    page = office.get(adding("Việc một").url)
    assert once.SENT_BEFORE in page.content.decode()


def test_other_content_is_another_sending(adding, commune):
    before = added()
    adding("Việc một")
    adding("Việc hai")
    assert added() == before + 2


def test_the_same_content_from_a_page_opened_again_is_another_sending(office, adding):
    before = added()
    adding("Việc một")
    address, fields = filled(office, adding.address, text="Việc một")
    office.post(address, fields)
    assert added() == before + 2


def test_what_was_refused_may_be_sent_again(adding):
    answers = [adding(""), adding("")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert not PostedForm.objects.exists()


def test_what_ended_with_a_message_of_failure_may_be_sent_again(office, commune):
    """A campaign is not closed without a reason: the page says so after leading back."""
    campaign = make_campaign(authority=commune)
    page = office.get(campaign.get_absolute_url()).content.decode()
    fields = main_form(page)["fields"] | {"transition": "close", "note": ""}
    answer = office.post(reverse("campaigns:campaign_transition", args=[campaign.pk]), fields)
    assert answer.url == campaign.get_absolute_url()
    assert not PostedForm.objects.exists()


@pytest.mark.parametrize("header", ["HX-Request", "X-Autosave", "X-Preview"])
def test_scripts_send_one_page_many_times(adding, header):
    before = added()
    adding("Việc một", **{header: "1"})
    adding("Việc một", **{header: "1"})
    assert added() == before + 2


def test_the_scripts_of_our_pages_say_so():
    script = (ROOT / "static" / "app.js").read_text()
    calls = re.findall(r"fetch\(.*?\}\)", script, re.S)
    assert calls
    assert [call for call in calls if 'method: "POST"' in call and '"X-' not in call] == []


def test_a_sending_that_never_ended_is_not_repeated(adding, monkeypatch):
    """The server was killed in the middle: nobody knows, so the sender is asked to look."""
    before = added()
    adding("Việc một")
    PostedForm.objects.update(location="")
    monkeypatch.setattr(once, "PATIENCE", 0)
    answer = adding("Việc một")
    assert answer.status_code == 409
    assert "chưa rõ kết quả" in answer.content.decode()
    assert added() == before + 1


def test_the_second_waits_for_the_first(adding, monkeypatch):
    """The first is still being worked on when the second looks, and done when it looks again."""
    adding("Việc một")
    location = PostedForm.objects.get().location
    PostedForm.objects.update(location="")
    monkeypatch.setattr(
        once.time, "sleep", lambda seconds: PostedForm.objects.update(location=location)
    )
    assert adding("Việc một").url == location


def test_the_second_goes_on_when_the_first_was_refused(adding, monkeypatch):
    before = added()
    adding("Việc một")
    PostedForm.objects.update(location="")
    monkeypatch.setattr(once.time, "sleep", lambda seconds: PostedForm.objects.all().delete())
    assert adding("Việc một").status_code == 302
    assert added() == before + 2


def key(user, *, path="/x/", **content):
    request = RequestFactory().post(path, content)
    request.user = user
    return once.key_of(request)


def test_the_key_names_sender_address_fields_and_files():
    one, other = make_user(), make_user()

    def key_with(user=one, *, path="/x/", a="1", name="a.pdf", file=b"same"):
        return key(user, path=path, a=a, file=SimpleUploadedFile(name, file))

    keys = {
        key_with(),
        key_with(other),
        key_with(path="/y/"),
        key_with(a="2"),
        key_with(file=b"else"),
        key_with(name="b.pdf"),
    }
    assert len(keys) == 6
    assert key_with() in keys


def test_an_upload_is_read_from_its_start_afterwards():
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.pdf", b"content")})
    request.user = make_user()
    once.key_of(request)
    assert request.FILES["file"].read() == b"content"


def test_long_ago_is_forgotten():
    for days in (1, 3):
        form = PostedForm.objects.create(key=str(days))
        PostedForm.objects.filter(pk=form.pk).update(at=timezone.now() - dt.timedelta(days=days))
    call_command("forget_posted_forms", stdout=StringIO())
    assert [form.key for form in PostedForm.objects.all()] == ["1"]
