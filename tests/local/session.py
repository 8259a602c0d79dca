"""A Checkout Session as our functions order it at Stripe, for the tests of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import stripe

if TYPE_CHECKING:
    from tests.local.providers import Listener, Providers

type Json = dict[str, Any]

SUCCESS = "https://www.example.nl/terug?s={CHECKOUT_SESSION_ID}"
CANCEL = "https://www.example.nl/afgebroken"
ORDER: Json = {
    "mode": "payment",
    "success_url": SUCCESS,
    "cancel_url": CANCEL,
    "client_reference_id": "attempt1",
    "metadata": {"attempt": "attempt1"},
    "payment_intent_data": {"metadata": {"attempt": "attempt1"}},
    "allowed_payment_method_types": ["ideal"],
    "locale": "nl",
    "line_items": [
        {
            "quantity": 1,
            "price_data": {"currency": "eur", "unit_amount": 25000, "product_data": {"name": "MBO-01 L-2026-ABC"}},
        }
    ],
}
ALL = "payment_intent.latest_charge.refunds"


def connect(providers: Providers) -> Any:
    """Return a client of Stripe's own library."""
    return stripe.StripeClient(providers.stripe_key, base_addresses={"api": providers.url}, max_network_retries=0)


def pay(providers: Providers, vendor: Any) -> Any:
    """Make a session, pay it and return it with all that hangs on it."""
    made = vendor.v1.checkout.sessions.create(ORDER)
    providers.control(f"/payments/{made.id}", {"status": "paid"})
    return fetch(vendor, made)


def fetch(vendor: Any, session: Any) -> Any:
    """Return a session with all that hangs on it."""
    return vendor.v1.checkout.sessions.retrieve(session.id, {"expand": [ALL]})


def list_types(listener: Listener) -> list[str]:
    """Return the types of the events that came in, sorted."""
    return sorted(call.json["type"] for call in listener.calls)
