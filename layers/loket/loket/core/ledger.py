"""The ledger: what was done with whose data, by whom, when and why, without the data. It is only ever added to.

It outlives what it tells of, so it names an item or an attempt by a keyed hash alone: who has the reference finds its lines,
and no line leads to anything else that is stored.
"""

import re
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, TypedDict

from loket.core import field
from loket.core.inventory import Declared
from loket.core.keyed_hash import Keys
from loket.core.retention import Retention, expires_at
from loket.core.staff_member import StaffMember


class LedgerEvent(StrEnum):
    """What is written in the ledger."""

    DISCLOSURE = "disclosure"
    ESCALATION = "escalation"
    REQUEST = "request"
    VIEW = "view"
    WORK = "work"


# The version of the key, so that names can be told apart when there is another.
_KEY_VERSION = "1"
# A fixed word of ours, which names nobody and nothing.
_WORD = re.compile(r"[a-z]+(?:_[a-z]+)*", re.ASCII)

# Who caused what no member of staff did.
BY_PERSON: Final = "person"
BY_SOFTWARE: Final = "software"

type Author = StaffMember | Literal["person", "software"]


class Authorship(TypedDict):
    """Who caused something, as it is stored: by name, and of a member of staff also by id and role."""

    by: str
    by_id: str | None
    role: str | None


class LedgerLine(Declared):
    """A line: `what` happened, `by` whom (a member of staff with id and role, the person, or software), about what, why."""

    event: field.LedgerFact
    what: field.LedgerFact
    by: field.LedgerName
    by_id: field.LedgerStaffFact = None
    role: field.LedgerStaffFact = None
    about: field.LedgerFact
    why: field.LedgerFact
    happened_at: field.LedgerMoment
    expires_at: field.LedgerMoment


class Disclosure(Declared):
    """A line of the ledger: which of somebody's data went to whom, why, and when (P04)."""

    event: field.LedgerFact
    recipient: field.LedgerFact
    purpose: field.LedgerFact
    fields: field.LedgerFacts
    about: field.LedgerFact
    happened_at: field.LedgerMoment
    expires_at: field.LedgerMoment


def authorship(by: Author) -> Authorship:
    """Return how it is stored who caused something."""
    if isinstance(by, StaffMember):
        return {"by": by.name, "by_id": by.id, "role": by.role}
    return {"by": by, "by_id": None, "role": None}


def name_in_ledger(keys: Keys, name: str) -> str:
    """Return by what the ledger knows an item, an attempt or an act: a keyed hash, with the version of its key before it."""
    return f"{_KEY_VERSION}:{keys.hash('ledger', name)}"


def word_or_name(keys: Keys, said: str) -> str:
    """Return a fixed word as it is, and of anything else, such as a reference, the name that it has in the ledger."""
    return said if _WORD.fullmatch(said) else name_in_ledger(keys, said)


def write_line(event: LedgerEvent, what: str, *, by: Author, about: str, why: str, now: datetime) -> LedgerLine:
    """Return a line of the ledger; `about` and `why` are references or fixed words, never what somebody wrote."""
    return LedgerLine(
        event=event,
        what=what,
        **authorship(by),
        about=about,
        why=why,
        happened_at=int(now.timestamp()),
        expires_at=expires_at(Retention.FISCAL, since=now),
    )
