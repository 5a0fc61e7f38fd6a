"""What somebody was put down for stands on his timeline."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.profile import registrations
from campaigns.states import RegistrationState
from emulation.organization.models import NomineeKind
from tests.make import make_group, make_person, make_unit

pytestmark = pytest.mark.django_db


def told(entries):
    return [(entry.year, entry.title, entry.about) for entry in entries]


def test_a_registration_is_told_with_its_awards_state_and_paper(year, office_clerk):
    person = year.person()
    line = year.register("LDTT", "GK_XA", person=person, late=True)
    (entry,) = registrations(person, office_clerk)
    titles = "; ".join(year.offers[code].title for code in ("LDTT", "GK_XA"))
    assert (entry.year, entry.title, entry.kind) == (2024, titles, "đăng ký")
    assert entry.marks == [("good", "đã xác nhận"), ("warn", "nhận muộn")]
    assert entry.source == "Bản đăng ký của Thôn Ngọc ngày 25/01/2024"
    assert entry.url == line.registration.get_absolute_url()


def test_who_belongs_to_a_registered_group_is_told_so(year, office_clerk):
    group = make_group(authority=year.commune, name="Công chức", subject=NomineeKind.INDIVIDUAL)
    year.register("LDTT", group=group)
    there, later = year.person(), year.person("Vũ Thị Dung", joined_on=dt.date(2024, 2, 1))
    elsewhere = make_person(unit=make_unit(parent=year.commune, name="Thôn Đoài"))
    title = year.offers["LDTT"].title
    assert told(registrations(there, office_clerk)) == [(2024, title, "theo nhóm «Công chức»")]
    assert registrations(later, office_clerk) == []
    assert registrations(elsewhere, office_clerk) == []


def test_a_village_of_a_group_of_villages_is_told_too(year, office_clerk):
    group = make_group(authority=year.commune)
    year.register("GK_XA", unit=year.commune, group=group)
    (entry,) = registrations(year.village, office_clerk)
    assert entry.about == "theo nhóm «Các thôn»"


@pytest.mark.parametrize("state", [RegistrationState.DRAFT, RegistrationState.RETURNED])
def test_what_is_not_sent_is_not_told(year, office_clerk, state):
    person = year.person()
    year.register("LDTT", person=person, state=state)
    assert registrations(person, office_clerk) == []


def test_only_registrations_that_the_reader_sees_are_told(year, unit_clerk, outsider):
    person = year.person()
    year.register("LDTT", person=person)
    year.register("GK_XA", person=person, unit=make_unit(parent=year.commune, name="Đoàn xã"))
    assert len(registrations(person, unit_clerk)) == 1
    assert registrations(person, outsider) == []


def test_the_page_shows_it_with_the_way_to_the_registration(client, year, office_clerk):
    person = year.person()
    line = year.register("LDTT", person=person)
    client.force_login(office_clerk)
    page = client.get(reverse("awards:person_profile", args=[person.pk])).content.decode()
    assert f'href="{line.registration.get_absolute_url()}"' in page


def test_three_registrations_take_as_many_queries_as_one(year, office_clerk):
    person = year.person()
    group = make_group(authority=year.commune, name="Công chức", subject=NomineeKind.INDIVIDUAL)

    def more(name):
        unit = make_unit(parent=year.commune, name=name)
        year.register("LDTT", "GK_XA", unit=unit, person=person)
        year.register("LDTT", unit=unit, group=group)

    more("Thôn 1")
    registrations(person, office_clerk)  # The reader's own units are read once.
    with CaptureQueriesContext(connection) as one:
        registrations(person, office_clerk)
    more("Thôn 2")
    more("Thôn 3")
    with CaptureQueriesContext(connection) as three:
        registrations(person, office_clerk)
    assert len(one) == len(three)
