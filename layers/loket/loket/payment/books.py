"""The books: a line for each time money moved, and never a second one for the same; and who an invoice is made out to."""

from datetime import datetime

from loket.core.key import debtor_key, fiscal_key
from loket.core.retention import LOCAL_TIME
from loket.payment.domain.books import FiscalLine, name_debtor
from loket.payment.domain.money import MoneyMovement
from loket.payment.domain.record import AskedInvoice, PaymentItem
from loket.storage.item import store
from loket.storage.transaction import Write


def store_fiscal_line(line: FiscalLine, movement: MoneyMovement, *, now: datetime) -> Write:
    """Return the write that books money that moved; the key makes each event one line."""
    year = now.astimezone(LOCAL_TIME).year
    return store(line, fiscal_key(year, provider=line.provider, about=movement.about, event=movement.event))


def store_debtor(item: PaymentItem, asked: AskedInvoice, *, now: datetime) -> Write | None:
    """Return the write that stores who the invoice for a payment is made out to; None where no invoice was asked for."""
    debtor = name_debtor(item, asked, now=now)
    return store(debtor, debtor_key(item.receipt)) if debtor else None
