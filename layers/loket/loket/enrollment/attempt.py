"""The attempt to pay that an enrollment waits for, begun with it."""

from datetime import datetime

from loket.core.key import Key, person_in
from loket.core.keyed_hash import Keys
from loket.core.reference import name_attempt, new_receipt
from loket.enrollment.domain.course import Course
from loket.enrollment.domain.enrollment import Enrollment
from loket.payment.domain.payment import Money, Provider
from loket.payment.domain.record import PaymentItem, Purchase, begin_attempt
from loket.payment.provider.account import load_account
from loket.settings import setting


def first_attempt(reference: str, keys: Keys) -> str:
    """Return the name of the attempt that begins with an enrollment: who repeats the form finds it again without a look."""
    return name_attempt(keys.hash("attempt", reference))


def new_payment(
    enrollment: Enrollment, attempt: str | None, course: Course, key: Key, *, now: datetime
) -> PaymentItem | None:
    """Return the attempt to pay for an enrollment, not yet opened at the provider; None where it waits for none."""
    if attempt is None:
        return None
    purchase = Purchase(
        person=person_in(key.pk),
        enrollment=key.sk,
        enrollment_reference=enrollment.reference,
        language=enrollment.language,
        course=course.code,
        vat=course.vat,
        price=Money(cents=course.price_cents, currency=course.currency),
        receipt=new_receipt(),
        invoice=enrollment.invoice_name is not None,
    )
    return begin_payment(purchase, attempt, now=now)


def begin_payment(purchase: Purchase, attempt: str, *, now: datetime) -> PaymentItem:
    """Return an attempt to pay for something with the provider that handles new payments, not yet opened there."""
    account = load_account(Provider(setting("PAYMENT_PROVIDER")))
    return begin_attempt(purchase, attempt, provider=account.provider, mode=account.mode, profile=account.profile, now=now)
