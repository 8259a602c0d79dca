"""Schedule, every 15 minutes: asks about payments, refunds and chargebacks that have not reached an end, and about places.

A place that waits for its payment too long comes free, once the person was warned.
"""

from datetime import datetime
from typing import Any

from loket.core.schedule import read_moment
from loket.enrollment.hold import sweep_holds
from loket.log import log_event, log_fault
from loket.payment.domain.payment import NotOurs
from loket.payment.due import due_attempts
from loket.payment.store import AttemptUnknown
from loket.payment.sweep import check_again
from loket.settings import finish_start

# One run stays well inside its time: 4 partitions x 25 x 0.5 s, and 100 places x 1 s.
_MOST_PER_PARTITION = 25
_MOST_PLACES = 100


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    """Look at every attempt that is due; one that fails is left for the next run."""
    now = read_moment(event)
    outcomes = [_check(attempt, now=now) for attempt in due_attempts(now=now, most=_MOST_PER_PARTITION)]
    result = {"checked": len(outcomes), "failed": outcomes.count(False)}
    log_event("payments.swept", **result)
    sweep_holds(now=now, most=_MOST_PLACES)
    return result


def _check(attempt: str, *, now: datetime) -> bool:
    try:
        check_again(attempt, now=now)
    except (AttemptUnknown, NotOurs):
        return True
    except Exception as error:  # noqa: BLE001 - one payment must not keep the others waiting
        log_fault(error)
        return False
    return True


finish_start("PERSONAL_DATA_TABLE", "COURSE_TABLE", "LEDGER_TABLE", "KEYS_SECRET", "PAYMENT_SECRET")
