"""A press: `python -m emulation.papers.press FD BASE_DIR NODE_MODULES`, started by presses.py.

Reads orders from the socket FD until it is closed or nothing came for some minutes. Every order is
printed by a fork, which tells each page that it has laid out, then the PDF and what it measured.
"""

import os
import sys
from multiprocessing.connection import Connection

from django.conf import settings

# Seconds without an order after which a press ends: its memory is worth more than a second's start.
IDLE = 300


def main(descriptor: int, base_dir: str, node_modules: str) -> None:
    """Print what comes until nothing comes."""
    settings.configure(BASE_DIR=base_dir, NODE_MODULES=node_modules)
    from emulation.papers.pdf import prepare  # noqa: PLC0415 -- reads the settings

    prepare()
    with Connection(descriptor) as connection:
        while connection.poll(IDLE):
            try:
                order = connection.recv()
            except EOFError:
                return
            child = os.fork()
            if not child:
                _print(connection, order)
            _, status = os.waitpid(child, 0)
            if status:
                connection.send(("failed", f"exit {os.waitstatus_to_exitcode(status)}"))


def _print(connection: Connection, order: tuple) -> None:
    """Print one order in this fork and end it, whatever happens."""
    from emulation.papers.pdf import print_order  # noqa: PLC0415 -- reads the settings

    status = 1
    try:
        printed = print_order(order, lambda page: connection.send(("page", page)))
        connection.send(("printed", printed))
        status = 0
    except BaseException as error:
        connection.send(("failed", f"{type(error).__name__}: {error}"))
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
