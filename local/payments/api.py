"""One request to a provider's API: with which key, what goes wrong, and answering the same idempotency key only once."""

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
    from local.payments.service import Service

type Json = dict[str, Any]
type Action = Callable[[ApiRequest], ApiResponse]


class Refusal(Exception):
    """A provider does not do what was asked; the field is the one at fault."""

    def __init__(self, status: int, detail: str, *, field: str | None = None, code: str | None = None) -> None:
        """Say with which status and words."""
        super().__init__(detail)
        self.status, self.detail, self.field, self.code = status, detail, field, code


@dataclass(frozen=True)
class ApiRequest:
    """A request: in which mode, about what, with which content."""

    mode: Mode
    path: str
    params: Mapping[str, str]
    query: Mapping[str, list[str]]
    content: Json
    key: str = ""
    behind: int = 0


@dataclass(frozen=True)
class ApiResponse:
    """What is answered to a request."""

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

    def __init__(self, service: Service, dialect: Dialect, operation: Operation, action: Action) -> None:
        """Answer with the action, unless something was ordered to go wrong."""
        self._service, self._dialect, self._operation, self._action = service, dialect, operation, action

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        body = await request.body()
        faults = self._draw_faults(str(request.path_params.get("id", "")))
        response = await run_in_threadpool(self._answer, request, body, faults)
        if "slow" in faults:
            await asyncio.sleep(faults["slow"].delay)
        await self._write(response, garbled="garbled" in faults)(scope, receive, send)

    def _draw_faults(self, payment: str) -> dict[Kind, Fault]:
        provider, operation = self._dialect.provider, self._operation
        faults = self._service.faults.draw(lambda fault: fault.concerns(provider, operation, payment))
        return {fault.kind: fault for fault in faults}

    def _write(self, response: ApiResponse, *, garbled: bool) -> Response:
        body = json.dumps(response.content).encode()
        if garbled:
            return Response(body[: len(body) // 2], 200, media_type=self._dialect.media_type)
        return Response(body, response.status, headers=dict(response.headers), media_type=self._dialect.media_type)

    def _answer(self, request: Request, body: bytes, faults: dict[Kind, Fault]) -> ApiResponse:
        try:
            if refusal := self._find_fault(request, faults):
                raise refusal
            response = self._carry_out(request, body, faults)
        except Refusal as refusal:
            headers = {"retry-after": "1"} if refusal.status in {429, 503} else {}
            return ApiResponse(refusal.status, self._dialect.describe_refusal(refusal), headers)
        lost = Refusal(502, "Bad gateway")
        return ApiResponse(lost.status, self._dialect.describe_refusal(lost)) if "lost" in faults else response

    def _find_fault(self, request: Request, faults: dict[Kind, Fault]) -> Refusal | None:
        if "fail" in faults:
            return Refusal(faults["fail"].status, "The service is temporarily unavailable")
        if "limit" in faults:
            return Refusal(429, "Too many requests, try again later", code="rate_limit")
        if "missing" in faults:
            return self._dialect.refuse_unknown(str(request.path_params.get("id", "")))
        return None

    def _carry_out(self, request: Request, body: bytes, faults: dict[Kind, Fault]) -> ApiResponse:
        mode = self._service.account.find_mode(self._dialect.provider, self._dialect.read_key(request))
        if mode is None:
            raise self._dialect.refuse_key()
        api_request = ApiRequest(
            mode=mode,
            path=request.url.path,
            params=request.path_params,
            query={name: request.query_params.getlist(name) for name in request.query_params},
            content=self._dialect.read_content(body) if request.method == "POST" else {},
            key=request.headers.get("idempotency-key", "") if request.method == "POST" else "",
            behind=faults["stale"].changes if "stale" in faults else 0,
        )
        return self._answer_once(api_request) if api_request.key else self._action(api_request)

    def _answer_once(self, request: ApiRequest) -> ApiResponse:
        store, now = self._service.store, self._service.now()
        written = json.dumps([request.path, request.content], sort_keys=True)
        name = f"{self._dialect.provider} {request.mode} {request.key}"
        with store.transaction():
            if kept := store.find_response(name, since=now - self._dialect.key_seconds):
                return self._replay(written, *kept)
            response = self._action(request)
            store.save_response(name, written, json.dumps([response.status, response.content]), now)
        return response

    def _replay(self, request: str, request_before: str, response: str) -> ApiResponse:
        if request != request_before:
            raise self._dialect.refuse_other_content()
        status, content = json.loads(response)
        return ApiResponse(status, content, self._dialect.replayed)
