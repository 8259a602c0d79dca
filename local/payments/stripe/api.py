"""Stripe's API, as far as Checkout with iDEAL needs it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from local.payments.api import Ask, Endpoint, Refusal, Reply
from local.payments.change import give_back, set_status
from local.payments.payment import Payment, Refund, UnknownMove, make_id
from local.payments.store import UnknownPayment
from local.payments.stripe import check
from local.payments.stripe.expand import expand, expand_list
from local.payments.stripe.form import read_form
from local.payments.stripe.shape import show_charge, show_dispute, show_intent, show_list, show_refund, show_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from local.payments.api import Action
    from local.payments.fault import Operation
    from local.payments.payment import Name
    from local.payments.service import Office

type Json = dict[str, Any]
type Show = Callable[[Payment, str], Json]

KINDS = {401: "invalid_request_error", 429: "rate_limit_error"}


class StripeDialect:
    """How Stripe reads requests and words its refusals."""

    provider: Name = "stripe"
    media_type = "application/json"
    key_seconds = 24 * 3600.0
    replayed: Mapping[str, str] = {"idempotent-replayed": "true"}

    def read_key(self, request: Request) -> str:
        """Return the key after Bearer, or the user name of basic authentication."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return key.strip()
        try:
            return base64.b64decode(key, validate=True).decode().split(":")[0] if scheme.lower() == "basic" else ""
        except ValueError:
            return ""

    def read_content(self, body: bytes) -> Json:
        """Return the nested values of a form."""
        return read_form(body)

    def describe_refusal(self, refusal: Refusal) -> Json:
        """Return the body of a refusal."""
        kind = "idempotency_error" if refusal.code == "idempotency_error" else KINDS.get(refusal.status)
        kind = kind or ("api_error" if refusal.status >= 500 else "invalid_request_error")  # noqa: PLR2004 - HTTP's own border
        error = {"type": kind, "message": refusal.detail}
        named = {"param": refusal.field, "code": refusal.code if kind != "idempotency_error" else None}
        return {"error": {**error, **{name: value for name, value in named.items() if value}}}

    def refuse_key(self) -> Refusal:
        """Return the refusal of a key that is not ours."""
        return Refusal(401, "Invalid API Key provided.")

    def refuse_other_content(self) -> Refusal:
        """Return the refusal of an idempotency key that was used for something else."""
        detail = "Keys for idempotent requests can only be used with the same parameters they were first used with."
        return Refusal(400, detail, code="idempotency_error")

    def refuse_unknown(self, payment: str) -> Refusal:
        """Return the refusal of an object that is not there."""
        return Refusal(404, f"No such object: '{payment}'", field="id", code="resource_missing")


