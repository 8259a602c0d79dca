"""The books: a line for each time money moved, and never a second one for the same."""

from datetime import datetime

from loket.core.key import fiscal_key
from loket.core.retention import LOCAL_TIME
from loket.payment.domain.books import FiscalLine
from loket.payment.domain.money import MoneyMovement
from loket.storage.item import store
from loket.storage.transaction import Write


def store_fiscal_line(line: FiscalLine, movement: MoneyMovement, *, now: datetime) -> Write:
    """Return the write that books money that moved; the key makes each event one line."""
    year = now.astimezone(LOCAL_TIME).year
    return store(line, fiscal_key(year, provider=line.provider, about=movement.about, event=movement.event))
