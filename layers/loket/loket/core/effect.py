"""Effects: what must happen because something was stored, kept as items of the same transaction."""

from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Annotated, ClassVar

from loket.core import field, staff_field
from loket.core.item import ItemKind, Record
from loket.core.partition import DueList
from loket.core.retention import Retention, expires_at


class EffectKind(StrEnum):
    """What follows from what people send, from what staff do, from money that moved, and from a date that comes near."""

    CONFIRM_ENROLLMENT = "confirm_enrollment"
    CONFIRM_CONTACT_MESSAGE = "confirm_contact_message"
    ANSWER_CONTACT_MESSAGE = "answer_contact_message"
    NOTIFY_STAFF = "notify_staff"
    CREATE_PAYMENT = "create_payment"
    OFFER_PAYMENT = "offer_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    OFFER_NEW_PAYMENT = "offer_new_payment"
    CONFIRM_REFUND = "confirm_refund"
    WARN_PLACE = "warn_place"
    TELL_UNPAID = "tell_unpaid"
    TELL_CANCELLED = "tell_cancelled"
    TELL_PAID_WITHOUT_PLACE = "tell_paid_without_place"
    NOTIFY_INVOICE = "notify_invoice"
    NOTIFY_OVERPAID = "notify_overpaid"
    NOTIFY_PAID_WITHOUT_PLACE = "notify_paid_without_place"
    NOTIFY_PAID_AFTER_ERASURE = "notify_paid_after_erasure"
    NOTIFY_CHARGEBACK = "notify_chargeback"
    NOTIFY_CHARGEBACK_REVERSED = "notify_chargeback_reversed"
    NOTIFY_REFUND_FAILED = "notify_refund_failed"
    NOTIFY_QUARANTINE = "notify_quarantine"
    NOTIFY_REFUNDED = "notify_refunded"
    NOTIFY_SHORTFALL = "notify_shortfall"
    NOTIFY_TOO_MANY_REFUNDS = "notify_too_many_refunds"
    CONFIRM_PRIVACY_REQUEST = "confirm_privacy_request"
    TELL_STEP = "tell_step"
    TELL_DELAY = "tell_delay"
    NOTIFY_REQUEST = "notify_request"
    NOTIFY_STEP = "notify_step"
    NOTIFY_ADDITION = "notify_addition"
    NOTIFY_DUE = "notify_due"
    NOTIFY_OFFICER_DUE = "notify_officer_due"


# Effects that tell staff of something and stay on their list until somebody says that it is done.
TASKS = frozenset(
    {
        EffectKind.NOTIFY_STAFF,
        EffectKind.NOTIFY_INVOICE,
        EffectKind.NOTIFY_OVERPAID,
        EffectKind.NOTIFY_PAID_WITHOUT_PLACE,
        EffectKind.NOTIFY_PAID_AFTER_ERASURE,
        EffectKind.NOTIFY_CHARGEBACK,
        EffectKind.NOTIFY_CHARGEBACK_REVERSED,
        EffectKind.NOTIFY_REFUND_FAILED,
        EffectKind.NOTIFY_QUARANTINE,
        EffectKind.NOTIFY_REFUNDED,
        EffectKind.NOTIFY_SHORTFALL,
        EffectKind.NOTIFY_TOO_MANY_REFUNDS,
    }
)

# Of these, which strangers cause, staff get so many mails a day and no more: what they tell is on the list of tasks, or with
# its request on the list of those that are open.
LIMITED = frozenset({EffectKind.NOTIFY_STAFF, EffectKind.NOTIFY_STEP, EffectKind.NOTIFY_ADDITION})
# What tells a person where to pay: whoever filled in the form makes as many as they like, and their own page says it too.
OFFERS = frozenset({EffectKind.OFFER_PAYMENT, EffectKind.OFFER_NEW_PAYMENT})


class Pointer(Record):
    """What points at the item it is about, by its sort key in the same partition, and repeats nothing of it."""

    kind: ClassVar[ItemKind] = ItemKind.OUTBOX

    effect: Annotated[EffectKind, field.OF_EFFECT]
    about: field.EffectKey
    step: field.EffectKeyIfAny = None
    cents: field.EffectNumberIfAny = None
    created_at: field.EffectMoment
    sent_at: field.EffectNumberIfAny = None
    sending_until: field.EffectNumberIfAny = None

    @property
    def is_limited(self) -> bool:
        """Return whether people make as many of these as they like, and staff find all of it at the desk."""
        return self.effect in LIMITED


class Effect(Pointer):
    """One thing to be done: a mail, or a payment to be opened."""

    expires_at: field.EffectMoment


class Task(Pointer):
    """An effect that staff do something about; it has a `due_bucket` until one of them says that it is done."""

    due_bucket: field.FactIfAny = None
    due_at: field.FactIfAny = None
    done_as: staff_field.DoneAs = None
    done_by: staff_field.DoneBy = None
    done_by_id: staff_field.StaffId = None
    done_at: staff_field.DoneAt = None
    expires_at: field.Moment

    @property
    def is_open(self) -> bool:
        """Return whether the task is on the list."""
        return self.due_bucket is not None


def new_effect(  # noqa: PLR0913 - each is a part of one effect
    kind: EffectKind,
    *,
    about: str,
    now: datetime,
    until: int | None = None,
    cents: int | None = None,
    step: str | None = None,
    pk: str = "",
) -> Effect | Task:
    """Return the effect of a kind about the item with sort key `about`, in the same partition `pk`.

    It outlives neither its own period nor what it is about, which goes at `until`: then nobody could do anything about it.
    `cents` and the sort key of a `step` are what its mail tells of beside the item.
    """
    latest = datetime.fromtimestamp(until, UTC) if until is not None else None
    kept = expires_at(Retention.EFFECT, since=now, latest=latest)
    make: partial[Effect] | partial[Task] = partial(Effect, expires_at=kept)
    if kind in TASKS:
        # By the partition too: what is about a payment always has the same sort key.
        kept, partition = expires_at(Retention.STANDARD, since=now, latest=latest), DueList.TASKS.partition_of(pk + about)
        make = partial(Task, due_bucket=partition, due_at=now.isoformat(), expires_at=kept)
    created_at = int(now.timestamp())
    return make(effect=kind, about=about, step=step, cents=cents, created_at=created_at)
