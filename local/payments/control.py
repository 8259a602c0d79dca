"""`/_local/providers/`: look at what the providers know, and let happen what only banks and payers can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route, Router

from local.payments.behaviour import Behaviour
from local.payments.change import charge_back, give_back, move_refund, overwrite, reverse_chargeback, set_status
from local.payments.checkout import PAGES
from local.payments.control_endpoint import ControlEndpoint
from local.payments.control_input import NewChargeback, NewRefund, PaymentUpdate, RefundUpdate, Release, Repeat
from local.payments.fault import Fault
from local.payments.payment import REFUND_STATUSES, STATUSES, Chargeback, Refund, make_id

if TYPE_CHECKING:
    from starlette.requests import Request

    from local.payments.change import Changer
    from local.payments.control_endpoint import Handle
    from local.payments.delivery import Delivery
    from local.payments.payment import Payment
    from local.payments.service import Service
    from local.payments.webhooks.queue import WebhookQueue

type Json = dict[str, Any]

POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
# Without any referrer a browser would send the origin of a form as null.
SECURITY = {"content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "same-origin"}


class Control:
    """The answers of `/_local/providers/`."""

    def __init__(self, service: Service, queue: WebhookQueue, *, page: str) -> None:
        """Let things happen at one service; the page is where a person does so."""
        self._service, self._queue, self._page = service, queue, page

    def list_routes(self) -> Router:
        """Return the routes."""
        payment, refunds, chargebacks = "/payments/{id}", "/payments/{id}/refunds", "/payments/{id}/chargebacks"
        return Router(
            [
                Route("/", self.show_page),
                self._route("/", "DELETE", self.begin_anew),
                self._route("/anew", "POST", self.begin_anew),
                self._route("/account", "GET", self.show_account),
                self._route("/payments", "GET", self.list_payments),
                self._route(payment, "GET", lambda request, _: self._show(self._find(request))),
                self._route(payment, "POST", self.change_payment),
                self._route(refunds, "POST", self.refund),
                self._route(refunds + "/{refund}", "POST", self.move_refund),
                self._route(chargebacks, "POST", self.charge_back),
                self._route(chargebacks + "/{chargeback}/reversal", "POST", self.reverse_chargeback),
                self._route("/behaviour", "GET", lambda *_: self._service.behaviour.model_dump()),
                self._route("/behaviour", "POST", self.set_behaviour),
                self._route("/faults", "GET", self.list_faults),
                self._route("/faults", "POST", self.order_fault),
                self._route("/faults", "DELETE", self.clear_faults),
                self._route("/faults/lift", "POST", self.clear_faults),
                self._route("/webhooks", "GET", self.list_webhooks),
                self._route("/webhooks/release", "POST", self.release),
                self._route("/webhooks/drop", "POST", self.drop),
                self._route("/webhooks/{number:int}/repeat", "POST", self.repeat),
            ]
        )

    def _route(self, path: str, method: str, handle: Handle) -> Route:
        return Route(path, ControlEndpoint(handle, page=self._page).__call__, methods=[method])

    async def show_page(self, _: Request) -> Response:
        """Return the page on which a person lets things happen."""
        return HTMLResponse(await run_in_threadpool(self._render), headers=SECURITY)

    def _render(self) -> str:
        return PAGES.get_template("providers.html").render(
            payments=[self._show(payment) for payment in self._service.store.list_payments()],
            webhooks=self._service.store.list_deliveries()[::-1][:50],
            behaviour=self._service.behaviour,
            faults=self._service.faults.list_faults(),
            statuses=STATUSES,
            refund_statuses=REFUND_STATUSES,
            page=self._page,
        )

    def begin_anew(self, *_: object) -> Json:
        """Forget all payments and webhooks, lift faults, behave as at first; the accounts stay."""
        self._service.faults.clear()
        self._service.store.clear()
        self._service.set_behaviour(Behaviour())
        return self._service.behaviour.model_dump()

    def show_account(self, *_: object) -> Json:
        """Return our keys and webhook secrets, as the functions have them."""
        return self._service.account.describe_secret()

    def list_payments(self, *_: object) -> list[Json]:
        """Return all payments, newest first."""
        return [self._show(payment) for payment in self._service.store.list_payments()]

    def change_payment(self, request: Request, content: Json) -> Json:
        """Bring a payment into a status, or give it contents that are not what was asked for."""
        wanted = PaymentUpdate.model_validate(content)
        if contents := wanted.list_contents():
            self._change(request, overwrite(contents))
        return self._change(request, set_status(wanted.status)) if wanted.status else self._show(self._find(request))

    def refund(self, request: Request, content: Json) -> Json:
        """Refund a payment, in whole or in part."""
        wanted, payment = NewRefund.model_validate(content), self._find(request)
        refund = Refund(
            id=make_id("re_"),
            cents=wanted.cents or payment.cents - payment.refunded,
            status=wanted.status,
            created_at=self._service.now(),
        )
        return self._change(request, give_back(refund))

    def move_refund(self, request: Request, content: Json) -> Json:
        """Bring a refund into another status."""
        wanted = RefundUpdate.model_validate(content)
        return self._change(request, move_refund(request.path_params["refund"], wanted.status))

    def charge_back(self, request: Request, content: Json) -> Json:
        """Let the payer's bank take the money back."""
        wanted, payment = NewChargeback.model_validate(content), self._find(request)
        prefix = "chb_" if payment.provider == "mollie" else "dp_"
        chargeback = Chargeback(id=make_id(prefix), cents=wanted.cents or payment.cents, created_at=self._service.now())
        return self._change(request, charge_back(chargeback))

    def reverse_chargeback(self, request: Request, _: Json) -> Json:
        """Let the payer's bank give the money of a chargeback back to us."""
        return self._change(request, reverse_chargeback(request.path_params["chargeback"]))

    def set_behaviour(self, _: Request, content: Json) -> Json:
        """Behave otherwise in the ways named, from now on."""
        behaviour = Behaviour.model_validate(self._service.behaviour.model_dump() | content)
        self._service.set_behaviour(behaviour)
        return behaviour.model_dump()

    def list_faults(self, *_: object) -> list[Json]:
        """Return the faults in force."""
        return [fault.model_dump() for fault in self._service.faults.list_faults()]

    def order_fault(self, _: Request, content: Json) -> Json:
        """Put a fault in force."""
        fault = Fault.model_validate(content)
        self._service.faults.order(fault)
        return fault.model_dump()

    def clear_faults(self, *_: object) -> list[Json]:
        """Lift all faults."""
        self._service.faults.clear()
        return []

    def list_webhooks(self, request: Request, _: Json) -> list[Json]:
        """Return the webhooks with what was answered to each attempt, oldest first; of one payment if asked."""
        payment = request.query_params.get("payment")
        deliveries = self._service.store.list_deliveries()
        return show_deliveries([delivery for delivery in deliveries if payment in {None, delivery.webhook.payment}])

    def release(self, _: Request, content: Json) -> list[Json]:
        """Send the held webhooks."""
        return show_deliveries(self._queue.release(Release.model_validate(content)))

    def drop(self, _: Request, content: Json) -> list[Json]:
        """Lose the held webhooks."""
        return show_deliveries(self._queue.drop(content.get("payment")))

    def repeat(self, request: Request, content: Json) -> list[Json]:
        """Send a webhook again."""
        wanted = Repeat.model_validate(content)
        return show_deliveries(self._queue.repeat(request.path_params["number"], wanted))

    def _find(self, request: Request) -> Payment:
        return self._service.store.find_payment(request.path_params["id"])

    def _change(self, request: Request, changer: Changer) -> Json:
        return self._show(self._service.change(request.path_params["id"], changer))

    def _show(self, payment: Payment) -> Json:
        checkout = f"{self._service.url}/checkout/{payment.token}"
        versions = self._service.store.count_versions(payment.id)
        return {**payment.model_dump(), "checkout_url": checkout, "versions": versions}


def show_deliveries(deliveries: list[Delivery]) -> list[Json]:
    """Return webhooks as plain values."""
    return [{**delivery.webhook.model_dump(), **delivery.model_dump(exclude={"webhook"})} for delivery in deliveries]
