"""The ledger: lines that are only ever added, each under a key that makes it one.

A line is found by the person it is about, and by its day in the index `by_day`. Whoever writes one says what it is about;
here that becomes a keyed hash, so that no line leads to anything that stays when the person's items are gone.
"""

from datetime import UTC, datetime

from loket.core.key import Key, disclosure_sort_key, ledger_sort_key, person_partition
from loket.core.ledger import Disclosure, LedgerLine, name_in_ledger, word_or_name
from loket.core.retention import local_date_of
from loket.storage.secret import load_keys
from loket.storage.transaction import Write, put

TABLE = "LEDGER_TABLE"


def store_disclosure(person: str, attempt: str, line: Disclosure) -> Write:
    """Return the write that adds to the ledger of a person what was given to a provider for an attempt, once."""
    name = name_in_ledger(load_keys(), attempt)
    return _add(Key(person_partition(person), disclosure_sort_key(name)), line)


def store_line(person: str, line: LedgerLine, *, name: str | None = None) -> Write:
    """Return the write that adds a line to the ledger of a person, once for each name (without one: always)."""
    at = datetime.fromtimestamp(line.happened_at, UTC)
    once = name_in_ledger(load_keys(), name) if name else None
    return _add(Key(person_partition(person), ledger_sort_key(line.event, once, at=at)), line)


def _add(key: Key, line: Disclosure | LedgerLine) -> Write:
    keys = load_keys()
    said = {name: word_or_name(keys, value) if name in {"about", "why"} else value for name, value in line}
    return put(TABLE, {**key._asdict(), "day": local_date_of(line.happened_at), **said})
