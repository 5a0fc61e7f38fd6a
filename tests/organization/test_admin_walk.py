"""Every page of the admin for every account: what it sees, may do, and that it is Vietnamese."""

import re
from copy import deepcopy

import pytest
from django.conf import settings as django_settings
from django.contrib import admin
from django.db import connection, transaction
from django.template import engines
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from emulation.organization.models import Role
from tests.make import make_authority, make_superuser, make_user
from tests.organization.admin_records import LAW, MODELS, make_one_of_each, url

pytestmark = pytest.mark.django_db

APPS = sorted({label.split(".")[0] for label in MODELS})
WORK = [
    "organization.IssuedPaper",
    *(label for label in MODELS if label.startswith(("campaigns.", "dossiers."))),
]


@pytest.fixture(scope="module", autouse=True)
def quiet_templates():
    """Unfold's own templates look into variables that are not there, and mean to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines["django"].engine, "string_if_invalid", "")
        yield


@pytest.fixture(scope="module")
def world(standing, client_of, plain_errors):
    """The commune, one record of every model in it, and browsers of all who enter the admin."""

    def build():
        commune = make_authority()
        next_door = make_authority(name="Ủy ban nhân dân xã Lạc Hồng")
        accounts = {
            "superuser": make_superuser(is_staff=True),
            "stranger": make_user(role=Role.OFFICE, unit=next_door, is_staff=True),
        }
        for role in (Role.OFFICE, Role.AUDITOR, Role.CHAIR):
            accounts[role.value] = make_user(role=role, unit=commune, is_staff=True)
        browsers = {name: client_of(user) for name, user in accounts.items()}
        return commune, make_one_of_each(commune), browsers

    return standing(build)


@pytest.fixture(scope="module")
def records(world):
    return world[1]


@pytest.fixture(scope="module")
def browsers(world):
    return world[2]


@pytest.fixture(scope="module")
def no_sidebar():
    """Leave out what stands on every page and is looked at on the first ones: half of the time."""
    look = deepcopy(django_settings.UNFOLD)
    look["SIDEBAR"]["navigation"] = []
    with override_settings(UNFOLD=look):
        yield


# --- the scope ---------------------------------------------------------------------------------


@pytest.mark.parametrize("label", [m for m in MODELS if m not in LAW])
def test_the_office_of_another_commune_sees_nothing(records, browsers, no_sidebar, label):
    theirs, stranger = records[label], browsers["stranger"]
    shown = stranger.get(url(label, "changelist")).context["cl"].queryset
    assert theirs not in shown
    for page in ("change", "delete", "history"):
        foreign, missing = (
            stranger.get(url(label, page, pk)).status_code for pk in (theirs.pk, 999_999)
        )
        assert (foreign, missing) == (404, 404), page


@pytest.mark.parametrize("label", MODELS)
def test_a_visitor_is_sent_to_the_login(client, records, label):
    pk = records[label].pk
    pages = ("changelist",), ("add",), ("change", pk), ("delete", pk), ("history", pk)
    for page in pages:
        for answer in (client.get(url(label, *page)), client.post(url(label, *page))):
            assert (answer.status_code, "login" in answer.url or "dang-nhap" in answer.url) == (
                302, True,
            ), page  # fmt: skip


# What is neither a list nor a form, and where another commune's records must not be told of.
ELSEWHERE = {
    "index", "login", "logout", "password_change_done", "jsi18n", "app_list",
    "autocomplete", "search", "auth_user_password_change",
}  # fmt: skip


def test_the_admin_has_no_page_that_this_walk_does_not_know():
    names = {page.name for page in admin.site.urls[0] if isinstance(page, URLPattern)} | {
        page.name
        for model_admin in admin.site._registry.values()
        for page in model_admin.get_urls()
        if page.name
    }
    usual = re.compile(r"_(changelist|add|change|delete|history)$")
    assert {n for n in names if n and not usual.search(n)} | {
        "auth_user_password_change"
    } == ELSEWHERE


def test_the_search_finds_nothing_of_another_commune(records, browsers):
    answer = browsers["stranger"].get(reverse("admin:search"), {"s": "Thôn Một"})
    assert "Thôn Một" not in re.sub("value=.*", "", answer.content.decode())


# --- reading only ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CHAIR])
@pytest.mark.parametrize("label", MODELS)
def test_who_audits_or_signs_only_reads(records, browsers, no_sidebar, role, label):
    record, client = records[label], browsers[role]
    page = client.get(url(label, "change", record.pk))
    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert client.get(url(label, "add")).status_code == 403
    assert client.post(url(label, "change", record.pk), {}).status_code == 403
    assert client.get(url(label, "delete", record.pk)).status_code == 403
    assert record in client.get(url(label, "changelist")).context["cl"].queryset


@pytest.mark.parametrize("label", WORK)
def test_work_and_issued_papers_are_read_only_for_everybody(records, browsers, label):
    record, superuser = records[label], browsers["superuser"]
    assert superuser.get(url(label, "add")).status_code == 403
    assert superuser.post(url(label, "change", record.pk), {}).status_code == 403
    assert superuser.get(url(label, "delete", record.pk)).status_code == 403


# --- the lists ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lists(world, no_sidebar, django_db_blocker):
    """By account and model: its list, what it asks with few rows and with more, and how many."""
    commune, _, browsers = world

    def ask(who, label):
        with CaptureQueriesContext(connection) as asked:
            page = browsers[who].get(url(label, "changelist"))
        return page, len(asked), len(page.context["cl"].result_list)

    every = [(who, label) for who in ("superuser", "office") for label in MODELS]
    with django_db_blocker.unblock(), transaction.atomic():
        for who in ("superuser", "office"):
            ask(who, MODELS[0])  # What is asked only once a process is asked here.
        few = {which: ask(*which) for which in every}
        for name in ("Ủy ban nhân dân xã Hai", "Ủy ban nhân dân xã Ba"):
            make_one_of_each(make_authority(name=name, parent=commune))
        more = {which: ask(*which)[1:] for which in every}
        transaction.set_rollback(True)
    return {which: (*few[which], *more[which]) for which in every}


@pytest.mark.parametrize("who", ["superuser", "office"])
@pytest.mark.parametrize("label", MODELS)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(lists, label, who):
    _, few_queries, few_rows, more_queries, more_rows = lists[who, label]
    assert more_rows >= 3
    assert more_rows > few_rows or label in LAW
    assert more_queries == few_queries


# --- the words ---------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(Filters?|Search|Save|Add|Change|Delete|History|View|Close|Home|Select|Clear|Apply|"
    r"Reset|Log out|Welcome|Password|Username|Email|All|Yes|No results|Today|Show|results?|"
    r"Unknown|None|By|This|The|Choose|continue|another|editing|Loading|Return|Back)\b"
)


def words_of(page):
    """The words that a page shows: text, and the attributes that are read out or shown."""
    html = page.content.decode()
    html = re.sub(r"<(script|style|template)\b.*?</\1>", " ", html, flags=re.S)
    html = re.sub(r'<span class="[^"]*material-symbols[^"]*"[^>]*>[^<]*</span>', " ", html)
    shown = re.findall(r'\b(?:title|placeholder|aria-label|alt)="([^"]*)"', html)
    return "\n".join([re.sub(r"<[^>]*>", "\n", html), *shown])


@pytest.mark.parametrize("who", ["superuser", "office"])
@pytest.mark.parametrize("label", MODELS)
def test_every_page_opens_and_speaks_vietnamese(records, browsers, lists, label, who):
    client, record = browsers[who], records[label]
    pages = {
        name: client.get(url(label, name, *args))
        for name, args in (
            ("add", ()),
            ("change", (record.pk,)),
            ("history", (record.pk,)),
            ("delete", (record.pk,)),
        )
    }
    pages["changelist"] = lists[who, label][0]
    pages["search"] = client.get(url(label, "changelist"), {"q": "khongcogi"})
    assert {pages[name].status_code for name in ("changelist", "change", "history")} == {200}
    read_only = not pages["change"].context["has_change_permission"]
    assert pages["add"].status_code == (
        403 if read_only and label != "awards.CriterionSet" else 200
    )
    for name, page in pages.items():
        if page.status_code == 200:
            found = ENGLISH.findall(words_of(page))
            assert not found, (name, found)


@pytest.mark.parametrize("who", ["superuser", "office"])
@pytest.mark.parametrize("app", [None, *APPS])
def test_first_pages_open_and_speak_vietnamese(browsers, who, app):
    page = reverse("admin:app_list", args=[app]) if app else reverse("admin:index")
    answer = browsers[who].get(page)
    assert answer.status_code == 200
    assert not ENGLISH.findall(words_of(answer))
