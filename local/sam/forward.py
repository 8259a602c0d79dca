"""Passing bytes between two sockets."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread

_CHUNK = 64 * 1024


def join_sockets(near: socket.socket, target: tuple[str, int]) -> None:
    """Connect to the target and pass bytes both ways until both sides have said all."""
    with socket.create_connection(target) as far:
        back = Thread(target=_pass_on, args=(far, near), daemon=True)
        back.start()
        _pass_on(near, far)
        back.join()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    # Either side may be gone at any moment; that ends the connection, and is no fault of ours.
    with suppress(OSError):
        while chunk := source.recv(_CHUNK):
            sink.sendall(chunk)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
