"""Between the functions and the emulator: counts calls, denies or fails them, journals writes, hands on mails."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread

from local.access.guard import describe_denial
from local.proxy.aws_call import Call, identify_call
from local.proxy.aws_fault import AwsFault
from local.proxy.fault import FaultBoard
from local.proxy.message import HttpClient, HttpRequest, HttpResponse
from local.survive.journal import write_key
from local.survive.written_keys import find_written_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import Receive, Scope, Send

    from local.access.guard import Access
    from local.emulator.deployment import Table
    from local.emulator.raw import RawDynamoDb
    from local.survive.journal import Journal

type Json = dict[str, Any]

SUCCESS = range(200, 300)
REQUESTS_AT_ONCE = 128


class AwsProxy:
    """The address at which the functions find AWS."""

    def __init__(self, raw: RawDynamoDb, journal: Journal, keep_mail: Callable[[Json, str], None]) -> None:
        """Pass everything on to the emulator until faults are ordered; mails go to `keep_mail`, with their id."""
        self.faults = FaultBoard[AwsFault]()
        self.tables: dict[str, Table] = {}
        self.access: Access | None = None
        self.denied: list[str] = []
        self._client = HttpClient(raw.endpoint)
        self._raw, self._journal, self._keep_mail = raw, journal, keep_mail
        self._calls: Counter[Call] = Counter()
        self._counting = threading.Lock()
        self._journaling = threading.Lock()
        self._threads: CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of a function."""
        self._threads = self._threads or CapacityLimiter(REQUESTS_AT_ONCE)
        request = await HttpRequest.read(scope, receive)
        response = await to_thread.run_sync(self.answer, request, limiter=self._threads)
        await response.send(scope, receive, send)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Count the call, deny it where no role allows it, let a fault hit it if one is in force, else carry it out."""
        call = identify_call(request)
        with self._counting:
            self._calls[call] += 1
        if denial := self._deny(request, call):
            return denial
        for fault in self.faults.draw(lambda fault: fault.concerns(call), at_most=1):
            return self._fail(request, call, fault)
        return self._carry_out(request, call)

    def list_calls(self) -> list[tuple[Call, int]]:
        """Return how often each call was made since the last reset."""
        with self._counting:
            return list(self._calls.items())

    def reset_calls(self) -> None:
        """Begin counting anew."""
        with self._counting:
            self._calls.clear()

    def _deny(self, request: HttpRequest, call: Call) -> HttpResponse | None:
        asked = self.access and self.access.find_denied(call.caller, call.service, call.operation, request.body)
        if not asked:
            return None
        self.denied.append(f"{call.caller}: {asked.action} on {asked.resource}")
        status, headers, body = describe_denial(call.service, asked)
        return HttpResponse(status, tuple(headers.items()), b"" if request.method == "HEAD" else body)

    def _fail(self, request: HttpRequest, call: Call, fault: AwsFault) -> HttpResponse:
        if fault.kind == "slow":
            time.sleep(fault.delay)
            return self._carry_out(request, call)
        if fault.kind == "lost":
            self._carry_out(request, call)
        status, body = fault.describe_answer(request.body)
        headers = (("content-type", "application/json"), ("x-amzn-errortype", json.loads(body)["code"]))
        return HttpResponse(status, headers, body)

    def _carry_out(self, request: HttpRequest, call: Call) -> HttpResponse:
        if call.service == "dynamodb":
            return self._change_table(request, call)
        response = self._client.send(request)
        if (call.service, call.operation) == ("ses", "SendEmail") and response.status in SUCCESS:
            self._keep_mail(json.loads(request.body), json.loads(response.body)["MessageId"])
        return response

    def _change_table(self, request: HttpRequest, call: Call) -> HttpResponse:
        written = find_written_keys(call.operation, json.loads(request.body), self.tables)
        response = self._client.send(request)
        if response.status in SUCCESS:
            for name, keys in written.items():
                self._journal_items(self.tables[name], keys)
        return response

    def _journal_items(self, table: Table, keys: list[Json]) -> None:
        # Read back and save under one lock: otherwise the older of two versions could be saved last.
        with self._journaling:
            stored = self._raw.read_items(table.name, keys)
            self._journal.save_items(table.logical_id, _match_items(table, keys, stored))


def _match_items(table: Table, keys: list[Json], stored: list[Json]) -> Iterator[tuple[Json, Json | None]]:
    items = {write_key({part: item[part] for part in table.key}): item for item in stored}
    for key in keys:
        yield key, items.get(write_key(key))
