"""What the log and the mail on errors say: ids and code, nothing about anybody."""

import json
import logging
import sys
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path, reverse

from emulation import urls as project
from emulation.error_mail import ErrorMail, NothingPersonal
from emulation.logs import JsonFormatter, PlainFormatter, belonging_to, configuration
from emulation.request_log import HEADER, RequestLog
from tests.make import make_authority, make_user

# Whoever appears in a log line is recognised by one of these.
NAME, EMAIL, PASSWORD, SEARCH = "Nguyễn Thị Kín", "kin@dinhdu.example", "mat-khau-kin", "tim-kin"
PERSONAL = (NAME, EMAIL, PASSWORD, SEARCH, "nguyenthikin", "Kín", "kin@")


@pytest.fixture
def lines():
    """Every line that is logged meanwhile, as the production's log has it."""
    found, handler = [], logging.Handler()
    handler.emit = lambda record: found.append(JsonFormatter().format(record))
    logging.root.addHandler(handler)
    yield found
    logging.root.removeHandler(handler)


def requests_in(lines):
    return [said for line in lines if (said := json.loads(line))["message"] == "request"]


def breaking_down(request, word):
    """A page that fails with personal data in the message and in its variables."""
    person = NAME  # noqa: F841 -- a local variable that a report could show
    raise ValueError(f"{NAME} <{EMAIL}>")


handler500 = project.handler500
urlpatterns = [*project.urlpatterns, path("_hong/<str:word>/", breaking_down, name="broken")]


@pytest.fixture
def broken_page(client, settings):
    """Post to a page that breaks down; returns the answer."""
    settings.ROOT_URLCONF = __name__
    cache.clear()
    client.raise_request_exception = False
    client.force_login(make_user(username="nguyenthikin", full_name=NAME, email=EMAIL))

    def post():
        return client.post(
            f"/_hong/{SEARCH}/?ten={SEARCH}", {"password": PASSWORD, "full_name": NAME}
        )

    return post


# --- a line for each request ----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_request_leaves_one_line(client, lines):
    user = make_user(unit=make_authority())
    client.force_login(user)
    client.get(reverse("campaigns:campaign_list"), {"q": SEARCH})
    (line,) = requests_in(lines)
    assert line.pop("ms") >= 0
    assert len(line.pop("request_id")) == 32
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO", "logger": "emulation.request_log", "message": "request", "method": "GET",
        "route": "campaigns:campaign_list", "status": 200, "user": user.pk,
    }  # fmt: skip


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_not_written_down(client, lines):
    client.get(f"/{SEARCH}/")
    (line,) = requests_in(lines)
    assert (line["route"], line["status"], line["user"]) == ("", 404, None)


def test_a_method_of_ones_own_making_is_not_written_down(lines):
    request = RequestFactory().generic(SEARCH.upper(), "/")
    RequestLog(lambda request: HttpResponse())(request)
    assert requests_in(lines)[0]["method"] == "?"


def test_files_for_the_browser_are_not_written_down(lines):
    RequestLog(lambda request: HttpResponse())(RequestFactory().get("/static/app.css"))
    assert lines == []


@pytest.mark.django_db
def test_logging_in_writes_no_name_and_no_password(client, lines):
    make_user(username="nguyenthikin", full_name=NAME, email=EMAIL)
    for password in (PASSWORD, "sai"):
        client.post(reverse("login"), {"username": "nguyenthikin", "password": password})
    assert [text for text in PERSONAL for line in lines if text in line] == []
    assert len(requests_in(lines)) == 2


# --- ids ------------------------------------------------------------------------------------------


def answered_id(given, *, address="127.0.0.1"):
    request = RequestFactory().get("/", headers={HEADER: given}, REMOTE_ADDR=address)
    return RequestLog(lambda request: HttpResponse())(request)[HEADER]


