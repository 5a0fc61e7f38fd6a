"""A record outside one's scope does not exist: every URL, as an officer of another commune."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campaigns.models import Evidence
from emulation.organization.models import PrintJob, RegisterBook, Role
from tests.make import (
    make_agenda_item,
    make_authority,
    make_award,
    make_bar,
    make_campaign,
    make_certificate,
    make_certificate_sheet,
    make_chase_letter,
    make_council,
    make_decision,
    make_dossier,
    make_household,
    make_index_score,
    make_initiative,
    make_issued_paper,
    make_library_set,
    make_line,
    make_message,
    make_nomination,
    make_part,
    make_person,
    make_rating,
    make_registration,
    make_result,
    make_roster_sheet,
    make_session,
    make_submission,
    make_task,
    make_transfer_request,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
OPEN = {"login", "logout", "password_change", "password_change_done", "gallery", "healthz", "home"}


def patterns(resolver=None, names=()):
    """Yield (full name, route) of every URL outside the admin."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from patterns(pattern, (*names, *filter(None, [pattern.namespace])))
        elif isinstance(pattern, URLPattern):
            yield ":".join((*names, pattern.name)), str(pattern.pattern)


URLS = dict(patterns())
# For everybody without login: they show what a certificate says and what an office made public.
PUBLIC = {"dossiers:certificate_search", "dossiers:certificate_check", "dossiers:honours"}
# Open by the secret in its address (tests/campaigns/test_calendar.py).
PUBLIC |= {"campaigns:calendar_feed"}
# What belongs to the desk of an authority, and what is only ever posted to.
OF_DESK = {"decision", "submission", "certificate", "wording", "outgoing", "register"}
POSTED = {
    "dossiers:register_open",
    "campaigns:message_release_all",
    "campaigns:subscription_feed",
}
WITH_RECORDS = sorted(name for name, route in URLS.items() if "<" in route and name not in PUBLIC)
LISTS = sorted(set(URLS) - set(WITH_RECORDS) - OPEN - PUBLIC - POSTED)


@pytest.fixture
def foreign():
    """A draft and an issued campaign of one commune, with a registration."""
    authority = make_authority()
    campaign = make_campaign(authority=authority, name="Phong trào của xã bên")
    unit = make_unit(parent=authority)
    registration = make_registration(period=campaign.periods.get(), unit=unit)
    line = make_line(registration=registration)
    job = PrintJob.objects.create(
        key="k", slug="plan", subject_id=campaign.pk, rows=1, created_by=make_user()
    )
    return {
        "campaign": campaign, "registration": registration, "line": line, "unit": unit, "job": job,
    }  # fmt: skip


@pytest.fixture
def records(foreign):
    """A record of every kind about a person of the foreign village, by code."""
    person = make_person(unit=foreign["unit"])
    foreign["records"] = {
        "person": person,
        "unit": foreign["unit"],
        "household": make_household(unit=foreign["unit"]),
        "rating": make_rating(person=person),
        "bar": make_bar(person=person, kind="discipline", severity="1_reprimand"),
        "initiative": make_initiative(person=person),
        "index": make_index_score(unit=foreign["unit"]),
        "award": make_award(person=person),
    }
    return foreign["records"]


def of_council(name, campaign):
    """The record that a page of the council is about: council, seat, session or item."""
    council = make_council(authority=campaign.authority, seats=3)
    if name.startswith("dossiers:council_seat_edit"):
        return council.seats.first()
    if name.startswith("dossiers:council_") or name == "dossiers:session_create":
        return council
    session = make_session(council=council, title="Phong trào của xã bên", on_screen=True)
    if name == "dossiers:session_item":
        return make_agenda_item(session=session)
    return session


def of_dossier(code, registration):
    """The record that a page of a dossier is about: dossier, nomination or scan."""
    dossier = make_dossier(period=registration.period, unit=registration.unit)
    make = {"nomination": make_nomination, "part": make_part}.get(code)
    return make(dossier=dossier) if make else dossier


