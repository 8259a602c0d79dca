"""`/_local/`: look into the running system, run a function for any moment, and order faults."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, Router

from local.emulator.queues import read_messages
from local.inspect.page import show_mailbox
from local.inspect.read import read_logs, read_table, read_variables
from local.inspect.schedule import InvalidMoment, describe_schedule
from local.proxy.aws_fault import AwsFault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from local.emulator.system import System
    from local.inspect.mailbox import Mailbox
    from local.inspect.under_way import Traffic
    from local.proxy.aws import AwsProxy

type Json = dict[str, Any]


class Control:
    """What is answered under `/_local/`."""

    def __init__(self, system: System, proxy: AwsProxy, mailbox: Mailbox, traffic: Traffic, mounts: Iterable[Mount]) -> None:
        """Look into one running system; what is mounted answers for itself."""
        self._system, self._proxy, self._mailbox = system, proxy, mailbox
        self._traffic, self._mounts = traffic, mounts

    def list_routes(self) -> Router:
        """Return the routes under `/_local/`."""
        return Router(
            [
                Route("/ready", self.tell_ready),
                Route("/mails", self.list_mails),
                Route("/mailbox", self.show_mailbox),
                Route("/invoke/{folder}", self.invoke, methods=["POST"]),
                Route("/schedules/{folder}", self.run_schedule, methods=["POST"]),
                Route("/functions", self.list_functions),
                Route("/tables/{name}", self.list_items),
                Route("/queues/{name}", self.list_messages),
                Route("/logs", self.list_logs),
                Route("/under-way", self.list_under_way),
                Route("/calls", self.list_calls),
                Route("/calls", self.reset_calls, methods=["DELETE"]),
                Route("/denied", self.list_denied),
                Route("/denied", self.forget_denied, methods=["DELETE"]),
                Route("/faults", self.list_faults),
                Route("/faults", self.order_fault, methods=["POST"]),
                Route("/faults", self.clear_faults, methods=["DELETE"]),
                *self._mounts,
            ]
        )

    async def tell_ready(self, _: Request) -> Response:
        """Tell that everything is up; until then, and while it stops, 503 is answered before anybody gets here."""
        return JSONResponse({"ready": True})

    async def list_mails(self, request: Request) -> Response:
        """Return every mail sent from this machine, or those to one address (`to`), newest last."""
        mails = await run_in_threadpool(self._mailbox.list_mails)
        to = request.query_params.get("to")
        return JSONResponse([mail for mail in mails if to in {None, mail["to"]}])

    async def show_mailbox(self, _: Request) -> Response:
        """Return the mails as a page."""
        return show_mailbox(await run_in_threadpool(self._mailbox.list_mails))

    async def invoke(self, request: Request) -> Response:
        """Run a function with the event in the body and return what it returned."""
        try:
            event = json.loads(await request.body() or b"{}")
        except ValueError:
            return refuse("The body must be the event, as JSON.", 400)
        return await run_in_threadpool(self._invoke, request.path_params["folder"], event)

    async def run_schedule(self, request: Request) -> Response:
        """Run a function as its schedule would at the time in the query."""
        try:
            event = describe_schedule(request.query_params.get("time", ""))
        except InvalidMoment:
            return refuse("The query needs time=<ISO 8601 with a zone>.", 400)
        return await run_in_threadpool(self._invoke, request.path_params["folder"], event)

    async def list_functions(self, _: Request) -> Response:
        """Return the environment variables of every function, by logical id."""
        return JSONResponse(await run_in_threadpool(read_variables, self._system))

    async def list_items(self, request: Request) -> Response:
        """Return all items of a table as plain values."""
        return await run_in_threadpool(self._list_items, request.path_params["name"])

    async def list_messages(self, request: Request) -> Response:
        """Return what waits in a queue, without taking it."""
        return await run_in_threadpool(self._list_messages, request.path_params["name"])

    async def list_logs(self, _: Request) -> Response:
        """Return every line that a function has logged since the start."""
        return JSONResponse(await run_in_threadpool(read_logs, self._system))

    async def list_under_way(self, _: Request) -> Response:
        """Return what is on its way between functions; nothing when all that was begun has ended."""
        return JSONResponse(await run_in_threadpool(self._traffic.list_under_way))

    async def list_calls(self, _: Request) -> Response:
        """Return how often each function called each operation since the last reset."""
        counted = self._proxy.list_calls()
        return JSONResponse([{**call.model_dump(), "count": count} for call, count in counted])

    async def reset_calls(self, _: Request) -> Response:
        """Begin counting calls anew."""
        self._proxy.reset_calls()
        return Response(status_code=204)

    async def list_denied(self, _: Request) -> Response:
        """Return what functions asked of AWS outside their roles."""
        return JSONResponse(self._proxy.denied)

    async def forget_denied(self, _: Request) -> Response:
        """Begin that list anew."""
        self._proxy.denied.clear()
        return Response(status_code=204)

    async def list_faults(self, _: Request) -> Response:
        """Return the faults in force."""
        faults = self._proxy.faults.list_faults()
        return JSONResponse([fault.model_dump() for fault in faults])

    async def order_fault(self, request: Request) -> Response:
        """Put a fault in force."""
        try:
            fault = AwsFault.model_validate_json(await request.body())
        except ValidationError as error:
            return JSONResponse(error.errors(include_url=False, include_input=False), 422)
        self._proxy.faults.order(fault)
        return JSONResponse(fault.model_dump(), 201)

    async def clear_faults(self, _: Request) -> Response:
        """Lift all faults."""
        self._proxy.faults.clear()
        return Response(status_code=204)

    def _invoke(self, folder: str, event: Json) -> Response:
        if folder not in self._system.functions:
            return refuse(f"There is no function in functions/{folder}.", 404)
        answer = self._system.aws.functions.invoke(
            FunctionName=self._system.functions[folder], Payload=json.dumps(event).encode()
        )
        status = 500 if "FunctionError" in answer else 200
        return Response(answer["Payload"].read(), status, media_type="application/json")

    def _list_items(self, name: str) -> Response:
        table = self._system.deployment.tables.get(name)
        if table is None:
            return refuse(f"The template has no table {name}.", 404)
        return JSONResponse(read_table(self._system, table))

    def _list_messages(self, name: str) -> Response:
        queue = self._system.deployment.ids.get(name, "")
        if not queue.startswith("http"):
            return refuse(f"The template has no queue {name}.", 404)
        return JSONResponse(read_messages(self._system.endpoint, queue))


def refuse(reason: str, status: int) -> Response:
    """Return an answer that says in one sentence what was wrong."""
    return JSONResponse({"detail": reason}, status)
