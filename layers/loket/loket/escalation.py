"""Escalation: letting a privacy request climb the ladder as its due date comes near, each rung once.

A step up is one transaction: the rung, what is written down about it, and the mails. Nothing else about the request changes:
software reminds, and people decide (P08).
"""

from datetime import datetime

from loket.domain.ledger import BY_SOFTWARE, LedgerEvent, write_line
from loket.domain.privacy.ladder import Climb, climb
from loket.domain.privacy.request import PrivacyRequest, due_moment_of, note_climb, read_request
from loket.domain.retention import local_date
from loket.store.book import store_line
from loket.store.escalation import RungMoved, set_rung, store_climb
from loket.store.person import ItemGone, find_item
from loket.store.privacy_request import person_of
from loket.store.transaction import AlreadyStored, Transaction, Write


def climb_ladder(pk: str, sk: str, *, now: datetime) -> bool:
    """Let a stored request take the step that is due now, and return whether it took one.

    There is none to take where it stands on its rung already, or was ended, extended or moved up in the meantime.
    """
    try:
        item = find_item(pk, sk, now=now)
    except ItemGone:
        return False
    request = read_request(item)
    step = climb(due_moment_of(request), reached=request.rung, now=now) if request.due_bucket else None
    if step is None:
        return False
    rung = set_rung(item, request, step.rung, now=now)
    line = _book(person_of(item), request, step, now=now)
    return _commit(rung, [line, *store_climb(item, request, step, note_climb(request, step, now=now), now=now)])


def _commit(rung: Write, rest: list[Write]) -> bool:
    try:
        Transaction([rung, *rest]).commit()
    except RungMoved:
        return False
    except AlreadyStored:
        # The ledger knows better than a table that was restored: everybody was told, and the request finds its rung again.
        Transaction([rung]).commit()
        return False
    return True


def _book(person: str, request: PrivacyRequest, step: Climb, *, now: datetime) -> Write:
    skipped = f", skipped {' '.join(map(str, step.skipped))}" if step.skipped else ""
    what, about = f"rung {step.rung}{skipped}", request.reference
    line = write_line(LedgerEvent.ESCALATION, what, by=BY_SOFTWARE, about=about, why=about, now=now)
    # The key holds the date and the rung: what would be written a second time is refused, with all that goes with it.
    return store_line(person, line, name=f"{about}#{local_date(due_moment_of(request))}#{step.rung}")
