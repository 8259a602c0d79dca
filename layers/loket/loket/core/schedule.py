"""What a schedule starts: for which moment, and a run that gives each its turn while there is time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

# Nothing is reckoned further ahead than the longest retention period.
_LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=366 * 10)


# Of what had no turn no more are counted.
_MOST_COUNTED = 1_000


class MomentUnusable(ValueError):
    """An event does not say for which moment it is, or for one that cannot be reckoned with."""


class TurnsLeft(Exception):
    """Some did not get their turn; the next run goes on, and the alarm of the function hears it now."""


class RecordsUnread(Exception):
    """Some cannot be read: no later run mends that, so the alarm of the function hears it now."""


class LongFailed(Exception):
    """Some fail for days: the alarm of the function hears it until that is mended."""


def read_moment(event: Mapping[str, Any]) -> datetime:
    """Return the aware UTC moment of a schedule's event; raise `MomentUnusable`."""
    try:
        moment = datetime.fromisoformat(str(event["time"])).astimezone(UTC)
    except (KeyError, ValueError, OverflowError) as error:
        raise MomentUnusable from error
    if moment > _LAST:
        raise MomentUnusable
    return moment


def take_turns[T, R](
    waiting: Iterator[T], turn: Callable[[T], R], *, has_time: Callable[[], bool], most_counted: int = _MOST_COUNTED
) -> tuple[list[R], int]:
    """Give each of what waits its turn, in its order, while there is time.

    Return what came of each turn, and how many had none; of very many that is not counted further.
    """
    outcomes: list[R] = []
    for one in waiting:
        if not has_time():
            return outcomes, 1 + sum(1 for _ in islice(waiting, most_counted))
        outcomes.append(turn(one))
    return outcomes, 0


def end_run(*, left: int, unread: int, stuck: int = 0) -> None:
    """Raise `TurnsLeft` where some had no turn, `RecordsUnread` where some cannot be read, `LongFailed` where some fail."""
    if left:
        raise TurnsLeft
    if unread:
        raise RecordsUnread
    if stuck:
        raise LongFailed
