"""Logging in as the tests of accounts do: through the page, with a code where one is asked."""

from django.contrib.auth import get_user
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.make import PASSWORD

LOGIN, HOME, CODE = reverse("login"), reverse("home"), reverse("organization:code")
DEVICE, CHANGE = reverse("organization:device"), reverse("password_change")


def log_in(client, username, password=PASSWORD, address="10.0.0.1", **extra):
    data = {"username": username, "password": password}
    return client.post(LOGIN, data, REMOTE_ADDR=address, **extra)


def is_in(client):
    return get_user(client).is_authenticated


def phone_for(user):
    return TOTPDevice.objects.create(user=user, name="điện thoại", confirmed=True)


def code_of(phone):
    return f"{totp(phone.bin_key):06d}"


def actions(account):
    """What was done to an account, the latest first."""
    return list(account.account_log.values_list("action", flat=True))
