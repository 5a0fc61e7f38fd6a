"""Serve for real work (`./run serve`): web server, worker and daily work, watched over together.

It knows the standard library and the environment only; Django runs in its children, each in a
process group of its own. A child that dies is started again; on SIGTERM all finish what they do.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ

from emulation.logs import JsonFormatter
from emulation.processes import die_with_parent, is_loopback, refusal_of_port
from emulation.secret_key import BASE_DIR, kept_key, make_key

logger = logging.getLogger("emulation.serve")
# A child that lived so long (seconds) had a good start; one that never does is given up.
GOOD_START = 60
MOST_RESTARTS = 5
# How long the last request and the last task may take when all is to stop.
STOP_WITHIN = 90
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


class CannotServe(Exception):
    """Something is missing; the message says what to do, in Vietnamese."""


# --- the environment ------------------------------------------------------------------------------


def settle_environment() -> None:
    """Fill in what follows from the rest of the environment, for all children alike.

    Raises CannotServe for what only a person can decide.
    """
    environ.Env.read_env(BASE_DIR / ".env")
    given = os.environ
    if given.get("DEBUG", "0").strip().lower() not in ("", "0", "false", "off", "no"):
        raise CannotServe(
            "DEBUG đang bật (trong môi trường hoặc tệp .env). Hãy bỏ DEBUG hoặc đặt DEBUG=0."
        )
    given["DEBUG"] = "0"
    host, port = given.setdefault("HOST", "127.0.0.1"), given.setdefault("PORT", "8000")
    if not port.isdigit():
        raise CannotServe("PORT phải là một số, ví dụ: PORT=8001 ./run serve")
    if not given.get("PUBLIC_URL"):
        if not is_loopback(host):
            raise CannotServe(
                "Chưa đặt PUBLIC_URL, địa chỉ mà mọi người mở, "
                "ví dụ: PUBLIC_URL=https://thidua.xa.gov.vn"
            )
        given["PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    address = urlsplit(given["PUBLIC_URL"])
    if address.scheme not in ("http", "https") or not address.hostname:
        raise CannotServe("PUBLIC_URL phải có dạng https://ten-may hoặc http://ten-may:8000")
    settle_key()
    if refusal := refusal_of_port(host, int(port), "./run serve"):
        raise CannotServe(refusal)


def settle_key() -> None:
    """Make the secret key of a new installation; its environment's own wins. Raises CannotServe."""
    if os.environ.get("SECRET_KEY"):
        return
    try:
        if make_key():
            logger.info("secret key was made")
        kept_key()
    except OSError as error:
        raise CannotServe(
            f"Không đọc hoặc không lập được tệp khóa bí mật ({error.strerror}: {error.filename}). "
            "Hãy cấp quyền ghi, hoặc đặt SECRET_KEY."
        ) from error


# --- children -------------------------------------------------------------------------------------


