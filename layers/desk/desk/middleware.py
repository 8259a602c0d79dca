"""The edge of the app: headers on every answer, and an answer to every fault."""

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.problem import tell_problem

# Nothing is kept, guessed, framed or told to other websites. `same-origin`, because under `no-referrer` browsers send
# "Origin: null" with our own forms (Fetch, "append a request Origin header"), and then no form could show where it is from.
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}


class Edge:
    """Wraps the app, so that nothing it does can leave without these."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around the app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001 - the edge: whatever it is, the person gets an answer
            await tell_problem(Request(scope), error)(scope, receive, send_with_headers)
