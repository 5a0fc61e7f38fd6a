"""A record outside one's scope does not exist: every URL, as an officer of another commune.

What addresses the foreign record of a new URL is said in tests/addresses.py.
"""

import pytest
from django.urls import reverse

from emulation.organization.models import Role
from tests.addresses import TITLE, URLS, Neighbours
from tests.make import make_authority, make_campaign, make_unit, make_user

pytestmark = pytest.mark.django_db
OPEN = {"login", "logout", "password_change", "password_change_done", "gallery", "healthz", "home"}
# For administrators alone (tests/organization/test_backups.py, tests/access.txt).
OPEN |= {"organization:backup_list"}
# The second step of one's own login (tests/organization/test_account_access.py).
OPEN |= {"organization:code", "organization:device_qr"}
# For everybody without login: they show what a certificate says and what an office made public.
PUBLIC = {"dossiers:certificate_search", "dossiers:certificate_check", "dossiers:honours"}
# Open by the secret in its address (tests/campaigns/test_calendar.py).
PUBLIC |= {"campaigns:calendar_feed"}
# What is only ever posted to.
POSTED = {
    "dossiers:register_open",
    "campaigns:message_release_all",
    "campaigns:subscription_feed",
    "organization:address_unlock",
    "organization:device_remove",
    "organization:recovery_renew",
    "organization:session_end",
}
# The first run, which is over (tests/organization/test_first_run.py).
OPEN |= {name for name in URLS if name.startswith("organization:first_run")}
WITH_RECORDS = sorted(name for name, route in URLS.items() if "<" in route and name not in PUBLIC)
LISTS = sorted(set(URLS) - set(WITH_RECORDS) - OPEN - PUBLIC - POSTED)


@pytest.fixture(scope="module")
def world(standing, client_of, plain_errors):
    """The commune next door with its records, and one officer of ours in each role."""

    def build():
        ours = make_authority(name="Ủy ban nhân dân xã Lạc Hồng")
        places = {Role.UNIT: make_unit(parent=ours, name="Thôn Đông")}
        officers = {
            role: client_of(make_user(role=role, unit=places.get(role, ours))) for role in Role
        }
        foreign = Neighbours()
        return foreign, officers, foreign.urls(WITH_RECORDS)

    return standing(build)


@pytest.mark.parametrize("name", WITH_RECORDS)
@pytest.mark.parametrize("role", Role)
def test_a_record_of_another_commune_does_not_exist(world, name, role):
    _, officers, addresses = world
    client, url = officers[role], addresses[name]
    answers = {client.get(url).status_code, client.post(url).status_code}
    assert answers <= {404, 405}
    assert 404 in answers


def test_the_registration_paper_of_another_commune_does_not_exist(world):
    foreign, officers, _ = world
    url = reverse("organization:paper", args=["registration", foreign.registration.pk])
    assert officers[Role.OFFICE].get(url).status_code == 404


@pytest.mark.parametrize("name", WITH_RECORDS)
def test_a_visitor_is_sent_to_the_login(client, world, name):
    response = client.get(world[2][name])
    assert response.status_code == 302
    assert response.url.startswith(reverse("login"))


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_nothing_of_another_commune(world, name):
    response = world[1][Role.OFFICE].get(reverse(name))
    assert response.status_code == 200
    assert TITLE not in response.content.decode(errors="replace")


def test_another_village_of_the_same_commune_sees_the_campaign_but_not_the_registration(
    client, world
):
    foreign = world[0]
    neighbour = make_unit(parent=foreign.authority, name="Thôn Đoài")
    client.force_login(make_user(role=Role.UNIT, unit=neighbour))
    assert client.get(foreign.campaign.get_absolute_url()).status_code == 200
    assert client.get(foreign.registration.get_absolute_url()).status_code == 404


def test_a_village_does_not_see_a_draft_of_its_own_commune(client):
    campaign = make_campaign(state="draft")
    village = make_unit(parent=campaign.authority)
    client.force_login(make_user(role=Role.UNIT, unit=village))
    assert client.get(campaign.get_absolute_url()).status_code == 404
