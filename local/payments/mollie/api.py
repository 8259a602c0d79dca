"""Mollie's API v2, as far as payments need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from local.payments.api import ApiRequest, ApiResponse, Endpoint, Refusal
from local.payments.change import give_back, set_status
from local.payments.mollie import check
from local.payments.mollie.dialect import MollieDialect
from local.payments.mollie.shape import show_chargeback, show_list, show_payment, show_refund
from local.payments.payment import Payment, Refund, UnknownMove, make_id
from local.payments.store import UnknownPayment

if TYPE_CHECKING:
    from local.payments.api import Action
    from local.payments.fault import Operation
    from local.payments.service import Service


OPEN_SECONDS = 15 * 60
EMBEDS = frozenset({"refunds", "chargebacks", "captures"})


class Mollie:
    """The operations of Mollie's API."""

    def __init__(self, service: Service) -> None:
        """Work with the payments of the service."""
        self._service, self._dialect = service, MollieDialect()

    def list_routes(self) -> list[Route]:
        """Return the routes of the API."""
        payment = "/v2/payments/{id}"
        return [
            self._route("/v2/payments", "POST", "create", self.create_payment),
            self._route("/v2/payments", "GET", "list", self.list_payments),
            self._route(payment, "GET", "fetch", self.fetch_payment),
            self._route(payment, "DELETE", "cancel", self.cancel_payment),
            self._route(f"{payment}/refunds", "POST", "refund", self.create_refund),
            self._route(f"{payment}/refunds", "GET", "fetch", self.list_refunds),
            self._route(f"{payment}/refunds/{{refund}}", "GET", "fetch", self.fetch_refund),
            self._route(f"{payment}/chargebacks", "GET", "fetch", self.list_chargebacks),
        ]

    def _route(self, path: str, method: str, operation: Operation, action: Action) -> Route:
        return Route(path, Endpoint(self._service, self._dialect, operation, action), methods=[method])

    def create_payment(self, request: ApiRequest) -> ApiResponse:
        """Make a payment that is open."""
        check.check_fields(request.content, check.PAYMENT_FIELDS)
        cents, currency = check.read_amount(request.content)
        now = self._service.now()
        payment_id = make_id("tr_")
        payment = Payment(
            id=payment_id,
            provider="mollie",
            token=payment_id.removeprefix("tr_"),
            mode=request.mode,
            profile=self._service.account.profile,
            cents=cents,
            currency=currency,
            description=check.read_description(request.content),
            metadata=check.read_metadata(request.content),
            redirect_url=check.read_address(request.content, "redirectUrl", required=True) or "",
            cancel_url=check.read_address(request.content, "cancelUrl"),
            webhook_url=check.read_webhook_address(request.content),
            locale=check.read_choice(request.content, "locale", check.LOCALES),
            method=check.read_choice(request.content, "method", check.METHODS),
            created_at=now,
            expires_at=now + OPEN_SECONDS,
        )
        return ApiResponse(201, show_payment(self._service.open_payment(payment), self._service.url))

    def list_payments(self, request: ApiRequest) -> ApiResponse:
        """Return the newest payments."""
        limit = check.read_limit(request.query.get("limit", ["50"])[0])
        payments = [payment for payment in self._service.store.list_payments("mollie") if payment.mode == request.mode]
        shown = [show_payment(payment, self._service.url) for payment in payments[:limit]]
        return ApiResponse(200, show_list("payments", shown, f"{self._service.url}/v2/payments"))

    def fetch_payment(self, request: ApiRequest) -> ApiResponse:
        """Return a payment with what was asked to be embedded."""
        embed = frozenset(name for value in request.query.get("embed", []) for name in value.split(",") if name)
        if embed - EMBEDS:
            raise Refusal(400, "The embed parameter holds a name that cannot be embedded", field="embed")
        return ApiResponse(200, show_payment(self._find(request), self._service.url, embed))

    def cancel_payment(self, request: ApiRequest) -> ApiResponse:
        """Cancel a payment that is open."""
        payment = self._find(request)
        if payment.status != "open":
            raise Refusal(422, "The payment cannot be canceled")
        canceled = self._service.change(payment.id, set_status("canceled"))
        return ApiResponse(200, show_payment(canceled, self._service.url))

    def create_refund(self, request: ApiRequest) -> ApiResponse:
        """Begin a refund, which is pending until the bank has it."""
        check.check_fields(request.content, check.REFUND_FIELDS)
        cents, currency = check.read_amount(request.content)
        payment = self._find(request)
        if payment.status != "paid" or currency != payment.currency:
            raise check.refuse("amount", "The payment is not paid, or in another currency")
        if cents > payment.cents - payment.refunded:
            raise check.refuse("amount", "The specified amount cannot be refunded: it is more than what remains")
        refund = Refund(
            id=make_id("re_"),
            cents=cents,
            status="pending",
            created_at=self._service.now(),
            description=str(request.content.get("description", "")),
            metadata=check.read_metadata(request.content),
        )
        changed = self._service.change(payment.id, give_back(refund))
        return ApiResponse(201, show_refund(changed, refund, self._service.url))

    def list_refunds(self, request: ApiRequest) -> ApiResponse:
        """Return the refunds of a payment."""
        payment = self._find(request)
        shown = [show_refund(payment, refund, self._service.url) for refund in payment.refunds]
        return ApiResponse(200, show_list("refunds", shown, f"{self._service.url}{request.path}"))

    def fetch_refund(self, request: ApiRequest) -> ApiResponse:
        """Return one refund of a payment."""
        payment = self._find(request)
        try:
            refund = payment.find_refund(request.params["refund"])
        except UnknownMove as error:
            raise Refusal(404, f"No refund exists with token {request.params['refund']}.") from error
        return ApiResponse(200, show_refund(payment, refund, self._service.url))

    def list_chargebacks(self, request: ApiRequest) -> ApiResponse:
        """Return the chargebacks of a payment."""
        payment = self._find(request)
        chargebacks = payment.chargebacks
        shown = [show_chargeback(payment, chargeback, self._service.url) for chargeback in chargebacks]
        return ApiResponse(200, show_list("chargebacks", shown, f"{self._service.url}{request.path}"))

    def _find(self, request: ApiRequest) -> Payment:
        payment_id = request.params["id"]
        try:
            payment = self._service.store.find_payment(payment_id, behind=request.behind)
        except UnknownPayment as error:
            raise self._dialect.refuse_unknown(payment_id) from error
        if payment.id != payment_id or payment.provider != "mollie":
            raise self._dialect.refuse_unknown(payment_id)
        if payment.mode != request.mode:
            raise Refusal(404, f"Payment {payment_id} exists, but the wrong mode is used.")
        return payment
