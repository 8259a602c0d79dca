"""Reading the ledger back: by day, and by person. It holds no personal data, so what it says names nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loket.core.key import person_in, person_partition
from loket.core.ledger import Disclosure, LedgerEvent, LedgerLine
from loket.storage.ledger import TABLE
from loket.storage.read import Query, get_many_items, query_page
from loket.storage.record import Attributes, key_of, read_record


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerEntry:
    """A line of the ledger, and the id of the person it is about."""

    person: str
    line: LedgerLine | Disclosure


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerPage:
    """A page of the ledger, and the token of the next one, or None."""

    entries: Sequence[LedgerEntry]
    after: str | None


def list_day(day: date, *, after: str | None, most: int, now: datetime) -> LedgerPage:
    """Return a page of at most `most` lines of a day in the Netherlands, in the order in which things happened."""
    start = {"day": day.isoformat(), **_read_token(after)} if after else None
    question = Query(
        table=TABLE,
        index_name="by_day",
        condition="#day = :day",
        # "day" is a reserved word of DynamoDB.
        names={"#day": "day"},
        values={":day": day.isoformat()},
        page_size=most,
    )
    index, last = query_page(question, start, now=now)
    lines = get_many_items(TABLE, [key_of(entry) for entry in index], now=now)
    return _as_page(list(lines.values()), last)


def list_lines(person: str, *, after: str | None, most: int, now: datetime) -> LedgerPage:
    """Return a page of at most `most` lines about a person, by kind of event; within one mostly oldest first."""
    pk = person_partition(person)
    start = {"pk": pk, "sk": _read_token(after)["sk"]} if after else None
    question = Query(table=TABLE, condition="pk = :pk", values={":pk": pk}, page_size=most)
    return _as_page(*query_page(question, start, now=now))


def _as_page(lines: Sequence[Attributes], last: Attributes | None) -> LedgerPage:
    after = "~".join((str(last.get("happened_at", 0)), last["pk"], last["sk"])) if last else None
    return LedgerPage(entries=[_read_entry(line) for line in lines], after=after)


def _read_entry(line: Attributes) -> LedgerEntry:
    given = line["event"] == LedgerEvent.DISCLOSURE
    entry = read_record(Disclosure, line) if given else read_record(LedgerLine, line)
    return LedgerEntry(person=person_in(line["pk"]), line=entry)


def _read_token(after: str) -> Mapping[str, Any]:
    happened_at, _, key = after.partition("~")
    pk, _, sk = key.partition("~")
    return {"happened_at": int(happened_at) if happened_at.isdecimal() else 0, "pk": pk or "0", "sk": sk or "0"}
