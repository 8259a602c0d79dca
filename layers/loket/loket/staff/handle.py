"""Handling: what staff do with messages, enrollments and the tasks on their list.

Every act is one transaction: the item as it now is, its place on the list, the line in the ledger, and the mail that
follows. It is refused where the item is not as it was seen, so two members of staff cannot do different things at once.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from loket.contact.message import ContactStatus
from loket.core.command import Command
from loket.core.effect import Task
from loket.core.item import Stored
from loket.core.key import payment_key
from loket.core.ledger import LedgerEvent, write_line
from loket.core.redaction import redact
from loket.core.reference import new_attempt
from loket.core.staff_member import StaffMember
from loket.enrollment.attempt import new_payment
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentStatus
from loket.enrollment.domain.hold import begin_hold
from loket.enrollment.store.course import find_course
from loket.enrollment.store.leave import leave_course
from loket.payment.domain.money import balance
from loket.payment.domain.record import PaymentItem
from loket.payment.store import (
    AttemptUnknown,
    RevisionChanged,
    check_attempt,
    check_attempt_there,
    find_payment,
    store_payment,
)
from loket.staff.domain.action import (
    Action,
    Handled,
    HandledStatus,
    ItemMove,
    OnList,
    find_item_move,
    move_into,
    task_settled_by,
    tell_of_money,
)
from loket.staff.domain.outcome import Outcome, OutcomeForbidden, outcomes_of
from loket.staff.store.item import ItemChanged, ItemChanges, change_handled
from loket.staff.store.task import close_task, find_tasks, reopen_task
from loket.storage.ledger import store_line
from loket.storage.outbox import store_effects
from loket.storage.seat import take_seat
from loket.storage.transaction import Transaction, Write


class AnswerMissing(ValueError):
    """An answer needs words."""


class MoneyWentBack(Exception):
    """What was paid for an enrollment is not with us any more, so that it pays for no place."""


class StillHeld(Exception):
    """What waits in review must be released or marked as spam before it is done."""


def handle_item(command: Command[Action], stored: Stored[Handled], *, now: datetime) -> HandledStatus:
    """Do something with a stored message or enrollment and return where it then stands.

    Raise `ItemChanged` or `AlreadyDone` where somebody else did something since it was seen or read, `ActionForbidden` where
    the table has no such move, `AnswerMissing`, and `CourseUnknown`, `NoSeatLeft` or `MoneyWentBack` where an enrollment
    cannot have a seat.
    """
    item = stored.record
    if command.seen not in {None, item.status}:
        raise ItemChanged
    move = find_item_move(item, command.event)
    if command.event is Action.RELEASE and isinstance(item, Enrollment):
        return _admit(command, move, Stored(stored.key, item), now=now)
    changes = _answer(command, now=now) if command.event is Action.ANSWER else {}
    if isinstance(item, Enrollment):
        paid = _find_paid(item, now=now)
        left = balance(paid.as_payment()) if paid else 0
        writes = _writes(command, move, stored, changes, now=now, cents=left if left > 0 else None)
        settled = _settled(command, paid, now=now)
        leave_course(item, [*writes, *settled, *_money_left(item, command.event, paid, left, now=now)])
    else:
        Transaction(_writes(command, move, stored, changes, now=now)).commit()
    return _target(move)


def finish_task(
    task: Stored[Task], about: Stored[Handled] | Stored[PaymentItem], outcome: Outcome, *, by: StaffMember, now: datetime
) -> None:
    """Take a task about an item off the list, as done by a member of staff.

    Raise `OutcomeForbidden` for an outcome that such a task does not have, `StillHeld` where it is about something that
    waits in review, and `AlreadyDone` where another member of staff was first.
    """
    kind = task.record.effect
    if outcome not in outcomes_of(kind):
        raise OutcomeForbidden
    if about.record.status in {ContactStatus.IN_REVIEW, EnrollmentStatus.IN_REVIEW}:
        raise StillHeld
    reference, person = _of_whom(about)
    line = write_line(LedgerEvent.WORK, outcome, by=by, about=reference, why=kind, now=now)
    Transaction([close_task(task, outcome, by=by, now=now), store_line(person, line)]).commit()


def _of_whom(about: Stored[Handled] | Stored[PaymentItem]) -> tuple[str, str]:
    record = about.record
    if isinstance(record, PaymentItem):
        return record.enrollment_reference, record.person
    return record.reference, about.person


def _answer(command: Command[Action], *, now: datetime) -> ItemChanges:
    words = (command.words or "").strip()
    if not words:
        raise AnswerMissing
    staff = _staff(command)
    said: ItemChanges = {"answer": redact(words)[0], "answered_at": int(now.timestamp())}
    return {**said, "answered_by": staff.name, "answered_by_id": staff.id}


def _staff(command: Command[Action]) -> StaffMember:
    if not isinstance(command.by, StaffMember):
        raise TypeError("nobody but staff acts on messages and enrollments")
    return command.by


def _writes(
    command: Command[Action],
    move: ItemMove,
    stored: Stored[Handled],
    changes: ItemChanges,
    *,
    now: datetime,
    cents: int | None = None,
) -> list[Write]:
    item, person, action = stored.record, stored.person, command.event
    line = write_line(LedgerEvent.WORK, action, by=command.by, about=item.reference, why=item.status, now=now)
    return [
        change_handled(stored, changes, _target(move), now=now),
        *_tasks(command, move, stored, now=now),
        store_line(person, line),
        *store_effects([move.effect] if move.effect else [], stored.key, cents=cents, at=now, until=item.expires_at),
    ]


def _target(move: ItemMove) -> HandledStatus:
    if move.target is None:
        raise TypeError("every move of an item leads to a status")
    return move.target


def _tasks(command: Command[Action], move: ItemMove, stored: Stored[Handled], *, now: datetime) -> Sequence[Write]:
    if move.on_list is OnList.STAYS:
        return []
    tasks = find_tasks(stored.key, now=now)
    if move.on_list is OnList.RETURNS:
        return [reopen_task(task, now=now) for task in tasks if not task.record.is_open]
    return [close_task(task, Outcome.HANDLED, by=_staff(command), now=now) for task in tasks if task.record.is_open]


def _admit(command: Command[Action], move: ItemMove, stored: Stored[Enrollment], *, now: datetime) -> HandledStatus:
    """Give an enrollment its seat, and where the course costs money, the attempt to pay that it waits for, if unpaid."""
    enrollment = stored.record
    course, paid = find_course(enrollment.course, now=now), enrollment.paid_by
    attempt = new_attempt() if course.price_cents and not paid else None
    payment = new_payment(enrollment, attempt, course, stored.key, now=now)
    move = move_into(course, move, paid=bool(paid))
    changes: ItemChanges = {}
    if payment:
        changes = {"attempt": payment.attempt, **(begin_hold(course, enrollment.reference, now=now) or {})}
    # Nothing opens it at the provider yet: the page that the confirmation leads to does, when the person comes to pay.
    attempts = store_payment(payment) if payment else []
    # The same, as one of what staff handle: a `Stored` of one kind is not one of either.
    handled: Stored[Handled] = Stored(stored.key, stored.record)
    money = _find_paid(enrollment, now=now)
    told = money if enrollment.status is EnrollmentStatus.PAID_WITHOUT_PLACE else payment
    writes = _writes(command, move, handled, changes, now=now, cents=told.cents if told else None)
    settled = _settled(command, money, now=now)
    checks = [_check_money_here(money)] if money else []
    try:
        Transaction([*writes, take_seat(course.code, now=now), *attempts, *checks, *settled]).commit()
    except RevisionChanged as changed:
        raise ItemChanged from changed
    return _target(move)


def _check_money_here(paid: PaymentItem) -> Write:
    """Return the check that nothing was learned of a payment that is still ours, or some of it; raise `MoneyWentBack`."""
    payment = paid.as_payment()
    if balance(payment) <= 0:
        raise MoneyWentBack
    return check_attempt(payment)


def _settled(command: Command[Action], paid: PaymentItem | None, *, now: datetime) -> Sequence[Write]:
    """Return the writes that take off the list the open tasks about a payment that ask for this act."""
    kind, tasks = task_settled_by(command.event), find_tasks(payment_key(paid.attempt), now=now) if paid else []
    asked = [task for task in tasks if task.record.is_open and task.record.effect is kind]
    return [close_task(task, Outcome.HANDLED, by=_staff(command), now=now) for task in asked]


def _money_left(
    enrollment: Enrollment, action: Action, paid: PaymentItem | None, left: int, *, now: datetime
) -> Sequence[Write]:
    """Return the task about money that staff have where they cancel what was paid, as long as any of it is left with us."""
    kinds = tell_of_money(enrollment, action)
    if not kinds or paid is None or left <= 0:
        return []
    told = store_effects(kinds, payment_key(paid.attempt), cents=left, at=now, until=paid.expires_at)
    return [check_attempt_there(paid.attempt, refusal=ItemChanged, now=now), *told]


def _find_paid(enrollment: Enrollment, *, now: datetime) -> PaymentItem | None:
    """Return the attempt by which an enrollment was paid; None where it was not, or where the attempt is gone."""
    with suppress(AttemptUnknown):
        return find_payment(enrollment.paid_by, now=now) if enrollment.paid_by else None
    return None
