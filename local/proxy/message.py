"""One HTTP request and its response, whole in memory, and a client that passes them on unchanged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import urllib3
from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

type Headers = tuple[tuple[str, str], ...]

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
BYTES_AT_MOST = 6 * 1024 * 1024


class BodyTooLarge(Exception):
    """A request holds more than Lambda could ever receive."""


@dataclass(frozen=True)
class HttpRequest:
    """A request as it came in: the target is the path and query, unchanged."""

    method: str
    target: str
    headers: Headers
    body: bytes

    @classmethod
    async def read(cls, scope: Scope, receive: Receive) -> Self:
        """Read the whole request, or refuse one that is too large."""
        body = bytearray()
        async for part in Request(scope, receive).stream():
            body += part
            if len(body) > BYTES_AT_MOST:
                raise BodyTooLarge
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"])
        query = scope["query_string"].decode("latin-1")
        path = scope["raw_path"].decode("latin-1")
        return cls(scope["method"], f"{path}?{query}" if query else path, headers, bytes(body))

    def find_header(self, name: str) -> str:
        """Return a header's value, several joined by a comma, none as the empty string."""
        return ",".join(value for key, value in self.headers if key == name)

    def with_headers(self, changes: Mapping[str, str | None]) -> Self:
        """Return the same request with headers replaced, and those without value left out."""
        kept = tuple((name, value) for name, value in self.headers if name not in changes)
        added = tuple((name, value) for name, value in changes.items() if value is not None)
        return replace(self, headers=kept + added)


@dataclass(frozen=True)
class HttpResponse:
    """A response, whole."""

    status: int
    headers: Headers
    body: bytes

    async def send(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response to whoever asked."""
        response = Response(self.body, self.status)
        response.raw_headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers]
        response.raw_headers.append((b"content-length", str(len(self.body)).encode()))
        await response(scope, receive, send)


class HttpClient:
    """Open connections to one address, to pass requests on."""

    def __init__(self, endpoint: str) -> None:
        """Remember the address; connect when needed."""
        self._endpoint = endpoint
        self._pool = urllib3.PoolManager(maxsize=128, retries=False)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send the request to the address and return its response unchanged."""
        response = self._pool.request(
            request.method,
            self._endpoint + request.target,
            body=request.body,
            headers=_collect_headers(request),
            redirect=False,
            decode_content=False,
        )
        headers = tuple((k, v) for k, v in response.headers.items() if _travels(k))
        return HttpResponse(response.status, headers, response.data)


def _collect_headers(request: HttpRequest) -> urllib3.HTTPHeaderDict:
    headers = urllib3.HTTPHeaderDict()
    for name, value in request.headers:
        if _travels(name):
            headers.add(name, value)
    return headers


def _travels(name: str) -> bool:
    return name.lower() not in HOP_BY_HOP and name.lower() != "content-length"
