"""What servers ask of the machine: a free port, children that do not outlive them."""

import ctypes
import ipaddress
import signal
import socket
import sys

PR_SET_PDEATHSIG = 1  # from Linux's prctl.h


def die_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refusal_of_port(host: str, port: int, again: str) -> str:
    """Return "" when a server may listen there, else a sentence; `again` is how to start anew."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            other = port + 1 if port < 65535 else 8001
            return (
                f"Không mở được cổng {port} ({error}). Có thể chương trình khác đang dùng; "
                f"hãy chạy với cổng khác: PORT={other} {again}"
            )
    return ""
