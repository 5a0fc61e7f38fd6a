"""What `./run serve` makes of its environment, and what it refuses to start with."""

import datetime as dt
import io
import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from emulation import secret_key, serve
from emulation.organization.management.commands import prepare
from tests.make import make_user

ROOT = Path(__file__).resolve().parents[2]
GIVEN = ("DEBUG", "HOST", "PORT", "PUBLIC_URL", "SECRET_KEY", "SECRET_KEY_FILE", "DAILY_AT")


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Set variables on top of an empty environment; no .env is read."""
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(serve.environ.Env, "read_env", lambda path: None)

    def given(**variables):
        for name, value in (
            {"SECRET_KEY_FILE": f"{tmp_path}/key", "PORT": "0"} | variables
        ).items():
            monkeypatch.setenv(name, value)
        serve.settle_environment()
        # What it sets itself goes away with the others.
        return {name: os.environ.get(name) for name in GIVEN}

    yield given
    for name in GIVEN:
        os.environ.pop(name, None)


def test_alone_it_serves_this_machine(environment):
    found = environment()
    assert (found["DEBUG"], found["HOST"], found["PUBLIC_URL"]) == (
        "0", "127.0.0.1", "http://127.0.0.1:0",
    )  # fmt: skip


def test_the_key_is_made_once_and_only_its_owner_reads_it(environment, tmp_path):
    environment()
    key = secret_key.kept_key(tmp_path / "key")
    environment()
    assert secret_key.kept_key(tmp_path / "key") == key
    assert len(key) > 50
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_the_key_of_the_environment_wins(environment, tmp_path):
    environment(SECRET_KEY="given")
    assert not (tmp_path / "key").exists()


def test_the_key_is_never_in_git():
    assert "var/" in (ROOT / ".gitignore").read_text().split()
    assert secret_key.DEFAULT.relative_to(ROOT).parts[0] == "var"


def refusal(environment, **variables):
    with pytest.raises(serve.CannotServe) as caught:
        environment(**variables)
    return str(caught.value)


@pytest.mark.parametrize("debug", ["1", "true", "on"])
def test_debug_is_refused(environment, debug):
    assert "DEBUG đang bật" in refusal(environment, DEBUG=debug)


def test_others_are_served_at_an_address_that_is_known(environment):
    assert "Chưa đặt PUBLIC_URL" in refusal(environment, HOST="0.0.0.0")


@pytest.mark.parametrize("address", ["thidua.xa.gov.vn", "ftp://x", "https://"])
def test_an_address_that_is_none_is_refused(environment, address):
    assert "PUBLIC_URL phải có dạng" in refusal(environment, PUBLIC_URL=address)


def test_a_port_is_a_number(environment):
    assert "PORT phải là một số" in refusal(environment, PORT="http")


def test_a_port_in_use_is_named(environment):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert f"Không mở được cổng {port}" in refusal(environment, PORT=f"{port}")


def test_a_key_that_cannot_be_made_is_said(environment, tmp_path):
    (tmp_path / "file").touch()
    said = refusal(environment, SECRET_KEY_FILE=f"{tmp_path}/file/key")
    assert "tệp khóa bí mật" in said


def test_a_time_of_day_is_one(monkeypatch):
    monkeypatch.setenv("DAILY_AT", "sáng")
    with pytest.raises(serve.CannotServe, match="DAILY_AT"):
        serve.Daily()


@pytest.mark.parametrize(
    ("now", "day"), [((2026, 4, 1, 5, 0), 1), ((2026, 4, 1, 6, 30), 2), ((2026, 4, 30, 7, 0), 1)]
)
def test_the_days_work_comes_once_a_day(now, day):
    now = dt.datetime(*now, tzinfo=serve.HERE)
    found = serve.next_time(dt.time(6, 30), now)
    assert (found.day, found.hour, found.minute) == (day, 6, 30)
    assert now < found <= now + dt.timedelta(days=1)


def test_without_a_time_the_system_has_its_own_timer():
    daily = serve.Daily(at="")
    daily.look_after()
    assert daily.process is None


def test_workers_are_as_many_as_wanted(monkeypatch):
    monkeypatch.setenv("WORKERS", "2")
    assert [child.name for child in serve.web_and_worker()] == ["web", "worker-1", "worker-2"]


# --- settings that follow -------------------------------------------------------------------------

ASK = """
import json, sys
from emulation import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def settings_with(*names, **environment):
    """What the settings say in an environment of its own."""
    given = {"PATH": os.environ["PATH"], "SECRET_KEY_FILE": "/nowhere", "DEBUG": "0"}
    said = subprocess.run(
        [sys.executable, "-c", ASK, *names], cwd=ROOT, env=given | environment,
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return json.loads(said)


def test_one_address_says_hosts_origins_and_tls():
    found = settings_with(
        "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_SECURE", "SECRET_KEY", "ADMINS",
        PUBLIC_URL="https://thidua.xa.gov.vn/", ADMINS="a@x.vn,b@x.vn",
    )  # fmt: skip
    assert "thidua.xa.gov.vn" in found["ALLOWED_HOSTS"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://thidua.xa.gov.vn"]
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["SECRET_KEY"] == ""
    assert found["ADMINS"] == [["", "a@x.vn"], ["", "b@x.vn"]]


def test_files_lie_in_a_bucket_when_there_is_one():
    found = settings_with(
        "STORAGES", "SESSION_COOKIE_SECURE",
        PUBLIC_URL="http://10.0.0.5:8000", MEDIA_S3_BUCKET="thidua",
        MEDIA_S3_ENDPOINT="https://s3.xa.gov.vn", MEDIA_S3_KEY="k", MEDIA_S3_SECRET="s",
    )  # fmt: skip
    assert found["SESSION_COOKIE_SECURE"] is False
    assert found["STORAGES"]["default"] == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "thidua", "endpoint_url": "https://s3.xa.gov.vn", "access_key": "k",
            "secret_key": "s", "region_name": None, "default_acl": "private",
            "file_overwrite": False, "querystring_auth": True,
        },
    }  # fmt: skip


