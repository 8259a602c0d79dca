"""Between the functions and the emulator: counts calls, injects faults, journals writes, keeps mails."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread

from local.inspect.mailbox import read_mail
from local.proxy.aws_fault import Call, Fault
from local.proxy.fault import FaultBoard
from local.proxy.message import Answer, Line, Question
from local.survive.journal import write_key
from local.survive.written_keys import find_touched_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Receive, Scope, Send

    from local.emulator.deploy import Table
    from local.emulator.raw import Wire
    from local.survive.journal import Journal

type Json = dict[str, Any]

CALLER = re.compile(r"\bapp/(\w+)")
SERVICE = re.compile(r"Credential=[^/,]+/\d+/[\w-]+/(\w+)/aws4_request")
MAIL_TARGET = "/v2/email/outbound-emails"
SUCCESS = range(200, 300)


class Gateway:
    """The address at which the functions find AWS."""

    def __init__(self, line: Line, wire: Wire, journal: Journal) -> None:
        """Pass everything on to the emulator until told of faults."""
        self.faults = FaultBoard[Fault]()
        self.tables: dict[str, Table] = {}
        self._line, self._wire, self._journal = line, wire, journal
        self._calls: Counter[Call] = Counter()
        self._counting = threading.Lock()
        self._journaling = threading.Lock()
        self._threads: CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of a function."""
        self._threads = self._threads or CapacityLimiter(128)
        question = await Question.read(scope, receive)
        answer = await to_thread.run_sync(self.answer, question, limiter=self._threads)
        await answer.send(scope, receive, send)

    def answer(self, question: Question) -> Answer:
        """Count the call, let a fault hit it if one is in force, else carry it out."""
        call = identify_call(question)
        with self._counting:
            self._calls[call] += 1
        for fault in self.faults.draw(lambda fault: fault.concerns(call), at_most=1):
            return self._fail(question, call, fault)
        return self._carry_out(question, call)

    def list_calls(self) -> list[tuple[Call, int]]:
        """Return how often each call was made since the last reset."""
        with self._counting:
            return list(self._calls.items())

    def reset_calls(self) -> None:
        """Begin counting anew."""
        with self._counting:
            self._calls.clear()

    def _fail(self, question: Question, call: Call, fault: Fault) -> Answer:
        if fault.kind == "slow":
            time.sleep(fault.delay)
        if fault.kind in {"slow", "lost"}:
            answer = self._carry_out(question, call)
        if fault.kind == "slow":
            return answer
        status, body = fault.describe_answer(question.body)
        headers = (
            ("content-type", "application/json"),
            ("x-amzn-errortype", json.loads(body)["code"]),
        )
        return Answer(status, headers, body)

    def _carry_out(self, question: Question, call: Call) -> Answer:
        if call.service == "dynamodb":
            return self._change_table(question, call)
        answer = self._line.pass_on(question)
        if call == call.model_copy(update={"service": "ses", "operation": "SendEmail"}):
            self._keep_mail(question, answer)
        return answer

    def _change_table(self, question: Question, call: Call) -> Answer:
        request = json.loads(question.body)
        touched = find_touched_keys(call.operation, request, self.tables)
        answer = self._line.pass_on(question)
        if answer.status in SUCCESS:
            for name, keys in touched.items():
                self._journal_items(self.tables[name], keys)
        return answer

    def _journal_items(self, table: Table, keys: list[Json]) -> None:
        # Read back and save under one lock: otherwise the older of two versions could be saved last.
        with self._journaling:
            stored = self._wire.read_items(table.name, keys)
            self._journal.save_items(table.logical_id, _match_items(table, keys, stored))

    def _keep_mail(self, question: Question, answer: Answer) -> None:
        if answer.status in SUCCESS:
            message_id = json.loads(answer.body)["MessageId"]
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            mail = read_mail(json.loads(question.body), message_id=message_id, sent_at=now)
            self._journal.save_mail(mail)


def _match_items(table: Table, keys: list[Json], stored: list[Json]) -> Iterator[tuple[Json, Json | None]]:
    found = {write_key({part: item[part] for part in table.key}): item for item in stored}
    for key in keys:
        yield key, found.get(write_key(key))


def identify_call(question: Question) -> Call:
    """Return which function asks what of which service."""
    service = SERVICE.search(question.find_header("authorization"))
    caller = CALLER.search(question.find_header("user-agent"))
    return Call(
        caller=caller[1] if caller else "unknown",
        service=service[1] if service else "unknown",
        operation=_name_operation(question),
    )


def _name_operation(question: Question) -> str:
    if target := question.find_header("x-amz-target"):
        return target.rsplit(".", 1)[-1]
    if question.method == "POST" and question.target == MAIL_TARGET:
        return "SendEmail"
    return f"{question.method} {question.target.split('?')[0]}"
