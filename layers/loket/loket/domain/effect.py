"""Effects: what must happen because something was stored, kept as items of the same transaction."""

from datetime import datetime
from enum import StrEnum

from loket.domain import field
from loket.domain.inventory import Declared
from loket.domain.retention import Retention, expiry


class EffectKind(StrEnum):
    """What follows from what people send and from money that moved."""

    CONFIRM_ENROLLMENT = "confirm_enrollment"
    CONFIRM_CONTACT_MESSAGE = "confirm_contact_message"
    NOTIFY_STAFF = "notify_staff"
    CREATE_PAYMENT = "create_payment"
    OFFER_PAYMENT = "offer_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    OFFER_NEW_PAYMENT = "offer_new_payment"
    CONFIRM_REFUND = "confirm_refund"
    NOTIFY_OVERPAID = "notify_overpaid"
    NOTIFY_PAID_AFTER_ERASURE = "notify_paid_after_erasure"
    NOTIFY_CHARGEBACK = "notify_chargeback"
    NOTIFY_CHARGEBACK_REVERSED = "notify_chargeback_reversed"
    NOTIFY_REFUND_FAILED = "notify_refund_failed"
    NOTIFY_QUARANTINE = "notify_quarantine"


class Effect(Declared):
    """One thing to be done, which points at the item it is about and repeats nothing of it."""

    effect: field.EffectKey
    about: field.EffectKey
    cents: field.EffectMoment = None
    created_at: field.EffectMoment
    sent_at: field.EffectMoment = None
    expires_at: field.EffectMoment


def effect(kind: EffectKind, *, about: str, now: datetime, cents: int | None = None) -> Effect:
    """Return the effect of a kind about the item with sort key `about`, in the same partition."""
    return Effect(
        effect=kind,
        about=about,
        cents=cents,
        created_at=int(now.timestamp()),
        expires_at=int(expiry(Retention.EFFECT, since=now).timestamp()),
    )
