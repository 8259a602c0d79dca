"""`/_local/providers/`: look at what the providers know, and let happen what only banks and payers can."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route, Router

from local.payments import order as orders
from local.payments.behaviour import Manner
from local.payments.change import charge_back, give_back, move_refund, overwrite, reverse_chargeback, set_status
from local.payments.checkout import PAGES
from local.payments.fault import Fault
from local.payments.payment import REFUND_STATUSES, STATUSES, Chargeback, Refund, UnknownMove, make_id
from local.payments.store import UnknownPayment
from local.payments.webhooks.queue import UnknownWebhook

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from local.payments.change import Changer
    from local.payments.payment import Payment
    from local.payments.service import Office
    from local.payments.webhooks.delivery import Delivery
    from local.payments.webhooks.queue import Post

type Json = dict[str, Any]
type Handle = Callable[[Request, Json], Any]

FORM = "application/x-www-form-urlencoded"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
# Without any referrer a browser would send the origin of a form as null.
SECURITY = {"content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "same-origin"}


class Command:
    """One order: its body is JSON or a form, and after a form one is back at the page."""

    def __init__(self, handle: Handle, *, page: str) -> None:
        """Answer with what the handle returns."""
        self._handle, self._page = handle, page

    async def __call__(self, request: Request) -> Response:
        """Carry the order out."""
        body = await request.body()
        from_page = request.headers.get("content-type", "").startswith(FORM)
        try:
            content = await run_in_threadpool(self._handle, request, read_order(body, from_page=from_page))
        except ValidationError as error:
            return JSONResponse(error.errors(include_url=False, include_input=False, include_context=False), 422)
        except ValueError as error:
            return JSONResponse({"detail": f"The body must be JSON: {error}"}, 400)
        except (UnknownPayment, UnknownWebhook, UnknownMove) as error:
            return JSONResponse({"detail": f"There is nothing here: {type(error).__name__}"}, 404)
        return RedirectResponse(self._page, HTTPStatus.SEE_OTHER) if from_page else JSONResponse(content)


def read_order(body: bytes, *, from_page: bool) -> Json:
    """Return the fields of an order; empty fields of a form do not count."""
    if not from_page:
        content: Json = json.loads(body or b"{}")
        return content
    return dict(parse_qsl(body.decode()))


class Control:
    """The answers of `/_local/providers/`."""

    def __init__(self, office: Office, post: Post, *, page: str) -> None:
        """Speak for one office; the page is where a person gives orders."""
        self._office, self._post, self._page = office, post, page

    def list_routes(self) -> Router:
        """Return the routes."""
        one, refunds, chargebacks = "/payments/{id}", "/payments/{id}/refunds", "/payments/{id}/chargebacks"
        return Router(
            [
                Route("/", self.show_page),
                self._route("/", "DELETE", self.begin_anew),
                self._route("/anew", "POST", self.begin_anew),
                self._route("/account", "GET", self.show_account),
                self._route("/payments", "GET", self.list_payments),
                self._route(one, "GET", lambda request, _: self._show(self._find(request))),
                self._route(one, "POST", self.change_payment),
                self._route(refunds, "POST", self.refund),
                self._route(refunds + "/{refund}", "POST", self.move_refund),
                self._route(chargebacks, "POST", self.charge_back),
                self._route(chargebacks + "/{chargeback}/reversal", "POST", self.reverse_chargeback),
                self._route("/manner", "GET", lambda *_: self._office.manner.model_dump()),
                self._route("/manner", "POST", self.set_manner),
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
        return Route(path, Command(handle, page=self._page).__call__, methods=[method])

    async def show_page(self, _: Request) -> Response:
        """Return the page on which a person gives orders."""
        return HTMLResponse(await run_in_threadpool(self._render), headers=SECURITY)

    def _render(self) -> str:
        return PAGES.get_template("providers.html").render(
            payments=[self._show(one) for one in self._office.book.list_payments()],
            webhooks=self._office.book.list_deliveries()[::-1][:50],
            manner=self._office.manner,
            faults=self._office.faults.list_faults(),
            statuses=STATUSES,
            refund_statuses=REFUND_STATUSES,
            page=self._page,
        )

    def begin_anew(self, *_: object) -> Json:
        """Forget all payments and webhooks, lift faults, behave as at first; the accounts stay."""
        self._office.faults.clear()
        self._office.book.clear()
        self._office.set_manner(Manner())
        return self._office.manner.model_dump()

    def show_account(self, *_: object) -> Json:
        """Return our keys and webhook secrets, as the functions have them."""
        return self._office.account.describe_secret()

    def list_payments(self, *_: object) -> list[Json]:
        """Return all payments, newest first."""
        return [self._show(one) for one in self._office.book.list_payments()]

    def change_payment(self, request: Request, content: Json) -> Json:
        """Bring a payment into a status, or give it contents that are not what was asked for."""
        ordered = orders.PaymentOrder.model_validate(content)
        if contents := ordered.list_contents():
            self._change(request, overwrite(contents))
        return self._change(request, set_status(ordered.status)) if ordered.status else self._show(self._find(request))

    def refund(self, request: Request, content: Json) -> Json:
        """Refund a payment, in whole or in part."""
        ordered, payment = orders.RefundOrder.model_validate(content), self._find(request)
        refund = Refund(
            id=make_id("re_"),
            cents=ordered.cents or payment.cents - payment.refunded,
            status=ordered.status,
            created_at=self._office.now(),
        )
        return self._change(request, give_back(refund))

    def move_refund(self, request: Request, content: Json) -> Json:
        """Bring a refund into another status."""
        ordered = orders.RefundMove.model_validate(content)
        return self._change(request, move_refund(request.path_params["refund"], ordered.status))

    def charge_back(self, request: Request, content: Json) -> Json:
        """Let the payer's bank take the money back."""
        ordered, payment = orders.ChargebackOrder.model_validate(content), self._find(request)
        prefix = "chb_" if payment.provider == "mollie" else "dp_"
        chargeback = Chargeback(id=make_id(prefix), cents=ordered.cents or payment.cents, created_at=self._office.now())
        return self._change(request, charge_back(chargeback))

    def reverse_chargeback(self, request: Request, _: Json) -> Json:
        """Let the payer's bank give the money of a chargeback back to us."""
        return self._change(request, reverse_chargeback(request.path_params["chargeback"]))

    def set_manner(self, _: Request, content: Json) -> Json:
        """Behave otherwise in the ways named, from now on."""
        manner = Manner.model_validate(self._office.manner.model_dump() | content)
        self._office.set_manner(manner)
        return manner.model_dump()

    def list_faults(self, *_: object) -> list[Json]:
        """Return the faults in force."""
        return [fault.model_dump() for fault in self._office.faults.list_faults()]

    def order_fault(self, _: Request, content: Json) -> Json:
        """Put a fault in force."""
        fault = Fault.model_validate(content)
        self._office.faults.order(fault)
        return fault.model_dump()

    def clear_faults(self, *_: object) -> list[Json]:
        """Lift all faults."""
        self._office.faults.clear()
        return []

    def list_webhooks(self, request: Request, _: Json) -> list[Json]:
        """Return the webhooks with what was answered to each attempt, oldest first; of one payment if asked."""
        asked = request.query_params.get("payment")
        return show_deliveries([one for one in self._office.book.list_deliveries() if asked in {None, one.notice.payment}])

    def release(self, _: Request, content: Json) -> list[Json]:
        """Send the held webhooks."""
        return show_deliveries(self._post.release(orders.Release.model_validate(content)))

    def drop(self, _: Request, content: Json) -> list[Json]:
        """Lose the held webhooks."""
        return show_deliveries(self._post.drop(content.get("payment")))

    def repeat(self, request: Request, content: Json) -> list[Json]:
        """Send a webhook again."""
        ordered = orders.Repeat.model_validate(content)
        return show_deliveries(self._post.repeat(request.path_params["number"], ordered))

    def _find(self, request: Request) -> Payment:
        return self._office.book.find_payment(request.path_params["id"])

    def _change(self, request: Request, changer: Changer) -> Json:
        return self._show(self._office.change(request.path_params["id"], changer))

    def _show(self, payment: Payment) -> Json:
        checkout = f"{self._office.url}/checkout/{payment.token}"
        versions = self._office.book.count_versions(payment.id)
        return {**payment.model_dump(), "checkout_url": checkout, "versions": versions}


def show_deliveries(deliveries: list[Delivery]) -> list[Json]:
    """Return webhooks as plain values."""
    return [{**one.notice.model_dump(), **one.model_dump(exclude={"notice"})} for one in deliveries]
