"""One request to a provider's API: who asks, what goes wrong, and answering the same key only once."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import Receive, Scope, Send

    from local.payments.fault import Fault, Kind, Operation
    from local.payments.payment import Mode, Name
    from local.payments.service import Office

type Json = dict[str, Any]
type Action = Callable[[Ask], Reply]


class Refusal(Exception):
    """A provider does not do what was asked; the field is the one at fault."""

    def __init__(self, status: int, detail: str, *, field: str | None = None, code: str | None = None) -> None:
        """Say with which status and words."""
        super().__init__(detail)
        self.status, self.detail, self.field, self.code = status, detail, field, code


@dataclass(frozen=True)
class Ask:
    """A request: by which key's mode, about what, with which content."""

    mode: Mode
    path: str
    params: Mapping[str, str]
    query: Mapping[str, list[str]]
    content: Json
    key: str = ""
    behind: int = 0


@dataclass(frozen=True)
class Reply:
    """An answer."""

    status: int
    content: Json
    headers: Mapping[str, str] = field(default_factory=dict)


class Dialect(Protocol):
    """How a provider reads requests and words its answers."""

    provider: Name
    media_type: str
    key_seconds: float
    replayed: Mapping[str, str]

    def read_key(self, request: Request) -> str:
        """Return the API key in a request, or nothing."""

    def read_content(self, body: bytes) -> Json:
        """Return the content of a body, or refuse it."""

    def describe_refusal(self, refusal: Refusal) -> Json:
        """Return the body of a refusal."""

    def refuse_key(self) -> Refusal:
        """Return the refusal of a key that is not ours."""

    def refuse_other_content(self) -> Refusal:
        """Return the refusal of an idempotency key that was used for something else."""

    def refuse_unknown(self, payment: str) -> Refusal:
        """Return the refusal of a payment that is not there."""


class Endpoint:
    """One operation of one provider's API."""

    def __init__(self, office: Office, dialect: Dialect, operation: Operation, action: Action) -> None:
        """Answer with the action, unless something was ordered to go wrong."""
        self._office, self._dialect, self._operation, self._action = office, dialect, operation, action

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        body = await request.body()
        target = str(request.path_params.get("id", ""))
        faults = self._office.faults.draw(self._dialect.provider, self._operation, target)
        reply = await run_in_threadpool(self._answer, request, body, faults)
        if "slow" in faults:
            await asyncio.sleep(faults["slow"].delay)
        await self._write(reply, garbled="garbled" in faults)(scope, receive, send)

    def _write(self, reply: Reply, *, garbled: bool) -> Response:
        body = json.dumps(reply.content).encode()
        if garbled:
            return Response(body[: len(body) // 2], 200, media_type=self._dialect.media_type)
        return Response(body, reply.status, headers=dict(reply.headers), media_type=self._dialect.media_type)

    def _answer(self, request: Request, body: bytes, faults: dict[Kind, Fault]) -> Reply:
        try:
            if refusal := self._find_fault(request, faults):
                raise refusal
            reply = self._carry_out(request, body, faults)
        except Refusal as refusal:
            headers = {"retry-after": "1"} if refusal.status in {429, 503} else {}
            return Reply(refusal.status, self._dialect.describe_refusal(refusal), headers)
        lost = Refusal(502, "Bad gateway")
        return Reply(lost.status, self._dialect.describe_refusal(lost)) if "lost" in faults else reply

    def _find_fault(self, request: Request, faults: dict[Kind, Fault]) -> Refusal | None:
        if "fail" in faults:
            return Refusal(faults["fail"].status, "The service is temporarily unavailable")
        if "limit" in faults:
            return Refusal(429, "Too many requests, try again later", code="rate_limit")
        if "missing" in faults:
            return self._dialect.refuse_unknown(str(request.path_params.get("id", "")))
        return None

    def _carry_out(self, request: Request, body: bytes, faults: dict[Kind, Fault]) -> Reply:
        mode = self._office.account.find_mode(self._dialect.provider, self._dialect.read_key(request))
        if mode is None:
            raise self._dialect.refuse_key()
        ask = Ask(
            mode=mode,
            path=request.url.path,
            params=request.path_params,
            query={name: request.query_params.getlist(name) for name in request.query_params},
            content=self._dialect.read_content(body) if request.method == "POST" else {},
            key=request.headers.get("idempotency-key", "") if request.method == "POST" else "",
            behind=faults["stale"].changes if "stale" in faults else 0,
        )
        return self._answer_once(ask) if ask.key else self._action(ask)

    def _answer_once(self, ask: Ask) -> Reply:
        book, now = self._office.book, self._office.now()
        asked = json.dumps([ask.path, ask.content], sort_keys=True)
        name = f"{self._dialect.provider} {ask.mode} {ask.key}"
        with book.change():
            if kept := book.find_answer(name, since=now - self._dialect.key_seconds):
                return self._replay(asked, *kept)
            reply = self._action(ask)
            book.save_answer(name, asked, json.dumps([reply.status, reply.content]), now)
        return reply

    def _replay(self, asked: str, asked_before: str, answered: str) -> Reply:
        if asked != asked_before:
            raise self._dialect.refuse_other_content()
        status, content = json.loads(answered)
        return Reply(status, content, self._dialect.replayed)
