"""No test reaches another machine: sockets that try fail the test."""

import socket
from ipaddress import ip_address

import pytest


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
