"""Hostile files at every door: refused beside the field with nothing kept, or cleaned and kept."""

import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django import forms
from django.contrib import admin
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from awards.records.kinds import KINDS as RECORD_KINDS
from campaigns.models import DossierComponent
from emulation.organization.models import Role
from tests.browsing import forms_of, said_beside
from tests.campaigns.reported import Reported
from tests.hostile_files import CLEANED, REFUSED
from tests.make import (
    make_certificate_sheet,
    make_dossier,
    make_person,
    make_registration,
    make_superuser,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
ALL = ("pdf", "jpg", "png", "docx", "xlsx")


@dataclass(frozen=True)
class Door:
    """Where a file comes in: the page, the input, who brings what."""

    place: str
    input: str
    kinds: tuple[str, ...] = ALL
    by: str = "office"
    more: tuple[tuple[str, str], ...] = ()


FILLED = {"rating": (("year", "2024"), ("rating", "T"), ("level", "T"))}
DOORS = {
    "awards.forms.records.RecordForm": [
        Door(f"record-{code}", "attachment", more=FILLED.get(code, ())) for code in RECORD_KINDS
    ],
    "awards.forms.records.SheetForm": [
        *(Door(f"sheet-{code}", "file", ("xlsx",)) for code in RECORD_KINDS),
        Door("roster-people", "file", ("xlsx",)),
        Door("roster-units", "file", ("xlsx",)),
    ],
    "campaigns.forms.registration.TableFileForm": [
        Door("registration", "file", ("xlsx", "docx"), by="clerk")
    ],
    "campaigns.forms.importing.SourceForm": [Door("plan", "file", ("docx", "txt"))],
    "campaigns.forms.reporting.ClaimForm": [Door("result", "files", by="clerk")],
    "dossiers.forms.nominating.ScanForm": [
        Door("dossier", "file", ("pdf", "jpg", "png"), by="clerk", more=(("name", "Ảnh"),))
    ],
    "dossiers.forms.layout.LayoutForm": [
        Door("layout", name, ("jpg", "png", "svg")) for name in ("emblem", "background")
    ],
}
DOORS["emulation.organization.forms.AccountListForm"] = [Door("accounts", "file", ("xlsx",))]
EVERY_DOOR = [door for doors in DOORS.values() for door in doors]
# Shown under DEBUG only; nothing is done with what it takes.
NO_DOOR = {"emulation.organization.gallery.CampaignForm"}
FIELDS = {"FileField", "ImageField", "UploadField", "FilesField", "MultipleFileField"}


class Town:
    """A commune where every door stands open."""

    def __init__(self):
        self.season = Reported()
        commune, village = self.season.commune, self.season.village
        self.office, self.clerk = self.season.office, self.season.clerk
        self.person = make_person(unit=village)
        neighbour = make_unit(parent=commune, name="Thôn Cầu")
        self.open = make_registration(period=self.season.period, unit=neighbour)
        self.clerks = make_user(role=Role.UNIT, unit=neighbour)
        offer = self.season.unit_offer
        DossierComponent.objects.create(offer=offer, name="Biên bản họp", position=1)
        self.dossier = make_dossier(period=self.season.period, unit=village)
        self.sheet = make_certificate_sheet(authority=commune)

    def url(self, place):
        """The page on which a file is chosen."""
        kind, _, code = place.partition("-")
        if kind == "record":
            subject = "unit" if code == "index" else "person"
            record = self.season.village if code == "index" else self.person
            return f"{reverse(RECORD_KINDS[code].url('create'))}?{subject}={record.pk}"
        if kind == "sheet":
            return reverse(RECORD_KINDS[code].url("sheet_upload"))
        return {
            "roster-people": lambda: reverse("awards:roster_person_upload"),
            "roster-units": lambda: reverse("awards:roster_unit_upload"),
            "registration": lambda: reverse("campaigns:registration_upload", args=[self.open.pk]),
            "accounts": lambda: reverse("organization:accounts_upload"),
            "plan": lambda: reverse("campaigns:plan_import"),
            "result": lambda: reverse(
                "campaigns:period_results_nominee",
                args=[self.season.period.pk, "tap-the", self.season.village.pk],
            ),
            "dossier": lambda: self.dossier.get_absolute_url(),
            "layout": lambda: reverse("dossiers:certificate_sheet_layout", args=[self.sheet.pk]),
        }[place]()

    def user(self, door):
        """Who brings a file there."""
        if door.place == "registration":
            return self.clerks
        return self.office if door.by == "office" else self.clerk


@pytest.fixture(scope="module")
def town(standing):
    return standing(Town)


@pytest.fixture
def entering(town, client_of):
    """`entering(door)` knocks: returns a function that brings a file and returns the page."""

    def knock(door):
        client = client_of(town.user(door))
        url = town.url(door.place)
        form, name = next(
            (form, name)
            for form in forms_of(client.get(url), url)
            for name in form.files
            if name == door.input or name.endswith(f"-{door.input}")
        )

        def bring(file_name, content):
            upload = SimpleUploadedFile("x", content)
            upload._name = file_name  # As it comes over the wire, not as Django's class cleans it.
            filled = form.posted(**dict(door.more) | {name: upload})
            return client.post(form.action or url, filled), name

        return bring

    return knock


class Writes:
    """Statements that change a table, but for who is logged in and which form was sent already."""

    ASIDE = ("django_session", "organization_postedform")

    def __init__(self):
        self.found = []

    def __call__(self, execute, sql, params, many, context):
        writes = re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)", sql)
        if writes and not any(table in sql for table in self.ASIDE):
            self.found.append(sql)
        return execute(sql, params, many, context)


