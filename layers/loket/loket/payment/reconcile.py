"""Reconciling: asking the provider how a payment stands, and storing what that adds, with its effects, at once.

The webhook, the sweep and the return page all come here. A webhook is a hint; the provider, asked with our own key, is the
truth. The revision is read before the provider is asked, so that what is stored is never older than what it replaces; for a
webhook that names no attempt it is read after, which the merge allows for.
"""

from contextlib import suppress
from datetime import datetime

from loket.log import log_event
from loket.payment.domain.part import in_parts
from loket.payment.domain.payment import NotOurs, Payment, Provider, Snapshot, learn
from loket.payment.domain.record import PaymentItem
from loket.payment.due import check_after, remember_unseen
from loket.payment.learned import store_learned, tell_of_quarantine
from loket.payment.provider.client import fetch_payment
from loket.payment.provider.fault import PaymentNotFound
from loket.payment.provider.http import PATIENCE, Deadline
from loket.payment.store import AttemptUnknown, EnrollmentChanged, RevisionChanged, find_payment, quarantine_payment
from loket.storage.transaction import AlreadyStored, Transaction

_TRIES = 3


class TooBusy(Exception):
    """Others kept changing the payment; whoever asked should come again."""


def reconcile(attempt: str, *, payment_id: str | None, provider: Provider | None = None, now: datetime) -> Payment:
    """Ask the provider about an attempt and store what it adds; return the payment as it then stands.

    `payment_id` is the provider's, as a webhook of this `provider` named it. Raise `AttemptUnknown` for an attempt we do not
    have, or have at another provider than the webhook is of, `NotOurs`
    (after putting the attempt in quarantine) for a payment that is not this attempt's, `ProviderUnavailable`, or `TooBusy`.
    """
    return _reconcile(attempt, payment_id, provider, Deadline(PATIENCE), now=now)


def _reconcile(
    attempt: str, payment_id: str | None, provider: Provider | None, deadline: Deadline, *, now: datetime
) -> Payment:
    for _ in range(_TRIES):
        item = find_payment(attempt, now=now)
        if provider not in {None, item.provider}:
            raise AttemptUnknown
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
        return _reconcile(snapshot.attempt, payment_id, provider, deadline, now=now)


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
        store_learned(item, payment, part, check_at=check_after(item, part, now=now) if whole else now, now=now)
        payment = part
    return payment


def _quarantine(item: PaymentItem, mismatch: str, *, now: datetime) -> None:
    """Mark the attempt and tell staff, once; nothing else about it changes."""
    try:
        Transaction([quarantine_payment(item.attempt, mismatch, now=now), *tell_of_quarantine(item, now=now)]).commit()
    except AlreadyStored:
        return
    log_event("payment.quarantined", mismatch=mismatch)
