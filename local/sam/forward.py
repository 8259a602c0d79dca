"""Ports of Docker's bridge that lead to this machine's loopback, and nowhere else, for as long as containers need them."""

from __future__ import annotations

import json
import socket
import subprocess
from contextlib import ExitStack, contextmanager, suppress
from ipaddress import ip_network
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from local.sam.image import DOCKER
from local.settings import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator

type Variables = dict[str, dict[str, str]]

ADDRESSES = frozenset({"AWS_ENDPOINT_URL", "MOLLIE_URL", "STRIPE_URL"})
_CHUNK = 64 * 1024


class PortForward(ThreadingTCPServer):
    """Passes connections on from Docker's bridge to one port on loopback."""

    daemon_threads = True

    def __init__(self, address: str, target: int) -> None:
        """Listen on a free port of the bridge."""
        super().__init__((address, 0), ForwardedConnection)
        self.target = (LOOPBACK, target)


class ForwardedConnection(BaseRequestHandler):
    """One connection that is passed on."""

    server: PortForward

    def handle(self) -> None:
        """Pass bytes both ways until one side ends."""
        join_sockets(self.request, self.server.target)


@contextmanager
def forward_ports(functions: Variables) -> Iterator[dict[str, str]]:
    """Forward ports for as long as the context lasts, and yield where containers find AWS and the payment providers."""
    inside = {name: value for variables in functions.values() for name, value in variables.items() if name in ADDRESSES}
    with ExitStack() as opened:
        yield {name: opened.enter_context(forward_port(address)) for name, address in inside.items()}


@contextmanager
def forward_port(inside: str) -> Iterator[str]:
    """Forward a port to an address on loopback, and yield the address at which containers find it."""
    with PortForward(find_bridge(), urlsplit(inside).port or 80) as forward:
        Thread(target=forward.serve_forever, daemon=True).start()
        address, port = forward.server_address[:2]
        yield f"http://{address!s}:{port}"
        forward.shutdown()


def find_bridge() -> str:
    """Return this machine's address on Docker's default bridge: its gateway, else the network's first address."""
    command = [DOCKER, "network", "inspect", "bridge", "--format", "{{json (index .IPAM.Config 0)}}"]
    network = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return network.get("Gateway") or str(next(ip_network(network["Subnet"]).hosts()))


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
