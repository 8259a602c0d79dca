"""The launcher's own process: one server on several ports, up until a signal comes or the emulator is gone."""

from __future__ import annotations

import asyncio
import fcntl
import signal
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from local.errors import CannotStart
from local.launch.progress import say
from local.launch.stack import Stack
from local.settings import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

    from local.settings import Settings

GRACE_SECONDS = 3


class EmulatorEnded(CannotStart):
    """The emulator stopped by itself; its log in STATE tells why."""


class PortTaken(CannotStart):
    """Somebody else listens on the port already."""


class StateTaken(CannotStart):
    """The folder for the state is in use, or cannot be used."""


class Server(uvicorn.Server):
    """A server that leaves signals to us, because the emulator must be stopped as well."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


class PortRouter:
    """Several apps in one process: the front for people, AWS for the functions, the payment providers."""

    def __init__(self, apps: Mapping[int, ASGIApp]) -> None:
        """Tell the apps apart by their port."""
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send each request to the app of its port."""
        await self._apps[scope["server"][1]](scope, receive, send)


@contextmanager
def hold(state: Path) -> Iterator[None]:
    """Keep the folder for the state to this process for as long as it lives; raise `StateTaken`."""
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (state / "lock").open("w")
    except OSError:
        raise StateTaken(f"{state} is no folder that can be written to: choose another with STATE=...") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StateTaken(f"another Loket runs on {state}: stop it, or choose another folder with STATE=...") from None
        yield


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to one address of this machine."""
    # Named, or asyncio leaves Nagle's algorithm on: each answer would wait 40 ms for an acknowledgement.
    opened = socket.socket(proto=socket.IPPROTO_TCP)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
    except OSError as error:
        raise PortTaken(port) from error
    return opened


def listen_again(kept: Path) -> socket.socket:
    """Return a socket on the port that the file names, so that links stay good after a restart; else on another."""
    try:
        opened = listen(LOOPBACK, int(kept.read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError, PortTaken):
        opened = listen(LOOPBACK, 0)
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept.write_text(str(opened.getsockname()[1]), encoding="ascii")
    return opened


def name_address(opened: socket.socket) -> str:
    """Return the address at which a socket is found."""
    host, port = opened.getsockname()
    return f"http://{host}:{port}"


async def run(settings: Settings, front: socket.socket, aws: socket.socket, payments: socket.socket) -> None:
    """Serve until asked to stop."""
    started = time.monotonic()
    stack = Stack(settings, aws_url=name_address(aws), payments_url=name_address(payments))
    apps: dict[socket.socket, ASGIApp] = {
        front: stack.build_front(),
        aws: stack.aws_proxy,
        payments: stack.payments.build(),
    }
    server = make_server(PortRouter({opened.getsockname()[1]: app for opened, app in apps.items()}))
    stop_on_signals(server)
    serving = asyncio.create_task(server.serve(sockets=list(apps)))
    try:
        await asyncio.to_thread(stack.start)
        say(f"\nLoket is up in {time.monotonic() - started:.1f} s: {settings.url}/\n")
        await watch(stack, serving)
    finally:
        server.should_exit = True
        await serving
        await asyncio.to_thread(stack.stop)


def make_server(app: ASGIApp) -> Server:
    """Return a server that does not tell what it is, and lets running requests end when it must stop."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        lifespan="off",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return Server(config)


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
