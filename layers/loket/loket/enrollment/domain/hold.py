"""Holding a seat: how long it waits for its payment, when the person is warned, and when it may come free (P08).

No hold ends on a person whom no mail has told of it: a warning that left late, or not yet, makes the hold run on.
"""

from datetime import UTC, datetime, timedelta
from typing import TypedDict

from loket.core.partition import DueList
from loket.core.retention import LOCAL_TIME
from loket.enrollment.domain.course import Course

# The warning goes this long before the end, so that a mail that is late is still in time, and the end is a day after it.
_WARNED_BEFORE = timedelta(days=2)
NOTICE = timedelta(days=1)
# What an enrollment has as long as its seat is held, and no longer.
HOLD_FIELDS = ("held_until", "warning", "due_bucket", "due_at")


class HoldFields(TypedDict):
    """The attributes of a hold: its end, and its entry in the index of due dates."""

    held_until: int
    due_bucket: str
    due_at: str


def begin_hold(course: Course, reference: str, *, now: datetime) -> HoldFields | None:
    """Return the hold on a seat in a course; None where nothing is paid there, as the catalogue limits no other."""
    if course.pay_within_days is None:
        return None
    end = end_of_day(now + timedelta(days=course.pay_within_days))
    return hold_until(end, reference, due=end - _WARNED_BEFORE)


def hold_until(end: datetime, reference: str, *, due: datetime | None = None) -> HoldFields:
    """Return a hold with this end, at which it is looked at again, or when it is `due` before that."""
    partition, due_at = DueList.PLACES.partition_of(reference), (due or end).astimezone(UTC).isoformat()
    return {"held_until": int(end.timestamp()), "due_bucket": partition, "due_at": due_at}


def end_of_notice(held_until: int, *, warned: datetime) -> datetime:
    """Return the end of a hold of whose end a person was warned at a moment: a whole day later at least."""
    return max(datetime.fromtimestamp(held_until, UTC), end_of_day(warned + NOTICE))


def end_of_day(moment: datetime) -> datetime:
    """Return the last second of the day in the Netherlands in which an aware moment is, in UTC."""
    day = moment.astimezone(LOCAL_TIME).replace(hour=23, minute=59, second=59, microsecond=0)
    return day.astimezone(UTC)
