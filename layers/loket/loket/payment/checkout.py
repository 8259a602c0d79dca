"""Checkout: opening a payment at the provider for an attempt that is already stored.

The attempt is stored first, so that a provider that is down never loses an enrollment. Opening is idempotent: the attempt's
name is the idempotency key, so whoever opens it again, at the counter or from the queue, gets the same payment as long as
the provider remembers the key; after that another, and only the one that was bound to the attempt first counts.
"""

from contextlib import suppress
from datetime import datetime

from loket.core.key import Key, person_partition
from loket.core.keyed_hash import Keys
from loket.http.address import enrollment_address
from loket.payment.domain.effect import effects_of_checkout
from loket.payment.domain.payment import Money
from loket.payment.domain.record import PaymentItem, disclose_payment
from loket.payment.provider.client import create_payment
from loket.payment.provider.fault import ProviderUnavailable
from loket.payment.provider.order import Order
from loket.payment.store import BoundElsewhere, WaitsNoMore, bind_payment, check_still_waits
from loket.settings import setting
from loket.storage.ledger import store_disclosure
from loket.storage.outbox import store_effects
from loket.storage.transaction import AlreadyStored, Transaction


class OpenedElsewhere(ProviderUnavailable):
    """Another payment was bound to the attempt first; whoever may read the attempt finds there where one pays."""

    def __init__(self) -> None:
        """Name the reason."""
        super().__init__("bound_elsewhere")


def open_checkout(item: PaymentItem, keys: Keys, *, now: datetime, late: bool = False) -> str:
    """Open the payment at the provider and return the address at which one pays; raise `ProviderUnavailable`.

    What the provider is given is written to the ledger in the same transaction. Where it is `late`, the person is mailed.
    Whoever calls has seen that the enrollment waits for the attempt. Where it does no more in the meantime, nobody is led to
    pay; the attempt is tied to what was opened for it all the same, so that money that comes is followed.
    Where another payment was bound first, raise `OpenedElsewhere`: the counter may not read the attempt.
    """
    checkout = create_payment(item.provider, _order(item, keys))
    enrollment = Key(person_partition(item.person), item.enrollment)
    # An attempt is for what was there before it, which is not read for this: that goes no later.
    mails = store_effects(effects_of_checkout(late=late), enrollment, cents=item.cents, at=now, until=item.expires_at)
    disclosure = store_disclosure(item.person, item.attempt, disclose_payment(item, now=now))
    tie = [bind_payment(item.attempt, checkout.payment, checkout.url), disclosure]
    try:
        Transaction([check_still_waits(item, now=now), *tie, *mails]).commit()
    except WaitsNoMore as changed:
        with suppress(BoundElsewhere, AlreadyStored):
            Transaction(tie).commit()
        raise ProviderUnavailable("enrollment_changed") from changed
    except BoundElsewhere as bound:
        raise OpenedElsewhere from bound
    except AlreadyStored:
        return checkout.url
    return checkout.url


def open_checkout_again(item: PaymentItem, keys: Keys, *, now: datetime) -> str:
    """Open the payment for who asks a second time; the provider hears nothing of it where nobody waits for it any more.

    An enrollment may have been paid, have ended or have turned to another attempt since the first time, and the provider may
    have forgotten the key: it would open a payment that belongs to nothing. Nothing is read, as the counter may not.
    Raise `WaitsNoMore` there.
    """
    Transaction([check_still_waits(item, now=now)]).commit()
    return open_checkout(item, keys, now=now)


def _order(item: PaymentItem, keys: Keys) -> Order:
    webhooks = f"{setting('PUBLIC_URL')}/webhooks/{item.provider}"
    return Order(
        attempt=item.attempt,
        amount=Money(cents=item.cents, currency=item.currency),
        description=f"{item.course} {item.enrollment_reference}",
        # The order must be the same, to the letter, each time it is opened: so its link counts from the attempt's start.
        return_url=enrollment_address(item.enrollment_reference, keys, now=item.begun_at),
        webhook_url=f"{webhooks}/{item.attempt}",
        language=item.language,
        idempotency_key=item.attempt,
    )
