"""The books and the ledger: lines that are only ever added, each under a key that makes it one."""

from datetime import datetime

from loket.domain.item import KEPT_FOR, ItemKind
from loket.domain.money import MoneyMoved
from loket.domain.payment_item import Disclosure, FiscalLine
from loket.domain.retention import LOCAL_TIME
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
    key = {"pk": f"PERSON#{person}", "sk": f"DISCLOSURE#{name}"}
    return put(setting("LEDGER_TABLE"), {**key, **dict(line)})
