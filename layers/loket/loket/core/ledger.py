"""The ledger: what was done with whose data, by whom, when and why, without the data. It is only ever added to."""

from datetime import datetime
from enum import StrEnum

from loket.core import field
from loket.core.inventory import Declared
from loket.core.retention import Retention, expires_at


class LedgerEvent(StrEnum):
    """What is written in the ledger."""

    DISCLOSURE = "disclosure"
    ESCALATION = "escalation"
    REQUEST = "request"
    VIEW = "view"
    WORK = "work"


# Who caused what no member of staff did.
BY_PERSON = "person"
BY_SOFTWARE = "software"


class LedgerLine(Declared):
    """One line: `what` happened, `by` whom (the name of a member of staff, the person, or software), about what, and why."""

    event: field.LedgerFact
    what: field.LedgerFact
    by: field.LedgerFact
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


def write_line(event: LedgerEvent, what: str, *, by: str, about: str, why: str, now: datetime) -> LedgerLine:
    """Return a line of the ledger; `why` is a reference or a fixed word, never what somebody wrote."""
    return LedgerLine(
        event=event,
        what=what,
        by=by,
        about=about,
        why=why,
        happened_at=int(now.timestamp()),
        expires_at=expires_at(Retention.FISCAL, since=now),
    )
