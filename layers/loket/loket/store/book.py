"""The books and the ledger: lines that are only ever added, each under a key that makes it one.

A line of the ledger is found by the person it is about, and by its day in the index `by_day`.
"""

from datetime import UTC, datetime

from loket.domain.item import KEPT_FOR, ItemKind
from loket.domain.ledger import LedgerLine
from loket.domain.money import MoneyMoved
from loket.domain.payment_item import Disclosure, FiscalLine
from loket.domain.reference import new_sort_key
from loket.domain.retention import LOCAL_TIME, local_date_of
from loket.settings import setting
from loket.store.transaction import Write, put


def store_fiscal_line(line: FiscalLine, moved: MoneyMoved, *, now: datetime) -> Write:
    """Return the write that books money that moved; the key makes each event one line."""
    key = {
        "pk": f"FISCAL#{now.astimezone(LOCAL_TIME).year}",
        "sk": f"{line.provider}#{moved.about}#{moved.event}",
        "kind": ItemKind.FISCAL,
        "kept_for": KEPT_FOR[ItemKind.FISCAL],
    }
    return put(setting("PERSONAL_DATA_TABLE"), {**key, **dict(line)})


def store_disclosure(person: str, name: str, line: Disclosure) -> Write:
    """Return the write that adds a disclosure to the ledger of a person, once for each name."""
    return _add(f"PERSON#{person}", f"DISCLOSURE#{name}", line)


def store_line(person: str, line: LedgerLine, *, name: str | None = None) -> Write:
    """Return the write that adds a line to the ledger of a person, once for each name (without one: always)."""
    at = datetime.fromtimestamp(line.happened_at, UTC)
    sort_key = f"{line.event.upper()}#{name}" if name else new_sort_key(line.event.upper(), at=at)
    return _add(f"PERSON#{person}", sort_key, line)


def _add(pk: str, sk: str, line: Disclosure | LedgerLine) -> Write:
    key = {"pk": pk, "sk": sk, "day": local_date_of(line.happened_at)}
    return put(setting("LEDGER_TABLE"), {**key, **dict(line)})
