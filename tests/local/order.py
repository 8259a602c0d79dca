"""A payment as our functions order it at Mollie, for the tests of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.local.providers import Listener, Providers

type Json = dict[str, Any]

RETURN = "https://www.example.nl/terug?r=1"


def describe_order(listener: Listener, **changes: object) -> Json:
    """Return the order of a payment."""
    order = {
        "amount": {"currency": "EUR", "value": "250.00"},
        "description": "MBO-01 L-2026-ABC",
        "redirectUrl": RETURN,
        "webhookUrl": f"{listener.url}/webhooks/mollie/attempt1",
        "metadata": {"attempt": "attempt1"},
        "locale": "nl_NL",
    }
    return {name: value for name, value in (order | changes).items() if value is not None}


def create(providers: Providers, listener: Listener, **changes: object) -> Json:
    """Make a payment and return it."""
    reply = providers.mollie("POST", "/payments", describe_order(listener, **changes))
    assert reply.status == 201, reply.text
    payment: Json = reply.json
    return payment


def fetch(providers: Providers, payment: Json) -> Json:
    """Return a payment with all that hangs on it."""
    fetched: Json = providers.mollie("GET", f"/payments/{payment['id']}?embed=refunds,chargebacks").json
    return fetched
