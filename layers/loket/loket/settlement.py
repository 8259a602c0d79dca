"""Settlement: asking the provider how a payment stands, and storing what that adds, with its effects, at once.

The webhook, the sweep and the return page all come here. A webhook is a hint; the provider, asked with our own key, is the
truth. The revision is read before the provider is asked, so that what is stored is never older than what it replaces.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from loket.domain.effect import EffectKind, effect
from loket.domain.item import ItemKind
from loket.domain.money import MoneyEvent, MoneyMoved, events
from loket.domain.payment import NotOurs, Payment, Provider, Snapshot, learn
from loket.domain.payment_item import PaymentItem, book, disclose_payment
from loket.log import log_event
from loket.pay.http import PATIENCE, Deadline
from loket.pay.provider import fetch_payment
from loket.store.book import store_disclosure, store_fiscal_line
from loket.store.payment import (
    AttemptUnknown,
    EnrollmentMoved,
    RevisionMoved,
    as_payment,
    change_payment,
    check_enrollment_waits,
    find_payment,
    pay_enrollment,
    payment_key,
    postpone_check,
    quarantine_payment,
)
from loket.store.person import store_effect, store_effect_at
from loket.store.transaction import AlreadyStored, Transaction, Write

_TRIES = 3

# What nobody can settle by program: a member of staff is told, without personal data (P08).
_STAFF_EVENTS = {
    MoneyEvent.CHARGED_BACK: EffectKind.NOTIFY_CHARGEBACK,
    MoneyEvent.CHARGEBACK_REVERSED: EffectKind.NOTIFY_CHARGEBACK_REVERSED,
    MoneyEvent.REFUND_FAILED: EffectKind.NOTIFY_REFUND_FAILED,
}
_PERSON_EVENTS = {
    MoneyEvent.PAID: EffectKind.CONFIRM_PAYMENT,
    MoneyEvent.NOT_PAID: EffectKind.OFFER_NEW_PAYMENT,
    MoneyEvent.REFUNDED: EffectKind.CONFIRM_REFUND,
}


class TooBusy(Exception):
    """Others kept changing the payment; whoever asked should come again."""


def settle(attempt: str, *, told: str | None, now: datetime) -> Payment:
    """Ask the provider about an attempt and store what it adds; return the payment as it then stands.

    `told` is the provider's id that a webhook named. Raise `AttemptUnknown` for an attempt we do not have, `NotOurs` (after
    setting the attempt apart) for a payment that is not this attempt's, `ProviderUnavailable`, or `TooBusy`.
    """
    return _settle(attempt, told, Deadline(PATIENCE), now=now)


def _settle(attempt: str, told: str | None, deadline: Deadline, *, now: datetime) -> Payment:
    for _ in range(_TRIES):
        item = find_payment(attempt, now=now)
        asked = told or item.payment
        if asked is None:
            return as_payment(item)
        try:
            return _take_in(item, fetch_payment(Provider(item.provider), asked, patience=deadline.rest()), now=now)
        except RevisionMoved:
            continue
    raise TooBusy


def settle_by_payment(provider: Provider, told: str, *, now: datetime) -> Payment:
    """Settle a payment that a signed webhook named by the provider's id alone; as `settle` in all else.

    Which attempt it is for is what the provider says we told it. The answer may be older than a change made in the
    meantime, which the merge allows for; where it is, the second try asks again.
    """
    deadline = Deadline(PATIENCE)
    snapshot = fetch_payment(provider, told, patience=deadline.rest())
    if snapshot.attempt is None:
        raise AttemptUnknown
    try:
        return _take_in(find_payment(snapshot.attempt, now=now), snapshot, now=now)
    except RevisionMoved:
        return _settle(snapshot.attempt, told, deadline, now=now)


def check_again(attempt: str, *, now: datetime) -> None:
    """Settle an attempt whose check is due, and set when the next one is."""
    before = find_payment(attempt, now=now)
    try:
        settle(attempt, told=None, now=now)
    finally:
        # One that cannot be settled now waits its turn again, and does not keep the others from theirs.
        _set_next_check(attempt, before, now=now)


def _set_next_check(attempt: str, before: PaymentItem, *, now: datetime) -> None:
    item = find_payment(attempt, now=now)
    if item.due_at == before.due_at:
        check_at = next_check(as_payment(item), made_at=_made_at(item), now=now)
        # Where somebody changed it in the meantime, they set the next check too.
        with suppress(RevisionMoved):
            Transaction([postpone_check(item, check_at=check_at)]).commit()


def next_check(payment: Payment, *, made_at: datetime, now: datetime) -> datetime | None:
    """Return when the sweep should look at a payment again, or None where nothing more can come.

    An open iDEAL payment ends within 15 minutes (docs.mollie.com, "Status changes"), so the first look is at 20. Money on
    its way back is looked at daily, for the 180 days in which it can move (stripe.com/docs, "iDEAL": refunds).
    """
    if payment.standing.is_final or now - made_at > timedelta(days=200):
        return None
    age = now - made_at
    return now + (timedelta(minutes=20) if age < timedelta(hours=2) else timedelta(days=1))


def _take_in(item: PaymentItem, snapshot: Snapshot, *, now: datetime) -> Payment:
    payment = as_payment(item)
    try:
        learned = learn(payment, snapshot)
    except NotOurs as stranger:
        _set_apart(item, stranger, now=now)
        raise
    if learned is not payment:
        _store(item, payment, learned, now=now)
    return learned


def _store(item: PaymentItem, payment: Payment, learned: Payment, *, now: datetime) -> None:
    change = change_payment(payment, learned, check_at=next_check(learned, made_at=_made_at(item), now=now))
    moved = events(payment, learned)
    lines = [*_disclosures(item, now=now), *_books(item, learned, moved, now=now)]
    try:
        Transaction([change, *lines, *_effects(item, moved, now=now)]).commit()
    except EnrollmentMoved as found:
        Transaction([change, *lines, *_effects_elsewhere(item, moved, found, now=now)]).commit()
    log_event("payment.changed", status=learned.standing.status, events=len(moved))


def _disclosures(item: PaymentItem, *, now: datetime) -> list[Write]:
    # Whoever ties an attempt to its payment records what the provider was given: mostly the checkout, which comes first.
    return [] if item.payment else [store_disclosure(item.person, item.attempt, disclose_payment(item, now=now))]


def _books(item: PaymentItem, learned: Payment, moved: tuple[MoneyMoved, ...], *, now: datetime) -> list[Write]:
    return [store_fiscal_line(book(item, learned, one, now=now), one, now=now) for one in moved if one.is_booked]


def _made_at(item: PaymentItem) -> datetime:
    return datetime.fromtimestamp(item.received_at, UTC)


def _effects(item: PaymentItem, moved: tuple[MoneyMoved, ...], *, now: datetime) -> list[Write]:
    found = {one.event for one in moved}
    guards = [pay_enrollment(item, now=now)] if MoneyEvent.PAID in found else []
    guards += [check_enrollment_waits(item, now=now)] if MoneyEvent.NOT_PAID in found else []
    return [
        *guards,
        *(_tell_person(item, one, now=now) for one in moved if one.event in _PERSON_EVENTS),
        *_staff(item, moved, now=now),
    ]


def _effects_elsewhere(
    item: PaymentItem, moved: tuple[MoneyMoved, ...], found: EnrollmentMoved, *, now: datetime
) -> list[Write]:
    """Return the effects where the enrollment is gone, or was paid by another attempt, or waits for another one."""
    gone = found.found.get("expires_at", 0) <= now.timestamp()
    paid = [one for one in moved if one.event is MoneyEvent.PAID]
    kind = EffectKind.NOTIFY_PAID_AFTER_ERASURE if gone else EffectKind.NOTIFY_OVERPAID
    refunds = [] if gone else [_tell_person(item, one, now=now) for one in moved if one.event is MoneyEvent.REFUNDED]
    return [*(_tell_staff(item, kind, one.cents, now=now) for one in paid), *refunds, *_staff(item, moved, now=now)]


def _staff(item: PaymentItem, moved: tuple[MoneyMoved, ...], *, now: datetime) -> list[Write]:
    return [_tell_staff(item, _STAFF_EVENTS[one.event], one.cents, now=now) for one in moved if one.event in _STAFF_EVENTS]


def _tell_person(item: PaymentItem, moved: MoneyMoved, *, now: datetime) -> Write:
    return store_effect(_PERSON_EVENTS[moved.event], item.person, about=item.enrollment, cents=moved.cents, at=now)


def _tell_staff(item: PaymentItem, kind: EffectKind, cents: int, *, now: datetime) -> Write:
    return store_effect_at(payment_key(item.attempt), effect(kind, about=ItemKind.PAYMENT, cents=cents, now=now), at=now)


def _set_apart(item: PaymentItem, stranger: NotOurs, *, now: datetime) -> None:
    """Mark the attempt and tell staff, once; nothing else about it changes."""
    tell = _tell_staff(item, EffectKind.NOTIFY_QUARANTINE, item.cents, now=now)
    try:
        Transaction([quarantine_payment(item.attempt, stranger.mismatch), tell]).commit()
    except AlreadyStored:
        return
    log_event("payment.quarantined", mismatch=stranger.mismatch)
