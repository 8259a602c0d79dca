"""Keep other websites, and names that only pretend to be this machine, away from `/_local/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Receive, Scope, Send


class OwnPagesOnly:
    """Let a request through only if it names this machine and comes from no other website."""

    def __init__(self, app: ASGIApp, *, origins: Collection[str]) -> None:
        """Protect the app; the origins are the stack's own."""
        self._app = app
        self._origins = frozenset(origins)
        self._hosts = frozenset(origin.removeprefix("http://") for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a foreign host or origin, else pass the request on."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            refusal = PlainTextResponse("This address is for this machine only.\n", 403)
        elif headers.get("origin", next(iter(self._origins))) not in self._origins:
            refusal = PlainTextResponse("Other websites may not come here.\n", 403)
        else:
            await self._app(scope, receive, send)
            return
        await refusal(scope, receive, send)