def of_result(name, campaign, unit):
    """What addresses a result of the foreign unit, or its evidence."""
    result = make_result(period=campaign.periods.get(), unit=unit)
    if name == "campaigns:evidence_file":
        file = Evidence.objects.create(
            result=result, name="a.pdf", size=1, sha256="0" * 64, uploaded_by=make_user()
        )
        return {"pk": file.pk}
    return {"pk": result.pk} | ({"check_pk": 1} if "check_pk" in URLS[name] else {})


def of_desk(name, campaign, unit):
    """What addresses the foreign decision, proposal or certificate, with its line."""
    authority = campaign.authority
    if name.startswith("dossiers:submission_"):
        if name == "dossiers:submission_create":
            return {"pk": authority.pk}
        submission = make_submission(authority=authority, period=campaign.periods.get())
        return {"pk": submission.pk} | ({"line_pk": 1} if "line_pk" in URLS[name] else {})
    if name.startswith("dossiers:certificate_sheet_"):
        found = {"pk": make_certificate_sheet(authority=authority).pk}
        return found | ({"name": "emblem"} if "slug:name" in URLS[name] else {})
    if name.startswith("dossiers:wording_"):
        session = make_session(council=make_council(authority=authority, seats=3))
        return {"slug": "minutes", "pk": session.pk}
    if name == "dossiers:outgoing_edit":
        return {"pk": make_issued_paper(authority=authority).pk}
    if name == "dossiers:register_export":
        book = RegisterBook.objects.create(authority=authority, register="outgoing", year=2025)
        return {"pk": book.pk}
    if name == "dossiers:certificate_detail":
        return {"pk": make_certificate(award=make_award(unit=unit)).pk}
    decision = make_decision(authority=authority, title="Phong trào của xã bên")
    return {"pk": decision.pk} | ({"line_pk": 1} if "line_pk" in URLS[name] else {})


def of_chasing(code, campaign, unit):
    """The reminder, chase letter or task that a page is about."""
    if code == "message":
        return make_message(authority=campaign.authority, subject="Phong trào của xã bên")
    if code == "letter":
        return make_chase_letter(period=campaign.periods.get(), units=[unit])
    return make_task(campaign=campaign, unit=unit)


def of_roster(code, foreign):
    """The list, transfer or group of the foreign commune; None for other records."""
    commune = foreign["campaign"].authority
    if code == "rostersheet":
        return make_roster_sheet(authority=commune)
    if code == "transfer":
        return make_transfer_request(person=foreign["records"]["person"])
    if code == "group":
        return commune.groups.first()
    return None