class Stripe:
    """The operations of Stripe's API."""

    def __init__(self, office: Office) -> None:
        """Work with the books of the office."""
        self._office, self._dialect = office, StripeDialect()

    def list_routes(self) -> list[Route]:
        """Return the routes of the API."""
        sessions = "/v1/checkout/sessions"
        return [
            self._route(sessions, "POST", "create", self.create_session),
            self._route(sessions, "GET", "list", self.list_sessions),
            self._route(f"{sessions}/{{id}}", "GET", "fetch", self._fetch("cs_", self._show_session)),
            self._route(f"{sessions}/{{id}}/expire", "POST", "cancel", self.expire_session),
            self._route("/v1/payment_intents/{id}", "GET", "fetch", self._fetch("pi_", _show_intent)),
            self._route("/v1/charges/{id}", "GET", "fetch", self._fetch("ch_", _show_charge)),
            self._route("/v1/refunds", "POST", "refund", self.create_refund),
            self._route("/v1/refunds", "GET", "list", self.list_refunds),
            self._route("/v1/refunds/{id}", "GET", "fetch", self._fetch("re_", _show_refund)),
            self._route("/v1/disputes", "GET", "list", self.list_disputes),
            self._route("/v1/disputes/{id}", "GET", "fetch", self._fetch("dp_", _show_dispute)),
        ]

    def _route(self, path: str, method: str, operation: Operation, action: Action) -> Route:
        return Route(path, Endpoint(self._office, self._dialect, operation, action), methods=[method])

    def create_session(self, ask: Ask) -> Reply:
        """Make a Checkout Session that is open."""
        check.check_fields(ask.content, check.SESSION_FIELDS)
        if check.read_choice(ask.content, "mode", {"payment", "setup", "subscription"}) != "payment":
            raise check.refuse("mode", "Missing required param: mode.", "parameter_missing")
        check.check_methods(ask.content)
        cents, currency, name = check.read_items(ask.content)
        now = self._office.now()
        token = make_id(f"cs_{ask.mode}_a1", 58)
        payment = Payment(
            id=token,
            provider="stripe",
            token=token,
            mode=ask.mode,
            profile="",
            cents=cents,
            currency=currency,
            description=name,
            metadata=check.read_metadata(ask.content),
            reference=check.read_reference(ask.content),
            redirect_url=check.read_address(ask.content, "success_url", required=True) or "",
            cancel_url=check.read_address(ask.content, "cancel_url"),
            locale=check.read_choice(ask.content, "locale", check.LOCALES),
            created_at=now,
            expires_at=check.read_expiry(ask.content, now),
        )
        shown = show_session(payment, self._office.url)
        expanded = expand(payment, shown, ask.content.get("expand", []))
        self._office.open_payment(payment)
        return Reply(200, expanded)

    def expire_session(self, ask: Ask) -> Reply:
        """End a session that is open."""
        payment = self._find(ask.params["id"], ask)
        if payment.status != "open":
            raise Refusal(400, 'Only Checkout Sessions with a status in ["open"] can be expired.')
        expired = self._office.change(payment.id, set_status("expired"))
        return Reply(200, show_session(expired, self._office.url))

    def create_refund(self, ask: Ask) -> Reply:
        """Begin a refund, which is pending until the bank has it."""
        check.check_fields(ask.content, check.REFUND_FIELDS)
        name = ask.content.get("payment_intent") or ask.content.get("charge")
        if not name:
            raise check.refuse("payment_intent", "One of the following params should be provided: payment_intent or charge.")
        payment = self._find(name, ask)
        left = payment.cents - payment.refunded
        cents = check.read_number(ask.content.get("amount", str(left)), "amount")
        if payment.status != "paid" or not 0 < cents <= left:
            raise check.refuse("amount", "The refund is greater than what is left of the charge", "charge_already_refunded")
        reason = check.read_choice(ask.content, "reason", check.REASONS) or ""
        metadata = check.read_metadata(ask.content)
        now = self._office.now()
        refund = Refund(
            id=make_id("re_3", 23), cents=cents, status="pending", created_at=now, description=reason, metadata=metadata
        )
        changed = self._office.change(payment.id, give_back(refund))
        return Reply(200, expand(changed, show_refund(changed, refund), ask.content.get("expand", [])))

    def list_sessions(self, ask: Ask) -> Reply:
        """Return the sessions, or the one of a PaymentIntent."""
        asked = ask.query.get("payment_intent")
        found = [one for one in self._office.book.list_payments("stripe") if one.mode == ask.mode]
        chosen = [one for one in found if not asked or one.intent in asked]
        shown = show_list([self._show_session(one, "") for one in chosen], ask.path)
        return Reply(200, expand_list(shown, chosen, _read_expand(ask)))

    def list_refunds(self, ask: Ask) -> Reply:
        """Return the refunds of a PaymentIntent or a charge, newest first."""
        payment = self._find_by_query(ask)
        refunds = payment.refunds[::-1] if payment else []
        shown = [show_refund(payment, one) for one in refunds if payment]
        return Reply(200, show_list(shown, ask.path))

    def list_disputes(self, ask: Ask) -> Reply:
        """Return the disputes of a PaymentIntent or a charge, newest first."""
        payment = self._find_by_query(ask)
        found = payment.chargebacks[::-1] if payment else []
        shown = [show_dispute(payment, one) for one in found if payment]
        return Reply(200, show_list(shown, ask.path))

    def _show_session(self, payment: Payment, _: str) -> Json:
        return show_session(payment, self._office.url)

    def _fetch(self, prefix: str, show: Show) -> Action:
        def fetch(ask: Ask) -> Reply:
            name = ask.params["id"]
            if not name.startswith(prefix):
                raise self._dialect.refuse_unknown(name)
            payment = self._find(name, ask)
            try:
                shown = show(payment, name)
            except UnknownMove as error:
                raise self._dialect.refuse_unknown(name) from error
            return Reply(200, expand(payment, shown, _read_expand(ask)))

        return fetch

    def _find_by_query(self, ask: Ask) -> Payment | None:
        names = [*ask.query.get("payment_intent", []), *ask.query.get("charge", [])]
        return self._find(names[0], ask) if names else None

    def _find(self, name: str, ask: Ask) -> Payment:
        try:
            payment = self._office.book.find_payment(name, behind=ask.behind)
        except UnknownPayment as error:
            raise self._dialect.refuse_unknown(name) from error
        if payment.provider != "stripe" or payment.mode != ask.mode:
            raise self._dialect.refuse_unknown(name)
        return payment


def _show_intent(payment: Payment, _: str) -> Json:
    return show_intent(payment)


def _show_charge(payment: Payment, _: str) -> Json:
    return show_charge(payment)


def _show_refund(payment: Payment, refund_id: str) -> Json:
    return show_refund(payment, payment.find_refund(refund_id))


def _show_dispute(payment: Payment, chargeback_id: str) -> Json:
    return show_dispute(payment, payment.find_chargeback(chargeback_id))


def _read_expand(ask: Ask) -> list[str]:
    return [path for name, paths in ask.query.items() if name.startswith("expand[") for path in paths]
