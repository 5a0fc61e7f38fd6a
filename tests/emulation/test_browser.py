"""What answers tell the browser: policies by page, headers, cookies and TLS in production."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from emulation.browser import STRICT
from emulation.organization.models import Role
from tests.make import make_authority, make_superuser, make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if path.relative_to(ROOT / "templates").parts[0] not in ("papers", "admin")
)


def policy_of(response):
    """The answer's policy as {directive: its sources}."""
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


@pytest.fixture
def office(client):
    client.force_login(make_user(role=Role.OFFICE, unit=make_authority(), is_staff=True))
    return client


# --- policies ----------------------------------------------------------------------------------


def test_a_page_runs_only_scripts_that_carry_its_nonce(office):
    response = office.get("/")
    (source,) = policy_of(response)["script-src"]
    nonce = re.fullmatch(r"'nonce-([\w+/=]{24})'", source)[1]
    scripts = re.findall(r"<script\b[^>]*>", response.content.decode())
    assert len(scripts) == 3
    assert all(f'nonce="{nonce}"' in tag for tag in scripts)


def test_a_nonce_is_used_once(office):
    one, other = (policy_of(office.get("/"))["script-src"] for _ in range(2))
    assert one != other


@pytest.mark.parametrize(
    "name", ["login", "home", "dossiers:certificate_search", "campaigns:campaign_list"]
)
def test_staff_and_public_pages_allow_nothing_unsafe(office, name):
    policy = policy_of(office.get(reverse(name)))
    assert "unsafe" not in str(policy)
    assert policy["default-src"] == ["'none'"]
    for directive in ("frame-ancestors", "base-uri", "object-src"):
        assert policy[directive] == ["'none'"]
    assert policy["form-action"] == policy["connect-src"] == ["'self'"]


def test_an_error_page_has_the_strict_policy_too(office):
    assert policy_of(office.get("/khong-co/"))["default-src"] == ["'none'"]


def test_the_wider_policy_holds_on_the_admins_pages_only(office):
    assert "'unsafe-eval'" in policy_of(office.get(reverse("admin:index")))["script-src"]
    assert "'unsafe-inline'" not in policy_of(office.get(reverse("admin:index")))["script-src"]


def test_no_policy_names_another_host():
    sources = {str(source) for sources in STRICT.values() for source in sources}
    assert all(source.startswith("'") or source in ("data:", "csp.constants.NONCE")
               for source in sources)  # fmt: skip


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_script_or_a_style(path):
    text = path.read_text()
    assert not re.search(r"<style\b|\sstyle=\"|\son[a-z]+=\"|javascript:|hx-on", text)
    assert all("{% nonce %}" in tag for tag in re.findall(r"<script\b.*?</script>", text))


# --- headers -----------------------------------------------------------------------------------


def test_pages_with_personal_data_are_not_kept(office):
    assert office.get("/")["Cache-Control"] == "private, no-store"


def test_a_view_that_says_itself_what_may_be_kept_is_heard(client):
    assert "max-age=0" in client.get(reverse("healthz"))["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_every_page_says_it(client, name, value):
    client.force_login(make_superuser())
    for page in ("/", reverse("admin:index"), "/khong-co/"):
        assert client.get(page)[name] == value


def test_no_page_may_use_the_camera_or_the_place(client):
    header = client.get(reverse("login"), follow=True)["Permissions-Policy"]
    assert "camera=()" in header
    assert "geolocation=()" in header


def test_cookies_are_kept_from_scripts_and_other_sites(client, settings):
    make_user(username="vanphong", password="Thi-dua-2026")
    answer = client.post(reverse("login"), {"username": "vanphong", "password": "Thi-dua-2026"})
    session = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"]
    assert session["samesite"] == "Lax"


# --- production --------------------------------------------------------------------------------

ASK = """
import django; django.setup()
from django.conf import settings as s
from django.core.management import call_command
print([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS,
       s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME])
call_command("check", deploy=True, fail_level="WARNING")
"""


def production(**environment):
    """What a process with production's settings says, and its exit status."""
    given = {
        name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME")
    } | {
        "DJANGO_SETTINGS_MODULE": "emulation.settings", "DEBUG": "0",
        "SECRET_KEY": "k9Zs" * 8 + "0123456789abcdefghijklmnopqrstuvwxyz",
        "DATABASE_URL": "sqlite://:memory:",
    } | environment  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=given, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def test_production_is_clean_by_djangos_own_checks():
    status, said = production(PUBLIC_URL="https://thidua.example")
    assert status == 0, said
    names = "'__Host-sessionid', '__Host-csrftoken'"
    assert f"[True, True, True, 31536000, {names}]" in said


def test_an_office_without_tls_is_served_plainly():
    _, said = production(PUBLIC_URL="http://127.0.0.1:8000")
    assert "[False, False, False, 0, 'sessionid', 'csrftoken']" in said
