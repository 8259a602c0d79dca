"""Mollie's API v2, as far as payments need it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from local.payments.api import Ask, Endpoint, Refusal, Reply
from local.payments.change import give_back, set_status
from local.payments.mollie import check
from local.payments.mollie.shape import show_chargeback, show_list, show_payment, show_refund
from local.payments.payment import Payment, Refund, UnknownMove, make_id
from local.payments.store import UnknownPayment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from local.payments.api import Action
    from local.payments.fault import Operation
    from local.payments.payment import Name
    from local.payments.service import Office

type Json = dict[str, Any]

OPEN_SECONDS = 15 * 60
EMBEDS = frozenset({"refunds", "chargebacks", "captures"})
TITLES = {
    400: "Bad Request",
    401: "Unauthorized Request",
    404: "Not Found",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
}


class MollieDialect:
    """How Mollie reads requests and words its refusals."""

    provider: Name = "mollie"
    media_type = "application/hal+json"
    key_seconds = 3600.0
    replayed: Mapping[str, str] = {}

    def read_key(self, request: Request) -> str:
        """Return the key after Bearer."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        return key.strip() if scheme.lower() == "bearer" else ""

    def read_content(self, body: bytes) -> Json:
        """Return the JSON object in a body."""
        try:
            content = json.loads(body or b"{}")
        except ValueError as error:
            raise Refusal(400, "The request body is no valid JSON") from error
        if not isinstance(content, dict):
            raise Refusal(400, "The request body is no JSON object")
        return content

    def describe_refusal(self, refusal: Refusal) -> Json:
        """Return the body of a refusal."""
        documentation = {"href": "https://docs.mollie.com/reference/handling-errors", "type": "text/html"}
        title = TITLES.get(refusal.status, "Service Unavailable")
        body = {"status": refusal.status, "title": title, "detail": refusal.detail}
        field = {"field": refusal.field} if refusal.field else {}
        return {**body, **field, "_links": {"documentation": documentation}}

    def refuse_key(self) -> Refusal:
        """Return the refusal of a key that is not ours."""
        return Refusal(401, "Missing authentication, or failed to authenticate")

    def refuse_other_content(self) -> Refusal:
        """Return the refusal of an idempotency key that was used for something else."""
        return Refusal(400, "The Idempotency-Key was used before with other parameters")

    def refuse_unknown(self, payment: str) -> Refusal:
        """Return the refusal of a payment that is not there."""
        return Refusal(404, f"No payment exists with token {payment}.")


