"""Processes that print pages beside this one: started when first needed, gone when idle.

Each press is a program of its own (press.py), so that it is safe to start from a web worker with
threads; it has one thread, has WeasyPrint loaded, and forks for every page, so that the memory of
a long list goes back when it is printed. It knows fonts and styles only: no database, no secrets.
"""

import atexit
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from django.conf import settings

from emulation.papers.splitting import Measured

MOST = 2
# Seconds in which nothing is heard of any press before a print is given up.
LONGEST_SILENCE = 120
logger = logging.getLogger(__name__)


class PressError(Exception):
    """The presses did not print; the paper has to be printed here."""


class Order(NamedTuple):
    """A page to print: its HTML, a style of its own besides ours, WeasyPrint's options.

    A sheet that is no paper has a style for itself alone and may show `images`
    (`pdf.render_sheet`).
    """

    html: str
    style: str
    options: dict[str, Any]
    images: dict[str, tuple[str, bytes]] | None = None


class Printed(NamedTuple):
    """A printed page: the PDF and where the rows of its long table stand."""

    content: bytes
    pages: list[Measured]


class _Press(NamedTuple):
    process: subprocess.Popen
    connection: Connection


def usable() -> int:
    """Return how many presses are worth starting: one a core, 0 where a process cannot fork."""
    if not hasattr(os, "fork"):
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(cores or 1, MOST)


_lock = threading.Lock()
_presses: list[_Press] = []
_owner = 0


def print_all(
    orders: Sequence[Order], progress: Callable[[int], None] | None = None
) -> list[Printed]:
    """Print `orders` side by side and return them in their order.

    `progress` is called with the number of pages laid out so far. Raises PressError when a press
    fails; all of them are then stopped and started anew for the next print.
    """
    with _lock:
        try:
            return _print_all(orders, progress)
        except (OSError, EOFError) as error:
            _stop()
            raise PressError(f"{type(error).__name__}: {error}") from error
        except BaseException:
            _stop()
            raise


def _print_all(orders: Sequence[Order], progress: Callable[[int], None] | None) -> list[Printed]:
    waiting = list(enumerate(orders))[::-1]
    busy: dict[Connection, int] = {}
    pages, printed = [0] * len(orders), {}
    for press in _ready()[: len(orders)]:
        busy[press.connection] = _give(press.connection, waiting.pop())
    while busy:
        heard = wait(list(busy), LONGEST_SILENCE)
        if not heard:
            raise PressError(f"no sign of life for {LONGEST_SILENCE} s")
        for connection in heard:
            kind, value = connection.recv()
            number = busy[connection]
            if kind == "page":
                pages[number] = max(pages[number], value)
                if progress:
                    progress(sum(pages))
            elif kind == "printed":
                printed[number] = value
                del busy[connection]
                if waiting:
                    busy[connection] = _give(connection, waiting.pop())
            else:
                raise PressError(value)
    return [printed[number] for number in range(len(orders))]


def _give(connection: Connection, numbered: tuple[int, Order]) -> int:
    number, order = numbered
    connection.send(order)
    return number


def _ready() -> list[_Press]:
    """Return the presses of this process, started anew where one has gone."""
    global _owner
    if _owner != os.getpid():  # a fork of the process that started them has none
        _presses.clear()
        _owner = os.getpid()
    for press in [press for press in _presses if press.process.poll() is not None]:
        press.connection.close()
        _presses.remove(press)
    while len(_presses) < usable():
        _presses.append(_start())
    return list(_presses)


def _start() -> _Press:
    ours, theirs = Pipe()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "emulation.papers.press", str(theirs.fileno()),
             str(settings.BASE_DIR), str(settings.NODE_MODULES)],
            cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )  # fmt: skip
    return _Press(process, ours)


def _stop() -> None:
    for press in _presses:
        press.connection.close()
        press.process.kill()
        with suppress(subprocess.TimeoutExpired):
            press.process.wait(5)
    _presses.clear()


@atexit.register
def _stop_own() -> None:
    if _owner == os.getpid():
        _stop()
