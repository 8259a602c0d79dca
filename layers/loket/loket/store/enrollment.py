"""Enrollments in PersonalDataTable: all the items that one accepted form becomes, and finding one by its reference."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from loket.domain.effect import EffectKind, effect
from loket.domain.enrollment import Enrolled
from loket.domain.item import ItemKind
from loket.domain.link import LinkRefused
from loket.domain.payment_item import PaymentItem
from loket.domain.screening import Doubt, must_hold_mail
from loket.store.payment import payment_key, store_payment
from loket.store.person import ItemGone, find_by_reference, store_effect, store_effect_at, store_item, store_new
from loket.store.transaction import Write


def store_enrollment(
    enrolled: Enrolled, person: str, *, sort_key: str, payment: PaymentItem | None, at: datetime
) -> Sequence[Write]:
    """Return the writes that store an enrollment, its consents, its attempt to pay, and the mails that follow."""
    due = payment.cents if payment else None
    held = must_hold_mail(frozenset(map(Doubt, enrolled.enrollment.doubts)))
    mails = [EffectKind.NOTIFY_STAFF] if held else [EffectKind.CONFIRM_ENROLLMENT, EffectKind.NOTIFY_STAFF]
    return [
        store_item(ItemKind.ENROLLMENT, person, enrolled.enrollment, sort_key=sort_key),
        *(store_new(ItemKind.CONSENT, person, consent, at=at) for consent in enrolled.consents),
        *(store_effect(mail, person, about=sort_key, cents=due, at=at) for mail in mails),
        *(store_attempt(payment, at=at) if payment else []),
    ]


def store_attempt(item: PaymentItem, *, at: datetime) -> Sequence[Write]:
    """Return the writes that store an attempt to pay, and see to it that it is opened at the provider."""
    create = effect(EffectKind.CREATE_PAYMENT, about=ItemKind.PAYMENT, now=at)
    return [store_payment(item), store_effect_at(payment_key(item.attempt), create, at=at)]


def find_enrollment(reference: str, *, now: datetime) -> dict[str, Any]:
    """Return the enrollment with a reference; raise `LinkRefused` where there is none or its retention period is over."""
    try:
        return find_by_reference(reference, now=now)
    except ItemGone as gone:
        raise LinkRefused from gone
