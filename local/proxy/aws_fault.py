"""What a test lets go wrong at AWS: a service that throttles, fails, is gone or slow, loses an answer, or is in conflict."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from local.proxy.aws_call import Call

type Kind = Literal["throttle", "fail", "unavailable", "refuse", "slow", "lost", "conflict"]

THROTTLED = {
    "dynamodb": (400, "ProvisionedThroughputExceededException"),
    "ses": (429, "TooManyRequestsException"),
}
REFUSED = {"ses": (400, "MessageRejected")}
ANSWERS: dict[str, tuple[int, str]] = {
    "throttle": (400, "ThrottlingException"),
    "fail": (500, "InternalServerError"),
    "unavailable": (503, "ServiceUnavailable"),
    "refuse": (400, "AccessDeniedException"),
    "lost": (500, "InternalServerError"),
    "conflict": (400, "TransactionCanceledException"),
}


class AwsFault(BaseModel):
    """What goes wrong, for which calls, for how long or how often."""

    model_config = ConfigDict(extra="forbid")

    service: str
    kind: Kind
    operation: str | None = None
    caller: str | None = None
    seconds: float = Field(default=30, gt=0, le=3600)
    times: int | None = Field(default=None, gt=0)
    delay: float = Field(default=1, gt=0, le=60)

    def concerns(self, call: Call) -> bool:
        """Tell whether the fault hits a call."""
        return (
            self.service == call.service and self.operation in {None, call.operation} and self.caller in {None, call.caller}
        )

    def describe_answer(self, request: bytes) -> tuple[int, bytes]:
        """Return the status and body that the service would answer with to a request with this body."""
        chosen = {"throttle": THROTTLED, "refuse": REFUSED}.get(self.kind, {})
        status, code = chosen.get(self.service, ANSWERS[self.kind])
        body = {"__type": code, "code": code, "message": f"ordered fault: {self.kind}"}
        reasons = {"CancellationReasons": list_conflicts(request)} if self.kind == "conflict" else {}
        return status, json.dumps(body | reasons).encode()


def list_conflicts(request: bytes) -> list[dict[str, str]]:
    """Return why a transaction was cancelled by another one: a reason for each of its members."""
    members = json.loads(request)["TransactItems"]
    return [{"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"} for _ in members]
