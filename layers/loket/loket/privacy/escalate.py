"""Escalating a privacy request as its due date comes near, to each level once.

An escalation is one transaction: the level, what is written down about it, and the mails. Nothing else about the request
changes: software reminds, and people decide (P08).
"""

from datetime import datetime

from loket.core.key import Key, escalation_name
from loket.core.ledger import BY_SOFTWARE, LedgerEvent, write_line
from loket.core.retention import local_date
from loket.privacy.domain.escalation import Escalation, escalate
from loket.privacy.domain.request import PrivacyRequest
from loket.privacy.store.escalation import LevelChanged, set_level, store_escalation
from loket.storage.item import ItemGone, find
from loket.storage.ledger import store_line
from loket.storage.transaction import AlreadyStored, Transaction, Write


def escalate_request(key: Key, *, now: datetime) -> bool:
    """Escalate a stored request to the level that is due now, and return whether it was.

    It was not where it is on its level already, or was ended, extended or escalated in the meantime.
    """
    try:
        stored = find(PrivacyRequest, key, now=now)
    except ItemGone:
        return False
    request = stored.record
    escalation = escalate(request.due_moment, reached=request.rung, now=now) if request.due_bucket else None
    if escalation is None:
        return False
    level = set_level(stored, escalation.level, now=now)
    line = _note(stored.person, request, escalation, now=now)
    return _commit(level, [line, *store_escalation(stored, escalation, now=now)])


def _commit(level: Write, rest: list[Write]) -> bool:
    try:
        Transaction([level, *rest]).commit()
    except LevelChanged:
        return False
    except AlreadyStored:
        # The ledger knows better than a table that was restored: everybody was told, and the request finds its level again.
        Transaction([level]).commit()
        return False
    return True


def _note(person: str, request: PrivacyRequest, escalation: Escalation, *, now: datetime) -> Write:
    skipped = f", skipped {' '.join(map(str, escalation.skipped))}" if escalation.skipped else ""
    what, about = f"rung {escalation.level}{skipped}", request.reference
    line = write_line(LedgerEvent.ESCALATION, what, by=BY_SOFTWARE, about=about, why=about, now=now)
    # The key holds the date and the level: what would be written a second time is refused, with all that goes with it.
    return store_line(person, line, name=escalation_name(about, local_date(request.due_moment), escalation.level))
