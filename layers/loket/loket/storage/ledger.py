"""The ledger: lines that are only ever added, each under a key that makes it one.

A line is found by the person it is about, and by its day in the index `by_day`.
"""

from datetime import UTC, datetime

from loket.core.key import Key, disclosure_sort_key, ledger_sort_key, person_partition
from loket.core.ledger import Disclosure, LedgerLine
from loket.core.retention import local_date_of
from loket.storage.transaction import Write, put

TABLE = "LEDGER_TABLE"


def store_disclosure(person: str, attempt: str, line: Disclosure) -> Write:
    """Return the write that adds to the ledger of a person what was given to a provider for an attempt, once."""
    return _add(Key(person_partition(person), disclosure_sort_key(attempt)), line)


def store_line(person: str, line: LedgerLine, *, name: str | None = None) -> Write:
    """Return the write that adds a line to the ledger of a person, once for each name (without one: always)."""
    at = datetime.fromtimestamp(line.happened_at, UTC)
    return _add(Key(person_partition(person), ledger_sort_key(line.event, name, at=at)), line)


def _add(key: Key, line: Disclosure | LedgerLine) -> Write:
    return put(TABLE, {**key._asdict(), "day": local_date_of(line.happened_at), **dict(line)})
