"""Two clerks in one registration table: neither takes the other's words away unknowingly."""

import pytest
from django.urls import reverse

from campaigns.models import Line
from emulation.organization.models import Role
from tests.browsing import forms_of
from tests.make import make_line, make_person, make_registration, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(period, village):
    """A registration with a row for the village and one for a person."""
    registration = make_registration(period=period, unit=village)
    unit = make_line(registration=registration)
    person = make_line(
        registration=registration, person=make_person(unit=village), position=2, targets="Cũ"
    )
    return registration, unit, person


@pytest.fixture
def clerks(client_of, table):
    unit = table[0].unit
    return [client_of(make_user(role=Role.UNIT, unit=unit)) for _ in range(2)]


def matrix_of(client, table):
    url = table[0].get_absolute_url()
    name = f"line-{table[1].pk}-targets"
    return next(form for form in forms_of(client.get(url), url) if name in form.values)


def targets(line):
    return Line.objects.get(pk=line.pk).targets


def test_two_who_fill_in_different_rows_both_keep_their_words(table, clerks):
    registration, unit, person = table
    first, second = (matrix_of(client, table) for client in clerks)
    url = registration.get_absolute_url()
    clerks[0].post(url, first.posted(**{f"line-{unit.pk}-targets": ["Của người một"]}))
    clerks[1].post(url, second.posted(**{f"line-{person.pk}-targets": ["Của người hai"]}))
    assert (targets(unit), targets(person)) == ("Của người một", "Của người hai")


def test_the_second_in_one_row_is_told_and_may_write_over_it(table, clerks):
    registration, unit, _person = table
    pages = [matrix_of(client, table) for client in clerks]
    url, name = registration.get_absolute_url(), f"line-{unit.pk}-targets"
    clerks[0].post(url, pages[0].posted(**{name: ["Một"]}))
    told = clerks[1].post(url, pages[1].posted(**{name: ["Hai"]}))
    assert "nay là: «Một»" in told.content.decode()
    assert targets(unit) == "Một"
    back = next(form for form in forms_of(told, url) if name in form.values)
    assert back.values[name] == ["Hai"]
    clerks[1].post(url, back.posted())
    assert targets(unit) == "Hai"


def test_autosave_tells_the_page_what_is_stored_so_that_the_next_save_is_no_conflict(table, clerks):
    registration, unit, _person = table
    page, name = matrix_of(clerks[0], table), f"line-{unit.pk}-targets"
    url = reverse("campaigns:registration_autosave", args=[registration.pk])
    fields = clerks[0].post(url, page.posted(**{name: ["Một"]})).json()["fields"]
    seen = {field: [mark] for field, mark in fields.items()}
    answer = clerks[0].post(url, page.posted(**seen | {name: ["Một, thêm"]}))
    assert answer.status_code == 200
    assert targets(unit) == "Một, thêm"


def test_autosave_does_not_write_over_another_clerk(table, clerks):
    registration, unit, _person = table
    pages, name = [matrix_of(client, table) for client in clerks], f"line-{unit.pk}-targets"
    url = reverse("campaigns:registration_autosave", args=[registration.pk])
    clerks[0].post(url, pages[0].posted(**{name: ["Một"]}))
    answer = clerks[1].post(url, pages[1].posted(**{name: ["Hai"]}))
    assert answer.status_code == 422
    assert "trong lúc bạn đang sửa" in answer.json()["message"]
    assert targets(unit) == "Một"
