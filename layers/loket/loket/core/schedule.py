"""The moment for which a schedule starts a function."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

# Nothing is reckoned further ahead than the longest retention period.
_LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=366 * 10)


class MomentUnusable(ValueError):
    """An event does not say for which moment it is, or for one that cannot be reckoned with."""


def read_moment(event: Mapping[str, Any]) -> datetime:
    """Return the aware UTC moment of a schedule's event; raise `MomentUnusable`."""
    try:
        moment = datetime.fromisoformat(str(event["time"])).astimezone(UTC)
    except (KeyError, ValueError, OverflowError) as error:
        raise MomentUnusable from error
    if moment > _LAST:
        raise MomentUnusable
    return moment
