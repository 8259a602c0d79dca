"""What is done on somebody's own page is counted, so that one link cannot make us ask or write mails without an end."""

from datetime import datetime

from loket.core.key import press_key
from loket.core.keyed_hash import Keys
from loket.core.limit import Limit, TooOften
from loket.core.retention import Retention
from loket.storage.limit import count

# Of one button about one thing: more than anybody means, and little enough that nobody is flooded by what follows from it.
PRESSES = Limit(20, Retention.PRESS)
# Of a page that asks somebody else: one a minute, and as many at once as anybody may need who waits for a payment.
LOOKS = Limit(60, Retention.PRESS)


def count_press(reference: str, button: str, keys: Keys, *, now: datetime) -> None:
    """Count a press of a button, each of them by itself; raise `TooOften` past the limit."""
    count(press_key(keys.hash("press", reference, button)), PRESSES, now=now)


def may_ask(reference: str, keys: Keys, *, now: datetime) -> bool:
    """Count a look for which somebody else is asked, and return whether there was room for one more."""
    try:
        count(press_key(keys.hash("press", reference, "look")), LOOKS, now=now)
    except TooOften:
        return False
    return True
