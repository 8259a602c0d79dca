"""The providers: for each, the two things that are asked of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from loket.domain.payment import Provider, Snapshot
from loket.pay import mollie, stripe
from loket.pay.account import Account
from loket.pay.order import Checkout, Order


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """How a provider is asked to create a payment, and where a payment stands."""

    create_payment: Callable[[Order, Account], Checkout]
    fetch_payment: Callable[[str, Account], Snapshot]


PROVIDERS: Mapping[Provider, Asking] = MappingProxyType(
    {
        Provider.MOLLIE: Asking(create_payment=mollie.create_payment, fetch_payment=mollie.fetch_payment),
        Provider.STRIPE: Asking(create_payment=stripe.create_payment, fetch_payment=stripe.fetch_payment),
    }
)
