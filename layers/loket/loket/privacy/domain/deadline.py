"""When a privacy request must be answered: a date on the Dutch calendar, computed once, at receipt.

Four weeks is the privacy statement's own promise ("Rechten"), and stricter than the law's month (GDPR art. 12(3)). The clock
starts at receipt, whatever else is still to be confirmed or proven, and it never stops.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta

from loket.core.retention import LOCAL_TIME

DAYS = 28
# GDPR art. 12(3): "extended by two further months", on top of the first.
_MOST_MONTHS = 3
# What a person may expect where a date is missed: an expectation of ours, well within the law's extra months.
_EXPECTED_DELAY = timedelta(days=14)
# The last second of the day, so that the moment falls on the date that people are told.
_END_OF_DAY = time(23, 59, 59)


class ExtensionTooLong(ValueError):
    """The law does not allow a date this late, or the new date is not later than the old one."""


class ExtensionTooLate(ValueError):
    """The first date has passed: GDPR art. 12(3) wants the person to be told of an extension before."""


def due_moment(received_at: datetime) -> datetime:
    """Return the aware UTC moment by which a request must be answered: the end of the 28th local day after receipt."""
    return _end_of(received_at.astimezone(LOCAL_TIME).date() + timedelta(days=DAYS))


def latest_due_date(received_at: datetime) -> date:
    """Return the last local date to which a request may be extended: three months after receipt.

    A period of months ends on the same date, or on the last day of a month without it (Regulation 1182/71, art. 3(2)(c)).
    """
    received = received_at.astimezone(LOCAL_TIME).date()
    months = received.month - 1 + _MOST_MONTHS
    year, month = received.year + months // 12, months % 12 + 1
    return date(year, month, min(received.day, calendar.monthrange(year, month)[1]))


def extend_due(received_at: datetime, due_at: datetime, *, until: date, now: datetime) -> datetime:
    """Return the later moment by which a request must be answered; raise `ExtensionTooLate` or `ExtensionTooLong`."""
    if now > due_moment(received_at):
        raise ExtensionTooLate
    if not due_at.astimezone(LOCAL_TIME).date() < until <= latest_due_date(received_at):
        raise ExtensionTooLong
    return _end_of(until)


def revived_due(due_at: datetime, *, now: datetime) -> datetime:
    """Return by when a request that lives again must be answered: its own moment, or where that has passed a new one.

    Who confirms what staff had ended asks it anew, and is promised what everybody is promised.
    """
    return due_at if now <= due_at else due_moment(now)


def expected_decision(due_at: datetime, *, now: datetime) -> datetime:
    """Return the moment by which a person may expect the decision on a request of which the due date is missed.

    Who is told of it late, because nothing ran, is not promised a date that is over.
    """
    return max(due_at, now) + _EXPECTED_DELAY


def last_due_moment(*, within: int, now: datetime) -> datetime:
    """Return the aware UTC moment by which everything is due that has at most `within` local days left."""
    return _end_of(now.astimezone(LOCAL_TIME).date() + timedelta(days=within))


def days_left(due_at: datetime, *, now: datetime) -> int:
    """Return how many local days are left until the due date: 0 on the day itself, below 0 after it."""
    return (due_at.astimezone(LOCAL_TIME).date() - now.astimezone(LOCAL_TIME).date()).days


def day_before(due_at: datetime, days: int) -> datetime:
    """Return the aware moment at which the local day begins on which so many days are left until the due date."""
    return datetime.combine(due_at.astimezone(LOCAL_TIME).date() - timedelta(days=days), time(), LOCAL_TIME)


def is_overdue(due_at: datetime, *, now: datetime) -> bool:
    """Return whether the due moment has passed; this is computed, never stored."""
    return now > due_at


def _end_of(day: date) -> datetime:
    return datetime.combine(day, _END_OF_DAY, LOCAL_TIME).astimezone(UTC)
