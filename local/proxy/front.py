"""The one address for people and browsers: the public API, the website, the pages, and `/_local/`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from local.emulator import template as blueprint
from local.inspect.page import show_front
from local.inspect.routes import Control
from local.proxy.guard import OwnPagesOnly
from local.proxy.message import Answer, BodyTooLarge, Question

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from local.launch.stack import Stack

CHOSEN_ADDRESS = "loket-source-ip"
BAD_GATEWAY = 502
# Each request at once costs a Python process in the emulator, and starting fifty takes a small machine half a minute.
REQUESTS_AT_ONCE = 12


class PublicApi:
    """The API as API Gateway would answer it."""

    def __init__(self, stack: Stack) -> None:
        """Pass requests on to the emulator's HTTP API."""
        self._stack = stack
        self._threads: CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request to the public API."""
        self._threads = self._threads or CapacityLimiter(REQUESTS_AT_ONCE)
        try:
            question = await Question.read(scope, receive)
        except BodyTooLarge:
            await make_answer(413, "Request Entity Too Large").send(scope, receive, send)
            return
        arriving = self._address(question, scope["client"][0] if scope["client"] else "127.0.0.1")
        answer = await to_thread.run_sync(self._stack.line.pass_on, arriving, limiter=self._threads)
        await correct_answer(answer).send(scope, receive, send)

    def _address(self, question: Question, client: str) -> Question:
        caller = question.find_header(CHOSEN_ADDRESS) or client
        passed_on = question.find_header("x-forwarded-for")
        [host, *_] = self._stack.deployment.api_hosts.values()
        return question.with_headers(
            {
                "host": host,
                CHOSEN_ADDRESS: None,
                "x-forwarded-for": f"{passed_on}, {caller}" if passed_on else caller,
                "x-forwarded-port": str(self._stack.setting.port),
                "x-forwarded-proto": "http",
            }
        )


def make_answer(status: int, message: str) -> Answer:
    """Return an answer in API Gateway's own words."""
    body = json.dumps({"message": message}).encode()
    return Answer(status, (("content-type", "application/json"),), body)


def correct_answer(answer: Answer) -> Answer:
    """Return API Gateway's answer where the emulator shows a function's exception instead."""
    if answer.status == BAD_GATEWAY:
        return make_answer(500, "Internal Server Error")
    return answer


class WhenReady:
    """Answer 503 until everything is up."""

    def __init__(self, app: ASGIApp, *, stack: Stack) -> None:
        """Hold requests to the app until the stack is ready."""
        self._app, self._stack = app, stack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or ask to come back in a second."""
        if self._stack.ready:
            await self._app(scope, receive, send)
        else:
            starting = PlainTextResponse("Loket is starting.\n", 503, headers={"retry-after": "1"})
            await starting(scope, receive, send)


def build_front(stack: Stack) -> ASGIApp:
    """Return the app that serves the front door."""
    control = OwnPagesOnly(Control(stack).list_routes(), origins=stack.setting.origins)
    app = Starlette(
        routes=[
            Route("/", FrontPage(stack).show),
            Mount("/_local", control),
            Route("/website", redirect_to_website),
            Mount("/website", StaticFiles(directory=stack.setting.website, html=True, check_dir=False)),
            Route("/{path:path}", PublicApi(stack)),
        ]
    )
    return WhenReady(app, stack=stack)


async def redirect_to_website(_: Request) -> Response:
    """Send people to the website's first page."""
    return RedirectResponse("/website/")


class FrontPage:
    """The page at `/`."""

    def __init__(self, stack: Stack) -> None:
        """Show one running stack."""
        self._stack = stack

    async def show(self, _: Request) -> Response:
        """Return the page with links to everything."""
        queues = blueprint.find_resources(self._stack.deployment.plain, blueprint.QUEUE)
        tables = list(self._stack.deployment.tables)
        return show_front(self._stack.setting, tables, [name for name, _ in queues])
