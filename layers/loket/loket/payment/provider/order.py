"""What a provider is asked to collect, and where the payer is sent."""

from dataclasses import dataclass

from loket.core.language import Language
from loket.payment.domain.payment import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One attempt to pay, as the provider needs to know it: nothing in it is about a person.

    The idempotency key belongs to the attempt and is stored with it, so that asking again soon creates nothing new.
    """

    attempt: str
    amount: Money
    description: str
    return_url: str
    webhook_url: str
    language: Language
    idempotency_key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkout:
    """A payment that the provider created: its id there, and the page on which the payer pays."""

    payment: str
    url: str
