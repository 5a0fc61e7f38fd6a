"""Sessions and passwords: idle ones end, each is listed, given passwords are changed."""

import datetime as dt
import unicodedata

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings as configured
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from emulation.organization.models import AccountAction, AccountSession, Role, User
from emulation.organization.session_store import SessionStore, fingerprint
from tests.make import PASSWORD, make_user
from tests.organization.signing_in import (
    CHANGE,
    CODE,
    DEVICE,
    HOME,
    LOGIN,
    actions,
    is_in,
    log_in,
    phone_for,
)

pytestmark = pytest.mark.django_db


# --- idle time -----------------------------------------------------------------------------------


@pytest.fixture
def idle(settings):
    settings.IDLE_MINUTES = 30


def test_a_session_ends_after_idle_minutes_and_leads_back(idle, clerk, client):
    with time_machine.travel("2026-07-01 08:00 +0700", tick=False) as clock:
        log_in(client, "thon1")
        clock.shift(dt.timedelta(minutes=31))
        answer = client.get("/danh-ba/?q=an")
        assert answer.url == f"{LOGIN}?next=/danh-ba/%3Fq%3Dan"
        page = client.get(answer.url).content.decode()
        assert "không thao tác trong 30 phút" in page
        assert not is_in(client)
        data = {"username": "thon1", "password": PASSWORD, "next": "/danh-ba/?q=an"}
        assert client.post(LOGIN, data).url == "/danh-ba/?q=an"


def test_whoever_works_stays_in(idle, clerk, client):
    with time_machine.travel("2026-07-01 08:00 +0700", tick=False) as clock:
        log_in(client, "thon1")
        for _ in range(4):
            clock.shift(dt.timedelta(minutes=25))
            assert client.get(HOME).status_code == 200


@pytest.fixture
def hour_later(idle, clerk, client):
    """The browser of the clerk, an hour after he logged in."""
    with time_machine.travel("2026-07-01 08:00 +0700", tick=False) as clock:
        log_in(client, "thon1")
        clock.shift(dt.timedelta(hours=1))
        yield client


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/tai-khoan/?x=1", "/tai-khoan/%3Fx%3D1"),
        ("http://evil.example/x", "/"),
        ("", "/"),
    ],
)
def test_a_post_after_the_time_leads_back_to_the_page_of_its_form(hour_later, page, back):
    answer = hour_later.post(reverse("organization:session_end"), {}, headers={"Referer": page})
    assert answer.url == f"{LOGIN}?next={back}"


def test_htmx_changes_the_whole_page(hour_later):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/danh-ba/"}
    assert hour_later.get(HOME, headers=headers)["HX-Redirect"] == f"{LOGIN}?next=/danh-ba/"


# --- sessions ------------------------------------------------------------------------------------


def test_what_the_browser_keeps_is_not_stored(clerk, client):
    log_in(client, "thon1")
    key = client.cookies[configured.SESSION_COOKIE_NAME].value
    row = AccountSession.objects.get(user=clerk)
    assert row.pk == fingerprint(key) != key
    assert key not in row.session_data


def test_a_session_says_where_and_when(clerk, client):
    log_in(client, "thon1", address="10.1.2.3", HTTP_USER_AGENT="Firefox/140.0 Windows")
    row = AccountSession.objects.get(user=clerk)
    assert (row.address, row.device) == ("10.1.2.3", "Firefox trên Windows")
    assert timezone.now() - row.seen_at < dt.timedelta(minutes=1)


def test_use_is_noted_at_most_once_a_minute(clerk, client, django_assert_num_queries):
    with time_machine.travel("2026-07-01 08:00 +0700", tick=False) as clock:
        log_in(client, "thon1")
        noted = AccountSession.objects.get().seen_at
        clock.shift(dt.timedelta(seconds=59))
        with django_assert_num_queries(3):  # session, user, his roles
            client.get(CHANGE)
        assert AccountSession.objects.get().seen_at == noted
        clock.shift(dt.timedelta(seconds=1))
        client.get(CHANGE)
        assert AccountSession.objects.get().seen_at == noted + dt.timedelta(minutes=1)


def test_ending_a_session_logs_its_browser_out(clerk, client):
    other = Client()
    log_in(client, "thon1")
    log_in(other, "thon1")
    page = client.get(reverse("organization:account")).content.decode()
    assert page.count("phiên này") == 1
    key = fingerprint(other.cookies[configured.SESSION_COOKIE_NAME].value)
    client.post(reverse("organization:session_end"), {"session": key})
    assert is_in(client)
    answer = other.get(HOME)
    assert answer.url == f"{LOGIN}?next=/"
    assert "Phiên làm việc đã kết thúc" in other.get(answer.url).content.decode()
    assert actions(clerk) == [AccountAction.SESSIONS_ENDED]


