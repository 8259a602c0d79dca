"""A page of what one or more queries find, in one order. It can be cut anywhere, and the next page begins exactly there.

Each query is read once, whatever is stored: a page costs as many calls as there are queries, of 1 MB at most (DynamoDB's).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from loket.core.page_token import Position, read_token, write_token
from loket.storage.item import TABLE
from loket.storage.read import Query, query_page
from loket.storage.record import Attributes


class Listed(NamedTuple):
    """A query of which a page is shown: the part of the key that all items have, and what tells them apart, in order."""

    question: Query
    same: Mapping[str, str]
    apart: Mapping[str, type]

    def position_of(self, item: Attributes) -> Position:
        """Return where an item, or the start of what comes next, stands in the query."""
        return tuple(item[name] for name in self.apart)

    def start_after(self, position: Position) -> dict[str, Any] | None:
        """Return the key after which the query goes on."""
        return {**self.same, **dict(zip(self.apart, position, strict=True))} if position else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """What was read of one query: from where on, what was found, where that ends, and whether more comes after it."""

    start: Position
    found: Sequence[tuple[Position, Attributes]]
    end: Position
    goes_on: bool

    def after(self, count: int) -> tuple[Position, bool]:
        """Return where the first so many end, and whether anything is left."""
        if count < len(self.found):
            return (self.found[count - 1][0] if count else self.start), True
        return self.end, self.goes_on


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Items in order; `places` says of each from which query it is."""

    items: Sequence[Attributes]
    places: Sequence[int]
    parts: Sequence[_Part]

    def token_after(self, count: int) -> str | None:
        """Return the token of the page that follows the first so many items, or None where nothing does.

        A page on which all has been taken away since may still lead on.
        """
        places = self.places[:count]
        ends = [part.after(places.count(place)) for place, part in enumerate(self.parts)]
        return write_token([end for end, _ in ends]) if any(left for _, left in ends) else None


def read_page(listed: Sequence[Listed], *, after: str | None, most: int, now: datetime) -> Page:
    """Return a page of at most `most` items, by what first tells the items apart; raise `FormRefused` for a bad token.

    Items of one moment stand in the order of their query. The page ends sooner where it is not yet known what comes next in
    one of the queries, because much of it was past its retention period.
    """
    shapes = [tuple(one.apart.values()) for one in listed]
    starts = read_token(after, shapes) if after else [None] * len(listed)
    parts = [_read_part(one, start, now=now) for one, start in zip(listed, starts, strict=True)]
    places = _merge(parts, most)
    readers = [iter(part.found) for part in parts]
    return Page(items=[next(readers[place])[1] for place in places], places=places, parts=parts)


def read_due_page(partitions: Sequence[str], *, after: str | None, most: int, now: datetime) -> Page:
    """Return a page of these partitions of the index of due dates, first due first: keys and moments alone."""
    question = Query(table=TABLE, index_name="by_due", condition="due_bucket = :bucket", values={}, page_size=most + 1)
    apart = {"due_at": str, "pk": str, "sk": str}
    listed = [
        Listed(question._replace(values={":bucket": partition}), {"due_bucket": partition}, apart)
        for partition in partitions
    ]
    return read_page(listed, after=after, most=most, now=now)


def _read_part(listed: Listed, start: Position, *, now: datetime) -> _Part:
    items, last = query_page(listed.question, listed.start_after(start), now=now)
    found = [(listed.position_of(item), item) for item in items]
    end = found[-1][0] if found else start
    return _Part(start=start, found=found, end=listed.position_of(last) if last else end, goes_on=last is not None)


def _merge(parts: Sequence[_Part], most: int) -> list[int]:
    """Return from which query each item of the page is, in order."""
    taken, places = [0] * len(parts), list[int]()
    while len(places) < most:
        left = [(part, count) for part, count in zip(parts, taken, strict=True)]
        if any(count == len(part.found) and part.goes_on for part, count in left):
            break
        heads = [(part.found[count][0], place) for place, (part, count) in enumerate(left) if count < len(part.found)]
        if not heads:
            break
        _, place = min(heads, key=lambda head: (_first(head[0]), head[1]))
        taken[place] += 1
        places.append(place)
    return places


def _first(position: Position) -> Any:  # noqa: ANN401 - a moment or a key, of one type in one listing
    return position[0] if position else None
