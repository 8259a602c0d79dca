"""What is booked, with which sign: the lines that the tax law asks for."""

from datetime import datetime
from typing import ClassVar

from loket.core import field
from loket.core.item import ItemKind, Record
from loket.core.retention import Retention, expires_at
from loket.payment.domain.money import MoneyEvent, MoneyMovement
from loket.payment.domain.payment import Payment
from loket.payment.domain.record import PaymentItem

# What came in is positive, what went out negative.
_SIGN = {
    MoneyEvent.PAID: 1,
    MoneyEvent.REFUNDED: -1,
    MoneyEvent.REFUND_FAILED: 1,
    MoneyEvent.CHARGED_BACK: -1,
    MoneyEvent.CHARGEBACK_REVERSED: 1,
}


class FiscalLine(Record):
    """One line of the books: money that came in or went out, without a name of whose it was (AWR art. 52).

    It has a partition per book year, so it is not found with a person and outlives their erasure in this form alone. The
    receipt number is the attempt's: random, and once the attempt is gone it stands beside a keyed hash in the ledger alone.
    """

    kind: ClassVar[ItemKind] = ItemKind.FISCAL

    provider: field.FiscalFact
    provider_id: field.FiscalFact
    event: field.FiscalFact
    receipt: field.FiscalFact
    course: field.FiscalFact
    vat: field.FiscalFact
    cents: field.FiscalCents
    currency: field.FiscalFact
    booked_at: field.FiscalMoment
    expires_at: field.FiscalMoment


def book(item: PaymentItem, payment: Payment, movement: MoneyMovement, *, now: datetime) -> FiscalLine:
    """Return the line of the books for money that moved, with the sign of its direction."""
    return FiscalLine(
        provider=payment.provider,
        provider_id=movement.about,
        event=movement.event,
        receipt=item.attempt,
        course=item.course,
        vat=item.vat,
        cents=_SIGN[movement.event] * movement.cents,
        currency=payment.amount.currency,
        booked_at=int(now.timestamp()),
        expires_at=expires_at(Retention.FISCAL, since=now),
    )
