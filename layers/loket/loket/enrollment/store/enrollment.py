"""Enrollments in PersonalDataTable: all the items that one accepted form becomes."""

from collections.abc import Sequence
from datetime import datetime

from loket.core.key import Key, payment_key, person_in
from loket.enrollment.domain.effect import effects_of
from loket.enrollment.domain.enrollment import Enrolled
from loket.payment.domain.effect import effects_of_attempt
from loket.payment.domain.record import PaymentItem
from loket.payment.store import store_payment
from loket.storage.item import new_key, store
from loket.storage.outbox import store_effects
from loket.storage.transaction import Write


def store_enrollment(enrolled: Enrolled, key: Key, *, payment: PaymentItem | None, at: datetime) -> Sequence[Write]:
    """Return the writes that store an enrollment, its consents, its attempt to pay, and the mails that follow."""
    person, cents, enrollment = person_in(key.pk), payment.cents if payment else None, enrolled.enrollment
    return [
        store(enrollment, key),
        *(store(consent, new_key(type(consent), person, at=at)) for consent in enrolled.consents),
        *store_effects(effects_of(enrollment), key, cents=cents, at=at, until=enrollment.expires_at),
        *(store_attempt(payment, at=at) if payment else []),
    ]


def store_attempt(item: PaymentItem, *, at: datetime) -> Sequence[Write]:
    """Return the writes that store an attempt to pay, and see to it that it is opened at the provider."""
    effects = store_effects(effects_of_attempt(), payment_key(item.attempt), at=at, until=item.expires_at)
    return [*store_payment(item), *effects]
