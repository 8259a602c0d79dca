"""The receipt of an enrollment: what its sender is told, and where to pay, if the provider answers at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from loket.core.keyed_hash import Keys
from loket.core.retention import local_date_of
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentStatus
from loket.http.address import enrollment_address
from loket.http.receipt import Amount, EnrollmentReceipt, PaymentDue
from loket.log import log_fault
from loket.payment.checkout import open_checkout
from loket.payment.domain.record import PaymentItem
from loket.payment.provider.fault import ProviderUnavailable
from loket.storage.client import StoreRefused, StoreUnavailable


class StoredPayment(TypedDict):
    """What is to be paid, with the facts by which a repeated form opens it."""

    amount: Amount
    page_url: str
    attempt: str
    enrollment: str
    made_at: int


class StoredReceipt(TypedDict):
    """The answer to an enrollment form as it is stored, before the provider has told where to pay."""

    reference: str
    status: str
    discarded: Sequence[str]
    redacted: Sequence[str]
    kept_until: str
    payment: StoredPayment | None


def receipt_of(enrollment: Enrollment, payment: PaymentItem | None, keys: Keys) -> StoredReceipt:
    """Return what is stored as the answer to a form."""
    held = enrollment.status is EnrollmentStatus.IN_REVIEW
    return {
        "reference": enrollment.reference,
        # Whoever sends spam is not told that it was seen as such.
        "status": EnrollmentStatus.RECEIVED if held else enrollment.status,
        "discarded": enrollment.discarded,
        "redacted": enrollment.redacted,
        "kept_until": local_date_of(enrollment.expires_at),
        "payment": _payment(payment, keys) if payment else None,
    }


def _payment(item: PaymentItem, keys: Keys) -> StoredPayment:
    amount: Amount = {"cents": item.cents, "currency": item.currency}
    page = enrollment_address(item.enrollment_reference, keys, now=item.begun_at)
    return {
        "amount": amount,
        "page_url": page,
        "attempt": item.attempt,
        "enrollment": item.enrollment,
        "made_at": item.received_at,
    }


def open_for_receipt(receipt: StoredReceipt, item: PaymentItem | None, keys: Keys, *, now: datetime) -> EnrollmentReceipt:
    """Return the receipt with the address at which one pays, or None for it where the provider does not answer now.

    The queue opens the payment later in that case, and the mail and `page_url` lead to it all the same.
    """
    payment = receipt["payment"]
    if payment is None:
        return _told(receipt, None)
    due: PaymentDue = {"checkout_url": None, "page_url": payment["page_url"], "amount": payment["amount"]}
    if item is None:
        # The same form again, which this time was held: the first one is paid on its page.
        return _told(receipt, due)
    first = {
        "attempt": payment["attempt"],
        "enrollment": payment["enrollment"],
        "received_at": payment["made_at"],
        "enrollment_reference": receipt["reference"],
    }
    try:
        due["checkout_url"] = open_checkout(item.model_copy(update=first), keys, now=now)
    except (ProviderUnavailable, StoreRefused, StoreUnavailable) as fault:
        log_fault(fault)
    return _told(receipt, due)


def _told(receipt: StoredReceipt, payment: PaymentDue | None) -> EnrollmentReceipt:
    return {
        "reference": receipt["reference"],
        "status": receipt["status"],
        "discarded": receipt["discarded"],
        "redacted": receipt["redacted"],
        "kept_until": receipt["kept_until"],
        "payment": payment,
    }
