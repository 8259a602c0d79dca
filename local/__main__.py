"""`python -m local`: bring the whole system up on this machine, say where, and wait."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from local.front import build_front
from local.progress import say
from local.refusal import CannotStart
from local.setting import LOOPBACK, REGION, Setting
from local.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

GRACE_SECONDS = 3


class EmulatorEnded(CannotStart):
    """The emulator stopped by itself; its log in STATE tells why."""


class PortTaken(CannotStart):
    """Somebody else listens on the port already."""


class Server(uvicorn.Server):
    """A server that leaves signals to us, because the emulator must be stopped as well."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


class Doors:
    """Two doors in one process: the front for people, the gateway for the functions."""

    def __init__(self, front: ASGIApp, gateway: ASGIApp, *, front_port: int) -> None:
        """Tell the doors apart by their port."""
        self._front, self._gateway, self._front_port = front, gateway, front_port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send each request through its own door."""
        app = self._front if scope["server"][1] == self._front_port else self._gateway
        await app(scope, receive, send)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to one address of this machine."""
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
    except OSError as error:
        raise PortTaken(port) from error
    return opened


async def run(setting: Setting, front: socket.socket, gateway: socket.socket) -> None:
    """Serve until asked to stop."""
    started = time.monotonic()
    stack = Stack(setting, gateway_url=f"http://{setting.gateway_host}:{gateway.getsockname()[1]}")
    doors = Doors(build_front(stack), stack.gateway, front_port=setting.port)
    server = Server(
        uvicorn.Config(
            doors,
            log_level="warning",
            lifespan="off",
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    stop_on_signals(server)
    serving = asyncio.create_task(server.serve(sockets=[front, gateway]))
    try:
        await asyncio.to_thread(stack.start)
        say(f"\nLoket is up in {time.monotonic() - started:.1f} s: {setting.url}/\n")
        await watch(stack, serving)
    finally:
        server.should_exit = True
        await serving
        await asyncio.to_thread(stack.stop)


async def watch(stack: Stack, serving: asyncio.Task[None]) -> None:
    """Return when serving ends; raise when the emulator ends first."""
    while not serving.done():
        await asyncio.wait([serving], timeout=1)
        if not stack.alive:
            raise EmulatorEnded


def stop_on_signals(server: Server) -> None:
    """Stop serving when the terminal or the system asks for it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, setattr, server, "should_exit", True)  # noqa: FBT003 - setattr's value


def main() -> int:
    """Run the local stack; return the exit status."""
    os.environ["AWS_DEFAULT_REGION"] = REGION
    setting = Setting.from_environment(os.environ)
    say(f"Starting Loket, state in {setting.state}")
    try:
        with listen(LOOPBACK, setting.port) as front, listen(setting.gateway_host, 0) as gateway:
            asyncio.run(run(setting, front, gateway))
    except PortTaken:
        return fail(f"Port {setting.port} is in use: stop what listens there, or choose another with PORT=...")
    except CannotStart as error:
        return fail(f"{type(error).__name__}: {error}")
    return 0


def fail(reason: str) -> int:
    """Say why it did not work, in one line."""
    sys.stderr.write(reason + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
