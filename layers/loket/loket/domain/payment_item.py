"""How payments are written down: the attempt, the line that the tax law asks for, and the disclosure to the provider."""

from datetime import datetime

from loket.domain import field
from loket.domain.inventory import Declared, Recipient
from loket.domain.money import MoneyMoved
from loket.domain.payment import Payment
from loket.domain.retention import Retention, expiry

# Fiscal amounts carry a sign: what came in is positive, what went out negative.
_SIGN = {"paid": 1, "refunded": -1, "refund_failed": 1, "charged_back": -1, "chargeback_reversed": 1}


class PaymentItem(Declared):
    """One attempt to pay, as it is stored, by allow-list: no name, no address, no account number, no provider's answer."""

    attempt: field.PaymentFact
    person: field.PaymentPointer
    enrollment: field.PaymentPointer
    enrollment_reference: field.PaymentFact
    language: field.PaymentLanguage
    course: field.PaymentFact
    vat: field.PaymentFact
    provider: field.PaymentFact
    payment: field.PaymentFactIfAny = None
    checkout_url: field.PaymentFactIfAny = None
    cents: field.Cents
    currency: field.PaymentFact
    mode: field.PaymentFact
    profile: field.PaymentFactIfAny = None
    status: field.PaymentFact
    refunds: field.MoneyBack
    chargebacks: field.MoneyBack
    revision: field.Count
    quarantine: field.PaymentPointerIfAny = None
    due_bucket: field.PaymentPointerIfAny = None
    due_at: field.PaymentPointerIfAny = None
    received_at: field.Moment
    expires_at: field.Moment


class FiscalLine(Declared):
    """One line of the books: money that came in or went out, with nothing that says of whom (AWR art. 52).

    It has a partition per book year, so it is not found with a person and outlives their erasure in this form alone. The
    receipt number is the attempt's: random, so it leads nowhere once the attempt is gone.
    """

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


class Disclosure(Declared):
    """A line of the ledger: which of somebody's data went to whom, why, and when (P04)."""

    event: field.LedgerFact
    recipient: field.LedgerFact
    purpose: field.LedgerFact
    fields: field.LedgerFacts
    about: field.LedgerFact
    happened_at: field.LedgerMoment
    expires_at: field.LedgerMoment


def book(item: PaymentItem, payment: Payment, moved: MoneyMoved, *, now: datetime) -> FiscalLine:
    """Return the line of the books for money that moved, with the sign of its direction."""
    return FiscalLine(
        provider=payment.provider,
        provider_id=moved.about,
        event=moved.event,
        receipt=item.attempt,
        course=item.course,
        vat=item.vat,
        cents=_SIGN[moved.event] * moved.cents,
        currency=payment.amount.currency,
        booked_at=int(now.timestamp()),
        expires_at=int(expiry(Retention.FISCAL, since=now).timestamp()),
    )


def disclose_payment(item: PaymentItem, *, now: datetime) -> Disclosure:
    """Return the ledger line that says what the payment provider was given."""
    return Disclosure(
        event="disclosure",
        recipient=f"{Recipient.PAYMENT_PROVIDER.value}: {item.provider}",
        purpose="handling payment",
        fields=("amount", "course", "enrollment reference", "language"),
        about=item.enrollment_reference,
        happened_at=int(now.timestamp()),
        expires_at=int(expiry(Retention.FISCAL, since=now).timestamp()),
    )
