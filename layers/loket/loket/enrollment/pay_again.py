"""Coming back to pay: what the person's own page does about their payment. It asks and shows; it decides nothing itself."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from loket.core.keyed_hash import Keys
from loket.core.reference import new_attempt, new_receipt
from loket.enrollment.domain.enrollment import Enrollment
from loket.enrollment.store.enrollment import store_attempt
from loket.log import log_fault
from loket.payment.checkout import OpenedElsewhere, open_checkout
from loket.payment.domain.payment import PAYABLE, WITHOUT_MONEY, NotOurs, Payment, PaymentStatus
from loket.payment.domain.record import PaymentItem, begin_again
from loket.payment.provider.fault import ProviderUnavailable
from loket.payment.reconcile import TooBusy, reconcile
from loket.payment.store import AttemptUnknown, EnrollmentChanged, PaidFor, find_payment, turn_to_attempt
from loket.storage.transaction import Transaction


class AlreadyPaid(Exception):
    """Another attempt was paid in the meantime."""


@dataclass(frozen=True, slots=True)
class PaymentStanding:
    """How an enrollment's payment stands, and what it costs; both None where there is nothing to pay, or no attempt left."""

    status: PaymentStatus | None
    cents: int | None


def payment_standing(enrollment: Enrollment, *, now: datetime) -> PaymentStanding:
    """Return how an enrollment's payment stands, as far as the provider tells now."""
    attempt = enrollment.paid_by or enrollment.attempt
    if attempt is None:
        return PaymentStanding(None, None)
    try:
        payment = _ask(attempt, now=now)
    except AttemptUnknown:
        # The attempt is gone: all that is known of the payment is what the enrollment says.
        return PaymentStanding(PaymentStatus.PAID if enrollment.paid_by else None, None)
    return PaymentStanding(payment.standing.status, payment.amount.cents)


def _ask(attempt: str, *, now: datetime) -> Payment:
    try:
        return reconcile(attempt, payment_id=None, now=now)
    except (ProviderUnavailable, TooBusy, NotOurs) as fault:
        log_fault(fault)
        return find_payment(attempt, now=now).as_payment()


def checkout_link(enrollment: Enrollment, keys: Keys, *, now: datetime) -> str | None:
    """Return the address at which one pays, with a new attempt where the last one ended; None where there is nothing to do.

    Two tabs that ask at once get one attempt: the second finds that the enrollment has turned to it.
    """
    status = payment_standing(enrollment, now=now).status
    if status not in PAYABLE or enrollment.attempt is None:
        return None
    item = find_payment(enrollment.attempt, now=now)
    if status in WITHOUT_MONEY:
        try:
            item = _turn(item, now=now)
        except AlreadyPaid:
            return None
    try:
        return item.checkout_url or open_checkout(item, keys, now=now)
    except OpenedElsewhere:
        return _bound_address(item.attempt, now=now)


def _bound_address(attempt: str, *, now: datetime) -> str:
    # A webhook can have been here first: it names the payment, and not where one pays.
    with suppress(AttemptUnknown):
        if address := find_payment(attempt, now=now).checkout_url:
            return address
    raise OpenedElsewhere


def _turn(ended: PaymentItem, *, now: datetime) -> PaymentItem:
    item = begin_again(ended, new_attempt(), receipt=new_receipt(), now=now)
    try:
        Transaction([turn_to_attempt(item, last=ended.attempt, now=now), *store_attempt(item, at=now)]).commit()
    except EnrollmentChanged as changed:
        enrollment = changed.found(PaidFor, now=now)
        if enrollment is None or enrollment.attempt is None:
            raise AttemptUnknown from changed
        if enrollment.paid_by:
            raise AlreadyPaid from changed
        return find_payment(enrollment.attempt, now=now)
    return item