@dataclass
class Child:
    """A program that has to run as long as we do."""

    name: str
    arguments: list[str]
    process: subprocess.Popen | None = None
    began: float = 0.0
    again_at: float = 0.0
    restarts: int = 0

    def start(self) -> None:
        """Start it, in a process group of its own that ends with us."""
        self.process = subprocess.Popen(
            [sys.executable, *self.arguments],
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        self.began = time.monotonic()
        logger.info("started", extra={"said": {"child": self.name, "pid": self.process.pid}})

    def look_after(self) -> bool:
        """Start it again when it has died, later and later; False when it cannot live."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again_at:
                self.start()
            return True
        status = self.process.poll()
        if status is None:
            return True
        self.end_group()  # what it left behind
        self.restarts = 1 if now - self.began > GOOD_START else self.restarts + 1
        self.process, self.again_at = None, now + min(2 ** (self.restarts - 1), 30) - 1
        logger.error("died", extra={"said": {"child": self.name, "status": status}})
        return self.restarts <= MOST_RESTARTS

    def ask_to_stop(self) -> None:
        """Let it finish what it does."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end_group(self) -> None:
        """Kill it with everything that it started."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def runs(self) -> bool:
        """Whether it has not ended yet."""
        return self.process is not None and self.process.poll() is None


def manage(*arguments: str) -> list[str]:
    """Return the arguments that run a command of manage.py."""
    return [str(BASE_DIR / "manage.py"), *arguments]


def web_and_worker() -> list[Child]:
    """Return what an installation of one machine runs; WORKERS=0 leaves tasks to other machines."""
    web = ["-m", "gunicorn", "-c", "python:emulation.gunicorn_config", "emulation.wsgi"]
    numbers = range(1, int(os.environ.get("WORKERS") or 1) + 1)
    return [
        Child("web", web),
        *(Child(f"worker-{number}", manage("db_worker", "--no-reload")) for number in numbers),
    ]


# --- the day's work -------------------------------------------------------------------------------


@dataclass
class Daily:
    """`manage.py daily`: soon after the start (the computer may be off at night), then each day.

    DAILY_AT is the local time, "" leaves it to a timer of the system; all of it is safe to repeat.
    """

    at: str = field(default_factory=lambda: os.environ.get("DAILY_AT", "06:30"))
    due: dt.datetime | None = None
    process: subprocess.Popen | None = None

    def __post_init__(self) -> None:
        """Raise CannotServe when the time is none."""
        try:
            self.time = dt.time.fromisoformat(self.at) if self.at else None
        except ValueError as error:
            raise CannotServe("DAILY_AT phải là giờ trong ngày, ví dụ: DAILY_AT=06:30") from error
        if self.time:
            self.due = dt.datetime.now(HERE) + dt.timedelta(seconds=30)

    def look_after(self) -> None:
        """Begin the day's work when it is time."""
        if self.process and self.process.poll() is not None:
            self.process = None
        now = dt.datetime.now(HERE)
        if self.due is None or self.process or now < self.due:
            return
        self.due = next_time(self.time, now)
        self.process = subprocess.Popen(
            [sys.executable, *manage("daily")], cwd=BASE_DIR, stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=die_with_parent,
        )  # fmt: skip


def next_time(at: dt.time, now: dt.datetime) -> dt.datetime:
    """Return the next moment after `now` at which clocks show `at`."""
    today = dt.datetime.combine(now.date(), at, now.tzinfo)
    return today if today > now else today + dt.timedelta(days=1)


# --- watching over them ---------------------------------------------------------------------------


class Stop:
    """Whether somebody asked us to stop."""

    asked = False

    def __init__(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.note)

    def note(self, *_: object) -> None:
        """Remember it; a second signal changes nothing."""
        self.asked = True


def watch(children: list[Child], daily: Daily, stop: Stop) -> int:
    """Keep the children running until `stop`; returns the exit status."""
    status = 0
    while not stop.asked and status == 0:
        for child in children:
            if not child.look_after():
                logger.critical("given up", extra={"said": {"child": child.name}})
                status = 1
        daily.look_after()
        time.sleep(0.2)
    end(children, daily)
    return status


def end(children: list[Child], daily: Daily) -> None:
    """Stop the children: politely, and after STOP_WITHIN seconds for good."""
    logger.info("stopping")
    for child in children:
        child.ask_to_stop()
    if daily.process and daily.process.poll() is None:
        daily.process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    while any(child.runs for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        child.end_group()
    logger.info("stopped")


def main() -> int:
    """Prepare, serve, and return the exit status."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logger.setLevel(logging.INFO)
    stop = Stop()
    try:
        settle_environment()
        daily = Daily()
    except CannotServe as error:
        print(f"LỖI: {error}", file=sys.stderr)
        return 1
    prepared = subprocess.run([sys.executable, *manage("prepare")], cwd=BASE_DIR, check=False)
    if prepared.returncode or stop.asked:
        return prepared.returncode
    return watch(web_and_worker(), daily, stop)


if __name__ == "__main__":
    sys.exit(main())