# --- what is prepared -----------------------------------------------------------------------------


def prepared(**options):
    output, errors = io.StringIO(), io.StringIO()
    command = prepare.Command(stdout=output, stderr=errors, **options)
    return command, output, errors


@pytest.mark.django_db
def test_the_demos_public_password_is_refused_where_others_come(settings):
    settings.PUBLIC_HOST = "thidua.xa.gov.vn"
    make_user(username="vanphong").set_password("x")
    user = make_user(username="chutich")
    user.set_password(prepare.PUBLIC_PASSWORD)
    user.save()
    with pytest.raises(CommandError, match="mật khẩu công khai") as caught:
        prepared()[0].refuse_open_demo()
    assert "(chutich)" in str(caught.value)


@pytest.mark.django_db
def test_on_this_machine_alone_it_is_said(settings):
    settings.PUBLIC_HOST = "127.0.0.1"
    user = make_user(username="chutich")
    user.set_password(prepare.PUBLIC_PASSWORD)
    user.save()
    command, _, errors = prepared()
    command.refuse_open_demo()
    assert "mật khẩu công khai" in errors.getvalue()


@pytest.mark.django_db
def test_other_passwords_are_nobodys_business(settings):
    settings.PUBLIC_HOST = "thidua.xa.gov.vn"
    make_user(username="chutich")
    command, _, errors = prepared()
    command.refuse_open_demo()
    assert errors.getvalue() == ""


def test_without_a_key_nothing_is_prepared(settings):
    settings.SECRET_KEY = ""
    with pytest.raises(CommandError, match="Chưa có khóa bí mật"):
        call_command("prepare")


def test_in_debug_nothing_is_prepared(settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("prepare")


def test_a_folder_that_cannot_be_written_is_said(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    with pytest.raises(CommandError, match="MEDIA_ROOT"):
        call_command("prepare")


def test_browser_files_that_cannot_be_written_are_said(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.STATIC_ROOT = tmp_path / "file" / "static"
    with pytest.raises(CommandError, match="STATIC_ROOT"):
        prepared()[0].collect()