def test_all_other_sessions_end_at_once(clerk, client):
    others = [Client(), Client()]
    for one in (client, *others):
        log_in(one, "thon1")
    client.post(reverse("organization:session_end"), {"others": "1"})
    assert [is_in(one) for one in (client, *others)] == [True, False, False]


def test_nobody_ends_somebody_elses_session(clerk, officer, client):
    log_in(Client(), "vanphong")
    foreign = AccountSession.objects.get(user=officer)
    client.force_login(clerk)
    answer = client.post(reverse("organization:session_end"), {"session": foreign.pk})
    assert answer.status_code == 404
    assert AccountSession.objects.filter(pk=foreign.pk).exists()


def test_a_closed_account_is_out_at_once(clerk, client):
    log_in(client, "thon1")
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get(HOME).url.startswith(LOGIN)


def test_sessions_that_ran_out_are_cleared(clerk, client):
    log_in(client, "thon1")
    AccountSession.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert not is_in(client)
    call_command("clearsessions")
    assert not AccountSession.objects.exists()


def test_a_session_store_finds_what_it_saved():
    store = SessionStore()
    store["a"] = 1
    store.create()
    store["a"] = 2
    store.save()
    assert SessionStore(store.session_key)["a"] == 2
    assert not SessionStore(fingerprint(store.session_key)).load()
    assert store.exists(store.session_key)
    store.delete()
    assert not store.exists(store.session_key)


# --- passwords -----------------------------------------------------------------------------------

NFC, NFD = (unicodedata.normalize(form, "Mật-khẩu-Ở-xã") for form in ("NFC", "NFD"))


def test_production_hashes_with_argon2_first():
    from emulation import settings as project  # noqa: PLC0415

    assert project.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize("made", ["create_user", "set_password", "command"])
def test_a_password_set_outside_a_form_is_the_one_typed_into_a_form(made, monkeypatch):
    if made == "command":
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NFD)
        call_command("createsuperuser", username="boss", email="", interactive=False, verbosity=0)
        user = User.objects.get()
    else:
        user = make_user(password=NFD if made == "create_user" else PASSWORD)
        if made == "set_password":
            user.set_password(NFD)
            user.save()
    client = Client()
    log_in(client, user.username, NFC)
    assert is_in(client)


def test_a_long_name_is_refused_before_it_is_counted(client, settings):
    settings.AXES_ENABLED = True
    page = log_in(client, "a" * 300)
    assert page.status_code == 200
    assert not AccessAttempt.objects.exists()


@pytest.fixture
def required(settings):
    settings.OTP_REQUIRED = True


NEW = "Mot-mat-khau-khac-9"


def change(client, new=NEW, **more):
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new, **more}
    return client.post(CHANGE, data)


def test_who_got_his_password_from_another_changes_it_first(commune, client):
    user = make_user(role=Role.UNIT, unit=commune, must_change_password=True)
    client.force_login(user)
    assert client.get("/danh-ba/").url == f"{CHANGE}?next=/danh-ba/"
    assert "do người khác cấp" in client.get(CHANGE).content.decode()
    assert change(client, next="/danh-ba/").url == "/danh-ba/"
    assert client.get("/danh-ba/").status_code == 200
    assert actions(user) == [AccountAction.PASSWORD_CHANGED]


def test_the_given_password_is_no_new_one(commune, client):
    client.force_login(make_user(role=Role.UNIT, unit=commune, must_change_password=True))
    page = change(client, PASSWORD).content.decode()
    assert "phải khác mật khẩu đang dùng" in page


def test_changing_a_password_ends_the_other_sessions(clerk, client):
    other = Client()
    log_in(client, "thon1")
    log_in(other, "thon1")
    change(client)
    assert [is_in(client), is_in(other)] == [True, False]
    assert AccountSession.objects.filter(user=clerk).count() == 1


def test_first_the_code_then_the_password_then_the_device(required, commune, client):
    user = make_user(role=Role.OFFICE, unit=commune, username="moi", must_change_password=True)
    log_in(client, "moi")
    assert client.get(HOME).url.startswith(CHANGE)
    change(client)
    assert client.get(HOME).url.startswith(DEVICE)
    phone_for(user)
    User.objects.update(must_change_password=True)
    later = Client()
    log_in(later, "moi", NEW)
    assert later.get(HOME).url.startswith(CODE)
