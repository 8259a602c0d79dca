"""The providers' own page, on which a person pays, or does not; it works without script."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from local.inspect.page import open_pages
from local.payments.change import decline, set_status
from local.payments.store import UnknownPayment

if TYPE_CHECKING:
    from starlette.requests import Request

    from local.payments.payment import Payment
    from local.payments.service import Service

PAGES = open_pages(Path(__file__).parent / "pages")
CHOICES = ("paid", "pending", "open", "canceled", "failed", "expired")
SESSION_ID = "{CHECKOUT_SESSION_ID}"


class Checkout:
    """The hosted checkout page of both providers."""

    def __init__(self, service: Service) -> None:
        """Work with the payments of the service."""
        self._service = service

    def list_routes(self) -> list[Route]:
        """Return the routes of the page."""
        return [Route("/{token}", self.show), Route("/{token}", self.choose, methods=["POST"])]

    async def show(self, request: Request) -> Response:
        """Return the page, or go back at once when there is nothing left to do."""
        try:
            payment = await run_in_threadpool(self._service.store.find_payment, request.path_params["token"])
        except UnknownPayment:
            return PlainTextResponse("Deze betaling bestaat niet.\n", 404)
        if payment.status != "open":
            return go_back(payment)
        page = PAGES.get_template("checkout.html")
        return HTMLResponse(page.render(payment=payment, **describe(payment)), headers=secure(payment))

    async def choose(self, request: Request) -> Response:
        """Let happen what was chosen, and go back to the shop."""
        chosen = parse_qs((await request.body()).decode()).get("status", [""])[0]
        if chosen not in CHOICES:
            return PlainTextResponse("Kies een van de knoppen.\n", 400)
        try:
            return await run_in_threadpool(self._carry_out, request.path_params["token"], chosen)
        except UnknownPayment:
            return PlainTextResponse("Deze betaling bestaat niet.\n", 404)

    def _carry_out(self, token: str, chosen: str) -> Response:
        with self._service.store.transaction():
            payment = self._service.store.find_payment(token)
            # In a second tab the payment may have ended already.
            if payment.status != "open":
                return go_back(payment)
            if payment.provider == "stripe":
                return self._pay_at_stripe(payment, chosen)
            return go_back(self._service.change(payment.id, set_status(chosen)))

    def _pay_at_stripe(self, payment: Payment, chosen: str) -> Response:
        # A refused attempt leads back to this page, and leaving it leaves the session open.
        if chosen == "failed":
            self._service.change(payment.id, decline)
            return RedirectResponse(f"{self._service.url}/checkout/{payment.token}", HTTPStatus.SEE_OTHER)
        if chosen in {"canceled", "open"}:
            return go_back(payment)
        return go_back(self._service.change(payment.id, set_status(chosen)))


def go_back(payment: Payment) -> Response:
    """Return the redirect to the shop's own page."""
    left = payment.status == "canceled" or (payment.provider == "stripe" and payment.status in {"open", "expired"})
    address = payment.cancel_url or payment.redirect_url if left else payment.redirect_url
    return RedirectResponse(address.replace(SESSION_ID, payment.id), HTTPStatus.SEE_OTHER)


def describe(payment: Payment) -> dict[str, object]:
    """Return what the page shows."""
    return {
        "provider": payment.provider.capitalize(),
        "amount": f"{payment.cents // 100:,}".replace(",", ".") + f",{payment.cents % 100:02d}",
        "sign": {"EUR": "€"}.get(payment.currency, payment.currency),
        "declined": "declined" in payment.moments,
    }


def secure(payment: Payment) -> dict[str, str]:
    """Return the headers of the page; a form may lead on only to where the shop asked to go back."""
    addresses = [payment.redirect_url, payment.cancel_url or payment.redirect_url]
    origins = {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, addresses)}
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self' {' '.join(sorted(origins))}"
    )
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex",
        # Without any referrer a browser would send the form's origin as null.
        "referrer-policy": "same-origin",
        "cache-control": "no-store",
    }
