"""A stand-in for Lambda's runtime API, and the CPU time of one process that is served by it.

The runtime client asks `/next` for an event and posts the answer. So the moment at which it asks for its second event is the
moment at which its cold start, first invocation included, is over; and that is when its CPU time is read.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from tools.bench.candidate import Candidate

WARM_INVOCATIONS = 200
_SECONDS_TO_ANSWER = 30
_CPU_CLOCK = 2


class InvocationFailed(Exception):
    """A measured handler did not answer, or not as one that did its work."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One fresh process: CPU until its first answer, and CPU of each invocation after that."""

    cold_ms: float
    warm_us: float


def measure(candidate: Candidate, environment: dict[str, str], *, warm: int = WARM_INVOCATIONS) -> Sample:
    """Start a process, invoke it once and then `warm` times more, stop it, and return what it cost."""
    with RuntimeApi(candidate.event) as api:
        # The interpreter itself, not a launcher in front of it: its CPU time is what is read.
        command = [os.path.realpath(sys.executable), "-m", "awslambdaric", "app.handler"]
        given = {**environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_port}"}
        process = subprocess.Popen(command, cwd=candidate.folder, env=given, stdout=subprocess.DEVNULL)
        try:
            readings = api.serve(process.pid, invocations=1 + warm)
        finally:
            process.kill()
            process.wait()
    for answer in api.answers:
        if answer.get("statusCode") != candidate.status:
            raise InvocationFailed(f"{candidate.name}: {json.dumps(answer)[:500]}")
    return Sample(cold_ms=readings[0] / 1e6, warm_us=(readings[-1] - readings[0]) / max(warm, 1) / 1e3)


class RuntimeApi(HTTPServer):
    """The same event again and again, and the answers to it."""

    timeout = _SECONDS_TO_ANSWER

    def __init__(self, event: bytes) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Exchange)
        self.event = event
        self.answers: list[dict[str, Any]] = []
        self.readings: list[int] = []

    def serve(self, process_id: int, *, invocations: int) -> list[int]:
        """Return the process's CPU time, in nanoseconds, each time that it has answered and asks for the next event."""
        self.clock = ~process_id << 3 | _CPU_CLOCK
        self.invocations = invocations
        while len(self.readings) < invocations:
            self.handle_request()
        return self.readings

    def handle_timeout(self) -> None:
        """Give up on a process that does not ask; `serve` would wait for ever."""
        raise InvocationFailed("no answer in time")

    def take_reading(self) -> bool:
        """Read the CPU time unless nothing was answered yet; say whether enough is known."""
        if self.answers:
            self.readings.append(time.clock_gettime_ns(self.clock))
        return len(self.readings) == self.invocations


class Exchange(BaseHTTPRequestHandler):
    """One connection of the runtime client."""

    protocol_version = "HTTP/1.1"
    # Otherwise the answer's head waits for the client's delayed acknowledgement before the body follows.
    disable_nagle_algorithm = True
    timeout = _SECONDS_TO_ANSWER
    server: RuntimeApi

    def do_GET(self) -> None:
        """Hand out the event, with the headers that the runtime client insists on."""
        if self.server.take_reading():
            self.close_connection = True
            return
        deadline = int(time.time() * 1000) + _SECONDS_TO_ANSWER * 1000
        self._send(200, self.server.event, {"Lambda-Runtime-Deadline-Ms": str(deadline), **_IDENTITY})

    def do_POST(self) -> None:
        """Take an answer; anything that is reported as an error ends the measurement."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.endswith("/error"):
            raise InvocationFailed(body.decode()[:2000])
        self.server.answers.append(json.loads(body))
        self._send(202, b"", {})

    def log_message(self, *_: object) -> None:
        """Print nothing for each request."""

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


_IDENTITY = {
    "Content-Type": "application/json",
    "Lambda-Runtime-Aws-Request-Id": "00000000-0000-0000-0000-000000000000",
    "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-central-1:000000000000:function:measured",
}
