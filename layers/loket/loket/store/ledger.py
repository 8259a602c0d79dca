"""Reading the ledger back: by day, and by person. It holds no personal data, so what it says names nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loket.settings import setting
from loket.store.attribute import from_item, to_item
from loket.store.batch import read_items
from loket.store.client import call

type Line = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerPage:
    """A page of the ledger, and the token of the next one, or None."""

    lines: Sequence[Line]
    after: str | None


def list_day(day: date, *, after: str | None, most: int, now: datetime) -> LedgerPage:
    """Return a page of at most `most` lines of a day in the Netherlands, in the order in which things happened."""
    start = {"day": day.isoformat(), **_read_token(after)} if after else None
    query = {
        "IndexName": "by_day",
        "KeyConditionExpression": "#day = :day",
        # "day" is a reserved word of DynamoDB.
        "ExpressionAttributeNames": {"#day": "day"},
        "ExpressionAttributeValues": to_item({":day": day.isoformat()}),
    }
    page = _query(query, start, most)
    keys = [(key["pk"], key["sk"]) for key in map(from_item, page["Items"])]
    found = read_items("LEDGER_TABLE", keys) if keys else {}
    return _as_page([found[key] for key in keys if key in found], page, now=now)


def list_lines(person: str, *, after: str | None, most: int, now: datetime) -> LedgerPage:
    """Return a page of at most `most` lines about a person, by kind of event and then oldest first."""
    token = _read_token(after) if after else None
    start = {"pk": f"PERSON#{person}", "sk": token["sk"]} if token else None
    query = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": to_item({":pk": f"PERSON#{person}"})}
    page = _query(query, start, most)
    return _as_page(list(map(from_item, page["Items"])), page, now=now)


def _query(query: dict[str, Any], start: dict[str, Any] | None, most: int) -> dict[str, Any]:
    begin = {"ExclusiveStartKey": to_item(start)} if start else {}
    return call("query", TableName=setting("LEDGER_TABLE"), **query, **begin, Limit=most)


def _as_page(lines: list[Line], page: dict[str, Any], *, now: datetime) -> LedgerPage:
    last = from_item(page.get("LastEvaluatedKey", {}))
    after = "~".join((str(last.get("happened_at", 0)), last["pk"], last["sk"])) if last else None
    return LedgerPage(lines=[line for line in lines if line["expires_at"] > now.timestamp()], after=after)


def _read_token(after: str) -> dict[str, Any]:
    happened_at, _, key = after.partition("~")
    pk, _, sk = key.partition("~")
    return {"happened_at": int(happened_at) if happened_at.isdecimal() else 0, "pk": pk or "0", "sk": sk or "0"}
