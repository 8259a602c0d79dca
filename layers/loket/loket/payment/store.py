"""Payments in PersonalDataTable: one item per attempt under the attempt's own key, and what they do to what is paid for."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from loket.core.key import Key, attempt_pointer_key, payment_key, person_partition
from loket.core.partition import DueList
from loket.core.reference import is_attempt
from loket.payment.domain.payment import Payment
from loket.payment.domain.record import PAID_FOR, WAITS_FOR_PAYMENT, AskedInvoice, PaymentItem, point_at
from loket.storage.item import TABLE, store
from loket.storage.read import get
from loket.storage.record import read_record
from loket.storage.transaction import UNEXPIRED, AlreadyStored, Refused, Write, check, update

REVISION_UNCHANGED = "attribute_exists(pk) AND revision = :known"
NOT_BOUND_ELSEWHERE = "attribute_exists(pk) AND (attribute_not_exists(payment) OR payment = :payment)"
NOT_QUARANTINED = f"{UNEXPIRED} AND attribute_not_exists(quarantine)"
NOT_PAID_AS_SEEN = f"{UNEXPIRED} AND #status = :seen AND attribute_not_exists(paid_by)"
PAID_AS_SEEN = f"{UNEXPIRED} AND paid_by = :pays AND attempt = :attempt AND #status = :seen"
WAITS_FOR_THIS = f"{UNEXPIRED} AND #status = :waits AND attribute_not_exists(paid_by) AND attempt = :attempt"
STILL_UNPAID = f"{UNEXPIRED} AND #status = :waits AND attribute_not_exists(paid_by) AND attempt = :last"


class AttemptUnknown(LookupError):
    """There is no such attempt, or its retention period is over."""


class RevisionChanged(Refused):
    """Somebody else changed the payment, or by which one an enrollment is paid, in the meantime."""


class BoundElsewhere(Refused):
    """The attempt already has another payment at the provider; which one is for those to read who may."""


class EnrollmentChanged(Refused):
    """The enrollment is gone, was paid, or does not wait for this attempt; it is found as a `PaidFor`."""

    shows_item = True


class WaitsNoMore(Refused):
    """The enrollment is gone, was paid, or waits for another attempt; the counter, which may read nobody, learns no more."""


class PaidFor(NamedTuple):
    """What a payment knows of what is paid for: the attempt it waits for, the one that paid it, and where it stands.

    Once it is paid it waits for none: `attempt` is then the other one by which money came, if there is one.
    """

    attempt: str | None = None
    paid_by: str | None = None
    status: str = WAITS_FOR_PAYMENT


def store_payment(item: PaymentItem) -> Sequence[Write]:
    """Return the writes that store a new attempt, and point at it from among its person's items."""
    pointer = store(point_at(item), attempt_pointer_key(item.person, item.attempt))
    return [store(item, payment_key(item.attempt)), pointer]


def find_payment(attempt: str, *, now: datetime) -> PaymentItem:
    """Return the attempt as it stands now; raise `AttemptUnknown`.

    The name mostly comes from outside: what no attempt is called is not looked for, and no key of the table's.
    """
    item = get(TABLE, payment_key(attempt), now=now) if is_attempt(attempt) else None
    if item is None:
        raise AttemptUnknown
    return read_record(PaymentItem, item)


def change_payment(before: Payment, after: Payment, *, check_at: datetime | None) -> Write:
    """Return the write that stores what was learned, refused where somebody else learned something in the meantime.

    `check_at` is when the sweep looks again; None takes the attempt out of its index.
    """
    standing = {
        ":payment": after.payment,
        ":status": after.standing.status,
        ":refunds": {name: asdict(refund) for name, refund in after.standing.refunds.items()},
        ":chargebacks": {name: asdict(chargeback) for name, chargeback in after.standing.chargebacks.items()},
        ":revision": after.revision,
        ":known": before.revision,
    }
    sets = "payment = :payment, #status = :status, refunds = :refunds, chargebacks = :chargebacks, revision = :revision"
    later, values = schedule(after.attempt, check_at)
    return update(
        TABLE,
        payment_key(after.attempt),
        f"SET {sets}{later}",
        condition=REVISION_UNCHANGED,
        values={**standing, **values},
        refusal=RevisionChanged,
    )


def bind_payment(attempt: str, payment: str, checkout_url: str) -> Write:
    """Return the write that ties an attempt to its payment at the provider, refused where it has another one."""
    return update(
        TABLE,
        payment_key(attempt),
        "SET payment = :payment, checkout_url = :url, revision = revision + :one",
        condition=NOT_BOUND_ELSEWHERE,
        values={":payment": payment, ":url": checkout_url, ":one": 1},
        refusal=BoundElsewhere,
    )


def quarantine_payment(attempt: str, mismatch: str, *, now: datetime) -> Write:
    """Return the write that sets an attempt apart for a person to look at, refused where it was before."""
    return update(
        TABLE,
        payment_key(attempt),
        "SET quarantine = :mismatch",
        condition=NOT_QUARANTINED,
        values={":mismatch": mismatch, ":now": int(now.timestamp())},
        refusal=AlreadyStored,
    )


