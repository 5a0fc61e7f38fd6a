"""What every test stands on: closed settings, loud templates, the catalogue, a real browser."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.template import engines
from playwright._impl._driver import compute_driver_executable

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
TRANSACTIONAL = {"live_server", "transactional_db", "django_db_reset_sequences"}

# With these in the environment (.ci/run) a skip for the named reason is a failure.
REQUIRED = {"REQUIRE_BROWSER": ("browser", "chromium"), "REQUIRE_PDF": ("pdf", "pango")}


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    settings.SECRET_KEY = "test"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # WhiteNoise would index the collected files, which do not exist here, at every client.
    settings.WHITENOISE_AUTOREFRESH = True
    for backend in engines.all():
        backend.engine.string_if_invalid = LoudInOurTemplates()
    close_network()


def pytest_collection_modifyitems(items):
    """Browser tests last: Playwright's event loop stays for the rest of the session."""
    items.sort(key=drives_browser)


@cache
def browser_works():
    """Whether there is a Chromium, and Playwright's node, which drives it, finds its libraries."""
    node, _ = compute_driver_executable()
    return (
        bool(CHROMIUM) and subprocess.run([node, "--version"], capture_output=True).returncode == 0
    )


def drives_browser(item):
    return bool(item.get_closest_marker("browser")) or "browser" in item.fixturenames


def pytest_runtest_setup(item):
    if drives_browser(item) and not browser_works():
        pytest.skip("no browser to drive: apt-get install chromium libatomic1")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].casefold()
        for variable, words in REQUIRED.items():
            if os.environ.get(variable) and any(word in reason for word in words):
                report.outcome = "failed"
                report.longrepr = f"{variable} is set, but: {report.longrepr[2]}"
    return report


# --- the outside world -------------------------------------------------------------------------


def close_network():
    """Let sockets reach this machine only."""
    connect, connect_ex, getaddrinfo = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def refuse_strangers(host):
        if not is_this_machine(host):
            pytest.fail(f"a test asked for {host}: no network in tests")

    def guard(original):
        def guarded(self, address):
            if self.family != socket.AF_UNIX:
                refuse_strangers(address[0])
            return original(self, address)

        return guarded

    def guarded_getaddrinfo(host, *args, **kwargs):
        refuse_strangers(host)
        return getaddrinfo(host, *args, **kwargs)

    socket.socket.connect = guard(connect)
    socket.socket.connect_ex = guard(connect_ex)
    socket.getaddrinfo = guarded_getaddrinfo


def is_this_machine(host):
    host = host.decode() if isinstance(host, bytes) else host
    if not host or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """Uploads and issued papers of one test, in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


# --- templates ---------------------------------------------------------------------------------


class LoudInOurTemplates(str):
    """Django's `string_if_invalid`: an undefined variable fails in our templates, not in others'.

    `{{ name|default:… }}` says on purpose that the name may be missing, and is left alone.
    """

    def __bool__(self):
        expression = sys._getframe(1).f_locals.get("self")
        filters = {function.__name__ for function, _ in getattr(expression, "filters", [])}
        return not filters & {"default", "default_if_none"} and rendering_our_template()

    def __contains__(self, text):
        return text == "%s"

    def __mod__(self, variable):
        raise AssertionError(f"undefined in {rendered_template()}: {variable}")


def rendered_template():
    """File of the template whose node is being rendered, found on the call stack."""
    frame = sys._getframe(1)
    while frame:
        if frame.f_code.co_name == "render_annotated":
            return Path(str(getattr(frame.f_locals["self"], "origin", "")))
        frame = frame.f_back
    return Path()


def rendering_our_template():
    path = rendered_template()
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts


# --- the database ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request, django_db_modify_db_settings_parallel_suffix, tmp_path_factory
):
    """SQLite in a file when a live server is tested, else in memory.

    In memory all threads share one connection, and two requests at once get into each other's
    transactions ("cannot start a transaction within a transaction").
    """
    database = connections["default"]
    if database.vendor == "sqlite" and any(
        "live_server" in item.fixturenames for item in request.session.items
    ):
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture(autouse=True)
def catalogue(request):
    """Put the award catalogue back, which every transactional test wipes when it ends."""
    marker = request.node.get_closest_marker("django_db")
    wipes = marker and (marker.kwargs.get("transaction") or any(marker.args))
    if (wipes or TRANSACTIONAL & set(request.fixturenames)) and importlib.util.find_spec(
        "awards.catalogue"
    ):
        request.getfixturevalue("transactional_db")
        importlib.import_module("awards.catalogue").load()


# --- the browser -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def playwright(django_db_setup, playwright):
    """Playwright runs an event loop in this thread; Django must go on answering while it lives."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield playwright
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


@pytest.fixture(scope="session")
def base_url(live_server):
    """Browser tests go to paths of the running application: `page.goto("/dang-nhap/")`."""
    return live_server.url


@pytest.fixture
def context(context):
    """A browser window whose pages ask no other machine for anything."""
    asked = []
    context.on("request", lambda asking: asked.append(asking.url))
    yield context
    strangers = [
        url
        for url in asked
        if urlsplit(url).scheme in ("http", "https", "ws", "wss")
        and not is_this_machine(urlsplit(url).hostname)
    ]
    assert not strangers, f"asked other machines: {strangers}"
