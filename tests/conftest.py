"""What every test stands on: closed settings, loud templates, catalogue, demo, a real browser.

Tests run in several processes (`./run test`), in any order, each process with its own database.
"""

import asyncio
import gc
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager, nullcontext
from functools import cache
from io import StringIO
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.signals import setting_changed
from django.db import connections, transaction
from django.http import HttpResponse
from django.template import engines
from django.test import Client, override_settings
from playwright._impl._driver import compute_driver_executable
from pytest_django.plugin import blocking_manager_key

from awards import catalogue
from emulation import urls
from tests.network import close_network, is_this_machine

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
    # Locks, codes and idle sessions are on where a test asks for them.
    settings.AXES_ENABLED = settings.OTP_REQUIRED = False
    settings.IDLE_MINUTES, settings.SESSION_COOKIE_AGE = 0, 14 * 24 * 3600
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    # What the admin imports may have asked for the backend of production already.
    setting_changed.send(sender=None, setting="TASKS", value=settings.TASKS, enter=True)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # Tests speak plain http (tests/emulation/test_browser.py reads the settings of TLS).
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sessionid", "csrftoken"
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = False, 0
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # WhiteNoise would index the collected files, which do not exist here, at every client.
    settings.WHITENOISE_AUTOREFRESH = True
    for backend in engines.all():
        backend.engine.string_if_invalid = LoudInOurTemplates()
    # Looking for garbage every 700 objects takes a twentieth of the suite's time.
    gc.set_threshold(20_000, 20, 50)
    close_network()


def pytest_collection_modifyitems(items):
    """Together what shares the demo, then what wipes the database, then the slow browser."""
    items.sort(key=lambda item: (drives_browser(item), wipes_database(item), uses_demo(item)))


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


FOLDERS = count(1)


@pytest.fixture(scope="session")
def all_media(tmp_path_factory):
    """The folder of all uploads of this process."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def media_root(settings, all_media):
    """Uploads and issued papers of one test, in a folder of its own, made when one is stored.

    The tests that share a standing world share its folder.
    """
    settings.MEDIA_ROOT = STANDING[-1] if STANDING else all_media / str(next(FOLDERS))
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database; when it goes, no thread of a live server may still hold a connection to it.

    A browser keeps its sockets open, and the thread behind each ends when it notices that it is
    alone: a moment after the server has stopped. PostgreSQL refuses to drop the database till then.
    """
    yield
    with django_db_blocker.unblock():
        if connections["default"].vendor == "postgresql":
            with connections["default"].cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(scope="session", autouse=True)
def quick_flush():
    """Let PostgreSQL empty its tables by DELETE: TRUNCATE makes new files, a second or two a test.

    Sequences go on counting either way: nothing here asks to reset them.
    """
    operations = connections["default"].ops
    truncate = operations.sql_flush

    def delete(style, tables, *, reset_sequences=False, allow_cascade=False):
        if reset_sequences or allow_cascade:
            return truncate(
                style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        return [f"DELETE FROM {operations.quote_name(table)};" for table in tables]

    with pytest.MonkeyPatch.context() as patch:
        if connections["default"].vendor == "postgresql":
            patch.setattr(operations, "sql_flush", delete)
        yield


def wipes_database(item):
    """Whether a test is transactional: when it ends, the database is emptied altogether."""
    marker = item.get_closest_marker("django_db")
    return bool(
        TRANSACTIONAL & set(item.fixturenames)
        or (marker and (marker.kwargs.get("transaction") or any(marker.args)))
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Leave the database to the next test as the migrations made it, in whatever order they run."""
    yield
    if nextitem:
        with item.config.stash[blocking_manager_key].unblock():
            if wipes_database(item):
                catalogue.load()
            if not uses_demo(nextitem) and nextitem.module is not item.module:
                DEMO.close()


# --- a world that the tests of a module share ---------------------------------------------------


# The folder of uploads of the world that stands.
STANDING = []


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker, all_media):
    """`standing(build)`: what `build()` makes stands for all tests of the module, then is gone.

    It is built once in a transaction that stays open; each test works in a savepoint of its own.
    The objects that `build` returns are shared: a test that changes one reads it anew first.
    """
    with ExitStack() as stack, ExitStack() as transactions:

        def made(build):
            STANDING.append(all_media / str(next(FOLDERS)))
            transactions.callback(STANDING.clear)
            with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=STANDING[-1]):
                transactions.enter_context(transaction.atomic())
                transactions.callback(transaction.set_rollback, True)
                return build()

        yield made
        stack.enter_context(django_db_blocker.unblock())
        transactions.close()


@pytest.fixture(scope="module")
def plain_errors():
    """Refusals without the frame of a page, which takes longer than deciding on them."""

    def plain(status):
        return lambda request, exception: HttpResponse(status=status)

    with pytest.MonkeyPatch.context() as patch:
        for status in (403, 404):
            patch.setattr(urls, f"handler{status}", plain(status), raising=False)
        yield


@pytest.fixture(scope="session")
def client_of():
    """`client_of(user)`: a browser in which the user has logged in."""

    def logged_in(user):
        client = Client()
        client.force_login(user)
        return client

    return logged_in


# --- the demo ----------------------------------------------------------------------------------

# What takes back the demo, which is loaded in a transaction that stays open from test to test.
DEMO = ExitStack()
SAID = []


def uses_demo(item):
    return "loaded_demo" in item.fixturenames


@pytest.fixture(scope="session")
def open_demo(django_db_setup, django_db_blocker):
    """The demo's transaction, ended before the database goes away."""
    yield DEMO
    with django_db_blocker.unblock():
        DEMO.close()


@pytest.fixture(scope="module")
def loaded_demo(open_demo, django_db_blocker, tmp_path_factory):
    """Output of `manage.py demo --no-pdf`, loaded once for all modules that follow each other."""
    if not SAID:
        output = StringIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            django_db_blocker.unblock(),
            override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        ):
            patch.delenv("DEMO_PASSWORD", raising=False)
            open_demo.enter_context(transaction.atomic())
            open_demo.callback(SAID.clear)
            open_demo.callback(transaction.set_rollback, True)
            call_command("demo", "--no-pdf", stdout=output)
        SAID.append(output.getvalue())
    return SAID[0]


@pytest.fixture
def demo(loaded_demo, db):
    """The demo as a test may change it: what it does to the data is undone after it."""
    return loaded_demo


# --- the browser -------------------------------------------------------------------------------

# Playwright runs an event loop in this thread from the first browser test on.
LOOP = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    with event_loop() if drives_browser(item) else nullcontext():
        return (yield)


@contextmanager
def event_loop():
    """Show Playwright's loop, and let Django answer beside it; other tests must not meet it."""
    asyncio._set_running_loop(LOOP.pop() if LOOP else None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield
    if loop := asyncio._get_running_loop():
        LOOP.append(loop)
    asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def browser(browser):
    yield browser
    # Closing speaks to the loop too, at the end of whichever test is the last of the session.
    if LOOP:
        asyncio._set_running_loop(LOOP.pop())


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
def live_server(django_db_setup, live_server):
    """Started when the database is there: it decides by its name whether threads share one."""
    return live_server


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
