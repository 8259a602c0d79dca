"""The store of the schedules: the local emulator's own tables and secrets, in this process and without a socket.

Thousands of schedules are hundreds of thousands of calls; moto takes three times as long over each.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders
from loket.storage.client import client
from ministack.services import dynamodb, secretsmanager

if TYPE_CHECKING:
    from collections.abc import Iterator

# By the name that each has in botocore's events.
_SERVICES = {"dynamodb": dynamodb, "secrets-manager": secretsmanager}


class _Raw(BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


def open_store() -> None:
    """Let the emulator answer what our own clients send, from here on."""
    for service in ("dynamodb", "secretsmanager"):
        client(service).meta.events.register("before-send", _answer)


def _answer(event_name: str, request: AWSRequest, **_: Any) -> AWSResponse:
    """Answer in AWS's place; called by botocore."""
    service = _SERVICES[event_name.split(".")[1]]
    headers = {
        name.lower(): value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()
    }
    answering = service.handle_request(request.method, "/", headers, request.body, {})
    try:
        answering.send(None)
    except StopIteration as answered:
        status, given, body = answered.value
        return AWSResponse(str(request.url), status, HTTPHeaders.from_dict(given), _Raw(body))
    raise RuntimeError("the emulator waits for something")
