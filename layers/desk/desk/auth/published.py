"""What the identity provider publishes about itself, believed for minutes: a key that it withdrew is soon worth nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from desk.auth.http import get_json

BELIEVED_FOR = timedelta(minutes=10)
# How often it is asked before that time is over, where a token names a key that nobody knows.
ASKED_ANEW_EVERY = timedelta(minutes=1)


class Published[T]:
    """Documents by address, as they were read last. One that cannot be read is not remembered."""

    def __init__(self, read: Callable[[dict[str, Any]], T]) -> None:
        """Know nothing yet."""
        self._read = read
        self._known: dict[str, tuple[datetime, T]] = {}
        self._asked_anew: dict[str, datetime] = {}

    def get(self, url: str, *, now: datetime) -> T:
        """Return what is published at an address, asked for where it is unknown or old; raise `IdentityUnavailable`."""
        known = self._known.get(url)
        return known[1] if known and abs(now - known[0]) < BELIEVED_FOR else self._ask(url, now=now)

    def get_anew(self, url: str, *, now: datetime) -> T:
        """Return it as it is now, unless it was asked for like this a moment ago; raise `IdentityUnavailable`."""
        at = self._asked_anew.get(url)
        if at and abs(now - at) < ASKED_ANEW_EVERY:
            return self.get(url, now=now)
        self._asked_anew[url] = now
        return self._ask(url, now=now)

    def forget(self) -> None:
        """Know nothing any more."""
        self._known.clear()
        self._asked_anew.clear()

    def _ask(self, url: str, *, now: datetime) -> T:
        read = self._read(get_json(url))
        self._known[url] = (now, read)
        return read
