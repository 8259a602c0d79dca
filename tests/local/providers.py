"""Both payment providers running by themselves, and somebody who listens to their webhooks."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

import urllib3
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from local.launch.process import Server, listen
from local.payments.app import App
from tests.running import NeverHappened, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

type Json = dict[str, Any]

WAIT_SECONDS = 20
FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Call:
    """A webhook as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


class PatientServer(ThreadingHTTPServer):
    """A server to which many may come at once."""

    request_queue_size = 128
    daemon_threads = True


class Listener:
    """An address that takes webhooks, and answers as it was told."""

    def __init__(self) -> None:
        """Answer 200 until told otherwise, without waiting for others."""
        self.calls: list[Call] = []
        self.answers: list[int] = []
        self.meet: Callable[[], object] = int
        self._server = PatientServer(("127.0.0.1", 0), self._make_handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, call: Call) -> int:
        """Return the status for a call."""
        self.meet()
        self.calls.append(call)
        return self.answers.pop(0) if self.answers else 200

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): ", ".join(self.headers.get_all(name, [])) for name in self.headers}
                self.send_response(listener.answer(Call(self.path, headers, body)))
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler


class Providers:
    """The providers and their control on one address."""

    def __init__(self, state: Path, *, public_url: str) -> None:
        """Open the store that is in the folder, if any; listen on a free port."""
        self._socket = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.app = App(state, url=self.url, public_url=public_url)
        app = Starlette(routes=[Mount("/_local/providers", self.app.control), Mount("/", self.app.build())])
        self._server = Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})
        self._http = urllib3.PoolManager(maxsize=32, retries=False)
        self.key = self.app.service.account.name_key("mollie")
        self.stripe_key = self.app.service.account.name_key("stripe")

    def __enter__(self) -> Self:
        """Begin to serve and to send webhooks."""
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        self.app.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop; all that was written stays."""
        self._http.clear()
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
        self.app.stop()

    def send(self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """Send a request and return the answer, without following where it leads."""
        response = self._http.request(method, self.url + path, body=body, headers=dict(headers or {}), redirect=False)
        return Reply(response.status, response.headers, response.data.decode())

    def mollie(self, method: str, path: str, content: object = None, *, key: str | None = None, **headers: str) -> Reply:
        """Speak to Mollie's API as our functions do."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = b"" if content is None else json.dumps(content).encode()
        given = {"authorization": f"Bearer {key or self.key}", "content-type": "application/json", **named}
        return self.send(method, f"/v2{path}", body=body, headers=given)

    def stripe(self, method: str, path: str, fields: Mapping[str, str] | None = None, **headers: str) -> Reply:
        """Speak to Stripe's API as our functions do."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"authorization": f"Bearer {self.stripe_key}", **FORM, **named}
        return self.send(method, f"/v1{path}", body=urlencode(fields or {}).encode(), headers=given)

    def control(self, path: str, content: object = None, *, method: str = "POST") -> Any:
        """Give an order and return what came of it."""
        body = json.dumps(content if content is not None else {}).encode()
        reply = self.send(method, f"/_local/providers{path}", body=body, headers={"content-type": "application/json"})
        assert reply.status == 200, reply.text
        return reply.json

    def look(self, path: str) -> Any:
        """Return what the control shows."""
        reply = self.send("GET", f"/_local/providers{path}")
        assert reply.status == 200, reply.text
        return reply.json

    def choose(self, checkout_url: str, status: str) -> Reply:
        """Press a button on the checkout page."""
        return self.send("POST", checkout_url.removeprefix(self.url), body=f"status={status}".encode(), headers=FORM)

    def wait_for[T](self, look: Callable[[], T], enough: Callable[[T], object]) -> T:
        """Look again and again, and return what was seen as soon as it is enough."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not enough(seen := look()):
            if time.monotonic() > deadline:
                raise NeverHappened(repr(seen))
            time.sleep(0.02)
        return seen

    def wait_for_webhooks(self, payment: str) -> list[Json]:
        """Return the webhooks of a payment as soon as none is on its way any more."""

        def look() -> list[Json]:
            found: list[Json] = self.look(f"/webhooks?payment={payment}")
            return found

        return self.wait_for(look, lambda seen: seen and all(one["state"] != "waiting" for one in seen))
