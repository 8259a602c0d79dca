"""How many mails of what strangers send in go to staff in a day; what comes after that they find on their list of tasks."""

from datetime import datetime

from loket.core.keyed_hash import Keys
from loket.settings import setting
from loket.storage.guard import count_mail
from loket.storage.transaction import Transaction

# More than come in on a busy day, and far less than would drown what cannot wait.
MOST_TO_STAFF = 50


def count_to_staff(keys: Keys, *, now: datetime) -> None:
    """Count a mail to staff within the day; raise `TooManyMails` past the limit."""
    Transaction([count_mail(keys.hash("recipient", setting("STAFF_MAIL")), limit=MOST_TO_STAFF, now=now)]).commit()
