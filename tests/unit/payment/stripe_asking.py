"""Asking the Stripe of a test about a payment."""

from typing import Any

from loket.payment.domain.payment import Provider, Snapshot
from loket.payment.provider.stripe import fetch_payment

from tests.unit.payment.account_made import account
from tests.unit.payment.provider_server import ProviderServer, reply
from tests.unit.payment.stripe_answer import SESSION

SESSIONS = "/v1/checkout/sessions"
PATH = f"{SESSIONS}/{SESSION}"
EXPAND = [("expand[]", "payment_intent.latest_charge.refunds")]


def fetch(server: ProviderServer, answer: Any, payment: str = SESSION) -> Snapshot:
    """Return what is read of an answer."""
    server.replies[PATH] = reply(200, answer)
    return fetch_payment(payment, account(Provider.STRIPE, server.url))


def asked(server: ProviderServer) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the paths and queries that the server was asked for."""
    return [(sent.path, sent.query) for sent in server.sent]
