"""The receipt of an enrollment: what its sender is told, and where to pay, if the provider answers at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loket.core.keyed_hash import Keys
from loket.core.retention import local_date_of
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentStatus
from loket.http.address import enrollment_address
from loket.log import log_fault
from loket.payment.checkout import open_checkout
from loket.payment.domain.record import PaymentItem
from loket.payment.provider.fault import ProviderUnavailable
from loket.storage.client import StoreUnavailable


def receipt_of(enrollment: Enrollment, payment: PaymentItem | None, keys: Keys) -> dict[str, Any]:
    """Return what is stored as the answer to a form; of a payment also the two facts by which a repeated form opens it."""
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


def _payment(item: PaymentItem, keys: Keys) -> dict[str, Any]:
    amount = {"cents": item.cents, "currency": item.currency}
    page = enrollment_address(item.enrollment_reference, keys, now=item.begun_at)
    return {"amount": amount, "page_url": page, "attempt": item.attempt, "made_at": item.received_at}


def open_for_receipt(receipt: Mapping[str, Any], item: PaymentItem | None, keys: Keys, *, now: datetime) -> dict[str, Any]:
    """Return the receipt with the address at which one pays, or None for it where the provider does not answer now.

    The queue opens the payment later in that case, and the mail and `page_url` lead to it all the same.
    """
    payment = receipt["payment"]
    if item is None or payment is None:
        return dict(receipt)
    first = {"attempt": payment["attempt"], "received_at": payment["made_at"], "enrollment_reference": receipt["reference"]}
    try:
        url = open_checkout(item.model_copy(update=first), keys, now=now)
    except (ProviderUnavailable, StoreUnavailable) as fault:
        log_fault(fault)
        url = None
    opened = {"checkout_url": url, "page_url": payment["page_url"], "amount": payment["amount"]}
    return {**receipt, "payment": opened}
