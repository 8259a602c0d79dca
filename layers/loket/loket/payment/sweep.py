"""The sweep: reconciling what is due, and asking again about what a notice named and the provider did not know."""

from contextlib import suppress
from datetime import datetime

from loket.core.item import RecordUnreadable
from loket.payment.domain.payment import NotOurs
from loket.payment.domain.record import PaymentItem
from loket.payment.due import NoAskLeft, NotDue, check_after, postpone_check, put_off, take_ask
from loket.payment.provider.fault import ProviderUnavailable
from loket.payment.reconcile import reconcile
from loket.payment.store import AttemptUnknown, RevisionChanged, find_payment
from loket.storage.transaction import Transaction


def check_again(attempt: str, *, now: datetime) -> None:
    """Reconcile an attempt whose check is due, and set when the next one is; one that is gone meanwhile is passed over."""
    try:
        before = find_payment(attempt, now=now)
    except (AttemptUnknown, RecordUnreadable) as unread:
        with suppress(NotDue):
            Transaction([put_off(attempt, now=now)]).commit()
        if isinstance(unread, RecordUnreadable):
            raise
        return
    try:
        _ask_about_unseen(before, now=now)
        reconcile(attempt, payment_id=None, now=now)
    finally:
        # One that cannot be reconciled now waits its turn again, and does not keep the others from theirs.
        _set_next_check(attempt, before, now=now)


def _ask_about_unseen(item: PaymentItem, *, now: datetime) -> None:
    if not item.is_asked_about_unseen:
        return
    # Counted before it is asked, so that whatever happens then makes it no more.
    with suppress(NoAskLeft, NotOurs, ProviderUnavailable):
        Transaction([take_ask(item.attempt, now=now)]).commit()
        reconcile(item.attempt, payment_id=item.unseen_payment, now=now)


def _set_next_check(attempt: str, before: PaymentItem, *, now: datetime) -> None:
    item = find_payment(attempt, now=now)
    if item.due_at == before.due_at:
        check_at = check_after(item, item.as_payment(), now=now)
        # Where somebody changed it in the meantime, they set the next check too.
        with suppress(RevisionChanged):
            Transaction([postpone_check(item, check_at=check_at)]).commit()