def arguments(name, foreign):
    """Return the arguments that address the foreign records in the URL called `name`."""
    code = name.partition(":")[2].partition("_")[0]
    if name.startswith("awards:") and name.endswith("_sheet_review"):
        return {"token": "cua-nguoi-khac"}
    if name.startswith("awards:") and code in foreign["records"]:
        return {"pk": foreign["records"][code].pk}
    campaign, registration = foreign["campaign"], foreign["registration"]
    if made := of_roster(code, foreign):
        return {"pk": made.pk}
    if code in OF_DESK and name.startswith("dossiers:"):
        return of_desk(name, campaign, foreign["unit"])
    if code in ("council", "session") and name.startswith("dossiers:"):
        return {"pk": of_council(name, campaign).pk}
    if code in ("dossier", "nomination", "part") and name != "dossiers:dossier_begin":
        return {"pk": of_dossier(code, registration).pk}
    if code in ("result", "evidence") and name.startswith("campaigns:"):
        return of_result(name, campaign, foreign["unit"])
    kinds = {"campaign": campaign.pk, "period": campaign.periods.get().pk,
             "registration": registration.pk}  # fmt: skip
    if name in ("awards:criterion_set_detail", "awards:criterion_set_edit"):
        return {"pk": make_library_set(authority=campaign.authority).pk}
    if name in ("organization:paper", "organization:paper_word"):
        return {"slug": "plan", "pk": campaign.pk}
    if name == "campaigns:plan_import_review":
        return {"token": "cua-nguoi-khac"}
    if code in ("message", "letter", "task") and name.startswith("campaigns:"):
        return {"pk": of_chasing(code, campaign, foreign["unit"]).pk}
    if name == "organization:print_job":
        return {"pk": foreign["job"].pk}
    if name == "dossiers:dossier_begin":
        return {"pk": kinds["period"], "unit_pk": foreign["unit"].pk, "route": "own"}
    if name == "dossiers:campaign_years":
        return {"pk": kinds["campaign"]}
    if name == "dossiers:period_dossiers":
        return {"pk": kinds["period"]}
    if name == "campaigns:registration_start":
        return {"period_pk": kinds["period"], "unit_pk": foreign["unit"].pk}
    found = {"pk": kinds[re.match(r"campaigns:([a-z]+)_", name)[1]]}
    if "file_pk" in URLS[name]:
        found["file_pk"] = 1
    if "str:token" in URLS[name]:
        found["token"] = "cua-nguoi-khac"
    if "line_pk" in URLS[name]:
        found["line_pk"] = foreign["line"].pk
    if "offer_pk" in URLS[name]:
        found |= {"offer_pk": campaign.offers.get(column=2).pk, "kind": "tap-the",
                  "nominee_pk": foreign["unit"].pk}  # fmt: skip
    elif name in ("campaigns:period_chase", "campaigns:period_letter"):
        found["kind"] = "registration"
    elif "nominee_pk" in URLS[name]:
        found |= {"kind": "tap-the", "nominee_pk": foreign["unit"].pk}
    if "override_pk" in URLS[name]:
        found["override_pk"] = 1
    if "slug:slug" in URLS[name]:
        found["slug"] = "info"
    if "subject" in URLS[name]:
        found["subject"] = "C"
    return found


@pytest.mark.parametrize("name", WITH_RECORDS)
@pytest.mark.parametrize("role", [Role.UNIT, Role.OFFICE, Role.CHAIR, Role.AUDITOR])
def test_a_record_of_another_commune_does_not_exist(client, foreign, records, name, role):
    other = make_authority(name="Ủy ban nhân dân xã Lạc Hồng")
    unit = make_unit(parent=other, name="Thôn Đông") if role == Role.UNIT else other
    client.force_login(make_user(role=role, unit=unit))
    url = reverse(name, kwargs=arguments(name, foreign))
    answers = {client.get(url).status_code, client.post(url).status_code}
    assert answers <= {404, 405}
    assert 404 in answers


def test_the_registration_paper_of_another_commune_does_not_exist(client, foreign):
    client.force_login(make_user(role=Role.OFFICE, unit=make_authority(name="UBND xã Lạc Hồng")))
    url = reverse("organization:paper", args=["registration", foreign["registration"].pk])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", WITH_RECORDS)
def test_a_visitor_is_sent_to_the_login(client, foreign, records, name):
    url = reverse(name, kwargs=arguments(name, foreign))
    response = client.get(url)
    assert response.status_code == 302
    assert response.url.startswith(reverse("login"))


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_nothing_of_another_commune(client, foreign, name):
    client.force_login(make_user(role=Role.OFFICE, unit=make_authority(name="UBND xã Lạc Hồng")))
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "Phong trào của xã bên" not in response.content.decode(errors="replace")


def test_another_village_of_the_same_commune_sees_the_campaign_but_not_the_registration(
    client, foreign
):
    neighbour = make_unit(parent=foreign["unit"].authority, name="Thôn Đoài")
    client.force_login(make_user(role=Role.UNIT, unit=neighbour))
    assert client.get(foreign["campaign"].get_absolute_url()).status_code == 200
    assert client.get(foreign["registration"].get_absolute_url()).status_code == 404


def test_a_village_does_not_see_a_draft_of_its_own_commune(client):
    campaign = make_campaign(state="draft")
    village = make_unit(parent=campaign.authority)
    client.force_login(make_user(role=Role.UNIT, unit=village))
    assert client.get(campaign.get_absolute_url()).status_code == 404
