"""The end of a hold: the person is warned, and what is not paid a day after that at the earliest comes free (P08).

Each step is one transaction that holds only where the provider, asked just now, has no money for it or on its way.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial

from loket.core.effect import Effect, Task
from loket.core.item import RecordUnreadable, Stored
from loket.core.key import Key, payment_key
from loket.core.partition import DueEntry
from loket.core.schedule import take_turns
from loket.enrollment.domain.effect import END_OF_HOLD
from loket.enrollment.domain.enrollment import Enrollment
from loket.enrollment.domain.hold import end_of_notice, hold_until
from loket.enrollment.store.hold import HoldChanged, NotDue, change_hold, end_hold, list_due_holds, put_off, store_warning
from loket.enrollment.store.leave import leave_course
from loket.log import log_event, log_fault
from loket.payment.domain.effect import OPENING
from loket.payment.domain.payment import NotOurs, Payment, PaymentStatus
from loket.payment.provider.fault import PaymentNotFound, ProviderUnavailable
from loket.payment.reconcile import reconcile
from loket.payment.store import AttemptUnknown, RevisionChanged, check_attempt, find_payment
from loket.storage.item import ItemGone, find
from loket.storage.outbox import find_effect, has_effect, store_effects
from loket.storage.transaction import Transaction, Write

_AT_THE_BANK = {PaymentStatus.PENDING, PaymentStatus.AUTHORIZED}
# What could not be looked at waits so long, and does not keep the others from their turn.
_NEXT_TRY = timedelta(hours=1)
# A provider that says nothing, or knows nothing, for so long after the end of a hold is waited for no longer in silence.
_PATIENCE = timedelta(days=3)


class HoldStuck(Exception):
    """The provider does not say for days whether a place is paid: it stays taken, and somebody must look."""


class Outcome(StrEnum):
    """What became of a hold that was due."""

    WARNED = "warned"
    ENDED = "ended"
    RUNS_ON = "runs_on"
    PASSED = "passed"
    FAILED = "failed"
    STUCK = "stuck"
    UNREAD = "unread"


_OUTCOMES: Mapping[type[Exception], Outcome] = {RecordUnreadable: Outcome.UNREAD, HoldStuck: Outcome.STUCK}


def sweep_holds(*, has_time: Callable[[], bool], now: datetime) -> tuple[int, int, int]:
    """Look at the holds that are due, most urgent first, while there is time.

    Return how many had no turn, how many cannot be read, and how many fail for days. One that fails keeps no other waiting.
    """
    outcomes, left = take_turns(list_due_holds(now=now), partial(_take_turn, now=now), has_time=has_time)
    counts = {outcome.value: outcomes.count(outcome) for outcome in Outcome}
    log_event("places.swept", **counts, left=left)
    return left, outcomes.count(Outcome.UNREAD), outcomes.count(Outcome.STUCK)


def _take_turn(entry: DueEntry, *, now: datetime) -> Outcome:
    try:
        return look_at_hold(entry.key, now=now)
    except Exception as error:  # noqa: BLE001 - one place must not keep the others waiting
        log_fault(error)
        return _OUTCOMES.get(type(error), Outcome.FAILED)


def look_at_hold(key: Key, *, now: datetime) -> Outcome:
    """Warn the person of the end of a hold, or end it, or let it run on; what became of it in the meantime holds."""
    try:
        return _look_where_due(key, now=now)
    except RevisionChanged:
        return Outcome.PASSED
    except HoldChanged:
        # What left the index, or is due later, stays so; what waits for nothing and is still in it gives way.
        _try_later(key, now=now)
        return Outcome.PASSED
    except Exception:
        _try_later(key, now=now)
        raise


def _look_where_due(key: Key, *, now: datetime) -> Outcome:
    try:
        stored = find(Enrollment, key, now=now)
    except ItemGone:
        return Outcome.PASSED
    if stored.record.held_until is None:
        # What left the index by now stays out of it.
        _try_later(key, now=now)
        return Outcome.PASSED
    return _look(stored, stored.record.held_until, now=now)


def _look(stored: Stored[Enrollment], end: int, *, now: datetime) -> Outcome:
    try:
        payment = _ask(stored.record.attempt, has_patience=now < datetime.fromtimestamp(end, UTC) + _PATIENCE, now=now)
    except NotOurs:
        # Set apart for a person to look at: there may be money in it.
        return _run_on(stored, end_of_notice(end, warned=now), now=now)
    status = payment.standing.status if payment else None
    if status is PaymentStatus.PAID:
        return Outcome.PASSED
    if status in _AT_THE_BANK:
        return _run_on(stored, end_of_notice(end, warned=now), now=now)
    return _warn_or_end(stored, end, [check_attempt(payment)] if payment else [], now=now)


def _ask(attempt: str | None, *, has_patience: bool, now: datetime) -> Payment | None:
    try:
        return _reconcile(attempt, has_patience=has_patience, now=now) if attempt else None
    except AttemptUnknown:
        # Nobody can pay by what is gone.
        return None


def _reconcile(attempt: str, *, has_patience: bool, now: datetime) -> Payment:
    try:
        return _opened(reconcile(attempt, payment_id=None, now=now), now=now)
    except PaymentNotFound:
        if has_patience:
            raise
        # The provider knows it no more: there is no money in it as far as anybody can know. What comes late has an answer.
        return find_payment(attempt, now=now).as_payment()
    except ProviderUnavailable as silent:
        if has_patience:
            raise
        raise HoldStuck from silent


def _opened(payment: Payment, *, now: datetime) -> Payment:
    """Return the payment, unless it was for us to open it and the provider did not let us: then nobody could pay."""
    if payment.payment is None and has_effect(OPENING, payment_key(payment.attempt).pk, now=now):
        raise ProviderUnavailable("not_opened")
    return payment


def _warn_or_end(stored: Stored[Enrollment], end: int, unpaid: list[Write], *, now: datetime) -> Outcome:
    warning = _find_warning(stored, now=now)
    if warning is None:
        return _warn(stored, end, unpaid, now=now)
    over = end_of_notice(end, warned=_sent_at(warning) or now)
    if over > now:
        return _run_on(stored, over, now=now)
    told = store_effects(END_OF_HOLD, stored.key, at=now, until=stored.record.expires_at)
    leave_course(stored.record, [end_hold(stored, now=now), *unpaid, *told])
    return Outcome.ENDED


def _find_warning(stored: Stored[Enrollment], *, now: datetime) -> Effect | Task | None:
    if stored.record.warning is None:
        return None
    try:
        return find_effect(Key(stored.key.pk, stored.record.warning), now=now).record
    except ItemGone:
        # It is kept for a while only: what was not acted upon until then is told again.
        return None


def _sent_at(warning: Effect | Task) -> datetime | None:
    return datetime.fromtimestamp(warning.sent_at, UTC) if warning.sent_at else None


def _warn(stored: Stored[Enrollment], end: int, unpaid: list[Write], *, now: datetime) -> Outcome:
    fields = hold_until(end_of_notice(end, warned=now), stored.record.reference)
    warning, mail = store_warning(stored, now=now)
    Transaction([change_hold(stored, fields, warning=warning, now=now), *unpaid, mail]).commit()
    return Outcome.WARNED


def _run_on(stored: Stored[Enrollment], until: datetime, *, now: datetime) -> Outcome:
    fields = hold_until(until, stored.record.reference)
    Transaction([change_hold(stored, fields, warning=None, now=now)]).commit()
    return Outcome.RUNS_ON


def _try_later(key: Key, *, now: datetime) -> None:
    """Let what could not be looked at wait its turn again, whether it can be read or not."""
    with suppress(NotDue):
        Transaction([put_off(key, until=now + _NEXT_TRY, now=now)]).commit()
