"""Addresses for a test: a port that nobody uses, and senders whom no other test knows."""

import socket
from random import SystemRandom

RANDOM = SystemRandom()


def choose_port() -> int:
    """Return a port of this machine that nobody uses now, and that the system gives to no connection meanwhile.

    Ports from 32768 on may be taken by any outgoing connection (Linux, `ip_local_port_range`).
    """
    while True:
        port = RANDOM.randrange(20_000, 32_768)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


def choose_address() -> str:
    """Return an address from a range that belongs to nobody, so that no test meets another's limit."""
    return f"198.18.{RANDOM.randrange(256)}.{RANDOM.randrange(256)}"
