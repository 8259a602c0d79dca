"""Reconciling: asking the provider how a payment stands, and storing what that adds, with its effects, at once.

The webhook, the sweep and the return page all come here. A webhook is a hint; the provider, asked with our own key, is the
truth. The revision is read before the provider is asked, so that what is stored is never older than what it replaces; for a
webhook that names no attempt it is read after, which the merge allows for.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from loket.core.key import Key, payment_key, person_partition
from loket.log import log_event
from loket.payment.books import store_debtor, store_fiscal_line
from loket.payment.domain.books import book
from loket.payment.domain.effect import (
    MoneyEffect,
    tell_person,
    tell_person_of_no_place,
    tell_person_of_refunds,
    tell_staff,
    tell_staff_of_invoice,
    tell_staff_of_limits,
    tell_staff_of_no_place,
    tell_staff_of_quarantine,
    tell_staff_of_refund,
    tell_staff_of_surplus,
)
from loket.payment.domain.money import MoneyEvent, MoneyMovement, movements
from loket.payment.domain.part import in_parts
from loket.payment.domain.payment import NotOurs, Payment, Provider, Snapshot, learn
from loket.payment.domain.record import LEFT_UNPAID, PAID_WITHOUT_PLACE, PaymentItem, disclose_payment
from loket.payment.due import check_after, remember_unseen
from loket.payment.provider.client import fetch_payment
from loket.payment.provider.fault import PaymentNotFound
from loket.payment.provider.http import PATIENCE, Deadline
from loket.payment.store import (
    AttemptUnknown,
    EnrollmentChanged,
    PaidFor,
    RevisionChanged,
    change_payment,
    check_enrollment_there,
    check_enrollment_waits,
    find_asked_invoice,
    find_payment,
    has_place_by,
    pay_enrollment,
    quarantine_payment,
)
from loket.storage.ledger import store_disclosure
from loket.storage.outbox import store_effects
from loket.storage.seat import NoSeatLeft, take_seat
from loket.storage.transaction import AlreadyStored, Transaction, Write

_TRIES = 3


class TooBusy(Exception):
    """Others kept changing the payment; whoever asked should come again."""


def reconcile(attempt: str, *, payment_id: str | None, now: datetime) -> Payment:
    """Ask the provider about an attempt and store what it adds; return the payment as it then stands.

    `payment_id` is the provider's, as a webhook named it. Raise `AttemptUnknown` for an attempt we do not have, `NotOurs`
    (after putting the attempt in quarantine) for a payment that is not this attempt's, `ProviderUnavailable`, or `TooBusy`.
    """
    return _reconcile(attempt, payment_id, Deadline(PATIENCE), now=now)


def _reconcile(attempt: str, payment_id: str | None, deadline: Deadline, *, now: datetime) -> Payment:
    for _ in range(_TRIES):
        item = find_payment(attempt, now=now)
        known_id = payment_id or item.payment
        if known_id is None:
            return item.as_payment()
        try:
            return _take_in(item, _fetch(item, known_id, deadline, now=now), now=now)
        except PaymentNotFound:
            if known_id == item.payment:
                raise
            # A notice named it, and the provider does not know it, or not yet: the sweep asks.
            with suppress(AlreadyStored):
                Transaction([remember_unseen(item.attempt, known_id, now=now)]).commit()
            return item.as_payment()
        except (RevisionChanged, EnrollmentChanged):
            continue
    raise TooBusy


def reconcile_by_payment(provider: Provider, payment_id: str, *, now: datetime) -> Payment:
    """Reconcile a payment that a signed webhook named by the provider's id alone; as `reconcile` in all else.

    Which attempt it is for is what the provider says we told it. The answer may be older than a change made in the
    meantime, which the merge allows for; where it is, the second try asks again. What our key does not show is another's:
    each attempt of ours is looked at by the sweep until it comes to an end, whatever is told of it.
    """
    deadline = Deadline(PATIENCE)
    try:
        snapshot = fetch_payment(provider, payment_id, patience=deadline.rest())
    except PaymentNotFound as unknown:
        raise AttemptUnknown from unknown
    try:
        return _take_in(find_payment(snapshot.attempt, now=now), snapshot, now=now)
    except (RevisionChanged, EnrollmentChanged):
        return _reconcile(snapshot.attempt, payment_id, deadline, now=now)


def _fetch(item: PaymentItem, payment_id: str, deadline: Deadline, *, now: datetime) -> Snapshot:
    try:
        return fetch_payment(item.provider, payment_id, patience=deadline.rest())
    except NotOurs as other:
        _quarantine(item, other.mismatch, now=now)
        raise


def _take_in(item: PaymentItem, snapshot: Snapshot, *, now: datetime) -> Payment:
    payment = item.as_payment()
    try:
        learned = learn(payment, snapshot)
    except NotOurs as other:
        _quarantine(item, other.mismatch, now=now)
        raise
    if learned is payment:
        return learned
    for part in in_parts(payment, learned):
        # Where this one is stopped, the sweep soon goes on.
        whole = part.standing == learned.standing
        _store(item, payment, part, check_at=check_after(item, part, now=now) if whole else now, now=now)
        payment = part
    return payment


def _store(item: PaymentItem, payment: Payment, learned: Payment, *, check_at: datetime | None, now: datetime) -> None:
    change = change_payment(payment, learned, check_at=check_at)
    moved = movements(payment, learned)
    refund = tell_staff_of_refund(payment, learned)
    # Where staff cancelled first, nobody has a place to give up.
    told = [*tell_staff_of_limits(payment, learned), *(refund if refund and has_place_by(item, now=now) else [])]
    lines = [*_disclosures(item, payment, now=now), *_books(item, learned, moved, now=now), *_to_staff(item, told, now=now)]
    try:
        Transaction([change, *lines, *_effects(item, moved, now=now)]).commit()
    except EnrollmentChanged as changed:
        _store_elsewhere(item, [change, *lines], moved, changed.found(PaidFor, now=now), now=now)
    log_event("payment.changed", status=learned.standing.status, events=len(moved))


def _store_elsewhere(
    item: PaymentItem, learned: list[Write], moved: Sequence[MoneyMovement], purchase: PaidFor | None, *, now: datetime
) -> None:
    """Store what was learned, where the enrollment is gone, was paid, or does not wait for this attempt any more."""
    paid = any(movement.event is MoneyEvent.PAID for movement in moved)
    if paid and purchase and not purchase.paid_by:
        _store_late(item, learned, moved, purchase.status, now=now)
    else:
        Transaction([*learned, *_effects_elsewhere(item, moved, gone=purchase is None, now=now)]).commit()


def _store_late(
    item: PaymentItem, learned: list[Write], moved: Sequence[MoneyMovement], seen: str, *, now: datetime
) -> None:
    """Store a payment for a place that had come free: where there is one still, it is theirs; else people find an answer.

    Where the place was taken up again, or left, between the two writes, whoever asked looks anew.
    """
    to_staff = [*_to_staff(item, tell_staff(moved), now=now), *_invoice(item, moved, now=now)]
    status = PAID_WITHOUT_PLACE if seen == LEFT_UNPAID else seen
    if seen == LEFT_UNPAID:
        seat = [pay_enrollment(item, seen=seen, now=now), take_seat(item.course, now=now)]
        with suppress(NoSeatLeft):
            Transaction([*learned, *seat, *_to_person(item, tell_person(moved), now=now), *to_staff]).commit()
            return
    no_seat = [
        pay_enrollment(item, seen=seen, status=status, now=now),
        *_to_person(item, tell_person_of_no_place(moved), now=now),
        *_to_staff(item, tell_staff_of_no_place(moved), now=now),
    ]
    Transaction([*learned, *no_seat, *to_staff]).commit()


def _disclosures(item: PaymentItem, before: Payment, *, now: datetime) -> list[Write]:
    # Whoever ties an attempt to its payment records what the provider was given: mostly the checkout, which comes first.
    return [] if before.payment else [store_disclosure(item.person, item.attempt, disclose_payment(item, now=now))]


def _books(item: PaymentItem, learned: Payment, movements: Sequence[MoneyMovement], *, now: datetime) -> list[Write]:
    return [
        store_fiscal_line(book(item, learned, movement, now=now), movement, now=now)
        for movement in movements
        if movement.is_booked
    ]


def _effects(item: PaymentItem, movements: Sequence[MoneyMovement], *, now: datetime) -> list[Write]:
    happened = {movement.event for movement in movements}
    pays = MoneyEvent.PAID in happened
    paid = [pay_enrollment(item, now=now), *_invoice(item, movements, now=now)] if pays else []
    waits = [check_enrollment_waits(item, now=now)] if MoneyEvent.NOT_PAID in happened else []
    # A person is written to only while the enrollment is there, which those two see to as well.
    there = [] if paid or waits or not tell_person(movements) else [check_enrollment_there(item, now=now)]
    return [
        *paid,
        *waits,
        *there,
        *_to_person(item, tell_person(movements), now=now),
        *_to_staff(item, tell_staff(movements), now=now),
    ]


def _invoice(item: PaymentItem, movements: Sequence[MoneyMovement], *, now: datetime) -> list[Write]:
    """Return the writes of the invoice, if one was asked for, of what is paid: for whom it is, and that staff send it."""
    # Nobody's enrollment is read for an invoice that was not asked for.
    debtor = store_debtor(item, find_asked_invoice(item, now=now), now=now) if item.invoice else None
    return [debtor, *_to_staff(item, tell_staff_of_invoice(movements), now=now)] if debtor else []


def _effects_elsewhere(item: PaymentItem, movements: Sequence[MoneyMovement], *, gone: bool, now: datetime) -> list[Write]:
    """Return the effects where the enrollment is gone, or was paid by another attempt, or waits for another one."""
    to_person = [] if gone else tell_person_of_refunds(movements)
    to_staff = [*tell_staff_of_surplus(movements, gone=gone), *tell_staff(movements)]
    there = [check_enrollment_there(item, now=now)] if to_person else []
    return [*there, *_to_person(item, to_person, now=now), *_to_staff(item, to_staff, now=now)]


def _to_person(item: PaymentItem, effects: Iterable[MoneyEffect], *, now: datetime) -> list[Write]:
    return _tell(item, Key(person_partition(item.person), item.enrollment), effects, now=now)


def _to_staff(item: PaymentItem, effects: Iterable[MoneyEffect], *, now: datetime) -> list[Write]:
    # A task ends with its attempt, however late in its life: from then on no list shows it and nobody can finish it. Staff
    # were mailed the reference and the amount at once, and the books keep the line.
    return _tell(item, payment_key(item.attempt), effects, now=now)


def _tell(item: PaymentItem, about: Key, effects: Iterable[MoneyEffect], *, now: datetime) -> list[Write]:
    each = (store_effects([kind], about, cents=cents, at=now, until=item.expires_at) for kind, cents in effects)
    return [write for writes in each for write in writes]


def _quarantine(item: PaymentItem, mismatch: str, *, now: datetime) -> None:
    """Mark the attempt and tell staff, once; nothing else about it changes."""
    to_staff = _to_staff(item, tell_staff_of_quarantine(item.cents), now=now)
    try:
        Transaction([quarantine_payment(item.attempt, mismatch, now=now), *to_staff]).commit()
    except AlreadyStored:
        return
    log_event("payment.quarantined", mismatch=mismatch)
