"""The clock, for what waited in a queue: its message says when it was sent, which may be days ago."""

from datetime import UTC, datetime


def present(*, since: datetime) -> datetime:
    """Return the present moment, and never one before `since`, when what is handled was sent; a handler asks this once."""
    return max(_now(), since)


def _now() -> datetime:
    return datetime.now(UTC)
