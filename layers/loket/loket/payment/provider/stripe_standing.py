"""Reading where a checkout session of Stripe stands: its status, and the refunds and disputes of its charge.

Refunds come with the session. Disputes do not, and are asked for only where the charge says that there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from loket.payment.domain.payment import (
    MOST_MOVED_BACK,
    Chargeback,
    PaymentStatus,
    Refund,
    RefundStatus,
    Standing,
)
from loket.payment.provider.account import Account
from loket.payment.provider.answer import (
    Answer,
    choose_status,
    read_currency,
    read_id,
    read_optional_part,
    read_part,
    read_parts,
    read_text,
    read_truth,
    read_whole,
)
from loket.payment.provider.fault import AnswerUnreadable
from loket.payment.provider.http import Deadline
from loket.payment.provider.stripe_api import Pairs, get_object

EXPAND = ("expand[]", "payment_intent.latest_charge.refunds")
# What Stripe gives at once.
_MOST = "100"

_SESSION_STATUS: Mapping[str, PaymentStatus | None] = MappingProxyType(
    {
        "open": PaymentStatus.OPEN,
        "expired": PaymentStatus.EXPIRED,
        # The payer has done their part; what came of it, the payment intent says.
        "complete": None,
    }
)
_INTENT_STATUS: Mapping[str, PaymentStatus] = MappingProxyType(
    {
        "requires_payment_method": PaymentStatus.FAILED,
        "requires_confirmation": PaymentStatus.PENDING,
        "requires_action": PaymentStatus.PENDING,
        "processing": PaymentStatus.PENDING,
        "requires_capture": PaymentStatus.AUTHORIZED,
        "canceled": PaymentStatus.CANCELED,
        "succeeded": PaymentStatus.PAID,
    }
)
_REFUND_STATUS: Mapping[str, RefundStatus] = MappingProxyType(
    {
        "pending": RefundStatus.PENDING,
        "requires_action": RefundStatus.PENDING,
        "succeeded": RefundStatus.REFUNDED,
        "canceled": RefundStatus.CANCELED,
        "failed": RefundStatus.FAILED,
    }
)
# Whether the money was given to us again; None for an inquiry, for which no money was taken.
_DISPUTE_REVERSED: Mapping[str, bool | None] = MappingProxyType(
    {
        "warning_needs_response": None,
        "warning_under_review": None,
        "warning_closed": None,
        "prevented": None,
        "needs_response": False,
        "under_review": False,
        "appeal_needs_response": False,
        "appeal_under_review": False,
        "lost": False,
        "won": True,
    }
)


@dataclass(frozen=True, slots=True)
class _Intent:
    """The payment intent of a session, and what is needed to ask more about it."""

    id: str
    currency: str
    account: Account
    deadline: Deadline

    def list_all(self, kind: str) -> list[Answer]:
        """Return all refunds or disputes, page after page, or as many as are more than is taken in."""
        listed: list[Answer] = []
        after: Pairs = []
        while len(listed) <= MOST_MOVED_BACK:
            page = get_object(self.account, kind, [("payment_intent", self.id), ("limit", _MOST), *after], self.deadline)
            parts = read_parts(page, "data")
            listed += parts
            if not read_truth(page, "has_more"):
                break
            if not parts:
                raise AnswerUnreadable("has_more")
            after = [("starting_after", read_id(parts[-1]))]
        return listed


def read_standing(session: Answer, account: Account, deadline: Deadline) -> Standing:
    """Return where a session stands that was fetched with `EXPAND`."""
    status = _read_status(session)
    intent = read_optional_part(session, "payment_intent")
    charge = read_optional_part(intent, "latest_charge")
    if not charge:
        return Standing(status=status)
    details = _Intent(read_id(intent), read_currency(session), account, deadline)
    return Standing(status=status, refunds=_read_refunds(charge, details), chargebacks=_read_disputes(charge, details))


def _read_status(session: Answer) -> PaymentStatus:
    paid = choose_status({"paid": True, "unpaid": False}, read_text(session, "payment_status"), of="payment")
    if paid:
        return PaymentStatus.PAID
    status = choose_status(_SESSION_STATUS, read_text(session, "status"), of="session")
    if status is not None:
        return status
    return choose_status(_INTENT_STATUS, read_text(read_part(session, "payment_intent"), "status"), of="intent")


def _read_refunds(charge: Answer, intent: _Intent) -> dict[str, Refund]:
    first = read_part(charge, "refunds")
    listed = intent.list_all("refunds") if read_truth(first, "has_more") else read_parts(first, "data")
    return {read_id(refund): _read_refund(refund, intent) for refund in listed}


def _read_refund(refund: Answer, intent: _Intent) -> Refund:
    status = choose_status(_REFUND_STATUS, read_text(refund, "status"), of="refund")
    return Refund(cents=_read_cents(refund, intent), status=status)


def _read_disputes(charge: Answer, intent: _Intent) -> dict[str, Chargeback]:
    if not read_truth(charge, "disputed"):
        return {}
    disputes = {read_id(dispute): _read_dispute(dispute, intent) for dispute in intent.list_all("disputes")}
    return {name: chargeback for name, chargeback in disputes.items() if chargeback is not None}


def _read_dispute(dispute: Answer, intent: _Intent) -> Chargeback | None:
    is_reversed = choose_status(_DISPUTE_REVERSED, read_text(dispute, "status"), of="dispute")
    return None if is_reversed is None else Chargeback(cents=_read_cents(dispute, intent), reversed=is_reversed)


def _read_cents(moved: Answer, intent: _Intent) -> int:
    if read_currency(moved) != intent.currency:
        raise AnswerUnreadable("currency")
    return read_whole(moved, "amount")
