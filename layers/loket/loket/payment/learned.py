"""What was learned of a payment: stored at once with all that follows from it, for the enrollment, the person and staff.

Whether money is told of as ours is asked of the payment as it then stands: what came and went back in one answer pays for
no new place, and nobody is told that it is here.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from loket.core.key import Key, payment_key, person_partition
from loket.log import log_event
from loket.payment.books import store_debtor, store_fiscal_line
from loket.payment.domain.books import book
from loket.payment.domain.effect import (
    MoneyEffect,
    as_told,
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
from loket.payment.domain.money import MoneyEvent, MoneyMovement, balance, movements
from loket.payment.domain.payment import Payment
from loket.payment.domain.record import LEFT_UNPAID, PAID_FOR, PAID_WITHOUT_PLACE, PaymentItem, disclose_payment
from loket.payment.store import (
    AttemptUnknown,
    EnrollmentChanged,
    PaidFor,
    change_payment,
    check_attempt,
    check_enrollment_there,
    check_enrollment_waits,
    find_asked_invoice,
    find_payment,
    find_purchase,
    pay_enrollment,
    pay_enrollment_by,
)
from loket.storage.ledger import store_disclosure
from loket.storage.outbox import store_effects
from loket.storage.seat import NoSeatLeft, take_seat
from loket.storage.transaction import Transaction, Write


@dataclass(frozen=True, kw_only=True, slots=True)
class _Step:
    """A payment before and after something was learned of it, and the attempt that it is."""

    item: PaymentItem
    before: Payment
    after: Payment
    now: datetime

    @property
    def moved(self) -> tuple[MoneyMovement, ...]:
        return movements(self.before, self.after)

    @property
    def told(self) -> list[MoneyMovement]:
        return as_told(self.moved, left=self.left)

    @property
    def left(self) -> int:
        return balance(self.after)

    def has(self, event: MoneyEvent) -> bool:
        return any(movement.event is event for movement in self.moved)


def store_learned(item: PaymentItem, before: Payment, after: Payment, *, check_at: datetime | None, now: datetime) -> None:
    """Store what was learned of an attempt, with its effects; `check_at` is when the sweep looks again, if ever.

    Raise `RevisionChanged` or `EnrollmentChanged` where the attempt, or what is paid for, changed in the meantime.
    """
    step = _Step(item=item, before=before, after=after, now=now)
    limits = _to_staff(step, tell_staff_of_limits(before, after))
    learned = [change_payment(before, after, check_at=check_at), *_disclosures(step), *_books(step), *limits]
    try:
        Transaction([*learned, *_effects(step)]).commit()
    except EnrollmentChanged as changed:
        _store_elsewhere(step, learned, changed.found(PaidFor, now=now))
    log_event("payment.changed", status=after.standing.status, events=len(step.moved))


def _store_elsewhere(step: _Step, learned: list[Write], seen: PaidFor | None) -> None:
    """Store what was learned, where the enrollment is gone, was paid, or does not wait for this attempt any more."""
    if step.has(MoneyEvent.PAID) and seen and not seen.paid_by:
        _store_late(step, learned, seen.status)
    else:
        Transaction([*learned, *_effects_elsewhere(step, seen)]).commit()


def _store_late(step: _Step, learned: list[Write], seen: str) -> None:
    """Store a payment for a place that had come free: where there is one still, it is theirs; else people find an answer.

    Where the place was taken up again, or left, between the two writes, whoever asked looks anew.
    """
    item, now = step.item, step.now
    to_staff = [*_to_staff(step, tell_staff(step.told)), *_invoice(step)]
    status = PAID_WITHOUT_PLACE if seen == LEFT_UNPAID else seen
    if seen == LEFT_UNPAID and step.left > 0:
        seat = [pay_enrollment(item, seen=seen, now=now), take_seat(item.course, now=now)]
        with suppress(NoSeatLeft):
            Transaction([*learned, *seat, *_to_person(step, tell_person(step.told)), *to_staff]).commit()
            return
    no_seat = [
        pay_enrollment(item, seen=seen, status=status, now=now),
        *_to_person(step, tell_person_of_no_place(step.told)),
        *_to_staff(step, tell_staff_of_no_place(step.told, left=step.left)),
    ]
    Transaction([*learned, *no_seat, *to_staff]).commit()


def _disclosures(step: _Step) -> list[Write]:
    # Whoever ties an attempt to its payment records what the provider was given: mostly the checkout, which comes first.
    item, told = step.item, disclose_payment(step.item, now=step.now)
    return [] if step.before.payment else [store_disclosure(item.person, item.attempt, told)]


def _books(step: _Step) -> list[Write]:
    return [
        store_fiscal_line(book(step.item, step.after, movement, now=step.now), movement, now=step.now)
        for movement in step.moved
        if movement.is_booked
    ]


def _effects(step: _Step) -> list[Write]:
    return [
        *_effects_on_enrollment(step),
        *_to_person(step, tell_person(step.told)),
        *_to_staff(step, tell_staff(step.told)),
    ]


def _effects_on_enrollment(step: _Step) -> list[Write]:
    """Return what becomes of the enrollment, or what it must be for its person to be written to."""
    if step.has(MoneyEvent.PAID):
        refund = _to_staff(step, tell_staff_of_refund(step.before, step.after))
        return [pay_enrollment(step.item, now=step.now), *_invoice(step), *refund]
    if step.has(MoneyEvent.NOT_PAID):
        return [check_enrollment_waits(step.item, now=step.now)]
    # Whether money went back or came back, all of it.
    turned = step.moved and (step.left <= 0 or balance(step.before) <= 0)
    seen = find_purchase(step.item, now=step.now) if turned else None
    writes = _weigh(step, seen) if seen else []
    there = [] if writes or not tell_person(step.told) else [check_enrollment_there(step.item, now=step.now)]
    return [*writes, *there]


def _weigh(step: _Step, seen: PaidFor) -> list[Write]:
    """Return by which of two attempts an enrollment is paid: by the one that has money, and of two that do by the first.

    Where the first has none any more, nor another, staff are told of a place for which all was paid back.
    """
    mine, pays = step.item.attempt, seen.paid_by == step.item.attempt
    if seen.paid_by is None or pays is (step.left > 0):
        return []
    other = _find_other(seen.attempt if pays else seen.paid_by, mine, now=step.now)
    left = balance(other) if other else 0
    paid_by, rest = seen.paid_by, seen.attempt if pays else mine
    if other and (left > 0 if pays else left <= 0):
        paid_by, rest = rest or paid_by, paid_by
    unchanged = [check_attempt(other)] if other else []
    keeps = paid_by == mine and pays and seen.status == PAID_FOR
    refund = _to_staff(step, tell_staff_of_refund(step.before, step.after)) if keeps else []
    return [pay_enrollment_by(step.item, seen, PaidFor(rest, paid_by), now=step.now), *unchanged, *refund]


def _find_other(attempt: str | None, mine: str, *, now: datetime) -> Payment | None:
    with suppress(AttemptUnknown):
        return find_payment(attempt, now=now).as_payment() if attempt and attempt != mine else None
    return None


def _invoice(step: _Step) -> list[Write]:
    """Return the writes of the invoice, if one was asked for, of what is paid: for whom it is, and that staff send it."""
    item, now = step.item, step.now
    # Nobody's enrollment is read for an invoice that was not asked for.
    debtor = store_debtor(item, find_asked_invoice(item, now=now), now=now) if item.invoice else None
    return [debtor, *_to_staff(step, tell_staff_of_invoice(step.moved))] if debtor else []


def _effects_elsewhere(step: _Step, seen: PaidFor | None) -> list[Write]:
    """Return the effects where the enrollment is gone, or was paid by another attempt, or waits for another one."""
    to_person = tell_person_of_refunds(step.told) if seen else []
    to_staff = [*tell_staff_of_surplus(step.told, left=step.left, gone=seen is None), *tell_staff(step.told)]
    counted = _weigh(step, seen) if seen and step.has(MoneyEvent.PAID) else []
    there = [check_enrollment_there(step.item, now=step.now)] if to_person and not counted else []
    return [*counted, *there, *_to_person(step, to_person), *_to_staff(step, to_staff)]


def tell_of_quarantine(item: PaymentItem, *, now: datetime) -> list[Write]:
    """Return the writes by which staff are told of an attempt that is set apart."""
    return _tell(item, payment_key(item.attempt), tell_staff_of_quarantine(item.cents), now=now)


def _to_person(step: _Step, effects: Iterable[MoneyEffect]) -> list[Write]:
    return _tell(step.item, Key(person_partition(step.item.person), step.item.enrollment), effects, now=step.now)


def _to_staff(step: _Step, effects: Iterable[MoneyEffect]) -> list[Write]:
    # A task ends with its attempt, however late in its life: from then on no list shows it and nobody can finish it. Staff
    # were mailed the reference and the amount at once, and the books keep the line.
    return _tell(step.item, payment_key(step.item.attempt), effects, now=step.now)


def _tell(item: PaymentItem, about: Key, effects: Iterable[MoneyEffect], *, now: datetime) -> list[Write]:
    each = (store_effects([kind], about, cents=cents, at=now, until=item.expires_at) for kind, cents in effects)
    return [write for writes in each for write in writes]
