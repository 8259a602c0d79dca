"""Accounts and orders for the tests."""

from loket.core.language import Language
from loket.payment.domain.payment import Mode, Money, Provider
from loket.payment.provider.account import Account
from loket.payment.provider.http import Patience
from loket.payment.provider.order import Order

from tests.unit.payment.mollie_answer import ATTEMPT

# For providers that never answer: long enough for a busy machine to get the request there.
QUICK = Patience(connect=1, read=0.5, total=1)


def account(provider: Provider, url: str) -> Account:
    """Return an account at a provider that runs in the test."""
    key = {Provider.MOLLIE: "test_planted_key", Provider.STRIPE: "sk_test_planted_key"}[provider]
    profile = {Provider.MOLLIE: "pfl_QkEhN94Ba", Provider.STRIPE: None}[provider]
    return Account(provider=provider, key=key, mode=Mode.TEST, profile=profile, webhook_secrets=("planted_secret",), url=url)


def order(cents: int = 19995, language: Language = Language.NL) -> Order:
    """Return an order."""
    return Order(
        attempt=ATTEMPT,
        amount=Money(cents=cents, currency="EUR"),
        description="FIRST-AID E-7Q2MK-9XKDT",
        return_url="https://loket.example/enrollments/E-7Q2MK-9XKDT?until=1&signature=a%20b",
        webhook_url=f"https://loket.example/webhooks/mollie/{ATTEMPT}",
        language=language,
        idempotency_key="key-1",
    )
