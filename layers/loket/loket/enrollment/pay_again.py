"""Coming back to pay: what the person's own page does about their payment, and about a place that came free unpaid.

It asks and shows, and does what the person presses for; it decides nothing itself.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from loket.core.item import Stored
from loket.core.keyed_hash import Keys
from loket.core.reference import new_attempt, new_receipt
from loket.enrollment.attempt import new_payment
from loket.enrollment.domain.course import Course
from loket.enrollment.domain.enrollment import CourseClosed, CourseUnknown, Enrollment, EnrollmentStatus
from loket.enrollment.domain.hold import begin_hold
from loket.enrollment.store.course import find_open_course, find_room
from loket.enrollment.store.enrollment import store_attempt
from loket.enrollment.store.hold import TakenUp, take_up
from loket.http.press import may_ask
from loket.log import log_fault
from loket.payment.checkout import OpenedElsewhere, open_checkout
from loket.payment.domain.money import balance
from loket.payment.domain.payment import PAYABLE, WITHOUT_MONEY, NotOurs, Payment, PaymentStatus
from loket.payment.domain.record import PaymentItem, begin_again
from loket.payment.provider.fault import ProviderUnavailable
from loket.payment.reconcile import TooBusy, reconcile
from loket.payment.store import AttemptUnknown, EnrollmentChanged, PaidFor, find_payment, turn_to_attempt
from loket.storage.item import find
from loket.storage.seat import NoSeatLeft, take_seat
from loket.storage.transaction import Transaction


class NothingToPay(Exception):
    """The enrollment does not wait for a payment, or no longer: it was paid, or left its course."""


@dataclass(frozen=True, slots=True)
class PaymentStanding:
    """How an enrollment's payment stands, and what it costs; both None where there is nothing to pay, or no attempt left.

    `left` is the cents of it that are still with us, or None where that is not known.
    """

    status: PaymentStatus | None
    cents: int | None
    left: int | None = None

    @property
    def is_returned(self) -> bool:
        """Return whether it was paid, and all of it went back."""
        return self.status is PaymentStatus.PAID and self.left is not None and self.left <= 0


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to take up again: the course, or None where it is offered no more, and whether one can enroll in it."""

    course: Course | None
    is_open: bool
    has_room: bool


def find_offer(enrollment: Enrollment, *, now: datetime) -> Offer:
    """Return what a person may take up again whose place came free."""
    try:
        course, has_room = find_room(enrollment.course, now=now)
    except CourseUnknown:
        return Offer(None, is_open=False, has_room=False)
    is_open = course.is_open(at=now)
    return Offer(course, is_open=is_open, has_room=is_open and has_room)


def as_it_now_is(stored: Stored[Enrollment], standing: PaymentStanding, *, now: datetime) -> Enrollment:
    """Return the enrollment, read anew where the provider has just told of money for it."""
    told_now = standing.status is PaymentStatus.PAID and stored.record.paid_by is None
    return find(Enrollment, stored.key, now=now).record if told_now else stored.record


def look_at_payment(enrollment: Enrollment, keys: Keys, *, now: datetime) -> PaymentStanding:
    """Return how an enrollment's payment stands, as the provider tells now; past the limit of looks, as it is stored."""
    attempt = enrollment.paid_by or enrollment.attempt
    is_asked = attempt is not None and may_ask(enrollment.reference, keys, now=now)
    return payment_standing(enrollment, is_asked=is_asked, now=now)


def payment_standing(enrollment: Enrollment, *, is_asked: bool = True, now: datetime) -> PaymentStanding:
    """Return how an enrollment's payment stands, as far as the provider tells now, if it is asked."""
    attempt = enrollment.paid_by or enrollment.attempt
    if attempt is None:
        return PaymentStanding(None, None)
    try:
        payment = _ask(attempt, now=now) if is_asked else find_payment(attempt, now=now).as_payment()
    except AttemptUnknown:
        # The attempt is gone: all that is known of the payment is what the enrollment says.
        return PaymentStanding(PaymentStatus.PAID if enrollment.paid_by else None, None)
    return PaymentStanding(payment.standing.status, payment.amount.cents, balance(payment))


def _ask(attempt: str, *, now: datetime) -> Payment:
    try:
        return reconcile(attempt, payment_id=None, now=now)
    except (ProviderUnavailable, TooBusy, NotOurs) as fault:
        log_fault(fault)
        return find_payment(attempt, now=now).as_payment()


def checkout_link(stored: Stored[Enrollment], keys: Keys, *, version: int, now: datetime) -> str | None:
    """Return the address at which one pays, with a new attempt where the last one ended; None where there is nothing to do.

    A place that came free is taken up again, if there is one, by a link of the newest `version` alone. Two tabs that ask at
    once get one attempt: the second finds that the enrollment has turned to it.
    """
    status = payment_standing(stored.record, now=now).status
    try:
        item = _find_payable(stored, status, version, now=now)
    except (NothingToPay, NoSeatLeft, CourseUnknown, CourseClosed):
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


def take_up_again(stored: Stored[Enrollment], *, now: datetime) -> PaymentItem:
    """Give an enrollment that was left unpaid a seat, an attempt and a hold anew, and return the attempt.

    A second press finds the first one's attempt. Raise `CourseUnknown` or `CourseClosed` where the course is offered no
    more, `NoSeatLeft` where it is full, and `NothingToPay` where the enrollment is not unpaid any more, or the course
    costs nothing now.
    """
    key, enrollment = stored
    course = find_open_course(enrollment.course, now=now)
    item = new_payment(enrollment, new_attempt() if course.price_cents else None, course, key, now=now)
    if item is None:
        raise NothingToPay
    taken_up = take_up(key, item.attempt, begin_hold(course, enrollment.reference, now=now), now=now)
    try:
        Transaction([taken_up, take_seat(course.code, now=now), *store_attempt(item, at=now)]).commit()
    except TakenUp as before:
        return _find_other(before.found(PaidFor, now=now), now=now)
    return item


def _find_payable(stored: Stored[Enrollment], status: PaymentStatus | None, version: int, *, now: datetime) -> PaymentItem:
    enrollment = stored.record
    if enrollment.status is EnrollmentStatus.UNPAID and status in {*PAYABLE, None} and version == enrollment.link_version:
        return take_up_again(stored, now=now)
    if enrollment.status is not EnrollmentStatus.WAITING_FOR_PAYMENT or enrollment.attempt is None or status not in PAYABLE:
        raise NothingToPay
    item = find_payment(enrollment.attempt, now=now)
    return _turn(item, now=now) if status in WITHOUT_MONEY else item


def _turn(ended: PaymentItem, *, now: datetime) -> PaymentItem:
    item = begin_again(ended, new_attempt(), receipt=new_receipt(), now=now)
    try:
        Transaction([turn_to_attempt(item, last=ended.attempt, now=now), *store_attempt(item, at=now)]).commit()
    except EnrollmentChanged as changed:
        return _find_other(changed.found(PaidFor, now=now), now=now)
    return item


def _find_other(enrollment: PaidFor | None, *, now: datetime) -> PaymentItem:
    """Return the attempt to which the enrollment turned in the meantime; raise `NothingToPay` where it waits for none."""
    if enrollment is None or enrollment.attempt is None:
        raise AttemptUnknown
    if enrollment.paid_by or enrollment.status != EnrollmentStatus.WAITING_FOR_PAYMENT:
        raise NothingToPay
    return find_payment(enrollment.attempt, now=now)
