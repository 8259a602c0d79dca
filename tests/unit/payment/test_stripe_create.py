"""Stripe: the session that it is asked to create."""

from urllib.parse import parse_qsl

import pytest
import stripe
from loket.core.language import Language
from loket.payment.domain.payment import Provider
from loket.payment.provider.fault import AnswerUnreadable
from loket.payment.provider.order import Checkout
from loket.payment.provider.stripe import create_payment
from loket.payment.provider.stripe_api import VERSION

from tests.unit.payment.account_made import account, order
from tests.unit.payment.provider_server import ProviderServer, reply
from tests.unit.payment.stripe_answer import (
    ATTEMPT,
    SESSION,
    new_session,
)
from tests.unit.payment.stripe_asking import SESSIONS
from tests.unit.payment.table import failing, refusal
from tests.unit.payment.vendor_rules import is_parameter


def create(server: ProviderServer, language: Language = Language.NL) -> Checkout:
    server.replies[SESSIONS] = reply(200, new_session())
    return create_payment(order(language=language), account(Provider.STRIPE, server.url))


def test_a_session_is_created(server: ProviderServer) -> None:
    assert create(server) == Checkout(payment=SESSION, url=f"https://checkout.stripe.com/c/pay/{SESSION}")
    [sent] = server.sent
    assert (sent.method, sent.path, sent.query) == ("POST", SESSIONS, [])
    assert sent.headers["authorization"] == "Bearer sk_test_planted_key"
    assert sent.headers["idempotency-key"] == "key-1"
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert sent.headers["user-agent"] == "Loket"
    assert sent.headers["stripe-version"] == VERSION == stripe.api_version
    assert dict(parse_qsl(sent.body.decode(), strict_parsing=True)) == {
        "mode": "payment",
        "allowed_payment_method_types[0]": "ideal",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "eur",
        "line_items[0][price_data][unit_amount]": "19995",
        "line_items[0][price_data][product_data][name]": "FIRST-AID E-7Q2MK-9XKDT",
        "adaptive_pricing[enabled]": "false",
        "client_reference_id": ATTEMPT,
        "metadata[attempt]": ATTEMPT,
        "payment_intent_data[metadata][attempt]": ATTEMPT,
        "payment_intent_data[description]": "FIRST-AID E-7Q2MK-9XKDT",
        "locale": "nl",
        "success_url": "https://loket.example/enrollments/E-7Q2MK-9XKDT?until=1&signature=a%20b",
        "cancel_url": "https://loket.example/enrollments/E-7Q2MK-9XKDT?until=1&signature=a%20b",
    }


def test_the_request_is_one_to_stripe(server: ProviderServer) -> None:
    """Each name, at each depth, is one of the library's own types of parameters."""
    create(server)
    assert failing([name for name, _ in parse_qsl(server.sent[0].body.decode())], is_parameter) == []


@pytest.mark.parametrize("language", list(Language))
def test_a_session_speaks_the_payers_language(server: ProviderServer, language: Language) -> None:
    create(server, language)
    assert ("locale", language.value) in parse_qsl(server.sent[0].body.decode())


UNUSABLE: list[tuple[str, str | None]] = [
    *(("url", url) for url in (None, "javascript:alert(1)", "cs_test")),
    *(("id", name) for name in ("pi_1234", "cs_test_a/../b")),
]


def test_a_created_session_without_a_usable_page_is_unreadable(server: ProviderServer) -> None:
    def holds(row: tuple[str, str | None]) -> bool:
        server.replies[SESSIONS] = reply(200, {**new_session(), row[0]: row[1]})
        ours = account(Provider.STRIPE, server.url)
        return refusal(lambda: create_payment(order(), ours), AnswerUnreadable).reason == row[0]

    assert failing(UNUSABLE, holds) == []
