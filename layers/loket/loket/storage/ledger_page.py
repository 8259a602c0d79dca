"""Reading the ledger back: by day, and by person. It holds no personal data, so what it says names nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from loket.core.key import person_in, person_partition
from loket.core.ledger import Disclosure, LedgerEvent, LedgerLine
from loket.storage.ledger import TABLE
from loket.storage.page import Listed, Page, read_page
from loket.storage.read import Query, get_many_items
from loket.storage.record import Attributes, key_of, read_record


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerEntry:
    """A line of the ledger, and the id of the person it is about."""

    person: str
    line: LedgerLine | Disclosure


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerPage:
    """A page of the ledger: its lines in order."""

    entries: Sequence[LedgerEntry]
    page: Page

    def token_after(self, count: int) -> str | None:
        """Return the token of the page that follows the first so many lines, or None where nothing does."""
        return self.page.token_after(count if count < len(self.entries) else len(self.page.items))


def list_day(day: date, *, after: str | None, most: int, now: datetime) -> LedgerPage:
    """Return a page of at most `most` lines of a day in the Netherlands, in the order in which things happened."""
    question = Query(
        table=TABLE,
        index_name="by_day",
        condition="#day = :day",
        # "day" is a reserved word of DynamoDB.
        names={"#day": "day"},
        values={":day": day.isoformat()},
        page_size=most,
    )
    listed = Listed(question, {"day": day.isoformat()}, {"happened_at": int, "pk": str, "sk": str})
    page = read_page([listed], after=after, most=most, now=now)
    lines = get_many_items(TABLE, [key_of(entry) for entry in page.items], now=now)
    return _as_page(list(lines.values()), page)


def list_lines(person: str, *, after: str | None, most: int, now: datetime) -> LedgerPage:
    """Return a page of at most `most` lines about a person, by kind of event; within one mostly oldest first."""
    pk = person_partition(person)
    question = Query(table=TABLE, condition="pk = :pk", values={":pk": pk}, page_size=most)
    page = read_page([Listed(question, {"pk": pk}, {"sk": str})], after=after, most=most, now=now)
    return _as_page(page.items, page)


def _as_page(lines: Sequence[Attributes], page: Page) -> LedgerPage:
    return LedgerPage(entries=[_read_entry(line) for line in lines], page=page)


def _read_entry(line: Attributes) -> LedgerEntry:
    given = line["event"] == LedgerEvent.DISCLOSURE
    entry = read_record(Disclosure, line) if given else read_record(LedgerLine, line)
    return LedgerEntry(person=person_in(line["pk"]), line=entry)
