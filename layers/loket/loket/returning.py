"""Coming back: what the person's own page does about their payment. It asks and shows; it decides nothing itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loket.checkout import again, open_checkout
from loket.domain.key import Keys
from loket.domain.payment import PAYABLE, WITHOUT_MONEY, NotOurs, PaymentStatus
from loket.domain.payment_item import PaymentItem
from loket.domain.reference import new_attempt
from loket.log import log_fault
from loket.pay.fault import ProviderUnavailable
from loket.settlement import TooBusy, settle
from loket.store.enrollment import store_attempt
from loket.store.payment import EnrollmentMoved, as_payment, find_payment, turn_to_attempt
from loket.store.transaction import Transaction

type Item = Mapping[str, Any]


class AlreadyPaid(Exception):
    """Another attempt was paid in the meantime."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How an enrollment's payment stands, and what it costs; both None where there is nothing to pay."""

    status: PaymentStatus | None
    cents: int | None


def look(enrollment: Item, *, now: datetime) -> Outlook:
    """Return how an enrollment's payment stands, as far as the provider tells now."""
    attempt = enrollment.get("paid_by") or enrollment.get("attempt")
    if attempt is None:
        return Outlook(None, None)
    try:
        payment = settle(attempt, told=None, now=now)
    except (ProviderUnavailable, TooBusy, NotOurs) as fault:
        log_fault(fault)
        payment = as_payment(find_payment(attempt, now=now))
    return Outlook(payment.standing.status, payment.amount.cents)


def way_to_pay(enrollment: Item, keys: Keys, *, now: datetime) -> str | None:
    """Return the address at which one pays, with a new attempt where the last one ended; None where there is nothing to do.

    Two tabs that ask at once get one attempt: the second finds that the enrollment has turned to it.
    """
    status = look(enrollment, now=now).status
    if status not in PAYABLE:
        return None
    item = find_payment(enrollment["attempt"], now=now)
    if status in WITHOUT_MONEY:
        try:
            item = _turn(item, now=now)
        except AlreadyPaid:
            return None
    return item.checkout_url or open_checkout(item, keys, now=now)


def _turn(ended: PaymentItem, *, now: datetime) -> PaymentItem:
    item = again(ended, new_attempt(), now=now)
    try:
        Transaction([turn_to_attempt(item, last=ended.attempt, now=now), *store_attempt(item, at=now)]).commit()
    except EnrollmentMoved as moved:
        if moved.found.get("paid_by"):
            raise AlreadyPaid from moved
        return find_payment(moved.found["attempt"], now=now)
    return item
