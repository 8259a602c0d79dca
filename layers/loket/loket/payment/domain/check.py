"""When the sweep looks at a payment, of which the provider might not tell by itself how it stands."""

from datetime import datetime, timedelta

from loket.payment.domain.payment import Payment

# An iDEAL payment ends within 15 minutes (docs.mollie.com, "Status changes"); the sweep looks after that.
FIRST_CHECK = timedelta(minutes=20)
# How long an open payment is looked at often, and money on its way back at all (stripe.com/docs, "iDEAL": refunds).
_OPEN_FOR = timedelta(hours=2)
_MOVES_FOR = timedelta(days=200)
# How often the sweep asks about a payment that a notice named and the provider did not know then: Mollie's notices can be
# faster than its own copies, by seconds (mollie-api-php#585).
ASKS = 3


def next_check(payment: Payment, *, begun_at: datetime, now: datetime) -> datetime | None:
    """Return when the sweep should look at a payment again, or None where nothing more can come.

    While it can still be paid, as long after each look as the first look is after its beginning. Money on its way back is
    looked at daily, for the 180 days in which it can move, and some more.
    """
    age = now - begun_at
    if payment.standing.is_final or age > _MOVES_FOR:
        return None
    return now + (FIRST_CHECK if age < _OPEN_FOR else timedelta(days=1))
