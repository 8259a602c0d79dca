"""Pressing a button on somebody's own page: counted, so that one link cannot make us work or write mails without an end."""

from datetime import datetime

from loket.core.key import press_key
from loket.core.keyed_hash import Keys
from loket.core.limit import Limit
from loket.core.retention import Retention
from loket.storage.limit import count

# Of one button about one thing: more than anybody means, and little enough that nobody is flooded by what follows from it.
PRESSES = Limit(20, Retention.PRESS)


def count_press(reference: str, button: str, keys: Keys, *, now: datetime) -> None:
    """Count a press of a button, each of them by itself; raise `TooOften` past the limit."""
    count(press_key(keys.hash("press", reference, button)), PRESSES, now=now)
