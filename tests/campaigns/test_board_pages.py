"""The office's board over HTTP: filter, export, consolidation."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.models import Registration
from campaigns.states import RegistrationState
from emulation.organization.models import Role
from tests.make import (
    make_authority,
    make_campaign,
    make_line,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    class Season:
        authority = make_authority()
        sent = make_unit(parent=authority, name="Thôn Ngọc")
        silent = make_unit(parent=authority, name="Thôn Đoài")
        campaign = make_campaign(authority=authority)
        period = campaign.periods.get()
        unit_award = campaign.offers.get(column=2)
        registration = make_registration(
            period=period, unit=sent, state=RegistrationState.CONFIRMED
        )
        line = make_line(registration=registration, offers=[unit_award])
        officer = make_user(role=Role.OFFICE, unit=authority)

    return Season()


def test_the_board_names_who_has_not_sent(client, season):
    client.force_login(season.officer)
    text = client.get(season.period.get_absolute_url(), {"state": "not_sent"}).content.decode()
    assert "Thôn Đoài" in text
    assert "Thôn Ngọc" not in text


def test_the_search_needs_no_accents(client, season):
    client.force_login(season.officer)
    text = client.get(season.period.get_absolute_url(), {"q": "doai"}).content.decode()
    assert "Thôn Đoài" in text
    assert "Thôn Ngọc" not in text


def test_the_export_holds_the_rows_of_the_page(client, season):
    client.force_login(season.officer)
    response = client.get(reverse("campaigns:period_export", args=[season.period.pk]))
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert [row[:3] for row in rows[1:]] == [
        ("Thôn Đoài", "Thôn, tổ dân phố", "Chưa gửi"),
        ("Thôn Ngọc", "Thôn, tổ dân phố", "Đã xác nhận"),
    ]


def test_consolidating_builds_the_commune_s_own_registration(client, season):
    client.force_login(season.officer)
    url = reverse("campaigns:period_consolidate", args=[season.period.pk])
    response = client.post(url, follow=True)
    made = Registration.objects.get(unit=season.authority)
    names = [(str(line), line.is_collected) for line in made.lines.all()]
    assert ("Thôn Ngọc", True) in names
    assert "Còn 1 đơn vị chưa xác nhận xong" in response.content.decode()


def test_a_village_has_no_board(client, season):
    client.force_login(make_user(role=Role.UNIT, unit=season.sent))
    assert client.get(season.period.get_absolute_url()).status_code == 403


def test_an_auditor_cannot_consolidate(client, season):
    client.force_login(make_user(role=Role.AUDITOR, unit=season.authority))
    assert client.get(season.period.get_absolute_url()).status_code == 200
    url = reverse("campaigns:period_consolidate", args=[season.period.pk])
    assert client.post(url).status_code == 403


@pytest.mark.parametrize("more", [0, 2])
def test_the_board_asks_a_constant_number_of_queries(
    client, season, django_assert_num_queries, more
):
    for number in range(more):
        unit = make_unit(parent=season.authority, name=f"Thôn {number}")
        make_line(registration=make_registration(period=season.period, unit=unit))
    client.force_login(season.officer)
    with django_assert_num_queries(11):
        client.get(season.period.get_absolute_url())
