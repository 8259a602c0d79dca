"""What a test lets go wrong at a provider."""

from __future__ import annotations

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
