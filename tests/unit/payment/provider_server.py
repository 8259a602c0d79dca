"""A provider on loopback that answers what a test tells it to, and remembers what it was asked.

What the real one would not take it refuses, whatever the test told it to answer, and the test that made it do so fails.
"""

import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.unit.payment.vendor_rules import wrong_with

type Reply = Callable[["Asked"], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that came in."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes


@dataclass
class ProviderServer:
    """Answers each path with its reply; what has none is 404. `released` lets the replies go that hold the asker up."""

    replies: dict[str, Reply] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    released: Event = field(default_factory=Event)
    url: str = ""
    # What was wrong with what was asked, and under which key which order was made.
    refused: list[str] = field(default_factory=list)
    orders: dict[str, bytes] = field(default_factory=dict)

    def start(self, context: ssl.SSLContext | None = None) -> Self:
        """Serve on a free port of loopback."""
        self._http = _Http(("127.0.0.1", 0), Asked)
        self._http.board = self
        if context:
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        self.url = f"http{'s' if context else ''}://127.0.0.1:{self._http.server_port}"
        Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def judge(self, sent: Sent) -> list[str]:
        """Return what the real provider would refuse of a request, and remember that."""
        wrong = wrong_with(sent)
        key = sent.headers.get("idempotency-key")
        if not wrong and sent.method == "POST" and key and self.orders.setdefault(key, sent.body) != sent.body:
            wrong = ["idempotency-key"]
        self.refused += wrong
        return wrong

    def stop(self) -> None:
        """Let every held reply go, and close the port."""
        self.released.set()
        self._http.shutdown()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    board: ProviderServer
    # Waits at the end for the answers under way, so that no socket is left to another test.
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: an asker that hangs up is part of the tests."""


class Asked(BaseHTTPRequestHandler):
    """One request."""

    server: _Http

    def answer(self) -> None:
        """Note the request and give the reply for its path."""
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        sent = Sent(self.command, parts.path, parse_qsl(parts.query, keep_blank_values=True), headers, body)
        self.board.sent.append(sent)
        if self.board.judge(sent):
            reply(400, {"status": 400})(self)
            return
        self.board.replies.get(parts.path, reply(404, {}))(self)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - the names that http.server looks for

    @property
    def board(self) -> ProviderServer:
        """Return the server's memory."""
        return self.server.board

    def write(self, status: int, body: bytes, **headers: str) -> None:
        """Write a whole answer."""
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that http.server gives it
        """Say nothing."""


def reply(status: int, answer: Any) -> Reply:
    """Return the reply with JSON."""
    return lambda asked: asked.write(status, json.dumps(answer).encode())


def reply_bytes(status: int, body: bytes, **headers: str) -> Reply:
    """Return the reply with these bytes."""
    return lambda asked: asked.write(status, body, **headers)


def hang(asked: Asked) -> None:
    """Take the request and answer nothing until the test is over."""
    asked.board.released.wait()


def drip_body(asked: Asked) -> None:
    """Answer with a body that comes a byte at a time and never ends."""
    asked.send_response(200)
    asked.end_headers()
    _drip(asked, b" ")


def drip_headers(asked: Asked) -> None:
    """Answer with headers that come a byte at a time and never end."""
    asked.send_response(200)
    asked.flush_headers()
    _drip(asked, b"x")


def flood(asked: Asked) -> None:
    """Answer with a body that comes as fast as it is taken and never ends."""
    asked.send_response(200)
    asked.end_headers()
    while not asked.board.released.is_set():
        asked.wfile.write(b" " * 65536)


def hang_up(asked: Asked) -> None:
    """Close the connection without an answer."""
    asked.close_connection = True


def _drip(asked: Asked, drop: bytes) -> None:
    while not asked.board.released.wait(0.02):
        asked.wfile.write(drop)
        asked.wfile.flush()
