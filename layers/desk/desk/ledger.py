"""The ledger, from the desk: every look at somebody's data is written down before the data is read."""

from loket.domain.ledger import LedgerEvent, write_line
from loket.store.book import store_line
from loket.store.transaction import Transaction

from desk.visit import Visit


def note_view(visit: Visit, person: str, *, what: str, about: str, why: str, name: str | None = None) -> None:
    """Write down that the member of staff looks at something of a person; with a name, raise `AlreadyStored` after once.

    `why` is the reference of what they work on, or a fixed word.
    """
    line = write_line(LedgerEvent.VIEW, what, by=visit.staff.name, about=about, why=why, now=visit.now)
    Transaction([store_line(person, line, name=name)]).commit()
