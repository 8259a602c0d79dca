"""Checkout: opening a payment at the provider for an attempt that is already stored.

The attempt is stored first, so that a provider that is down never loses an enrollment. Opening is idempotent: the attempt's
name is the idempotency key, so whoever opens it again, at the counter or from the queue, gets the same payment.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from loket.address import enrollment_address
from loket.domain.course import Course
from loket.domain.effect import EffectKind
from loket.domain.enrollment import Enrollment
from loket.domain.key import Keys
from loket.domain.payment import Money, PaymentStatus, Provider
from loket.domain.payment_item import PaymentItem, disclose_payment
from loket.domain.retention import Retention, expiry
from loket.log import log_fault
from loket.pay.account import load_account
from loket.pay.fault import ProviderUnavailable
from loket.pay.order import Order
from loket.pay.provider import create_payment
from loket.settings import setting
from loket.store.book import store_disclosure
from loket.store.client import StoreUnavailable
from loket.store.payment import BoundElsewhere, bind_payment, due_bucket
from loket.store.person import store_effect
from loket.store.transaction import AlreadyStored, Transaction, Write

# An iDEAL payment ends within 15 minutes; the sweep looks after that.
_FIRST_CHECK = timedelta(minutes=20)


def new_payment_item(
    enrollment: Enrollment, course: Course, *, person: str, sort_key: str, now: datetime
) -> PaymentItem | None:
    """Return the attempt to pay that an enrollment waits for, not yet opened at the provider; None where there is none."""
    if enrollment.attempt is None:
        return None
    account = load_account(Provider(setting("PAYMENT_PROVIDER")))
    return PaymentItem(
        attempt=enrollment.attempt,
        person=person,
        enrollment=sort_key,
        enrollment_reference=enrollment.reference,
        language=enrollment.language,
        course=course.code,
        vat=course.vat,
        provider=account.provider,
        cents=course.price_cents,
        currency=course.currency,
        mode=account.mode,
        profile=account.profile,
        **_beginning(enrollment.attempt, now),
    )


def again(item: PaymentItem, attempt: str, *, now: datetime) -> PaymentItem:
    """Return a new attempt for the same enrollment as an earlier one."""
    fresh = {"payment": None, "checkout_url": None, "quarantine": None, "attempt": attempt, **_beginning(attempt, now)}
    return item.model_copy(update=fresh)


def payment_receipt(item: PaymentItem | None, keys: Keys) -> dict[str, Any]:
    """Return what a receipt says about the payment, and the two facts by which a repeated form opens the same one."""
    if item is None:
        return {"payment": None}
    amount = {"cents": item.cents, "currency": item.currency}
    page = enrollment_address(item.enrollment_reference, keys, now=_made_at(item))
    return {"payment": {"amount": amount, "page_url": page, "attempt": item.attempt, "made_at": item.received_at}}


def open_for_receipt(receipt: Mapping[str, Any], item: PaymentItem | None, keys: Keys, *, now: datetime) -> dict[str, Any]:
    """Return the receipt with the address at which one pays, or None for it where the provider does not answer now.

    The queue opens the payment later in that case, and the mail and `page_url` lead to it all the same.
    """
    payment = receipt["payment"]
    if item is None or payment is None:
        return dict(receipt)
    known = {"attempt": payment["attempt"], "received_at": payment["made_at"], "enrollment_reference": receipt["reference"]}
    try:
        url = open_checkout(item.model_copy(update=known), keys, now=now)
    except (ProviderUnavailable, StoreUnavailable) as fault:
        log_fault(fault)
        url = None
    told = {"checkout_url": url, "page_url": payment["page_url"], "amount": payment["amount"]}
    return {**receipt, "payment": told}


def open_checkout(item: PaymentItem, keys: Keys, *, now: datetime, tell: bool = False) -> str:
    """Open the payment at the provider and return the address at which one pays; raise `ProviderUnavailable`.

    What the provider is given is written to the ledger in the same transaction. With `tell` the person is mailed.
    """
    checkout = create_payment(Provider(item.provider), _order(item, keys))
    mail = [_offer(item, now=now)] if tell else []
    disclosure = store_disclosure(item.person, item.attempt, disclose_payment(item, now=now))
    try:
        Transaction([bind_payment(item.attempt, checkout.payment, checkout.url), disclosure, *mail]).commit()
    except BoundElsewhere as bound:
        return _address_of(bound.found)
    except AlreadyStored:
        return checkout.url
    return checkout.url


def _address_of(bound: Mapping[str, Any]) -> str:
    # A webhook can have been here first: it names the payment, and not where one pays.
    if "checkout_url" not in bound:
        raise ProviderUnavailable("bound_elsewhere")
    return str(bound["checkout_url"])


def _order(item: PaymentItem, keys: Keys) -> Order:
    webhooks = f"{setting('PUBLIC_URL')}/webhooks/{item.provider}"
    return Order(
        attempt=item.attempt,
        amount=Money(cents=item.cents, currency=item.currency),
        description=f"{item.course} {item.enrollment_reference}",
        # The order must be the same, to the letter, each time it is opened: so its link counts from the attempt's start.
        return_url=enrollment_address(item.enrollment_reference, keys, now=_made_at(item)),
        webhook_url=f"{webhooks}/{item.attempt}",
        language=item.language,
        idempotency_key=item.attempt,
    )


def _made_at(item: PaymentItem) -> datetime:
    return datetime.fromtimestamp(item.received_at, UTC)


def _offer(item: PaymentItem, *, now: datetime) -> Write:
    return store_effect(EffectKind.OFFER_PAYMENT, item.person, about=item.enrollment, cents=item.cents, at=now)


def _beginning(attempt: str, now: datetime) -> dict[str, Any]:
    return {
        "status": PaymentStatus.OPEN,
        "refunds": {},
        "chargebacks": {},
        "revision": 0,
        "due_bucket": due_bucket(attempt),
        "due_at": (now + _FIRST_CHECK).isoformat(),
        "received_at": int(now.timestamp()),
        "expires_at": int(expiry(Retention.STANDARD, since=now).timestamp()),
    }
