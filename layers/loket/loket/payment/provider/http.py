"""JSON over HTTP to a provider: bounded in time and in size, never repeated by itself, silent about what was said.

urllib3 comes with botocore, so it costs nothing more. Its time-outs are per read from the socket: a provider that sends a
byte now and then, or a name that does not resolve, would outlive them. So each call runs beside the caller, who waits no
longer than the deadline.
"""

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as TooSlow

from loket.payment.provider.fault import AnswerUnreadable, PaymentNotFound, ProviderRefused, ProviderUnavailable

# Some 5,000 refunds of a payment at Mollie, ten times as many as are taken in.
LARGEST_ANSWER = 4 * 1024 * 1024
_CHUNK = 64 * 1024
_FINE = frozenset({200, 201})
_TOO_MANY = 429
_NOT_FOUND = 404
_CLIENT_ERRORS = range(400, 500)


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How many seconds a provider is waited for: to connect, for each part of an answer, and for all calls together."""

    connect: float
    read: float
    total: float


# Mollie gives up on a webhook after 15 seconds, and the tables need some of them.
PATIENCE = Patience(connect=2, read=4, total=9)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment, of the machine's own clock, after which nobody waits any more."""

    patience: Patience
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return the seconds that are left; raise `ProviderUnavailable` where none are."""
        left = self.started + self.patience.total - time.monotonic()
        if left <= 0:
            raise ProviderUnavailable("time")
        return left

    def rest(self) -> Patience:
        """Return the patience that is left for what is asked next; raise `ProviderUnavailable` where there is none."""
        return replace(self.patience, total=self.left())

    def limits(self) -> urllib3.Timeout:
        """Return the limits of the next call."""
        left = self.left()
        return urllib3.Timeout(connect=min(self.patience.connect, left), read=min(self.patience.read, left))


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One request to a provider; its headers carry the key, so they stay out of its representation."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


def ask(call: Call, deadline: Deadline) -> dict[str, Any]:
    """Return the JSON object that the provider answers; raise `ProviderUnavailable` for anything else."""
    outcome: SimpleQueue[dict[str, Any] | Exception] = SimpleQueue()
    Thread(target=_report, args=(call, deadline, outcome), daemon=True).start()
    try:
        answer = outcome.get(timeout=deadline.left())
    except Empty:
        raise ProviderUnavailable("time") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _report(call: Call, deadline: Deadline, outcome: SimpleQueue[dict[str, Any] | Exception]) -> None:
    try:
        outcome.put(_read_answer(*_exchange(call, deadline)))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again where the answer is waited for
        outcome.put(error)


def _exchange(call: Call, deadline: Deadline) -> tuple[int, bytes]:
    try:
        response = _pool(call.url.partition(":")[0]).request(
            call.method,
            call.url,
            headers=call.headers,
            body=call.body,
            timeout=deadline.limits(),
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )
        return response.status, _read_body(response, deadline)
    except (HTTPError, OSError) as error:
        # Not chained: urllib3 puts the address into its messages. To it, a refused connection is a kind of time-out.
        is_slow = isinstance(error, TooSlow) and not isinstance(error, NewConnectionError)
        raise ProviderUnavailable("time" if is_slow else "connection") from None


def _read_body(response: urllib3.BaseHTTPResponse, deadline: Deadline) -> bytes:
    body = bytearray()
    try:
        while len(body) <= LARGEST_ANSWER and (chunk := response.read1(_CHUNK)):
            deadline.left()
            body += chunk
    finally:
        # A connection whose answer was read to its end is back in the pool by now; any other is of no use.
        response.close()
    if len(body) > LARGEST_ANSWER:
        raise AnswerUnreadable("size")
    return bytes(body)


def _read_answer(status: int, body: bytes) -> dict[str, Any]:
    _check_status(status)
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        # Not chained: the message of a JSON error carries the document.
        raise AnswerUnreadable("json") from None
    if not isinstance(answer, dict):
        raise AnswerUnreadable("json")
    return answer


def _check_status(status: int) -> None:
    reason = f"status_{status}"
    if status in _FINE:
        return
    if status == _NOT_FOUND:
        raise PaymentNotFound(reason)
    if status in _CLIENT_ERRORS and status != _TOO_MANY:
        raise ProviderRefused(reason)
    raise ProviderUnavailable(reason)


@cache
def _pool(scheme: str) -> urllib3.PoolManager:
    # Reading the system's certificates takes a tenth of a second's CPU on a small function: only where they are needed.
    if scheme == "https":
        return urllib3.PoolManager(ssl_context=ssl.create_default_context())
    return urllib3.PoolManager()
