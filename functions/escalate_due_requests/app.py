"""Schedule, every hour: lets open privacy requests climb the ladder, so that none goes past its due date in silence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loket.domain.privacy.deadline import last_due_moment
from loket.domain.privacy.ladder import FIRST_RUNG
from loket.escalation import climb_ladder
from loket.log import log_event, log_fault
from loket.settings import finish_start
from loket.store.privacy_request import list_due


class RequestsLeft(Exception):
    """Some requests did not get their turn; the next run tries again, and the alarm of this function hears it now."""


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    """Give every request that is near its due date its turn; raise `RequestsLeft` at the end where one had none."""
    now = datetime.fromisoformat(event["time"])
    near = list_due(until=last_due_moment(within=FIRST_RUNG, now=now))
    outcomes = [_take_turn(keys, now=now) for keys in near]
    result = {"seen": len(outcomes), "climbed": outcomes.count(True), "failed": outcomes.count(None)}
    log_event("requests.escalated", **result)
    if result["failed"]:
        raise RequestsLeft
    return result


def _take_turn(keys: Mapping[str, str], *, now: datetime) -> bool | None:
    """Return whether a request climbed, or None where it failed: one must not keep the others from their turn."""
    try:
        return climb_ladder(keys["pk"], keys["sk"], now=now)
    except Exception as error:  # noqa: BLE001 - whatever it is, the next request has its turn
        log_fault(error)
        return None


finish_start("PERSONAL_DATA_TABLE", "LEDGER_TABLE")
