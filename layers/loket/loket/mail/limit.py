"""How many mails go out in a day of what strangers cause: to one address, and to staff of what people send in and add.

What comes after that is still found: by staff at the desk, by a person on their own page.
"""

from datetime import datetime

from loket.core.key import GuardKey, recipient_key
from loket.core.keyed_hash import Keys, normalise_email
from loket.core.limit import Limit
from loket.core.retention import Retention
from loket.settings import setting
from loket.storage.limit import count

# More than come in on a busy day, and far less than would drown what cannot wait.
TO_STAFF = Limit(50, Retention.RECIPIENT)
# By whoever names an address: more than anybody's own forms and payments in a day, and no flood for a victim.
TO_ADDRESS = Limit(10, Retention.RECIPIENT)
# One provider by two names, for which a dot in an address is nothing.
_GMAIL = ("gmail.com", "googlemail.com")


def address_key(to: str, keys: Keys) -> GuardKey:
    """Return the key under which mails to an address are counted, however it is written."""
    return recipient_key(keys.hash("recipient", mailbox_of(to)))


def mailbox_of(address: str) -> str:
    """Return the mailbox that an address leads to, as far as an address tells: what follows a plus sign is a label.

    Only for a count. Elsewhere each address is somebody: who owns one that looks like another is nothing that we know.
    """
    local, _, domain = normalise_email(address).rpartition("@")
    plain = local.partition("+")[0] or local
    return f"{plain.replace('.', '')}@{_GMAIL[0]}" if domain in _GMAIL else f"{plain}@{domain}"


def count_to_address(to: str, keys: Keys, *, now: datetime) -> None:
    """Count a mail to an address within 24 hours; raise `TooOften` past the limit."""
    count(address_key(to, keys), TO_ADDRESS, now=now)


def count_to_staff(keys: Keys, *, now: datetime) -> None:
    """Count a mail to staff within 24 hours; raise `TooOften` past the limit."""
    # Apart from what a form counts in whose sender names the address of staff.
    count(recipient_key(keys.hash("recipient", setting("STAFF_MAIL"), "staff")), TO_STAFF, now=now)
