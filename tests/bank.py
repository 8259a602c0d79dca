"""The payment providers of a running system, as far as a test orders them about."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.running import Json, RunningStack

PROVIDERS = "/_local/providers"


@dataclass(frozen=True)
class Bank:
    """What is let happen at the providers of one system."""

    stack: RunningStack

    def order(self, path: str, **content: Any) -> Any:
        """Give an order, and return what was answered."""
        reply = self.stack.post(f"{PROVIDERS}{path}", content)
        assert reply.status == 200, reply.text
        return reply.json

    def read(self, path: str) -> Any:
        """Return what the providers know."""
        return self.stack.get(f"{PROVIDERS}{path}").json

    def settle(self, payment: str, status: str) -> None:
        """Bring a payment into a status; its webhooks follow."""
        self.order(f"/payments/{payment}", status=status)

    def payments(self, attempt: str) -> list[Json]:
        """Return the payments for an attempt, newest first."""
        return [one for one in self.read("/payments") if (one["metadata"] or {}).get("attempt") == attempt]

    def hold(self) -> None:
        """Keep every new webhook back until it is released."""
        self.order("/behaviour", held=True)

    def due_within(self, seconds: float) -> list[Json]:
        """Return the webhooks that are under way, or sent again within so many seconds: holding keeps back new ones only."""
        return [one for one in self.read("/webhooks") if one["state"] == "waiting" and one["due_at"] < time.time() + seconds]

    def release(self, payment: str, **how: Any) -> list[int | None]:
        """Send the webhooks of a payment that were held; return the status that each was answered with."""
        return [one["attempts"][-1]["status"] for one in self.order("/webhooks/release", payment=payment, **how)]

    def webhooks(self, payment: str) -> list[Json]:
        """Return the webhooks about a payment, with what was answered to each attempt."""
        found: list[Json] = self.read(f"/webhooks?payment={payment}")
        return found

    def statuses(self, payment: str) -> list[int | None]:
        """Return what was answered to each attempt at each webhook about a payment."""
        return [attempt["status"] for one in self.webhooks(payment) for attempt in one["attempts"]]

    def answers(self, payment: str) -> list[int | None]:
        """Return the same once every webhook that was begun is answered: what it caused is seen before its answer is."""
        self.stack.settle()
        return self.statuses(payment)

    def trouble(self, kind: str, **more: Any) -> None:
        """Let requests to the providers go wrong from now on."""
        self.order("/faults", kind=kind, **more)

    def rest(self) -> None:
        """Let the providers and AWS behave as at first, with what they hold, and wait until what was held up has ended."""
        self.stack.send("DELETE", f"{PROVIDERS}/faults")
        self.order(
            "/behaviour", held=False, copies=1, pace=1, patience=15, mollie_signed=False, mollie_classic=True, sign_with=[]
        )
        self.stack.recover()
