"""Schedule, every 15 minutes: asks about payments, refunds and chargebacks that have not reached an end, and about places.

A place that waits for its payment too long comes free, once the person was warned.
"""

from datetime import datetime
from typing import Any

from loket.enrollment.hold import sweep_holds
from loket.log import log_event, log_fault
from loket.payment.domain.payment import NotOurs
from loket.payment.due import due_attempts
from loket.payment.store import AttemptUnknown
from loket.payment.sweep import check_again
from loket.settings import finish_start
from loket.storage.record import RecordUnreadable

# One run stays well inside its time: 4 partitions x 25 x 0.5 s, and 100 places x 1 s.
_MOST_PER_PARTITION = 25
_MOST_PLACES = 100


class RecordsUnread(Exception):
    """Some attempts or enrollments cannot be read: no later run mends that, so the alarm of this function hears it now."""


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    """Look at all that is due; what fails is left for a later run. Raise `RecordsUnread` at the end for what is unread."""
    now = datetime.fromisoformat(event["time"])
    faults = [_check(attempt, now=now) for attempt in due_attempts(now=now, most=_MOST_PER_PARTITION)]
    result = {"checked": len(faults), "failed": len(faults) - faults.count(None)}
    log_event("payments.swept", **result)
    unread = sweep_holds(now=now, most=_MOST_PLACES)
    if unread or any(isinstance(fault, RecordUnreadable) for fault in faults):
        raise RecordsUnread
    return result


def _check(attempt: str, *, now: datetime) -> Exception | None:
    """Look at one attempt and return what went wrong, if anything did."""
    try:
        check_again(attempt, now=now)
    except (AttemptUnknown, NotOurs):
        return None
    except Exception as error:  # noqa: BLE001 - one payment must not keep the others waiting
        log_fault(error)
        return error
    return None


finish_start("PERSONAL_DATA_TABLE", "COURSE_TABLE", "LEDGER_TABLE", "KEYS_SECRET", "PAYMENT_SECRET")
