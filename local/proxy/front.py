"""The one address for people and browsers: the public API, the website, the pages, and `/_local/`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from local.proxy.guard import OwnPagesOnly
from local.proxy.message import BodyTooLarge, HttpClient, HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from local.emulator.system import System
    from local.settings import Settings

CHOSEN_ADDRESS = "loket-source-ip"
BAD_GATEWAY = 502
# Each request at once costs a Python process in the emulator, and starting fifty takes a small machine half a minute.
REQUESTS_AT_ONCE = 12


class PublicApi:
    """The API as API Gateway would answer it."""

    def __init__(self, settings: Settings, system: System) -> None:
        """Pass requests on to the emulator's HTTP API."""
        self._settings, self._system = settings, system
        self._client = HttpClient(system.endpoint)
        self._threads: CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request to the public API."""
        self._threads = self._threads or CapacityLimiter(REQUESTS_AT_ONCE)
        try:
            request = await HttpRequest.read(scope, receive)
        except BodyTooLarge:
            await make_response(413, "Request Entity Too Large").send(scope, receive, send)
            return
        arriving = self._address(request, scope["client"][0] if scope["client"] else "127.0.0.1")
        response = await to_thread.run_sync(self._client.send, arriving, limiter=self._threads)
        await correct_response(response).send(scope, receive, send)

    def _address(self, request: HttpRequest, client: str) -> HttpRequest:
        caller = request.find_header(CHOSEN_ADDRESS) or client
        passed_on = request.find_header("x-forwarded-for")
        [host, *_] = self._system.deployment.api_hosts.values()
        return request.with_headers(
            {
                "host": host,
                CHOSEN_ADDRESS: None,
                "x-forwarded-for": f"{passed_on}, {caller}" if passed_on else caller,
                "x-forwarded-port": str(self._settings.port),
                "x-forwarded-proto": "http",
            }
        )


def make_response(status: int, message: str) -> HttpResponse:
    """Return a response in API Gateway's own words."""
    body = json.dumps({"message": message}).encode()
    return HttpResponse(status, (("content-type", "application/json"),), body)


def correct_response(response: HttpResponse) -> HttpResponse:
    """Return API Gateway's response where the emulator shows a function's exception instead."""
    if response.status == BAD_GATEWAY:
        return make_response(500, "Internal Server Error")
    return response


class WhenReady:
    """Answer 503 until everything is up."""

    def __init__(self, app: ASGIApp, *, is_ready: Callable[[], bool]) -> None:
        """Hold requests to the app until it is ready."""
        self._app, self._is_ready = app, is_ready

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or ask to come back in a second."""
        if self._is_ready():
            await self._app(scope, receive, send)
        else:
            starting = PlainTextResponse("Loket is starting.\n", 503, headers={"retry-after": "1"})
            await starting(scope, receive, send)


def build_front(settings: Settings, system: System, *, first_page: Route, control: ASGIApp) -> ASGIApp:
    """Return what serves the one address; `control` answers under `/_local/`, to our own pages alone."""
    return Starlette(
        routes=[
            first_page,
            Mount("/_local", OwnPagesOnly(control, origins=settings.origins)),
            Route("/website", redirect_to_website),
            Mount("/website", StaticFiles(directory=settings.website, html=True, check_dir=False)),
            Route("/{path:path}", PublicApi(settings, system)),
        ]
    )


async def redirect_to_website(_: Request) -> Response:
    """Send people to the website's first page."""
    return RedirectResponse("/website/")
