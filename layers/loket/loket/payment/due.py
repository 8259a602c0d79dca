"""What is due: the attempts that the sweep looks at, and the payments that it asks about for a notice's sake."""

from collections.abc import Iterator
from datetime import datetime

from loket.core.key import attempt_in, payment_key
from loket.core.partition import DueList
from loket.payment.domain.check import ASKS, FIRST_CHECK, next_check
from loket.payment.domain.payment import Payment
from loket.payment.domain.record import PaymentItem
from loket.payment.store import REVISION_UNCHANGED, RevisionChanged, schedule
from loket.storage.item import TABLE
from loket.storage.read import query_due_list
from loket.storage.transaction import UNEXPIRED, AlreadyStored, Refused, Write, update

NONE_UNSEEN = f"{UNEXPIRED} AND attribute_not_exists(unseen_payment)"
ASKS_LEFT = f"{UNEXPIRED} AND asks_left > :none"
STILL_DUE = f"{UNEXPIRED} AND due_at <= :at"


class NoAskLeft(Refused):
    """The provider was asked as often as it is about a payment that it did not know."""


class NotDue(Refused):
    """The next check of the attempt is not due, or no more."""


def due_attempts(*, now: datetime) -> Iterator[str]:
    """Return the attempts whose next check is due, first due first."""
    return (attempt_in(entry.key.pk) for entry in query_due_list(TABLE, DueList.PAYMENTS, until=now, now=now))


def check_after(item: PaymentItem, payment: Payment, *, now: datetime) -> datetime | None:
    """Return when the sweep looks at an attempt after a look now, where its payment then stands so; None: never."""
    return now + FIRST_CHECK if item.is_asked_about_unseen else next_check(payment, begun_at=item.begun_at, now=now)


def postpone_check(item: PaymentItem, *, check_at: datetime | None) -> Write:
    """Return the write that sets when the sweep looks again, without anything having been learned."""
    later, values = schedule(item.attempt, check_at)
    return update(
        TABLE,
        payment_key(item.attempt),
        f"SET revision = :known{later}",
        condition=REVISION_UNCHANGED,
        values={":known": item.revision, **values},
        refusal=RevisionChanged,
    )


def put_off(attempt: str, *, now: datetime) -> Write:
    """Return the write that lets what cannot be read wait its turn again, refused where it is not due any more."""
    later, due = schedule(attempt, now + FIRST_CHECK)
    return update(
        TABLE,
        payment_key(attempt),
        "SET " + later.removeprefix(", "),
        condition=STILL_DUE,
        values={":at": now.isoformat(), ":now": int(now.timestamp()), **due},
        refusal=NotDue,
    )


def remember_unseen(attempt: str, payment: str, *, now: datetime) -> Write:
    """Return the write that lets the sweep ask about a payment that the provider does not know now.

    One for each attempt, ever: whoever knows the address of its webhook cannot make us ask again and again.
    """
    later, due = schedule(attempt, now)
    return update(
        TABLE,
        payment_key(attempt),
        f"SET unseen_payment = :payment, asks_left = :asks, revision = revision + :one{later}",
        condition=NONE_UNSEEN,
        values={":payment": payment, ":asks": ASKS, ":one": 1, ":now": int(now.timestamp()), **due},
        refusal=AlreadyStored,
    )


def take_ask(attempt: str, *, now: datetime) -> Write:
    """Return the write that counts an ask about a payment that the provider did not know, refused where none is left."""
    return update(
        TABLE,
        payment_key(attempt),
        "SET asks_left = asks_left - :one",
        condition=ASKS_LEFT,
        values={":one": 1, ":none": 0, ":now": int(now.timestamp())},
        refusal=NoAskLeft,
    )
