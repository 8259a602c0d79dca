"""Schedule, every hour: escalates open privacy requests as their due dates come near, so that none passes in silence."""

from datetime import datetime
from typing import Any

from loket.core.key import Key
from loket.log import log_event, log_fault
from loket.privacy.domain.deadline import last_due_moment
from loket.privacy.domain.escalation import FIRST_LEVEL
from loket.privacy.escalate import escalate_request
from loket.privacy.store.request import list_due
from loket.settings import finish_start


class RequestsLeft(Exception):
    """Some requests did not get their turn; the next run tries again, and the alarm of this function hears it now."""


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    """Give every request that is near its due date its turn; raise `RequestsLeft` at the end where one had none."""
    now = datetime.fromisoformat(event["time"])
    near = list_due(until=last_due_moment(within=FIRST_LEVEL, now=now), now=now)
    outcomes = [_take_turn(request.key, now=now) for request in near]
    result = {"seen": len(outcomes), "escalated": outcomes.count(True), "failed": outcomes.count(None)}
    log_event("requests.escalated", **result)
    if result["failed"]:
        raise RequestsLeft
    return result


def _take_turn(key: Key, *, now: datetime) -> bool | None:
    """Return whether a request was escalated, or None where that failed: one must not keep the others from their turn."""
    try:
        return escalate_request(key, now=now)
    except Exception as error:  # noqa: BLE001 - whatever it is, the next request has its turn
        log_fault(error)
        return None


finish_start("PERSONAL_DATA_TABLE", "LEDGER_TABLE", "KEYS_SECRET")
