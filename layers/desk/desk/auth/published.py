"""What the identity provider publishes about itself, believed for minutes: a key that it withdrew is soon worth nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from desk.auth.http import get_json

BELIEVED_FOR = timedelta(minutes=10)
# How often it is asked before that time is over, where a token names a key that nobody knows.
ASKED_ANEW_EVERY = timedelta(minutes=1)


@dataclass(slots=True)
class Published[T]:
    """Documents by address, as they were read last. One that cannot be read is not remembered."""

    read: Callable[[dict[str, Any]], T]
    known: dict[str, tuple[datetime, T]] = field(default_factory=dict)
    asked_anew: dict[str, datetime] = field(default_factory=dict)

    def get(self, url: str, *, now: datetime) -> T:
        """Return what is published at an address, asked for where it is unknown or old; raise `IdentityUnavailable`."""
        known = self.known.get(url)
        return known[1] if known and abs(now - known[0]) < BELIEVED_FOR else self._ask(url, now=now)

    def get_anew(self, url: str, *, now: datetime) -> T:
        """Return it as it is now, unless it was asked for like this a moment ago; raise `IdentityUnavailable`."""
        at = self.asked_anew.get(url)
        if at and abs(now - at) < ASKED_ANEW_EVERY:
            return self.get(url, now=now)
        self.asked_anew[url] = now
        return self._ask(url, now=now)

    def _ask(self, url: str, *, now: datetime) -> T:
        read = self.read(get_json(url))
        self.known[url] = (now, read)
        return read
