"""A stand-in for AWS, in a process of its own so that its work is nobody's CPU time.

`python -m tools.bench.fake_aws CERTIFICATE ANSWERS` prints its port. It speaks TLS, since setting that up is part of every
real cold start. It answers by operation and table, from a JSON file: conditions always hold, and nothing is remembered. It
plays the payment provider too.
"""

import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class FakeAws(ThreadingHTTPServer):
    """A server on a free port, with an answer per operation."""

    daemon_threads = True

    def __init__(self, certificate: Path, answers: dict[str, Any]) -> None:
        """Listen, with a certificate whose file holds its key too."""
        super().__init__(("127.0.0.1", 0), Connection)
        self.answers = answers
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)


class Connection(BaseHTTPRequestHandler):
    """Any AWS service whose protocol is JSON."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FakeAws

    def do_POST(self) -> None:
        """Answer a call by the name of its operation, and of the table or secret where that makes a difference."""
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        operation = self.headers["X-Amz-Target"]
        about = f"{operation} {call.get('TableName') or call.get('SecretId')}"
        self._answer(self.server.answers.get(about, self.server.answers.get(operation, {})))

    def do_GET(self) -> None:
        """Answer as the payment provider."""
        self._answer(self.server.answers[self.path])

    def _answer(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing for each request."""


if __name__ == "__main__":
    with FakeAws(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_bytes())) as fake:
        sys.stdout.write(f"{fake.server_port}\n")
        sys.stdout.flush()
        fake.serve_forever()
