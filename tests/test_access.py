"""Who may enter which page (access.txt), and that whoever may only read changes nothing.

Another commune's officers: test_scope.py. The admin: organization/test_admin_walk.py.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import FileField
from django.urls import reverse

from emulation.organization.models import Role
from tests.addresses import URLS, VIEWS, Neighbours
from tests.forms_of_pages import Forms
from tests.make import make_superuser, make_unit, make_user
from tests.test_scope import PUBLIC, WITH_RECORDS

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("access.txt")
# In the order of the table's columns: unit, unit of another village, auditor, chair, office,
# superuser.
WHO = "UNACOS"
# What everybody does with his own account only.
OWN = {"logout", "password_change", "campaigns:subscription", "campaigns:subscription_feed"} | {
    name
    for name in URLS
    if re.match(r"organization:(account$|session|device|recovery|code$)", name)
}
# Written for whoever asks, about himself alone: that he is there, that he sent a form.
PRESENCE = {"organization_accountsession", "organization_postedform", "django_session"}
NAMES = sorted(set(URLS) - {"login", "logout", "gallery", "healthz"} - PUBLIC)


@pytest.fixture(scope="module")
def world(standing, client_of, plain_errors):
    """The accounts' browsers, the addresses of the commune's records, what each page answers."""

    def build():
        here = Neighbours()
        village = make_unit(parent=here.authority, name="Thôn Đoài")
        accounts = {
            "U": make_user(role=Role.UNIT, unit=here.unit),
            "N": make_user(role=Role.UNIT, unit=village),
            "A": make_user(role=Role.AUDITOR, unit=here.authority, is_staff=True),
            "C": make_user(role=Role.CHAIR, unit=here.authority),
            "O": make_user(role=Role.OFFICE, unit=here.authority),
            "S": make_superuser(),
        }
        browsers = {letter: client_of(user) for letter, user in accounts.items()}
        own = {
            reverse("campaigns:registration_start", args=[here.period.pk, village.pk]),
            reverse("dossiers:dossier_begin", args=[here.period.pk, village.pk, "own"]),
        }
        addresses = here.urls(NAMES)
        opened = {
            (who, name): seen(browsers[who], url) for name, url in addresses.items() for who in WHO
        }
        return browsers, addresses, {"A": set(), "N": own}, opened

    return standing(build)


@pytest.fixture(scope="module")
def opened(world):
    """Every page opened once by everybody: the answer's status, and the forms in it."""
    return world[3]


def seen(browser, url):
    """Return the status of a page and its forms: (url, fields) each.

    What is only posted to is posted to with nothing, and is a form of its own.
    """
    answer = browser.get(url)
    if answer.streaming:
        answer.getvalue()  # Read to its end, the file is closed.
    if answer.status_code == 405:
        return browser.post(url).status_code, [(url, {})]
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return answer.status_code, []
    forms = Forms(answer.content.decode()).found
    return 200, [(action if action.startswith("/") else url, fields) for action, fields in forms]


# --- who may enter -----------------------------------------------------------------------------


def table():
    """Return the letters of those who may enter, by the name of the page."""
    lines = (line.split() for line in TABLE.read_text().splitlines() if line[:1] not in ("#", ""))
    return {name: "".join(letters) for name, *letters in lines}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_entered_by_those_whom_the_table_names(opened, name):
    entered = "".join(who if opened[who, name][0] < 403 else "-" for who in WHO)
    line = f"{name:<45} {' '.join(entered)}"
    assert table().get(name) == entered, f"if that is meant, tests/{TABLE.name} says:\n{line}"


def test_the_table_names_no_page_that_is_gone():
    assert set(table()) <= set(NAMES)


# --- who may only read -------------------------------------------------------------------------


def contents():
    """Return everything that is stored but sessions, by table."""
    return {
        model._meta.db_table: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.db_table not in PRESENCE
    }


@pytest.fixture(scope="module")
def forms(opened):
    """Every form that office, chair and unit are shown, once each."""
    found = {
        (url, str({**fields, "csrfmiddlewaretoken": ""})): fields
        for (who, name), (_, forms) in opened.items()
        if who in "OCU" and name not in OWN
        for url, fields in forms
    }
    return [(url, fields) for (url, _), fields in found.items() if url != reverse("logout")]


@pytest.mark.parametrize("reader", ["A", "N"])
def test_who_may_only_read_changes_nothing_by_sending_the_forms_of_others(world, forms, reader):
    browsers, _, own, _ = world
    written, changed = [], {}

    def note(execute, sql, params, many, context):
        table = re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', sql)
        if table and table[1] not in PRESENCE:
            written.append(table[1])
        return execute(sql, params, many, context)

    before = contents()
    with connection.execute_wrapper(note):
        for url, fields in forms:
            if url not in own[reader]:
                browsers[reader].post(url, fields)
            if written:
                changed[url] = written[:]
                written.clear()
    assert not changed
    assert contents() == before
    assert len(forms) > 100


# --- without login -----------------------------------------------------------------------------


def test_only_the_public_pages_ask_for_no_login():
    """The first run asks for its key instead, and leads to the login when it is over."""
    public = {name for name, view in VIEWS.items() if not getattr(view, "login_required", True)}
    assert public == PUBLIC | {"login", "gallery", "healthz", "organization:first_run"}


# --- files -------------------------------------------------------------------------------------

# The view that serves the file, by the field that holds it. Each answers 404 to other communes
# (test_scope.py); a new field without an entry is a file that nobody watches over.
SERVED = {
    "awards.Award.attachment": "awards:award_attachment",
    "campaigns.Evidence.file": "campaigns:evidence_file",
    "campaigns.RegistrationFile.file": "campaigns:registration_file",
    "dossiers.CertificateSheet.background": "dossiers:certificate_sheet_picture",
    "dossiers.CertificateSheet.emblem": "dossiers:certificate_sheet_picture",
    "dossiers.Part.file": "dossiers:part_file",
    "organization.AnnualRating.attachment": "awards:rating_attachment",
    "organization.Bar.attachment": "awards:bar_attachment",
    "organization.IndexScore.attachment": "awards:index_attachment",
    "organization.Initiative.attachment": "awards:initiative_attachment",
    "organization.IssuedPaper.file": "organization:paper",
}


def test_every_file_has_a_view_that_asks_who_you_are():
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    }
    assert fields == set(SERVED)
    assert set(SERVED.values()) <= set(WITH_RECORDS)


@pytest.mark.parametrize("name", sorted(set(SERVED.values())))
def test_the_office_gets_its_files_and_a_village_next_door_does_not(opened, name):
    assert opened["O", name][0] == 200
    assert opened["N", name][0] in (403, 404) or name == "organization:paper"


def test_no_address_leads_into_the_folder_of_uploads(client, world, media_root):
    assert not settings.MEDIA_URL.strip("/")
    stored = next(path for path in media_root.rglob("*") if path.is_file())
    for prefix in ("/", "/media/", settings.STATIC_URL, settings.STATIC_URL + "../"):
        url = prefix + str(stored.relative_to(media_root))
        assert client.get(url).status_code == 404
    assert not Path(settings.MEDIA_ROOT).is_relative_to(settings.STATIC_ROOT)
