"""A payment provider to interleave with: Mollie's answer for a payment, over HTTP, stale or failing when told to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

type Json = dict[str, Any]

PROFILE = "pfl_test"
_ENDS = [["paid"], ["pending", "paid"], ["expired"], ["canceled"], ["failed"], ["expired", "paid"], ["canceled", "paid"]]
_REFUND = ["queued", "pending", "processing", "refunded", "failed"]


@dataclass
class Account:
    """One payment at the provider: all the standings it has had, of which the last is the truth."""

    payment: str
    attempt: str
    cents: int
    standings: list[Json] = field(default_factory=lambda: [{"status": "open", "refunds": {}, "chargebacks": {}}])

    @property
    def truth(self) -> Json:
        """Return where the payment stands."""
        return self.standings[-1]

    def change(self, **changes: Any) -> None:
        """Move the payment on."""
        self.standings.append({**self.truth, **changes})

    def answer(self, lag: int) -> Json:
        """Return Mollie's answer, of `lag` changes ago."""
        standing = self.standings[max(0, len(self.standings) - 1 - lag)]
        money = {"currency": "EUR", "value": _value(self.cents)}
        refunds = [_moved("refund", name, cents, status=status) for name, (cents, status) in standing["refunds"].items()]
        chargebacks = [
            _moved("chargeback", name, cents, reversedAt="2026-11-23T10:00:00+00:00" if reversed_ else None)
            for name, (cents, reversed_) in standing["chargebacks"].items()
        ]
        return {
            "resource": "payment",
            "id": self.payment,
            "mode": "test",
            "amount": money,
            "description": "course reference",
            "profileId": PROFILE,
            "status": standing["status"],
            "metadata": {"attempt": self.attempt},
            "createdAt": "2026-11-23T10:00:00+00:00",
            "details": {"consumerName": "T. Planted", "consumerAccount": "NL91ABNA0417164300"},
            "_embedded": {"refunds": refunds, "chargebacks": chargebacks},
            "_links": {},
        }


@dataclass
class Provider:
    """The provider's counter: what it holds, how stale its next answer is, and what happens while it answers."""

    accounts: dict[str, Account] = field(default_factory=dict)
    lag: int = 0
    status: int = 200
    meanwhile: Callable[[], None] = lambda: None
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def open(self) -> ThreadingHTTPServer:
        """Start answering on loopback."""
        provider = self

        class Counter(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body in one packet: the other side would wait 40 ms for the second.
            wbufsize = 65_536

            def do_GET(self) -> None:
                status, answer = provider.answer(self.path)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("content-type", "application/hal+json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        return server

    def answer(self, path: str) -> tuple[int, Json]:
        """Return what is answered; what happens meanwhile happens after the answer was made up."""
        self.asked.append(path)
        found = re.match(r"/v2/payments/(tr_\w+)", path)
        account = self.accounts.get(found[1]) if found else None
        status, lag = self.status, self.lag
        self.status, self.lag = 200, 0
        answer = account.answer(lag) if account else {}
        self.meanwhile()
        if status != 200 or account is None:
            return (status if account else 404), {"status": status, "title": "No"}
        return 200, answer


def _value(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _moved(resource: str, name: str, cents: int, **more: Any) -> Json:
    return {"resource": resource, "id": name, "amount": {"currency": "EUR", "value": _value(cents)}, **more}


def move_on(account: Account, dice: Random) -> None:
    """Let something happen at the provider."""
    truth = account.truth
    if truth["status"] != "paid":
        path = [status for end in dice.sample(_ENDS, 1) for status in end]
        rank = ["open", "pending", "expired", "canceled", "failed", "paid"]
        further = [status for status in path if rank.index(status) > rank.index(truth["status"])]
        ended = truth["status"] in {"expired", "canceled", "failed"}
        account.change(status="paid" if ended else (further or [truth["status"]])[0])
    elif dice.random() < 0.6:
        name, cents = dice.choice([(f"re_{account.attempt}a", 10_000), (f"re_{account.attempt}b", 2_500)])
        further = _REFUND[_REFUND.index(truth["refunds"][name][1]) + 1 :] if name in truth["refunds"] else ["queued"]
        account.change(refunds={**truth["refunds"], name: (cents, dice.choice(further or ["failed"]))})
    else:
        name = f"chb_{account.attempt}"
        account.change(chargebacks={name: (account.cents, name in truth["chargebacks"])})
