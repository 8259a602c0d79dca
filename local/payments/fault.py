"""What goes wrong at a provider when a test orders it."""

from __future__ import annotations

import threading
import time
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from local.payments.payment import Name

type Kind = Literal["slow", "fail", "limit", "missing", "garbled", "stale", "lost"]
type Operation = Literal["create", "fetch", "refund", "cancel", "list"]


class Fault(BaseModel):
    """What goes wrong, for which requests, for how long or how often.

    slow: carried out at once, answered after `delay` seconds. fail: `status` (5xx), nothing carried out. limit: 429.
    missing: 404, as when a webhook is faster than the provider's own copies. garbled: 200 with half an answer.
    stale: a fetched payment is as it was `changes` changes ago. lost: carried out, but the answer is a 502.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    provider: Name | None = None
    operation: Operation | None = None
    payment: str | None = None
    seconds: float = Field(default=30, gt=0, le=3600)
    times: int | None = Field(default=None, gt=0)
    delay: float = Field(default=1, gt=0, le=120)
    status: int = Field(default=503, ge=500, le=599)
    changes: int = Field(default=1, gt=0)

    def concerns(self, provider: Name, operation: Operation, payment: str) -> bool:
        """Tell whether the fault hits a request."""
        return (
            self.provider in {None, provider}
            and self.operation in {None, operation}
            and self.payment in {None, payment}
            and (self.kind not in {"missing", "stale"} or operation == "fetch")
        )


class FaultBoard:
    """The faults in force now; like those of AWS services, a restart lifts them."""

    def __init__(self) -> None:
        """Begin without faults."""
        self._lock = threading.Lock()
        self._orders: list[tuple[Fault, float]] = []

    def order(self, fault: Fault) -> None:
        """Put a fault in force from now."""
        with self._lock:
            self._orders.append((fault, time.monotonic() + fault.seconds))

    def clear(self) -> None:
        """Lift every fault."""
        with self._lock:
            self._orders.clear()

    def list_faults(self) -> list[Fault]:
        """Return the faults still in force."""
        with self._lock:
            self._drop_ended()
            return [fault for fault, _ in self._orders]

    def draw(self, provider: Name, operation: Operation, payment: str) -> dict[Kind, Fault]:
        """Return the faults that hit this request, one of each kind at most, and count them."""
        drawn: dict[Kind, Fault] = {}
        with self._lock:
            self._drop_ended()
            for fault, _ in self._orders:
                if fault.kind not in drawn and fault.concerns(provider, operation, payment):
                    drawn[fault.kind] = fault.model_copy()
                    fault.times = fault.times - 1 if fault.times else fault.times
        return drawn

    def _drop_ended(self) -> None:
        now = time.monotonic()
        self._orders = [one for one in self._orders if one[1] > now and one[0].times != 0]
