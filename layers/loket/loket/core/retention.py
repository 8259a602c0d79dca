"""How long each kind of item is kept, and the moment at which it must be gone.

The standard period of two years and the longer one for tax records are the privacy statement's own ("Beveiligen en
bewaren"); the seven years are AWR art. 52(4).
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum, unique
from zoneinfo import ZoneInfo

LOCAL_TIME = ZoneInfo("Europe/Amsterdam")


@unique
class Retention(StrEnum):
    """The retention periods that exist. Every stored item has exactly one.

    But for a spent challenge: it is kept until it would be out of date anyway.
    """

    STANDARD = "2 years"
    FISCAL = "7 years after the end of the book year"
    EFFECT = "30 days"
    PROOF = "14 days"
    SUBMISSION = "10 minutes"
    IDEMPOTENCY = "24 hours"
    ENROLLED = "30 days after enrolling"
    SENDER = "10 minutes after the last form"
    RECIPIENT = "24 hours after the last mail"
    PRESS = "1 hour after the last press"
    SIGN_IN = "10 minutes, on the way to sign in"
    SESSION = "8 hours"
    NOT_KEPT = "not kept"


_YEARS = {Retention.STANDARD: 2}

_SPANS = {
    # A dead-letter queue holds a message for 14 days at most (SQS); an effect outlives that so that it can be redriven.
    Retention.EFFECT: timedelta(days=30),
    # Longer than any check of a copy of an identity document takes; it is destroyed as soon as that is done (P19).
    Retention.PROOF: timedelta(days=14),
    Retention.SUBMISSION: timedelta(minutes=10),
    Retention.IDEMPOTENCY: timedelta(hours=24),
    # As long as somebody may doubt whether they had enrolled, and do it again.
    Retention.ENROLLED: timedelta(days=30),
    # As long as each of these counts for a limit (`Limit`).
    Retention.SENDER: timedelta(minutes=10),
    Retention.RECIPIENT: timedelta(hours=24),
    Retention.PRESS: timedelta(hours=1),
    Retention.SIGN_IN: timedelta(minutes=10),
    # A working day.
    Retention.SESSION: timedelta(hours=8),
    Retention.NOT_KEPT: timedelta(0),
}


def expiry(retention: Retention, *, since: datetime) -> datetime:
    """Return the aware UTC moment at which something received at `since` must be gone.

    Years are calendar years on the Dutch clock: received at 10:15 on 3 May 2026, gone at 10:15 on 3 May 2028, summer time
    or not. From 29 February it runs to 28 February where the year has no 29th: never longer than promised.
    """
    if retention is Retention.FISCAL:
        return _end_of_book_year(since, years=7)
    if retention in _YEARS:
        return _years_later(since, _YEARS[retention])
    return since + _SPANS[retention]


def expires_at(retention: Retention, *, since: datetime, latest: datetime | None = None) -> int:
    """Return the moment of `expiry` as it is stored: in whole seconds since 1970, as DynamoDB's TTL wants it.

    What is of no use after `latest` goes then, where that is earlier.
    """
    end = expiry(retention, since=since)
    return int((min(end, latest) if latest else end).timestamp())


def is_over(expires_at: int, *, now: datetime) -> bool:
    """Return whether the retention period of what is stored with this `expires_at` is over, and it counts as gone.

    DynamoDB's TTL deletes up to days late, so whatever is read goes through this.
    """
    return expires_at <= now.timestamp()


def local_date(moment: datetime) -> str:
    """Return the date in the Netherlands of an aware moment, as ISO 8601 `yyyy-mm-dd`."""
    return moment.astimezone(LOCAL_TIME).date().isoformat()


def local_date_of(epoch: int) -> str:
    """Return the date in the Netherlands of a moment stored as epoch seconds."""
    return local_date(datetime.fromtimestamp(epoch, UTC))


def _years_later(since: datetime, years: int) -> datetime:
    local = since.astimezone(LOCAL_TIME)
    try:
        later = local.replace(year=local.year + years)
    except ValueError:
        later = local.replace(year=local.year + years, day=28)
    return later.astimezone(UTC)


def _end_of_book_year(since: datetime, *, years: int) -> datetime:
    year = since.astimezone(LOCAL_TIME).year + years + 1
    return datetime(year, 1, 1, tzinfo=LOCAL_TIME).astimezone(UTC)
