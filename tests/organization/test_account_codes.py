"""One-time codes: who has to have them, enrolling, recovery codes, lost devices."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from emulation.organization.models import AccountAction, Role
from emulation.organization.services import codes
from tests.make import make_superuser, make_user
from tests.organization.signing_in import (
    CODE,
    DEVICE,
    HOME,
    actions,
    code_of,
    is_in,
    log_in,
    phone_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    settings.OTP_REQUIRED = True


@pytest.mark.parametrize("role", [Role.OFFICE, Role.CHAIR])
def test_office_and_chair_have_to_enrol_before_their_work(required, commune, client, role):
    client.force_login(make_user(role=role, unit=commune))
    assert client.get(HOME).url == f"{DEVICE}?next=/"
    assert client.get(DEVICE).status_code == 200


def test_an_administrator_has_to_enrol_before_the_admin(required, client):
    client.force_login(make_superuser())
    index = reverse("admin:index")
    assert client.get(index).url == f"{DEVICE}?next={index}"
    client.post(reverse("admin:logout"))
    assert not is_in(client)


@pytest.mark.parametrize("role", [Role.UNIT, Role.AUDITOR])
def test_others_are_not_asked_for_codes(required, commune, client, role):
    client.force_login(make_user(role=role, unit=commune))
    assert client.get(HOME).status_code == 200


def test_nobody_is_asked_where_the_setting_is_off(officer, client):
    client.force_login(officer)
    assert client.get(HOME).status_code == 200


def test_every_page_but_leaving_waits_for_the_code(required, officer, client):
    phone_for(officer)
    log_in(client, "vanphong")
    for name in ("home", "awards:law", "organization:account", "password_change", "admin:index",
                 "organization:device"):  # fmt: skip
        assert client.get(reverse(name)).url.startswith(CODE), name
    assert client.post(reverse("logout")).status_code == 302


def test_enrolling_shows_a_qr_code_and_the_key_and_gives_recovery_codes(required, officer, client):
    client.force_login(officer)
    page = client.get(DEVICE).content.decode()
    phone = TOTPDevice.objects.get(user=officer, confirmed=False)
    assert codes.key_in_groups(phone) in page
    picture = client.get(reverse("organization:device_qr"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert "no-store" in picture["Cache-Control"]
    done = client.post(DEVICE, {"code": code_of(phone), "next": "/danh-ba/"})
    given = re.findall(r"<code>(\w{4}-\w{4})</code>", done.content.decode())
    assert len(set(given)) == 10
    assert client.get(HOME).status_code == 200
    assert AccountAction.DEVICE_ADDED in actions(officer)


def test_a_wrong_code_enrols_nothing(required, officer, client):
    client.force_login(officer)
    client.get(DEVICE)
    page = client.post(DEVICE, {"code": "000000"})
    assert "Mã không đúng" in page.content.decode()
    assert codes.phone_of(officer) is None


def test_a_code_lets_in_once(required, officer, client):
    phone = phone_for(officer)
    log_in(client, "vanphong")
    code = code_of(phone)
    assert client.post(CODE, {"code": code, "next": "/danh-ba/"}).url == "/danh-ba/"
    assert client.get(HOME).status_code == 200
    other = Client()
    log_in(other, "vanphong")
    assert "Mã không đúng hoặc đã dùng" in other.post(CODE, {"code": code}).content.decode()


def test_after_wrong_codes_even_the_right_one_waits(required, officer, client):
    phone = phone_for(officer)
    log_in(client, "vanphong")
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=6)
    page = client.post(CODE, {"code": code_of(phone)})
    assert re.search(r"Hãy chờ (3[12]) giây", page.content.decode())
    assert client.get(HOME).url.startswith(CODE)


def test_a_recovery_code_lets_in_once(required, officer, client):
    phone_for(officer)
    given = codes._new_codes(officer)
    log_in(client, "vanphong")
    assert client.post(CODE, {"code": given[0].upper()}).status_code == 302
    assert client.get(HOME).status_code == 200
    assert codes.recovery_codes_left(officer) == 9
    assert officer.account_log.get(action=AccountAction.CODE_USED).detail == "còn 9 mã"
    with pytest.raises(ValidationError):
        codes.checked_code(officer, given[0])


def test_a_device_is_not_remembered(required, officer, client):
    phone = phone_for(officer)
    log_in(client, "vanphong")
    client.post(CODE, {"code": code_of(phone)})
    client.post(reverse("logout"))
    log_in(client, "vanphong")
    assert client.get(HOME).url.startswith(CODE)


def test_who_set_up_codes_is_asked_even_where_they_are_not_required(clerk, client):
    phone_for(clerk)
    log_in(client, "thon1")
    assert client.get(HOME).url.startswith(CODE)


def test_no_second_device_is_enrolled_without_a_code_of_the_first(required, officer, client):
    phone_for(officer)
    client.force_login(officer)  # a session from before the device
    assert client.get(HOME).url.startswith(DEVICE)
    assert client.get(DEVICE).url == CODE
    assert client.get(reverse("organization:device_qr")).status_code == 403
    assert client.post(DEVICE, {"code": "123456"}).url == CODE
    for name in ("recovery_renew", "device_remove"):
        assert client.post(reverse(f"organization:{name}")).status_code in (302, 403)
    assert TOTPDevice.objects.filter(user=officer).count() == 1


def verified(client, user):
    phone = phone_for(user)
    log_in(client, user.username)
    client.post(CODE, {"code": code_of(phone)})
    return phone


def test_new_recovery_codes_replace_the_old(officer, client):
    verified(client, officer)
    old = codes._new_codes(officer)
    page = client.post(reverse("organization:recovery_renew"))
    assert page.status_code == 200
    assert codes.recovery_codes_left(officer) == 10
    assert not StaticToken.objects.filter(token=old[0].replace("-", "")).exists()


def test_codes_can_be_given_up_where_they_are_not_required(clerk, client):
    verified(client, clerk)
    client.post(reverse("organization:device_remove"))
    assert codes.phone_of(clerk) is None
    assert client.get(HOME).status_code == 200


def test_codes_are_not_given_up_where_they_are_required(required, officer, client):
    verified(client, officer)
    assert client.post(reverse("organization:device_remove")).status_code == 403
    assert codes.phone_of(officer)


def test_taking_a_device_off_needs_a_reason_and_ends_the_sessions(required, officer, client):
    phone_for(officer)
    codes._new_codes(officer)
    log_in(client, "vanphong")
    administrator = make_superuser()
    with pytest.raises(ValidationError):
        codes.remove_phone(officer, by=administrator, reason=" ")
    codes.remove_phone(officer, by=administrator, reason="Mất điện thoại")
    assert not TOTPDevice.objects.filter(user=officer).exists()
    assert not StaticDevice.objects.filter(user=officer).exists()
    assert not is_in(client)
    row = officer.account_log.get(action=AccountAction.DEVICE_REMOVED)
    assert (row.by, row.reason) == (administrator, "Mất điện thoại")


def test_an_office_takes_no_device_off_a_chair(commune, officer, client):
    chair = make_user(role=Role.CHAIR, unit=commune)
    phone_for(chair)
    client.force_login(officer)
    step = reverse("organization:account_device_remove", args=[chair.pk])
    assert client.post(step, {"note": "Mất máy"}).status_code == 403
    assert codes.phone_of(chair)


def test_the_admin_shows_no_keys_of_devices(client):
    client.force_login(make_superuser())
    page = client.get(reverse("admin:index")).content.decode()
    assert "otp_totp" not in page
    assert "otp_static" not in page
