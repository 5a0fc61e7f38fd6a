"""The optional look by a virus scanner: clamd, spoken to over a socket, nothing installed.

Setting CLAMAV: a path ("/run/clamav/clamd.ctl") or "host:port"; empty means that nobody is asked.
CLAMAV_REQUIRED: whether files are refused while the scanner does not answer (the default).
"""

from __future__ import annotations

import logging
import re
import socket
import struct

from django.conf import settings

from .kinds import UploadError

TIMEOUT = 30  # seconds
CHUNK = 1 << 18
logger = logging.getLogger(__name__)


class ScannerError(Exception):
    """The scanner does not answer, or not what was asked."""


def refuse_infected(data: bytes) -> None:
    """Raise UploadError when the scanner finds something, or is needed and does not answer."""
    address = settings.CLAMAV
    if not address:
        return
    try:
        found = _asked(address, data)
    except (OSError, ScannerError) as error:
        logger.error("The virus scanner does not answer: %s", error)
        if settings.CLAMAV_REQUIRED:
            raise UploadError(
                "Máy quét vi-rút không trả lời nên chưa nhận tệp. Hãy thử lại sau ít phút hoặc "
                "báo quản trị hệ thống."
            ) from error
        return
    if found:
        logger.warning("An upload was refused: %s", found)
        raise UploadError("Máy quét vi-rút báo tệp có mã độc, không nhận.")


def _asked(address: str, data: bytes) -> str:
    """Return what the scanner calls the thing it found, "" for nothing (command INSTREAM)."""
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = _answer(connection)
    if answer == "stream: OK":
        return ""
    if found := re.fullmatch(r"stream: (.+) FOUND", answer):
        return found[1]
    raise ScannerError(answer[:200])


def _connected(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    if host and port.isdecimal():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(TIMEOUT)
    try:
        connection.connect(address.removeprefix("unix://"))
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < 4096:
        part = connection.recv(4096)
        if not part:
            break
        received += part
    return received.rstrip(b"\0\n").decode("utf-8", "replace")
