"""Limits: how often something may happen within any stretch of time, wherever that stretch begins."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from loket.core.retention import Retention, expiry

_EPOCH = datetime.fromtimestamp(0, UTC)
_MILLISECOND = timedelta(milliseconds=1)


class TooOften(Exception):
    """Something happened as often as it may; `retry_after` is in how many seconds it may happen again."""

    retry_after: int = 600

    def __init__(self, retry_after: int) -> None:
        """Keep when to come back."""
        super().__init__()
        self.retry_after = retry_after


class Limit(NamedTuple):
    """At most so many within any stretch as long as a hit is remembered."""

    most: int
    within: Retention

    def recent(self, hits: Sequence[int], *, now: datetime) -> tuple[int, ...]:
        """Return the hits that still count, as moments in milliseconds; raise `TooOften` where there is room for no more."""
        span = expiry(self.within, since=now) - now
        still = tuple(sorted(hit for hit in hits if hit > in_milliseconds(now - span)))
        if len(still) < self.most:
            return still
        free_at = still[len(still) - self.most] + span // _MILLISECOND
        # Whole seconds, rounded up: what still counts ends later than now.
        raise TooOften(-((in_milliseconds(now) - free_at) // 1000))


def in_milliseconds(moment: datetime) -> int:
    """Return a moment as API Gateway tells it, in whole milliseconds since 1970."""
    return (moment - _EPOCH) // _MILLISECOND
