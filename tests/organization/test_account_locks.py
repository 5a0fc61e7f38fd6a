"""Wrong passwords: what locks whom where, until when, and who takes a lock off."""

import datetime as dt

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from emulation.organization.client import client_address, device_name
from emulation.organization.lockout import lock_of, locked_accounts
from emulation.organization.models import AccountAction, AccountLog, Role
from emulation.organization.services import unlocking
from tests.make import PASSWORD, make_authority, make_superuser, make_user
from tests.organization.signing_in import (
    CHANGE,
    LOGIN,
    actions,
    is_in,
    log_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def locks(settings):
    settings.AXES_ENABLED = True
    settings.LOCKOUT_ACCOUNT_FAILURES, settings.LOCKOUT_ADDRESS_FAILURES = 8, 12
    return settings


def guess(username, times, address="10.0.0.1"):
    return [log_in(Client(), username, "sai-mat-khau", address) for _ in range(times)][-1]


def test_five_wrong_passwords_lock_the_account_at_that_address(locks, clerk):
    assert guess("thon1", 4).status_code == 200
    page = guess("thon1", 1)
    assert page.status_code == 429
    until = AccessAttempt.objects.latest("attempt_time").attempt_time + dt.timedelta(minutes=15)
    assert f"từ {timezone.localtime(until):%H:%M} ngày" in page.content.decode()
    assert 0 < int(page["Retry-After"]) <= 15 * 60


def test_the_right_password_does_not_open_a_lock(locks, clerk, client):
    guess("thon1", 5)
    assert log_in(client, "thon1").status_code == 429
    assert not is_in(client)


def test_a_lock_is_over_after_its_time_and_trying_does_not_prolong_it(locks, clerk, client):
    with time_machine.travel("2026-07-01 08:00 +0700", tick=False) as clock:
        guess("thon1", 5)
        clock.shift(dt.timedelta(minutes=14))
        assert log_in(Client(), "thon1").status_code == 429
        clock.shift(dt.timedelta(minutes=1, seconds=1))
        log_in(client, "thon1")
        assert is_in(client)


def test_the_admin_has_the_same_login(locks, client):
    boss = make_superuser(username="boss")
    guess("boss", 5)
    door = client.get(reverse("admin:login"), REMOTE_ADDR="10.0.0.1")
    assert door.url.startswith(LOGIN)
    assert log_in(client, boss.username).status_code == 429


def test_guessing_at_the_old_password_locks_too(locks, clerk, client):
    client.force_login(clerk)
    data = {"old_password": "sai", "new_password1": "Mot-moi-9-a", "new_password2": "Mot-moi-9-a"}
    answers = [client.post(CHANGE, data).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert client.post(CHANGE, data | {"old_password": PASSWORD}).status_code == 429
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_a_lock_at_one_address_leaves_the_account_open_at_another(locks, clerk, client):
    guess("thon1", 5, "203.0.113.9")
    log_in(client, "thon1", address="10.0.0.1")
    assert is_in(client)


def test_guessing_from_many_addresses_locks_the_account_where_it_is_unknown(locks, clerk, client):
    for place in range(8):
        guess("thon1", 1, f"203.0.113.{place}")
    assert log_in(client, "thon1", address="198.51.100.7").status_code == 429


def test_whoever_guesses_at_an_account_does_not_lock_its_owner_out_at_his_desk(
    locks, clerk, client
):
    log_in(Client(), "thon1", address="10.0.0.1")
    for place in range(8):
        guess("thon1", 1, f"203.0.113.{place}")
    log_in(client, "thon1", address="10.0.0.1")
    assert is_in(client)


def test_one_attacker_does_not_lock_the_commune_behind_one_address(locks, clerk, officer, client):
    log_in(Client(), "vanphong")
    for place in range(12):
        guess(f"nguoi{place}", 1)
    log_in(client, "vanphong")
    assert is_in(client)


def test_trying_many_accounts_from_an_address_locks_those_unknown_there(locks, clerk, client):
    for place in range(12):
        guess(f"nguoi{place}", 1)
    page = log_in(client, "thon1")
    assert page.status_code == 429
    assert "nhiều tài khoản" in page.content.decode()


def test_a_good_login_forgets_the_failures_of_its_account_only(locks, clerk, officer):
    guess("vanphong", 3)
    guess("thon1", 3)
    log_in(Client(), "vanphong")
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["thon1"]


def test_a_lock_lasts_until_enough_failures_are_old(locks, clerk):
    moment = timezone.now() - dt.timedelta(minutes=10)
    for browser, at in (("a", moment), ("b", moment + dt.timedelta(minutes=5))):
        AccessAttempt.objects.create(
            username="thon1", ip_address="10.0.0.1", user_agent=browser, failures_since_start=4
        )
        AccessAttempt.objects.filter(user_agent=browser).update(attempt_time=at)
    until = moment + dt.timedelta(minutes=15)
    assert lock_of("thon1", "10.0.0.1").until == until
    assert locked_accounts() == {"thon1": until}


def test_familiar_is_who_logged_in_there_in_the_last_ninety_days(locks, clerk):
    for place in range(8):
        guess("thon1", 1, f"203.0.113.{place}")
    row = AccessLog.objects.create(username="thon1", ip_address="10.0.0.1")
    assert lock_of("thon1", "10.0.0.1") is None
    AccessLog.objects.filter(pk=row.pk).update(attempt_time=timezone.now() - dt.timedelta(days=91))
    assert lock_of("thon1", "10.0.0.1").kind == "account"


def test_addresses_of_logins_are_forgotten_after_ninety_days(locks, clerk, client):
    old = AccessLog.objects.create(username="thon1", ip_address="10.0.0.9")
    AccessLog.objects.filter(pk=old.pk).update(attempt_time=timezone.now() - dt.timedelta(days=91))
    log_in(client, "thon1")
    assert [row.ip_address for row in AccessLog.objects.all()] == ["10.0.0.1"]


def test_a_lock_is_logged_once_without_the_password(locks, clerk):
    guess("thon1", 7)
    row = clerk.account_log.get()
    assert (row.action, row.by, row.address) == (AccountAction.LOCKED, None, "10.0.0.1")
    stored = "".join(map(str, AccessAttempt.objects.values_list("post_data", "get_data")))
    assert "sai-mat-khau" not in stored + row.detail + row.reason


def test_the_office_opens_a_lock_with_one_click(locks, clerk, officer, client):
    guess("thon1", 5)
    client.force_login(officer)
    assert "tạm khóa đến" in client.get(reverse("organization:account_list")).content.decode()
    client.post(reverse("organization:account_unlock", args=[clerk.pk]))
    assert actions(clerk)[0] == AccountAction.UNLOCKED
    visitor = Client()
    log_in(visitor, "thon1")
    assert is_in(visitor)


def test_an_administrator_opens_an_address(locks, clerk, client):
    for place in range(12):
        guess(f"nguoi{place}", 1)
    boss = make_superuser()
    client.force_login(boss)
    assert (
        "10.0.0.1 bị tạm khóa" in client.get(reverse("organization:account_list")).content.decode()
    )
    client.post(reverse("organization:address_unlock"), {"address": "10.0.0.1"})
    assert lock_of("thon1", "10.0.0.1") is None
    assert AccountLog.objects.filter(action=AccountAction.UNLOCKED, by=boss).exists()


def test_an_office_opens_no_address(officer, client):
    client.force_login(officer)
    answer = client.post(reverse("organization:address_unlock"), {"address": "10.0.0.1"})
    assert answer.status_code == 403


def test_an_office_opens_only_its_own_accounts(officer):
    stranger = make_user(role=Role.OFFICE, unit=make_authority(name="Xã khác"))
    with pytest.raises(PermissionDenied):
        unlocking.unlock(stranger, by=officer)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        (2, "1.2.3.4, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        (2, "203.0.113.7", "127.0.0.1"),
        (1, "khong-phai-dia-chi", None),
    ],
)
def test_the_address_is_what_the_nearest_proxies_saw(rf, settings, proxies, forwarded, address):
    settings.AXES_IPWARE_PROXY_COUNT = proxies
    assert client_address(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)) == address


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge trên Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox trên Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Safari/537.36", "Chrome trên Android"),
        ("curl/8", "Thiết bị khác"),
    ],
)
def test_a_device_is_named_in_words(rf, agent, name):
    assert device_name(rf.get("/", HTTP_USER_AGENT=agent)) == name