def stored():
    """Every file that lies in the storage."""
    root = Path(default_storage.location)
    return sorted(path for path in root.rglob("*") if path.is_file())


# --- no door is forgotten ------------------------------------------------------------------------


def test_every_form_that_takes_a_file_is_a_door_of_this_test():
    found = set()
    for folder in ("emulation", "awards", "campaigns", "dossiers"):
        for path in (ROOT / folder).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if "models" in path.parts or "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ClassDef) and any(
                    isinstance(call, ast.Call)
                    and (getattr(call.func, "attr", "") or getattr(call.func, "id", "")) in FIELDS
                    for call in ast.walk(node)
                ):
                    found.add(f"{module}.{node.name}")
    assert found - NO_DOOR == set(DOORS)


def test_no_page_of_the_admin_takes_a_file(standing):
    request = RequestFactory().get("/")
    request.user = standing(make_superuser)
    for model, page in admin.site._registry.items():
        taken = [
            name
            for name, found in page.get_form(request).base_fields.items()
            if isinstance(found, forms.FileField)
        ]
        assert not taken, model


# --- every door, every file ----------------------------------------------------------------------

# One door of each way of checking meets them all, the others each sixth; every door some endings.
MEETS_ALL = ("record-rating", "plan", "layout")
ENDINGS = ("a program", "a web page", "two endings", "a .docm")
# These are no harm where the picture is drawn anew whatever it is called.
DRAWN_ANEW = {"a moving PNG", "a PNG called JPG"}
# What readers of plans and drawings say in words of their own.
OWN_WORDS = ("plan", "layout")


def meant_for(door):
    """The hostile files that are brought to a door, with what it says of each."""
    for place, (what, (name, content, message)) in enumerate(REFUSED.items()):
        suffix = name.rpartition(".")[2]
        if suffix in door.kinds:
            if place % 6 == 0 or (door.place in MEETS_ALL and door.input != "background"):
                yield what, name, content, "." if door.place in OWN_WORDS else message
        elif what in ENDINGS:
            yield what, name, content, "." if door.place in OWN_WORDS else "Chỉ nhận tệp"


@pytest.mark.parametrize("door", EVERY_DOOR, ids=lambda door: f"{door.place}-{door.input}")
def test_a_hostile_file_is_refused_beside_the_field_and_nothing_is_kept(entering, door):
    bring, wrong, writes, before = entering(door), [], Writes(), stored()
    with connection.execute_wrapper(writes):
        for what, name, content, message in meant_for(door):
            if door.place == "layout" and what in DRAWN_ANEW:
                continue
            response, field = bring(name, content)
            if not re.search(message, said_beside(response, field)):
                wrong.append((what, response.status_code, said_beside(response, field)))
    assert wrong == []
    assert writes.found == []
    assert stored() == before


# Doors that keep what was brought, and where it is fetched again.
KEEPING = [door for door in EVERY_DOOR if door.place in ("record-rating", "result", "dossier")]


@pytest.mark.parametrize("door", KEEPING, ids=lambda door: door.place)
def test_what_is_taken_is_kept_under_our_name_without_what_was_hidden_in_it(entering, town, door):
    bring, seen, before = entering(door), 0, stored()
    for what, (name, content, hidden) in list(CLEANED.items())[
        :: 1 if door.place == "result" else 5
    ]:
        _response, _field = bring(name, content)
        for path in {*stored()} - {*before}:
            seen += 1
            kept = path.read_bytes()
            assert not any(secret in kept for secret in hidden), what
            assert re.fullmatch(r"[\w/.-]+", str(path.relative_to(default_storage.location))), what
            assert path.suffix in (".pdf", ".jpg", ".png"), what
            path.unlink()
    assert seen


def test_each_file_is_checked_in_little_memory_and_time():
    """In a process that is ended when it takes more than 20 seconds of work or 700 MB."""
    outcome = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"SECRET_KEY": "x", "DJANGO_SETTINGS_MODULE": "emulation.settings", "PATH": ""},
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout[-300:] + outcome.stderr[-2000:]


ALONE = """
import resource, django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from emulation.uploads import checked, UploadError
from tests.hostile_files import REFUSED
used = resource.getrusage(resource.RUSAGE_SELF).ru_utime
resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 20, int(used) + 21))
resource.setrlimit(resource.RLIMIT_DATA, (700 << 20, 700 << 20))
for what, (name, content, message) in REFUSED.items():
    print(what, flush=True)
    try:
        checked(SimpleUploadedFile(name.replace(chr(0), ""), content))
    except UploadError:
        continue
    raise SystemExit("taken: " + what)
"""