class Mollie:
    """The operations of Mollie's API."""

    def __init__(self, office: Office) -> None:
        """Work with the books of the office."""
        self._office, self._dialect = office, MollieDialect()

    def list_routes(self) -> list[Route]:
        """Return the routes of the API."""
        one = "/v2/payments/{id}"
        return [
            self._route("/v2/payments", "POST", "create", self.create_payment),
            self._route("/v2/payments", "GET", "list", self.list_payments),
            self._route(one, "GET", "fetch", self.fetch_payment),
            self._route(one, "DELETE", "cancel", self.cancel_payment),
            self._route(f"{one}/refunds", "POST", "refund", self.create_refund),
            self._route(f"{one}/refunds", "GET", "fetch", self.list_refunds),
            self._route(f"{one}/refunds/{{refund}}", "GET", "fetch", self.fetch_refund),
            self._route(f"{one}/chargebacks", "GET", "fetch", self.list_chargebacks),
        ]

    def _route(self, path: str, method: str, operation: Operation, action: Action) -> Route:
        return Route(path, Endpoint(self._office, self._dialect, operation, action), methods=[method])

    def create_payment(self, ask: Ask) -> Reply:
        """Make a payment that is open."""
        check.check_fields(ask.content, check.PAYMENT_FIELDS)
        cents, currency = check.read_amount(ask.content)
        now = self._office.now()
        payment_id = make_id("tr_")
        payment = Payment(
            id=payment_id,
            provider="mollie",
            token=payment_id.removeprefix("tr_"),
            mode=ask.mode,
            profile=self._office.account.profile,
            cents=cents,
            currency=currency,
            description=check.read_description(ask.content),
            metadata=check.read_metadata(ask.content),
            redirect_url=check.read_address(ask.content, "redirectUrl", required=True) or "",
            cancel_url=check.read_address(ask.content, "cancelUrl"),
            webhook_url=check.read_webhook_address(ask.content),
            locale=check.read_choice(ask.content, "locale", check.LOCALES),
            method=check.read_choice(ask.content, "method", check.METHODS),
            created_at=now,
            expires_at=now + OPEN_SECONDS,
        )
        return Reply(201, show_payment(self._office.open_payment(payment), self._office.url))

    def list_payments(self, ask: Ask) -> Reply:
        """Return the newest payments."""
        limit = check.read_limit(ask.query.get("limit", ["50"])[0])
        found = [one for one in self._office.book.list_payments("mollie") if one.mode == ask.mode][:limit]
        shown = [show_payment(one, self._office.url) for one in found]
        return Reply(200, show_list("payments", shown, f"{self._office.url}/v2/payments"))

    def fetch_payment(self, ask: Ask) -> Reply:
        """Return a payment with what was asked to be embedded."""
        asked = frozenset(name for value in ask.query.get("embed", []) for name in value.split(",") if name)
        if asked - EMBEDS:
            raise Refusal(400, "The embed parameter holds a name that cannot be embedded", field="embed")
        return Reply(200, show_payment(self._find(ask), self._office.url, asked))

    def cancel_payment(self, ask: Ask) -> Reply:
        """Cancel a payment that is open."""
        payment = self._find(ask)
        if payment.status != "open":
            raise Refusal(422, "The payment cannot be canceled")
        canceled = self._office.change(payment.id, set_status("canceled"))
        return Reply(200, show_payment(canceled, self._office.url))

    def create_refund(self, ask: Ask) -> Reply:
        """Begin a refund, which is pending until the bank has it."""
        check.check_fields(ask.content, check.REFUND_FIELDS)
        cents, currency = check.read_amount(ask.content)
        payment = self._find(ask)
        if payment.status != "paid" or currency != payment.currency:
            raise check.refuse("amount", "The payment is not paid, or in another currency")
        if cents > payment.cents - payment.refunded:
            raise check.refuse("amount", "The specified amount cannot be refunded: it is more than what remains")
        refund = Refund(
            id=make_id("re_"),
            cents=cents,
            status="pending",
            created_at=self._office.now(),
            description=str(ask.content.get("description", "")),
            metadata=check.read_metadata(ask.content),
        )
        changed = self._office.change(payment.id, give_back(refund))
        return Reply(201, show_refund(changed, refund, self._office.url))

    def list_refunds(self, ask: Ask) -> Reply:
        """Return the refunds of a payment."""
        payment = self._find(ask)
        shown = [show_refund(payment, one, self._office.url) for one in payment.refunds]
        return Reply(200, show_list("refunds", shown, f"{self._office.url}{ask.path}"))

    def fetch_refund(self, ask: Ask) -> Reply:
        """Return one refund of a payment."""
        payment = self._find(ask)
        try:
            refund = payment.find_refund(ask.params["refund"])
        except UnknownMove as error:
            raise Refusal(404, f"No refund exists with token {ask.params['refund']}.") from error
        return Reply(200, show_refund(payment, refund, self._office.url))

    def list_chargebacks(self, ask: Ask) -> Reply:
        """Return the chargebacks of a payment."""
        payment = self._find(ask)
        shown = [show_chargeback(payment, one, self._office.url) for one in payment.chargebacks]
        return Reply(200, show_list("chargebacks", shown, f"{self._office.url}{ask.path}"))

    def _find(self, ask: Ask) -> Payment:
        payment_id = ask.params["id"]
        try:
            payment = self._office.book.find_payment(payment_id, behind=ask.behind)
        except UnknownPayment as error:
            raise self._dialect.refuse_unknown(payment_id) from error
        if payment.id != payment_id or payment.provider != "mollie":
            raise self._dialect.refuse_unknown(payment_id)
        if payment.mode != ask.mode:
            raise Refusal(404, f"Payment {payment_id} exists, but the wrong mode is used.")
        return payment