def test_the_id_of_the_proxy_is_taken_over():
    assert answered_id("abc-12345678") == "abc-12345678"


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with space 123", 'x"},{"y":"12345'])
def test_a_malformed_id_is_replaced(given):
    assert answered_id(given) != given
    assert len(answered_id(given)) == 32


def test_a_strangers_id_is_replaced():
    assert answered_id("abc-12345678", address="203.0.113.7") != "abc-12345678"


def test_every_line_inside_a_request_has_its_id(lines):
    def view(request):
        logging.getLogger("campaigns.anything").warning("something")
        return HttpResponse()

    answer = RequestLog(view)(RequestFactory().get("/"))
    assert {json.loads(line)["request_id"] for line in lines} == {answer[HEADER]}
    assert len(lines) == 2


def test_lines_outside_belong_to_nothing(lines):
    with belonging_to(task_id="t1"):
        logging.getLogger("awards.x").warning("in")
    logging.getLogger("awards.x").warning("out")
    assert [json.loads(line).get("task_id") for line in lines] == ["t1", None]


# --- what breaks down -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_exception_is_logged_without_values(broken_page, lines):
    answer = broken_page()
    (line,) = [json.loads(line) for line in lines if "traceback" in line]
    assert answer.status_code == 500
    assert (line["error"], line["request_id"]) == ("builtins.ValueError", answer[HEADER])
    assert line["message"] == "Internal Server Error: …"
    assert "in breaking_down" in line["traceback"]
    assert [text for text in PERSONAL for said in lines if text in said] == []


@pytest.mark.django_db
def test_the_page_of_an_error_shows_its_id(broken_page):
    answer = broken_page()
    assert f"Mã yêu cầu: <b>{answer[HEADER]}</b>" in answer.content.decode()


@pytest.mark.django_db
def test_an_error_is_mailed_without_anything_personal(broken_page, settings):
    settings.ADMINS = [("", "quan-tri@dinhdu.example")]
    answer = broken_page()
    (letter,) = mail.outbox
    text = f"{letter.subject}\n{letter.body}"
    assert letter.to == ["quan-tri@dinhdu.example"]
    assert "broken: ValueError" in letter.subject
    assert answer[HEADER] in letter.body
    assert "in breaking_down" in letter.body
    assert letter.alternatives == []
    assert [word for word in PERSONAL if word in text] == []


@pytest.mark.django_db
def test_the_same_error_is_mailed_once(broken_page, settings):
    settings.ADMINS = [("", "quan-tri@dinhdu.example")]
    broken_page()
    broken_page()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_without_anybody_to_tell_nothing_is_mailed(broken_page):
    broken_page()
    assert mail.outbox == []


def test_a_report_of_djangos_own_shows_nothing_of_a_request(settings):
    settings.DEBUG = False
    request = RequestFactory().post("/", {"password": PASSWORD}, headers={"cookie": f"a={NAME}"})
    try:
        breaking_down(request, SEARCH)
    except ValueError as error:
        frame = error.__traceback__.tb_next.tb_frame
    found = NothingPersonal()
    shown = [
        *found.get_post_parameters(request).values(),
        *found.get_safe_request_meta(request).values(),
        *found.get_safe_cookies(request).values(),
        *(value for _, value in found.get_traceback_frame_variables(request, frame)),
    ]
    assert [value for value in shown if str(value) != found.cleansed_substitute] == []


# --- what other libraries say ---------------------------------------------------------------------


def said(logger, message, *args, level=logging.WARNING, error=None):
    info = (type(error), error, None) if error else None
    record = logging.LogRecord(logger, level, __file__, 1, message, args, info)
    return json.loads(JsonFormatter().format(record))["message"]


@pytest.mark.parametrize(
    ("logger", "message", "args", "expected"),
    [
        ("axes.attempts", "Failure %d by %s", (3, NAME), "Failure 3 by …"),
        ("library", "%(who)s at %(n)d", ({"who": NAME, "n": 2},), "… at 2"),
        ("library", "count %d", (NAME,), "count %d"),
        ("gunicorn.error", f"Invalid request from ip=1.2.3.4: {NAME}", (), "Invalid request"),
        (
            "gunicorn.error",
            "Error handling request %s",
            (f"/?q={NAME}",),
            "Error handling request …",
        ),
        ("campaigns.x", "Message %s was sent.", (7,), "Message 7 was sent."),
        ("django_tasks", "Task id=%s path=%s", ("1", "a.b"), "Task id=1 path=a.b"),
    ],
)
def test_what_others_fill_in_is_left_out(logger, message, args, expected):
    assert said(logger, message, *args) == expected


def test_what_the_server_says_of_itself_stays():
    assert said("gunicorn.error", "Listening at: %s", "http://x", level=logging.INFO).endswith("x")


def test_an_exception_as_message_is_its_type():
    assert said("library", ValueError(NAME)) == "ValueError"


def formatted(error):
    try:
        raise error
    except type(error):
        record = logging.LogRecord("x", logging.ERROR, "", 1, "m", (), sys.exc_info())
    return json.loads(JsonFormatter().format(record))["traceback"]


def test_exceptions_that_speak_of_code_keep_their_words():
    assert formatted(AttributeError("no attribute 'x'")).endswith(
        "AttributeError: no attribute 'x'"
    )


def test_causes_are_told_too():
    try:
        raise KeyError(NAME)
    except KeyError as cause:
        error = ValueError(NAME)
        error.__cause__ = cause
    text = formatted(error)
    assert ("KeyError" in text, "caused by" in text, NAME in text) == (True, True, False)


def test_a_developer_reads_plain_lines():
    record = logging.LogRecord("awards.x", logging.INFO, "", 1, "done %s", ("well",), None)
    record.said = {"status": 200}
    assert PlainFormatter().format(record) == "INFO    awards.x: done well status=200"


def test_production_writes_json_and_development_does_not():
    found = [
        configuration(debug=debug)["handlers"]["console"]["formatter"] for debug in (False, True)
    ]
    assert found == ["json", "plain"]


def test_a_mail_that_cannot_be_sent_breaks_nothing(settings, monkeypatch):
    settings.ADMINS = [("", "quan-tri@dinhdu.example")]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    monkeypatch.setattr(logging, "raiseExceptions", False)
    cache.clear()
    ErrorMail().emit(SimpleNamespace(exc_info=None, name="x", levelname="ERROR"))