def pay_enrollment(item: PaymentItem, *, seen: str = WAITS_FOR_PAYMENT, status: str = PAID_FOR, now: datetime) -> Write:
    """Return the write that marks an enrollment paid, refused where it is gone, was paid, or stands elsewhere than seen.

    Its place, which was held for the payment, is held no longer: it is certain, or there is none.
    """
    return update(
        TABLE,
        _paid_for(item),
        "SET #status = :paid, paid_by = :attempt REMOVE held_until, warning, due_bucket, due_at",
        condition=NOT_PAID_AS_SEEN,
        values={":paid": status, ":seen": seen, ":attempt": item.attempt, ":now": int(now.timestamp())},
        refusal=EnrollmentChanged,
    )


def check_attempt(payment: Payment) -> Write:
    """Return the check that nothing was learned of an attempt since it was read."""
    key, known = payment_key(payment.attempt), {":known": payment.revision}
    return check(TABLE, key, condition=REVISION_UNCHANGED, values=known, refusal=RevisionChanged)


def check_attempt_there(attempt: str, *, refusal: type[Refused], now: datetime) -> Write:
    """Return the check that an attempt is still there, whatever was learned of it."""
    values = {":now": int(now.timestamp())}
    return check(TABLE, payment_key(attempt), condition=UNEXPIRED, values=values, refusal=refusal)


def check_enrollment_waits(item: PaymentItem, *, now: datetime, refusal: type[Refused] = EnrollmentChanged) -> Write:
    """Return the check that an enrollment still waits for this attempt, and for no other."""
    values = {":attempt": item.attempt, ":waits": WAITS_FOR_PAYMENT, ":now": int(now.timestamp())}
    return check(TABLE, _paid_for(item), condition=WAITS_FOR_THIS, values=values, refusal=refusal)


def check_still_waits(item: PaymentItem, *, now: datetime) -> Write:
    """Return that check for the counter: refused (`WaitsNoMore`), it shows nothing of the enrollment."""
    return check_enrollment_waits(item, now=now, refusal=WaitsNoMore)


def check_enrollment_there(item: PaymentItem, *, now: datetime) -> Write:
    """Return the check that an enrollment is still there, whichever attempt it waits for or was paid by."""
    values = {":now": int(now.timestamp())}
    return check(TABLE, _paid_for(item), condition=UNEXPIRED, values=values, refusal=EnrollmentChanged)


def is_waited_for(item: PaymentItem, *, now: datetime) -> bool:
    """Return whether the enrollment is there and waits for this attempt now; what is written later checks it again."""
    enrollment = get(TABLE, _paid_for(item), now=now)
    return enrollment is not None and read_record(PaidFor, enrollment) == PaidFor(attempt=item.attempt)


def find_purchase(item: PaymentItem, *, now: datetime) -> PaidFor | None:
    """Return what is paid for as it stands now; None where it is gone."""
    enrollment = get(TABLE, _paid_for(item), now=now)
    return read_record(PaidFor, enrollment) if enrollment else None


def pay_enrollment_by(item: PaymentItem, seen: PaidFor, by: PaidFor, *, now: datetime) -> Write:
    """Return the write that says by which attempt an enrollment is paid, and which other there is, if both are as seen.

    Refused, it is as where an attempt changed: whoever asked looks anew.
    """
    return update(
        TABLE,
        _paid_for(item),
        "SET paid_by = :by, attempt = :other",
        condition=PAID_AS_SEEN,
        values={
            ":by": by.paid_by,
            ":other": by.attempt,
            ":pays": seen.paid_by,
            ":attempt": seen.attempt,
            ":seen": seen.status,
            ":now": int(now.timestamp()),
        },
        refusal=RevisionChanged,
    )


def find_asked_invoice(item: PaymentItem, *, now: datetime) -> AskedInvoice:
    """Return to whom an invoice is made out for what is paid for, as its enrollment says: to nobody where it is gone."""
    return read_record(AskedInvoice, get(TABLE, _paid_for(item), now=now) or {})


def turn_to_attempt(item: PaymentItem, *, last: str, now: datetime) -> Write:
    """Return the write that makes an enrollment wait for a new attempt, refused where it waits no more, or turned before."""
    return update(
        TABLE,
        _paid_for(item),
        "SET attempt = :attempt",
        condition=STILL_UNPAID,
        values={":attempt": item.attempt, ":last": last, ":waits": WAITS_FOR_PAYMENT, ":now": int(now.timestamp())},
        refusal=EnrollmentChanged,
    )


def _paid_for(item: PaymentItem) -> Key:
    return Key(person_partition(item.person), item.enrollment)


def schedule(attempt: str, check_at: datetime | None) -> tuple[str, dict[str, Any]]:
    """Return the part of an update expression that sets when the sweep looks again, and its values; None: never."""
    if check_at is None:
        return " REMOVE due_bucket, due_at", {}
    due = {":bucket": DueList.PAYMENTS.partition_of(attempt), ":due": check_at.isoformat()}
    return ", due_bucket = :bucket, due_at = :due", due
