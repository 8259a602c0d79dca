"""Schedule, every 15 minutes: asks about payments, refunds and chargebacks that have not reached an end, and about places.

A place that waits for its payment too long comes free, once the person was warned. Both go by urgency and end in time: a
provider that does not answer keeps no run from its end, and payments keep no place from its turn.
"""

from datetime import datetime
from functools import partial
from typing import Any

from loket.core.item import RecordUnreadable
from loket.core.schedule import end_run, read_moment, take_turns
from loket.enrollment.hold import sweep_holds
from loket.log import log_event, log_fault
from loket.payment.domain.payment import NotOurs
from loket.payment.due import due_attempts
from loket.payment.store import AttemptUnknown
from loket.payment.sweep import check_again
from loket.settings import finish_start

# What a turn and the end of a run take where the provider and the tables are slow, and before it what is for the places.
_ROOM_MILLIS = 60_000
_ROOM_FOR_PLACES_MILLIS = 90_000


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:  # noqa: ANN401 - Lambda's context
    """Look at all that is due; one that fails comes again. The alarm hears at the end of what it must."""
    now = read_moment(event)

    def has_time(room: int) -> bool:
        return bool(context.get_remaining_time_in_millis() > room)

    for_payments = partial(has_time, _ROOM_MILLIS + _ROOM_FOR_PLACES_MILLIS)
    faults, left = take_turns(due_attempts(now=now), partial(_check, now=now), has_time=for_payments)
    result = {"checked": len(faults), "failed": len(faults) - faults.count(None)}
    log_event("payments.swept", **result, left=left)
    places_left, unread, stuck = sweep_holds(has_time=partial(has_time, _ROOM_MILLIS), now=now)
    unread += sum(isinstance(fault, RecordUnreadable) for fault in faults)
    end_run(left=left + places_left, unread=unread, stuck=stuck)
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
