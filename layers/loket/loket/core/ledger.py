"""The ledger: what was done with whose data, by whom, when and why, without the data. It is only ever added to."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, TypedDict

from loket.core import field
from loket.core.inventory import Declared
from loket.core.retention import Retention, expires_at
from loket.core.staff_member import StaffMember


class LedgerEvent(StrEnum):
    """What is written in the ledger."""

    DISCLOSURE = "disclosure"
    ESCALATION = "escalation"
    REQUEST = "request"
    VIEW = "view"
    WORK = "work"


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


def write_line(event: LedgerEvent, what: str, *, by: Author, about: str, why: str, now: datetime) -> LedgerLine:
    """Return a line of the ledger; `why` is a reference or a fixed word, never what somebody wrote."""
    return LedgerLine(
        event=event,
        what=what,
        **authorship(by),
        about=about,
        why=why,
        happened_at=int(now.timestamp()),
        expires_at=expires_at(Retention.FISCAL, since=now),
    )
