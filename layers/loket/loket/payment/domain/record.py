"""How payments are written down: the attempt to pay, and the disclosure to the provider."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar, Final, NamedTuple

from loket.core import field
from loket.core.inventory import Purpose, Recipient
from loket.core.item import ItemKind, Record
from loket.core.language import Language
from loket.core.ledger import Disclosure, LedgerEvent
from loket.core.partition import DueList
from loket.core.retention import Retention, expires_at
from loket.payment.domain.check import FIRST_CHECK
from loket.payment.domain.payment import Chargeback, Mode, Money, Payment, PaymentStatus, Provider, Refund, Standing

# The statuses of what is paid for that payment reads or gives; whoever sells it has them among its own.
PAID_FOR: Final = "paid"
WAITS_FOR_PAYMENT: Final = "waiting_for_payment"
LEFT_UNPAID: Final = "unpaid"
PAID_WITHOUT_PLACE: Final = "paid_without_place"


class PaymentItem(Record):
    """One attempt to pay, as it is stored, by allow-list: no name, no address, no account number, no whole answer."""

    kind: ClassVar[ItemKind] = ItemKind.PAYMENT

    attempt: field.PaymentFact
    receipt: field.Fact
    person: field.Fact
    enrollment: field.Fact
    enrollment_reference: field.PaymentFact
    language: field.PaymentLanguage
    course: field.PaymentFact
    vat: field.PaymentFact
    invoice: Annotated[bool, field.ADMINISTRATION] = False
    provider: Annotated[Provider, field.PAYMENT]
    payment: field.PaymentFactIfAny = None
    checkout_url: field.PaymentFactIfAny = None
    cents: field.Cents
    currency: field.PaymentFact
    mode: Annotated[Mode, field.PAYMENT]
    profile: field.PaymentFactIfAny = None
    status: Annotated[PaymentStatus, field.PAYMENT]
    refunds: Annotated[dict[str, Refund], field.PAYMENT]
    chargebacks: Annotated[dict[str, Chargeback], field.PAYMENT]
    revision: field.Count
    quarantine: field.FactIfAny = None
    unseen_payment: field.PaymentFactIfAny = None
    asks_left: field.Count = 0
    due_bucket: field.FactIfAny = None
    due_at: field.FactIfAny = None
    received_at: field.Moment
    expires_at: field.Moment

    @property
    def begun_at(self) -> datetime:
        """Return the moment at which the attempt began."""
        return datetime.fromtimestamp(self.received_at, UTC)

    @property
    def is_asked_about_unseen(self) -> bool:
        """Return whether the sweep still asks about a payment that a notice named and the provider did not know then."""
        return self.asks_left > 0 and self.unseen_payment != self.payment

    def as_payment(self) -> Payment:
        """Return what the domain reasons about."""
        return Payment(
            attempt=self.attempt,
            provider=self.provider,
            payment=self.payment,
            amount=Money(cents=self.cents, currency=self.currency),
            mode=self.mode,
            profile=self.profile,
            standing=Standing(status=self.status, refunds=self.refunds, chargebacks=self.chargebacks),
            revision=self.revision,
        )


class AttemptPointer(Record):
    """What points at an attempt to pay from among a person's own items: it is found with them, and goes with them.

    Its key names the attempt. One whose attempt is gone is no fault: it points at nothing, until its own time is over.
    """

    kind: ClassVar[ItemKind] = ItemKind.ATTEMPT

    about: field.Fact
    received_at: field.Moment
    expires_at: field.Moment


class AskedInvoice(NamedTuple):
    """What is paid for, as far as it says to whom an invoice is made out, if one was asked for."""

    invoice_name: str | None = None
    invoice_address: str | None = None


class Purchase(NamedTuple):
    """What is paid for: whose it is, the sort key of its item among theirs, its reference, its price and its receipt.

    With `invoice` one was asked for; to whom it is made out stands with what is paid for, and nowhere else until it is paid.
    """

    person: str
    enrollment: str
    enrollment_reference: str
    language: Language
    course: str
    vat: str
    price: Money
    receipt: str
    invoice: bool = False


def begin_attempt(
    purchase: Purchase, attempt: str, *, provider: Provider, mode: Mode, profile: str | None, now: datetime
) -> PaymentItem:
    """Return a new attempt to pay for something, not yet opened at the provider."""
    return PaymentItem(
        attempt=attempt,
        receipt=purchase.receipt,
        person=purchase.person,
        enrollment=purchase.enrollment,
        enrollment_reference=purchase.enrollment_reference,
        language=purchase.language,
        course=purchase.course,
        vat=purchase.vat,
        invoice=purchase.invoice,
        provider=provider,
        cents=purchase.price.cents,
        currency=purchase.price.currency,
        mode=mode,
        profile=profile,
        status=PaymentStatus.OPEN,
        refunds={},
        chargebacks={},
        revision=0,
        due_bucket=DueList.PAYMENTS.partition_of(attempt),
        due_at=(now + FIRST_CHECK).isoformat(),
        received_at=int(now.timestamp()),
        expires_at=expires_at(Retention.STANDARD, since=now),
    )


def begin_again(ended: PaymentItem, attempt: str, *, receipt: str, now: datetime) -> PaymentItem:
    """Return a new attempt to pay for the same thing as an earlier one, with a number of its own in the books."""
    purchase = Purchase(
        person=ended.person,
        enrollment=ended.enrollment,
        enrollment_reference=ended.enrollment_reference,
        language=ended.language,
        course=ended.course,
        vat=ended.vat,
        price=Money(cents=ended.cents, currency=ended.currency),
        receipt=receipt,
        invoice=ended.invoice,
    )
    return begin_attempt(purchase, attempt, provider=ended.provider, mode=ended.mode, profile=ended.profile, now=now)


def point_at(item: PaymentItem) -> AttemptPointer:
    """Return what points at an attempt to pay from among its person's items, kept exactly as long."""
    return AttemptPointer(about=item.enrollment, received_at=item.received_at, expires_at=item.expires_at)


def disclose_payment(item: PaymentItem, *, now: datetime) -> Disclosure:
    """Return the ledger line that says what the payment provider was given."""
    return Disclosure(
        event=LedgerEvent.DISCLOSURE,
        recipient=f"{Recipient.PAYMENT_PROVIDER.value}: {item.provider}",
        purpose=Purpose.PAYMENT,
        fields=("amount", "course", "enrollment reference", "language"),
        about=item.enrollment_reference,
        happened_at=int(now.timestamp()),
        expires_at=expires_at(Retention.FISCAL, since=now),
    )
