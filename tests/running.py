"""A local stack that a test started: how to talk to it, stop it and kill it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlencode

import urllib3

from tests.loopback import choose_address, choose_port
from tests.process import list_family
from tests.proof import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

type Json = dict[str, Any]

PROJECT = Path(__file__).resolve().parent.parent
START_SECONDS = 120
WAIT_SECONDS = 60
# A form that comes back sooner is taken for a machine's and gets no confirmation.
PERSON_SECONDS = 3.2
# Fetched ahead, so that only the first tests wait.
SOLUTIONS_IN_STOCK = 6


class NeverHappened(AssertionError):
    """What a test waited for did not come about."""


@dataclass(frozen=True)
class Reply:
    """What the stack answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.text)


class RunningStack:
    """A local stack in its own process group, with its own port and its own state."""

    def __init__(self, state: Path, *, project: Path = PROJECT, **environment: str) -> None:
        """Choose a free port; start nothing yet."""
        self.state = state
        self.port = choose_port()
        self._solutions: deque[tuple[float, str]] = deque()
        self.process: subprocess.Popen[bytes] | None = None
        self.base_url = f"http://127.0.0.1:{self.port}"
        self._http = urllib3.PoolManager(maxsize=64, retries=False)
        self._environment = {
            **os.environ,
            "PORT": str(self.port),
            "STATE": str(state),
            "PROJECT": str(project),
            "SCHEDULES": "off",
            **environment,
        }

    def start(self) -> Self:
        """Start the stack and wait until everything is up."""
        process = self.launch()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            if self.is_ready():
                return self
            time.sleep(0.05)
        self.kill()
        raise NeverHappened(self.output)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the process without waiting for it."""
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "launcher.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local"],
                cwd=PROJECT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self.process

    def list_processes(self) -> list[int]:
        """Return the launcher's process and all that descend from it."""
        assert self.process is not None
        return list_family(self.process.pid)

    @property
    def output(self) -> str:
        """Return all that the launcher has printed."""
        return (self.state / "launcher.log").read_text(encoding="utf-8")

    def is_ready(self) -> bool:
        """Tell whether everything is up."""
        try:
            return self.get("/_local/ready").status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def stop(self) -> int:
        """Ask the launcher to stop, as a system does, and return its exit status."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(START_SECONDS)

    def interrupt(self) -> int:
        """Interrupt all of the process group, as Ctrl-C in a terminal does, and return the exit status."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(START_SECONDS)

    def kill(self) -> None:
        """Kill the launcher and all of its process group, so that it can tidy nothing."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def send(self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """Send a request to the front door."""
        url = self.base_url + path
        sent = {"loket-source-ip": choose_address(), **(headers or {})}
        response = self._http.request(method, url, body=body, headers=sent, redirect=False)
        return Reply(response.status, response.headers, response.data.decode())

    def get(self, path: str, **headers: str) -> Reply:
        """Send a GET; a header's name is written with underscores."""
        return self.send("GET", path, headers=write_headers(headers))

    def post(self, path: str, content: object, **headers: str) -> Reply:
        """Post content as JSON, from an address of its own unless a header names one."""
        given = {"content-type": "application/json", **write_headers(headers)}
        return self.send("POST", path, body=json.dumps(content).encode(), headers=given)

    def post_form(self, path: str, fields: Mapping[str, object], **headers: str) -> Reply:
        """Post a form as the website's script does: JSON with a solved challenge."""
        return self.post(path, {"altcha": self.solve_challenge(), **fields}, **headers)

    def post_html_form(self, path: str, fields: Mapping[str, str], **headers: str) -> Reply:
        """Post a form as a browser without script does."""
        kind = {"content-type": "application/x-www-form-urlencoded"}
        given = {**kind, **write_headers(headers)}
        return self.send("POST", path, body=urlencode(fields).encode(), headers=given)

    def solve_challenge(self) -> str:
        """Return the solution of a challenge that is old enough to come from a person."""
        while len(self._solutions) < SOLUTIONS_IN_STOCK:
            self._solutions.append((time.monotonic(), solve(self.get("/challenge").json)))
        issued, solution = self._solutions.popleft()
        time.sleep(max(0.0, issued + PERSON_SECONDS - time.monotonic()))
        return solution

    def mails(self, to: str | None = None) -> list[Json]:
        """Return the mails in the mailbox, or those to one address; newest last."""
        mails: list[Json] = self.get(f"/_local/mails?{urlencode({'to': to})}" if to else "/_local/mails").json
        return mails

    def wait_for_mails(self, to: str, count: int = 1) -> list[Json]:
        """Return the mails to an address as soon as there are this many."""
        return self.wait_for(lambda: self.mails(to), lambda mails: len(mails) >= count)

    def wait_for[T](self, look: Callable[[], T], enough: Callable[[T], object]) -> T:
        """Look again and again, and return what was seen as soon as it is enough."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not enough(seen := look()):
            if time.monotonic() > deadline:
                raise NeverHappened(repr(seen))
            time.sleep(0.1)
        return seen

    def table(self, logical_id: str) -> list[Json]:
        """Return all items of a table."""
        items: list[Json] = self.get(f"/_local/tables/{logical_id}").json
        return items

    def queue(self, logical_id: str) -> list[Json]:
        """Return the messages in a queue without taking them."""
        messages: list[Json] = self.get(f"/_local/queues/{logical_id}").json
        return messages

    def logs(self) -> list[Json]:
        """Return all that the functions have logged since the start."""
        lines: list[Json] = self.get("/_local/logs").json
        return lines

    def invoke(self, folder: str, event: object) -> Reply:
        """Run one function with an event."""
        return self.post(f"/_local/invoke/{folder}", event)

    def run_schedule(self, folder: str, at: str) -> Reply:
        """Run one function as its schedule would at a moment."""
        return self.post(f"/_local/schedules/{folder}?time={quote(at)}", None)

    def calls(self, caller: str) -> dict[str, int]:
        """Return how often one function called each operation since the last reset."""
        return {
            f"{one['service']}.{one['operation']}": one["count"]
            for one in self.get("/_local/calls").json
            if one["caller"] == caller
        }

    def settle(self) -> None:
        """Wait until nothing of what was begun is under way, in a stream, in a queue or on its way from a provider."""
        self.wait_for(lambda: self.get("/_local/under-way").json, lambda under_way: under_way == [])

    def reset_calls(self) -> None:
        """Begin counting calls anew, once those of before have ended."""
        self.settle()
        self.send("DELETE", "/_local/calls")

    def order_fault(self, service: str, kind: str, **more: object) -> None:
        """Let a service fail from now on, until the seconds or times are over."""
        reply = self.post("/_local/faults", {"service": service, "kind": kind, **more})
        assert reply.status == 201, reply.text

    def faults(self) -> list[Json]:
        """Return the faults that were ordered and are not over."""
        ordered: list[Json] = self.get("/_local/faults").json
        return ordered

    def clear_faults(self) -> None:
        """Lift all faults."""
        self.send("DELETE", "/_local/faults")

    def recover(self) -> None:
        """Lift all faults, and wait until what they held up has ended: the next test orders its own."""
        self.clear_faults()
        self.settle()


def write_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers under their real names."""
    return {name.replace("_", "-"): value for name, value in headers.items()}
