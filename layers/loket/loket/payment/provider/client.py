"""The providers: for each, the two things that are asked of it. Only the one that is asked is loaded."""

from types import ModuleType

from loket.payment.domain.payment import Provider, Snapshot
from loket.payment.provider.account import load_account
from loket.payment.provider.http import Patience
from loket.payment.provider.order import Checkout, Order


def create_payment(provider: Provider, order: Order) -> Checkout:
    """Open a payment at a provider; raise `ProviderUnavailable`."""
    checkout: Checkout = _asking(provider).create_payment(order, load_account(provider))
    return checkout


def fetch_payment(provider: Provider, payment: str, *, patience: Patience) -> Snapshot:
    """Return what a provider says of a payment now; raise `ProviderUnavailable`."""
    snapshot: Snapshot = _asking(provider).fetch_payment(payment, load_account(provider), patience=patience)
    return snapshot


def _asking(provider: Provider) -> ModuleType:
    if provider is Provider.MOLLIE:
        from loket.payment.provider import mollie

        return mollie
    from loket.payment.provider import stripe

    return stripe
