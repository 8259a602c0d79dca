"""Schedule, every hour: escalates open privacy requests as their due dates come near, so that none passes in silence.

It goes by urgency, first through what is sure to be meant, then through what nobody confirmed: a run that is cut short
forgets the least urgent, and what strangers send in keeps nobody from their turn.
"""

from typing import Any

from loket.core.partition import DueList
from loket.core.schedule import read_moment
from loket.log import log_event
from loket.privacy.escalate import make_digests, spare, take_turns
from loket.settings import finish_start

# What a turn, the digests and the end of a run take where the tables are slow.
_ROOM_MILLIS = 60_000


class RequestsLeft(Exception):
    """Some requests did not get their turn; the next run tries again, and the alarm of this function hears it now."""


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:  # noqa: ANN401 - Lambda's context
    """Give every request that is near its due date its turn; raise `RequestsLeft` at the end where one had none."""
    now = read_moment(event)

    def has_time() -> bool:
        return bool(context.get_remaining_time_in_millis() > _ROOM_MILLIS)

    sure, left = take_turns(DueList.REQUESTS, has_time=has_time, now=now)
    digests = [spare(lambda: make_digests(sure, now=now))]
    unsure, more_left = take_turns(DueList.UNCONFIRMED, has_time=has_time, now=now)
    # Apart, so that no number of these keeps staff from the others.
    digests.append(spare(lambda: make_digests(unsure, now=now)))
    turns = [*sure, *unsure]
    result = {
        "seen": len(turns),
        "escalated": sum(turn is not None and turn.escalated for turn in turns),
        "failed": [*turns, *digests].count(None),
        "left": left + more_left,
        "digests": sum(filter(None, digests)),
    }
    log_event("requests.escalated", **result)
    if result["failed"] or result["left"]:
        raise RequestsLeft
    return result


finish_start("PERSONAL_DATA_TABLE", "LEDGER_TABLE", "KEYS_SECRET")
