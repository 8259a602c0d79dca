"""What is booked, with which sign: the lines that the tax law asks for."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, ClassVar

from loket.core import field
from loket.core.inventory import Category, Sensitivity
from loket.core.item import ItemKind, Record
from loket.core.retention import Retention, expires_at, local_date
from loket.payment.domain.money import MoneyEvent, MoneyMovement
from loket.payment.domain.payment import Payment
from loket.payment.domain.record import AskedInvoice, PaymentItem

# What came in is positive, what went out negative.
_SIGN = {
    MoneyEvent.PAID: 1,
    MoneyEvent.REFUNDED: -1,
    MoneyEvent.REFUND_FAILED: 1,
    MoneyEvent.CHARGED_BACK: -1,
    MoneyEvent.CHARGEBACK_REVERSED: 1,
}


# On an invoice there is a whole name and address (Wet OB art. 35a), and it is kept (art. 35c).
_DEBTOR = replace(field.FISCAL, category=Category.NAME, sensitivity=Sensitivity.PERSONAL)


class FiscalLine(Record):
    """One line of the books: money that came in or went out, without a name of whose it was (AWR art. 52).

    It has a partition per book year, so it is not found with a person and outlives their erasure in this form alone. The
    receipt's number is random and stands beside it on the attempt to pay alone, which goes with the person. It has the day
    and not the second, by which it would be the line of the ledger that was written with it.
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
    booked_on: field.FiscalFact
    expires_at: field.FiscalMoment


class InvoiceDebtor(Record):
    """Who an invoice is made out to: a record of its own, which the lines of the books with its receipt lead to.

    It is there only where an invoice was asked for and paid. It names nothing else of who enrolled, outlives their erasure,
    and then stands alone.
    """

    kind: ClassVar[ItemKind] = ItemKind.DEBTOR

    debtor_name: Annotated[str, _DEBTOR]
    debtor_address: Annotated[str, replace(_DEBTOR, category=Category.ADDRESS)]
    receipt: field.FiscalFact
    booked_on: field.FiscalFact
    expires_at: field.FiscalMoment


def name_debtor(item: PaymentItem, asked: AskedInvoice, *, now: datetime) -> InvoiceDebtor | None:
    """Return who the invoice for a payment is made out to, kept as long as its line of the books; None if none was asked."""
    if not asked.invoice_name or not asked.invoice_address:
        return None
    return InvoiceDebtor(
        debtor_name=asked.invoice_name,
        debtor_address=asked.invoice_address,
        receipt=item.receipt,
        booked_on=local_date(now),
        expires_at=expires_at(Retention.FISCAL, since=now),
    )


def book(item: PaymentItem, payment: Payment, movement: MoneyMovement, *, now: datetime) -> FiscalLine:
    """Return the line of the books for money that moved, with the sign of its direction."""
    return FiscalLine(
        provider=payment.provider,
        provider_id=movement.about,
        event=movement.event,
        receipt=item.receipt,
        course=item.course,
        vat=item.vat,
        cents=_SIGN[movement.event] * movement.cents,
        currency=payment.amount.currency,
        booked_on=local_date(now),
        expires_at=expires_at(Retention.FISCAL, since=now),
    )
