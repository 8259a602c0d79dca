"""The till of a unit test: people enroll in a course that costs money, and a provider answers how their payments stand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from loket.storage.attribute import to_item

from tests.unit.cloud import spectator
from tests.unit.event import NOW, post_json, queue_event, request_event, solved_challenge
from tests.unit.payment import mollie_answer
from tests.unit.payment.provider_server import Asked, ProviderServer, reply
from tests.unit.sample import enrollment_fields
from tests.unit.secret import forget_secrets

if TYPE_CHECKING:
    from datetime import datetime

    from tests.unit.cloud import Cloud

type Json = dict[str, Any]

COURSE = "nederlands-op-de-werkvloer"
PROFILE = "pfl_QkEhN94Ba"
MOLLIE_SECRETS = ("planted_new", "planted_old")
STRIPE_SECRETS = ("whsec_planted_new", "whsec_planted_old")
SECRET: Json = {
    "mollie": {"key": "test_planted", "profile": PROFILE, "webhook_secrets": list(MOLLIE_SECRETS)},
    "stripe": {"key": "sk_test_planted", "webhook_secrets": list(STRIPE_SECRETS)},
}
FORM = {"content_type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Purchase:
    """An enrollment that waits for its money: what we told the person, and what the provider was asked to collect."""

    told: Json
    order: Json
    payment: str

    @property
    def attempt(self) -> str:
        """Return the attempt to pay."""
        return str(self.order["metadata"]["attempt"])

    @property
    def reference(self) -> str:
        """Return the reference of the enrollment."""
        return str(self.told["reference"])


@dataclass
class Till:
    """Our functions on the one side, Mollie on the other."""

    cloud: Cloud
    server: ProviderServer

    def open(self) -> Till:
        """Put our accounts into the secret and take orders."""
        self.settle_secret(SECRET)
        self.cloud.monkeypatch.setenv("MOLLIE_URL", self.server.url)
        self.cloud.monkeypatch.setenv("STRIPE_URL", self.server.url)
        self.server.replies["/v2/payments"] = self._take_order
        return self

    def settle_secret(self, secret: Json) -> None:
        """Put this into the payment secret, for functions that start from now on."""
        spectator("secretsmanager").put_secret_value(SecretId="PaymentSecret", SecretString=json.dumps(secret))
        forget_secrets()

    def _take_order(self, asked: Asked) -> None:
        order = json.loads(self.server.sent[-1].body)
        # Asked again with the same key, Mollie gives the same payment.
        payment = f"tr_{order['metadata']['attempt'][:20]}"
        answer = mollie_answer.payment(id=payment, status="open", amount=order["amount"], metadata=order["metadata"])
        reply(201, answer)(asked)

    def sell(self, *, now: datetime = NOW, **more: Any) -> Purchase:
        """Let somebody enroll, and forget the calls that this took."""
        sent = {**enrollment_fields(COURSE), "altcha": solved_challenge(now=now), **more}
        answer = self.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent, now=now))
        assert answer["statusCode"] == 201, answer
        purchase = self._note(json.loads(answer["body"]))
        self.forget()
        return purchase

    def _note(self, told: Json) -> Purchase:
        order = json.loads(self.server.sent[-1].body)
        return Purchase(told, order, f"tr_{order['metadata']['attempt'][:20]}")

    def forget(self) -> None:
        """Forget all calls and requests so far."""
        self.cloud.calls.clear()
        self.server.sent.clear()

    def stands(
        self, purchase: Purchase, status: str, *refunds: Json, chargebacks: tuple[Json, ...] = (), **more: Any
    ) -> None:
        """Let Mollie say from now on that a payment stands like this."""
        answer = mollie_answer.payment(
            id=purchase.payment,
            status=status,
            amount=purchase.order["amount"],
            metadata=purchase.order["metadata"],
            _embedded={"refunds": list(refunds), "chargebacks": list(chargebacks)},
        )
        self.answers(purchase.payment, 200, {**answer, **more})

    def answers(self, payment: str, status: int, answer: Any) -> None:
        """Let Mollie answer this when it is asked about a payment."""
        self.server.replies[f"/v2/payments/{payment}"] = reply(status, answer)

    def tell(self, purchase: Purchase, payment: str | None = None, *, now: datetime = NOW) -> Json:
        """Let a classic webhook come in about a payment, at the address that the purchase's own order named."""
        return self.post(purchase.attempt, f"id={payment or purchase.payment}", now=now)

    def post(self, attempt: str, body: str, *, now: datetime = NOW) -> Json:
        """Post a body to the classic webhook's address with this attempt in it."""
        event = request_event(f"POST /webhooks/mollie/{attempt}", body=body, now=now, **FORM)
        return self.webhook({**event, "pathParameters": {"attempt": attempt}})

    def visit(self, purchase: Purchase, method: str = "GET", *, link: str = "", now: datetime = NOW, **headers: str) -> Json:
        """Open the person's own page, by the link that the form was answered with or by another; or (POST) press its button.

        As a program would, unless headers say otherwise.
        """
        parts = urlsplit(link or purchase.told["payment"]["page_url"])
        event = request_event(f"{method} {parts.path}", now=now, **headers)
        query = {"rawQueryString": parts.query, "queryStringParameters": dict(parse_qsl(parts.query))}
        return self.cloud.invoke("show_enrollment", {**event, **query, "pathParameters": {"reference": purchase.reference}})

    def pay_again(self, purchase: Purchase, *, link: str = "", now: datetime = NOW) -> Purchase:
        """Ask for a new attempt to pay on the person's own page."""
        answer = self.visit(purchase, "POST", link=link, now=now)
        assert answer["statusCode"] == 200, answer
        return self._note(purchase.told)

    def webhook(self, event: Json) -> Json:
        """Run the webhook's function."""
        return self.cloud.invoke("receive_payment_webhook", event)

    def sweep(self, *, now: datetime) -> Json:
        """Run the sweep's function."""
        return self.cloud.invoke("sweep_payments", {"time": now.isoformat()})

    def relay_payments(self, *, now: datetime = NOW) -> list[str]:
        """Hand every effect that is to open a payment to its function; return the numbers of those that come again."""
        outbox = self.cloud.items("PersonalDataTable", kind="OUTBOX#")
        keys = [{"pk": item["pk"], "sk": item["sk"]} for item in outbox if item["effect"] == "create_payment"]
        answer = self.cloud.invoke("create_payment", queue_event(*map(json.dumps, keys), now=now))
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def attempt(self, purchase: Purchase) -> Json:
        """Return an attempt to pay as it is stored."""
        return self._find(pk=f"PAYMENT#{purchase.attempt}", sk="PAYMENT")

    def enrollment(self, purchase: Purchase) -> Json:
        """Return an enrollment as it is stored."""
        return self._find(reference=purchase.reference)

    def _find(self, **values: str) -> Json:
        [item] = [item for item in self.cloud.items("PersonalDataTable") if values.items() <= item.items()]
        return item

    def remove(self, table: str, *items: Json) -> None:
        """Remove items from a table, past our own code."""
        for item in items:
            key = {name: item[name] for name in ("pk", "sk")}
            spectator("dynamodb").delete_item(TableName=table, Key=to_item(key))

    def effects(self) -> list[str]:
        """Return the effects that follow from money, in the order of their names."""
        outbox = self.cloud.items("PersonalDataTable", kind="OUTBOX#")
        usual = {"confirm_enrollment", "notify_staff", "create_payment"}
        return sorted(item["effect"] for item in outbox if item["effect"] not in usual)

    def books(self) -> list[tuple[str, int]]:
        """Return the lines of the books: what happened, and the cents with their sign."""
        lines = [item for item in self.cloud.items("PersonalDataTable") if item["pk"].startswith("FISCAL#")]
        return sorted((line["event"], int(line["cents"])) for line in lines)

    def asked(self) -> list[str]:
        """Return the paths that the provider was asked."""
        return [sent.path for sent in self.server.sent]
