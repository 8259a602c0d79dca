"""How many mails of what people send in and add go to staff in a day; what comes after that they find at the desk."""

from datetime import datetime

from loket.core.key import recipient_key
from loket.core.keyed_hash import Keys
from loket.core.limit import Limit
from loket.core.retention import Retention
from loket.settings import setting
from loket.storage.limit import count

# More than come in on a busy day, and far less than would drown what cannot wait.
TO_STAFF = Limit(50, Retention.RECIPIENT)


def count_to_staff(keys: Keys, *, now: datetime) -> None:
    """Count a mail to staff within 24 hours; raise `TooOften` past the limit."""
    count(recipient_key(keys.hash("recipient", setting("STAFF_MAIL"))), TO_STAFF, now=now)
