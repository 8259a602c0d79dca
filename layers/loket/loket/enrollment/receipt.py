"""The receipt of an enrollment: what its sender is told, and where to pay, if the provider answers at once."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypedDict

from loket.core.key import person_in
from loket.core.keyed_hash import Keys
from loket.core.retention import local_date_of
from loket.enrollment.attempt import begin_payment, first_attempt
from loket.enrollment.domain.course import Course
from loket.enrollment.domain.enrollment import Enrollment, status_in
from loket.enrollment.domain.hold import begin_hold
from loket.http.address import enrollment_address
from loket.http.intake import Accepted
from loket.http.receipt import Amount, EnrollmentReceipt, PaymentDue
from loket.log import log_fault
from loket.payment.checkout import open_checkout, open_checkout_again
from loket.payment.domain.payment import Money
from loket.payment.domain.record import PaymentItem, Purchase
from loket.payment.provider.fault import ProviderUnavailable
from loket.payment.store import WaitsNoMore
from loket.storage.client import StoreRefused, StoreUnavailable


class StoredReceipt(TypedDict):
    """The answer to an enrollment form as it is remembered: nothing in it opens or names anything else."""

    reference: str
    status: str
    discarded: Sequence[str]
    redacted: Sequence[str]
    kept_until: str
    amount: Amount | None


def receipt_of(enrollment: Enrollment, course: Course) -> StoredReceipt:
    """Return what is remembered as the answer to a form.

    One that waits for staff is answered as any other: whoever sends spam is not told that it was seen as such.
    """
    due: Amount = {"cents": course.price_cents, "currency": course.currency}
    return {
        "reference": enrollment.reference,
        "status": status_in(course),
        "discarded": enrollment.discarded,
        "redacted": enrollment.redacted,
        "kept_until": local_date_of(enrollment.expires_at),
        "amount": due if course.price_cents else None,
    }


def tell_receipt(
    accepted: Accepted[StoredReceipt], course: Course | None, keys: Keys, *, now: datetime
) -> EnrollmentReceipt:
    """Return the receipt as its sender may have it: with where to pay, for who sent the form first, if the provider answers.

    Everybody else is told what was told first, and that the way to pay was mailed; so is who repeats the form of a course
    that has left the catalogue since.
    """
    receipt = accepted.answer
    payment = None if receipt["amount"] is None else _due(accepted, receipt["amount"], course, keys, now=now)
    return {
        "reference": receipt["reference"],
        "status": receipt["status"],
        "discarded": receipt["discarded"],
        "redacted": receipt["redacted"],
        "kept_until": receipt["kept_until"],
        "payment": payment,
    }


def _due(
    accepted: Accepted[StoredReceipt], amount: Amount, course: Course | None, keys: Keys, *, now: datetime
) -> PaymentDue:
    due: PaymentDue = {"checkout_url": None, "mailed": True, "amount": amount}
    # What is held has nothing to pay yet; its sender is told no more than where the provider does not answer.
    if not accepted.is_same_sender or accepted.stored.yields_to or course is None:
        return due
    first = _first_attempt(accepted, amount, course, keys)
    try:
        # Who sends the form for the first time has just made what waits for the payment.
        due["checkout_url"] = (open_checkout if accepted.is_first else open_checkout_again)(first, keys, now=now)
    except WaitsNoMore:
        # It was paid, has ended, or waits for another attempt: its own page tells.
        return due
    except (ProviderUnavailable, StoreRefused, StoreUnavailable) as fault:
        log_fault(fault)
        return due
    if accepted.is_first:
        due["page_url"] = enrollment_address(first.enrollment_reference, keys, now=first.begun_at)
        if hold := begin_hold(course, first.enrollment_reference, now=first.begun_at):
            due["held_until"] = local_date_of(hold["held_until"])
    return due


def _first_attempt(accepted: Accepted[StoredReceipt], amount: Amount, course: Course, keys: Keys) -> PaymentItem:
    """Return the attempt that began with the form when it came first, with all that the provider was told of it."""
    reference, stored = accepted.answer["reference"], accepted.stored
    purchase = Purchase(
        person=person_in(stored.key.pk),
        enrollment=stored.key.sk,
        enrollment_reference=reference,
        language=stored.language,
        course=course.code,
        vat=course.vat,
        price=Money(cents=amount["cents"], currency=amount["currency"]),
        # The number for the books is on the attempt as it is stored; no provider is told of it.
        receipt="",
    )
    return begin_payment(purchase, first_attempt(reference, keys), now=datetime.fromtimestamp(stored.stored_at, UTC))
