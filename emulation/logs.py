"""What the log says: JSON lines with the request's or task's id, and nothing about anybody.

Deny by default: our own modules choose their words and are printed as they are (they name records
by id only); of every other library the sentence is kept, but what it fills in is not, unless it is
a number. Of an exception the log keeps its type and where it came from, never its message (a
database quotes the row in it) unless the type speaks of code alone, and never local variables.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

# What the lines of this thread belong to: {"request_id": …} or {"task_id": …}.
BELONGS_TO: ContextVar[Mapping[str, str]] = ContextVar(
    "log_belongs_to", default=MappingProxyType({})
)

OURS = ("emulation", "awards", "campaigns", "dossiers")
# Libraries that fill in ids and names of tasks; gunicorn, sockets and process numbers.
HARMLESS = ("django_tasks", "django_tasks_db")
# Exceptions whose message names code, modules or operations, never what a user typed.
ABOUT_CODE = (
    AttributeError,
    ImportError,
    NameError,
    NotImplementedError,
    MemoryError,
    RecursionError,
)
MAY_FILL_IN = (int, float, bool, type(None))
STATUS_PHRASES = {status.phrase for status in HTTPStatus}
UNSAID = "…"


@contextmanager
def belonging_to(**names: str) -> Iterator[None]:
    """Write `names` (request_id, task_id) into every line logged inside."""
    token = BELONGS_TO.set(names)
    try:
        yield
    finally:
        BELONGS_TO.reset(token)


def sentence(record: logging.LogRecord) -> str:
    """Return the message of a record without anything personal."""
    if _is_among(record.name, OURS + HARMLESS):
        return record.getMessage()
    if _is_among(record.name, ("gunicorn",)) and record.levelno <= logging.INFO:
        return record.getMessage()
    if isinstance(record.msg, BaseException):
        return type(record.msg).__name__
    text = str(record.msg).partition(" from ip=")[0]  # gunicorn goes on with what it was sent
    if not record.args:
        return text
    if isinstance(record.args, dict):
        filled: Any = {name: _harmless(value) for name, value in record.args.items()}
    else:
        filled = tuple(_harmless(value) for value in record.args)
    try:
        return text % filled
    except (TypeError, ValueError, KeyError):  # a "%d" that we may not fill in
        return text


def _is_among(name: str, roots: tuple[str, ...]) -> bool:
    return name.partition(".")[0] in roots


def _harmless(value: Any) -> Any:
    known = isinstance(value, MAY_FILL_IN) or (isinstance(value, str) and value in STATUS_PHRASES)
    return value if known else UNSAID


def described(error: BaseException) -> str:
    """Return an exception and its causes as text: types, files, lines, code; no values."""
    parts, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        said = str(error) if isinstance(error, ABOUT_CODE) else ""
        name = f"{type(error).__module__}.{type(error).__qualname__}"
        frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
        parts.append(f"{frames}{name}{': ' if said else ''}{said}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\ncaused by:\n".join(parts)


def _error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, ids, what `extra={"said": …}` adds."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": sentence(record),
            **BELONGS_TO.get(),
            **getattr(record, "said", {}),
        }
        if error := _error_of(record):
            line["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
            line["traceback"] = described(error)
        return json.dumps(line, ensure_ascii=False)


class PlainFormatter(logging.Formatter):
    """The same for a developer's terminal, where Django's own page shows the rest."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with the whole exception below it."""
        said = " ".join(f"{name}={value}" for name, value in getattr(record, "said", {}).items())
        line = f"{record.levelname:<7} {record.name}: {record.getMessage()} {said}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def configuration(*, debug: bool) -> dict[str, Any]:
    """Return what `settings.LOGGING` (and gunicorn) hand to logging.config.dictConfig.

    LOG_LEVEL in the environment is the level of our own modules; libraries speak up from WARNING.
    """
    level = os.environ.get("LOG_LEVEL", "INFO").upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "emulation.logs.JsonFormatter"},
            "plain": {"()": "emulation.logs.PlainFormatter"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "plain" if debug else "json",
            },
            "mail": {"class": "emulation.error_mail.ErrorMail", "level": "ERROR"},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            **{name: {"level": level} for name in OURS},
            "gunicorn.error": {"level": level, "propagate": True},
            # Replaces what Django sets up by itself; request_log writes the line of a request.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {
                "handlers": [] if debug else ["mail"],
                "level": "WARNING" if debug else "ERROR",
                "propagate": True,
            },
            "django.server": {"handlers": [], "level": "INFO", "propagate": debug},
            "django_tasks": {"handlers": [] if debug else ["mail"], "level": "INFO"},
            "emulation.request_log": {"level": "WARNING" if debug else level},
            # Would write addresses and queries.
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
            # They speak of every page or glyph.
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
        },
    }
