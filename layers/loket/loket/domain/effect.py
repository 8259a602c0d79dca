"""Effects: what must happen because something was stored, kept as items of the same transaction."""

from datetime import datetime
from enum import StrEnum

from loket.domain import field
from loket.domain.inventory import Declared
from loket.domain.retention import Retention, expiry
from loket.domain.work import field as work


class EffectKind(StrEnum):
    """What follows from what people send and from money that moved."""

    CONFIRM_ENROLLMENT = "confirm_enrollment"
    CONFIRM_CONTACT_MESSAGE = "confirm_contact_message"
    ANSWER_CONTACT_MESSAGE = "answer_contact_message"
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
    CONFIRM_PRIVACY_REQUEST = "confirm_privacy_request"
    TELL_STEP = "tell_step"
    TELL_DELAY = "tell_delay"
    NOTIFY_REQUEST = "notify_request"
    NOTIFY_STEP = "notify_step"
    NOTIFY_DUE = "notify_due"
    NOTIFY_OFFICER_DUE = "notify_officer_due"


# Notices to staff that stay on the desk's list of work until somebody has handled them.
WORK = frozenset(
    {
        EffectKind.NOTIFY_STAFF,
        EffectKind.NOTIFY_OVERPAID,
        EffectKind.NOTIFY_PAID_AFTER_ERASURE,
        EffectKind.NOTIFY_CHARGEBACK,
        EffectKind.NOTIFY_CHARGEBACK_REVERSED,
        EffectKind.NOTIFY_REFUND_FAILED,
        EffectKind.NOTIFY_QUARANTINE,
    }
)
# The list of work is spread over this many partitions of the index of due dates.
WORK_BUCKETS = tuple(f"WORK#{number}" for number in range(4))


class Pointer(Declared):
    """What points at the item it is about, and repeats nothing of it."""

    effect: field.EffectKey
    about: field.EffectKey
    step: field.EffectKeyIfAny = None
    cents: field.EffectMoment = None
    days_left: field.EffectMoment = None
    created_at: field.EffectMoment
    sent_at: field.EffectMoment = None


class Effect(Pointer):
    """One thing to be done, which points at the item it is about and repeats nothing of it."""

    expires_at: field.EffectMoment


class Work(Pointer):
    """A notice to staff, which is work to be done until a member of staff says that it is done."""

    due_bucket: field.PaymentPointerIfAny = None
    due_at: field.PaymentPointerIfAny = None
    done_as: work.DoneAs = None
    done_by: work.DoneBy = None
    done_at: work.DoneAt = None
    expires_at: field.Moment


def effect(kind: EffectKind, *, about: str, now: datetime, **facts: str | int | None) -> Effect | Work:
    """Return the effect of a kind about the item with sort key `about`, in the same partition.

    `facts` may hold `cents`, `days_left`, or the sort key of the `step` that the mail tells of.
    """
    shared = {"effect": kind, "about": about, "created_at": int(now.timestamp()), **facts}
    if kind not in WORK:
        return Effect.model_validate({**shared, "expires_at": int(expiry(Retention.EFFECT, since=now).timestamp())})
    kept = int(expiry(Retention.STANDARD, since=now).timestamp())
    on_list = {"due_bucket": work_bucket(about), "due_at": now.isoformat()}
    return Work.model_validate({**shared, **on_list, "expires_at": kept})


def work_bucket(about: str) -> str:
    """Return the partition of the list of work that holds what is about the item with this sort key."""
    return WORK_BUCKETS[sum(about.encode()) % len(WORK_BUCKETS)]
