"""The register of outgoing papers: numbered papers of the user's authorities, by year."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from emulation.organization.models import Role
from tests.make import make_authority, make_issued_paper, make_unit, make_user

pytestmark = pytest.mark.django_db
REGISTER = reverse("dossiers:outgoing_list")


@pytest.fixture
def office(client):
    unit = make_authority()
    client.force_login(make_user(role=Role.OFFICE, unit=unit))
    return unit


def numbers(client, **query):
    page = client.get(REGISTER, query)
    return [row["paper"].number for row in page.context["rows"]]


def test_numbered_papers_stand_newest_first_and_the_others_not_at_all(client, office):
    make_issued_paper(authority=office, number="01/QĐ-UBND", dated=dt.date(2025, 1, 5))
    make_issued_paper(authority=office, number="02/QĐ-UBND", dated=dt.date(2025, 2, 5))
    make_issued_paper(authority=office, number="", dated=dt.date(2025, 2, 5))
    assert numbers(client) == ["02/QĐ-UBND", "01/QĐ-UBND"]


def test_a_year_is_one_register(client, office):
    make_issued_paper(authority=office, number="01/QĐ-UBND", dated=dt.date(2024, 12, 31))
    make_issued_paper(authority=office, number="01/QĐ-UBND", dated=dt.date(2025, 1, 1))
    rows = client.get(REGISTER, {"year": 2025}).context["rows"]
    assert [row["paper"].dated for row in rows] == [dt.date(2025, 1, 1)]


def test_papers_of_another_commune_are_not_in_it(client, office):
    other = make_authority(name="Ủy ban nhân dân xã Lạc Hồng")
    make_issued_paper(authority=other, number="01/QĐ-UBND")
    assert numbers(client) == []


def test_a_village_has_no_register(client, office):
    client.force_login(make_user(role=Role.UNIT, unit=make_unit(parent=office)))
    assert client.get(REGISTER).status_code == 404


def test_the_workbook_has_the_ten_columns_of_the_decree(client, office):

    make_issued_paper(authority=office, number="01/QĐ-UBND", dated=dt.date(2025, 1, 5))
    answer = client.get(reverse("dossiers:outgoing_export"))
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet.max_column == 10
    assert [sheet["A2"].value, sheet["B2"].value.date()] == ["01/QĐ-UBND", dt.date(2025, 1, 5)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_as_often_for_one_as_for_three(
    client, office, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_issued_paper(authority=office)
    with django_assert_max_num_queries(9):
        assert len(numbers(client)) == count
