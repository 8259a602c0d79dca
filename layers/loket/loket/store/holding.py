"""Everything held about whoever uses an e-mail address: one partition, read whole within a bound, and their payments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loket.settings import setting
from loket.store.attribute import from_item, to_item
from loket.store.batch import read_items
from loket.store.client import call
from loket.store.payment import SORT_KEY, payment_key

# More than a school's office makes in two years; what is beyond it is said to be there, and never left out silently.
MOST = 1000
_DISCLOSURE = "DISCLOSURE#"

type Item = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Holdings:
    """What is held about whoever uses an address; `truncated` where there is more than was read."""

    person: str
    items: Sequence[Item]
    payments: Sequence[Item]
    truncated: bool


def list_holdings(person: str, *, now: datetime, most: int = MOST) -> Holdings:
    """Return everything held under a person's id whose retention period is not over, oldest first in each kind."""
    found, truncated = _read_partition("PERSONAL_DATA_TABLE", f"PERSON#{person}", most=most)
    items = _unexpired(found, now=now)
    disclosed, more = _read_partition("LEDGER_TABLE", f"PERSON#{person}", most=most, prefix=_DISCLOSURE)
    attempts = [line["sk"].removeprefix(_DISCLOSURE) for line in disclosed] + _attempts_in(items)
    return Holdings(person=person, items=items, payments=_read_payments(attempts, now=now), truncated=truncated or more)


def list_payments(enrollment: Item, *, now: datetime) -> Sequence[Item]:
    """Return the attempts to pay that an enrollment names: the one it waits for, and the one that paid it."""
    return _read_payments(_attempts_in([enrollment]), now=now)


def _read_payments(attempts: Sequence[str], *, now: datetime) -> list[Item]:
    keys = [(payment_key(attempt), SORT_KEY) for attempt in dict.fromkeys(attempts)]
    found = read_items("PERSONAL_DATA_TABLE", keys).values()
    return _unexpired(sorted(found, key=lambda one: (one["received_at"], one["pk"])), now=now)


def _attempts_in(items: Sequence[Item]) -> list[str]:
    # The ledger names every attempt that was opened; one that was not is named by its enrollment.
    return [item[name] for item in items for name in ("attempt", "paid_by") if item.get(name)]


def _unexpired(items: Sequence[Item], *, now: datetime) -> list[Item]:
    return [item for item in items if item["expires_at"] > now.timestamp()]


def _read_partition(table: str, pk: str, *, most: int, prefix: str = "") -> tuple[list[Item], bool]:
    begins = (" AND begins_with(sk, :prefix)", {":prefix": prefix}) if prefix else ("", {})
    request: Mapping[str, Any] = {
        "TableName": setting(table),
        "KeyConditionExpression": f"pk = :pk{begins[0]}",
        "ExpressionAttributeValues": to_item({":pk": pk, **begins[1]}),
    }
    found: list[Item] = []
    start: dict[str, Any] = {}
    while len(found) <= most:
        page = call("query", **request, **start, Limit=most + 1 - len(found))
        found += map(from_item, page["Items"])
        if "LastEvaluatedKey" not in page:
            return found, False
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    return found[:most], True
