"""Stripe's API, as far as Checkout with iDEAL needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from local.payments.api import ApiRequest, ApiResponse, Endpoint, Refusal
from local.payments.change import give_back, set_status
from local.payments.payment import Payment, Refund, UnknownMove, make_id
from local.payments.store import UnknownPayment
from local.payments.stripe import check
from local.payments.stripe.dialect import StripeDialect
from local.payments.stripe.expand import expand, expand_list
from local.payments.stripe.shape import show_charge, show_dispute, show_intent, show_list, show_refund, show_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.payments.api import Action
    from local.payments.fault import Operation
    from local.payments.service import Service

type Json = dict[str, Any]
type Show = Callable[[Payment, str], Json]


class Stripe:
    """The operations of Stripe's API."""

    def __init__(self, service: Service) -> None:
        """Work with the payments of the service."""
        self._service, self._dialect = service, StripeDialect()

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
        return Route(path, Endpoint(self._service, self._dialect, operation, action), methods=[method])

    def create_session(self, request: ApiRequest) -> ApiResponse:
        """Make a Checkout Session that is open."""
        check.check_fields(request.content, check.SESSION_FIELDS)
        if check.read_choice(request.content, "mode", {"payment", "setup", "subscription"}) != "payment":
            raise check.refuse("mode", "Missing required param: mode.", "parameter_missing")
        check.check_methods(request.content)
        cents, currency, name = check.read_items(request.content)
        now = self._service.now()
        token = make_id(f"cs_{request.mode}_a1", 58)
        payment = Payment(
            id=token,
            provider="stripe",
            token=token,
            mode=request.mode,
            profile="",
            cents=cents,
            currency=currency,
            description=name,
            metadata=check.read_metadata(request.content),
            reference=check.read_reference(request.content),
            redirect_url=check.read_address(request.content, "success_url", required=True) or "",
            cancel_url=check.read_address(request.content, "cancel_url"),
            locale=check.read_choice(request.content, "locale", check.LOCALES),
            created_at=now,
            expires_at=check.read_expiry(request.content, now),
        )
        shown = show_session(payment, self._service.url)
        expanded = expand(payment, shown, request.content.get("expand", []))
        self._service.open_payment(payment)
        return ApiResponse(200, expanded)

    def expire_session(self, request: ApiRequest) -> ApiResponse:
        """End a session that is open."""
        payment = self._find(request.params["id"], request)
        if payment.status != "open":
            raise Refusal(400, 'Only Checkout Sessions with a status in ["open"] can be expired.')
        expired = self._service.change(payment.id, set_status("expired"))
        return ApiResponse(200, show_session(expired, self._service.url))

    def create_refund(self, request: ApiRequest) -> ApiResponse:
        """Begin a refund, which is pending until the bank has it."""
        check.check_fields(request.content, check.REFUND_FIELDS)
        name = request.content.get("payment_intent") or request.content.get("charge")
        if not name:
            raise check.refuse("payment_intent", "One of the following params should be provided: payment_intent or charge.")
        payment = self._find(name, request)
        left = payment.cents - payment.refunded
        cents = check.read_number(request.content.get("amount", str(left)), "amount")
        if payment.status != "paid" or not 0 < cents <= left:
            raise check.refuse("amount", "The refund is greater than what is left of the charge", "charge_already_refunded")
        reason = check.read_choice(request.content, "reason", check.REASONS) or ""
        metadata = check.read_metadata(request.content)
        now = self._service.now()
        refund = Refund(
            id=make_id("re_3", 23), cents=cents, status="pending", created_at=now, description=reason, metadata=metadata
        )
        changed = self._service.change(payment.id, give_back(refund))
        return ApiResponse(200, expand(changed, show_refund(changed, refund), request.content.get("expand", [])))

    def list_sessions(self, request: ApiRequest) -> ApiResponse:
        """Return the sessions, or the one of a PaymentIntent."""
        intents = request.query.get("payment_intent")
        payments = [payment for payment in self._service.store.list_payments("stripe") if payment.mode == request.mode]
        chosen = [payment for payment in payments if not intents or payment.intent in intents]
        shown = show_list([self._show_session(payment, "") for payment in chosen], request.path)
        return ApiResponse(200, expand_list(shown, chosen, _read_expand(request)))

    def list_refunds(self, request: ApiRequest) -> ApiResponse:
        """Return the refunds of a PaymentIntent or a charge, newest first."""
        payment = self._find_by_query(request)
        refunds = payment.refunds[::-1] if payment else []
        shown = [show_refund(payment, refund) for refund in refunds if payment]
        return ApiResponse(200, show_list(shown, request.path))

    def list_disputes(self, request: ApiRequest) -> ApiResponse:
        """Return the disputes of a PaymentIntent or a charge, newest first."""
        payment = self._find_by_query(request)
        chargebacks = payment.chargebacks[::-1] if payment else []
        shown = [show_dispute(payment, chargeback) for chargeback in chargebacks if payment]
        return ApiResponse(200, show_list(shown, request.path))

    def _show_session(self, payment: Payment, _: str) -> Json:
        return show_session(payment, self._service.url)

    def _fetch(self, prefix: str, show: Show) -> Action:
        def fetch(request: ApiRequest) -> ApiResponse:
            name = request.params["id"]
            if not name.startswith(prefix):
                raise self._dialect.refuse_unknown(name)
            payment = self._find(name, request)
            try:
                shown = show(payment, name)
            except UnknownMove as error:
                raise self._dialect.refuse_unknown(name) from error
            return ApiResponse(200, expand(payment, shown, _read_expand(request)))

        return fetch

    def _find_by_query(self, request: ApiRequest) -> Payment | None:
        names = [*request.query.get("payment_intent", []), *request.query.get("charge", [])]
        return self._find(names[0], request) if names else None

    def _find(self, name: str, request: ApiRequest) -> Payment:
        try:
            payment = self._service.store.find_payment(name, behind=request.behind)
        except UnknownPayment as error:
            raise self._dialect.refuse_unknown(name) from error
        if payment.provider != "stripe" or payment.mode != request.mode:
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


def _read_expand(request: ApiRequest) -> list[str]:
    return [path for name, paths in request.query.items() if name.startswith("expand[") for path in paths]
