"""Joining what is left in all tables on whatever two items have in common, as somebody would who has a copy of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tests.running import Json

# What stands between the parts of a key, a name, a path, a link or a JSON text.
_BETWEEN = re.compile(r"[#:~|/?&=,;\s\"'{}\[\]()]+")
# What is shorter is shared by chance, such as a count.
_SHORTEST = 6


def parts_of(value: Any) -> Iterator[str]:
    """Yield a value and every part of it, as far as it is long enough to tell one thing from another."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from parts_of(name)
            yield from parts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from parts_of(inner)
    else:
        text = str(value)
        yield from (part for part in (text, *_BETWEEN.split(text)) if len(part) >= _SHORTEST)


def parts_in(items: Iterable[Json]) -> set[str]:
    """Return all values of items, and all parts of them."""
    return {part for item in items for value in item.values() for part in parts_of(value)}


class Split(NamedTuple):
    """An item, and all values of it with all their parts."""

    item: Json
    parts: set[str]


def split(items: Iterable[Json]) -> list[Split]:
    """Take items apart, once for however many joins."""
    return [Split(item, parts_in([item])) for item in items]


def join(start: Collection[str], items: list[Split], common: Collection[str]) -> list[Json]:
    """Return the items to which some values lead, step by step; what is `common` to many leads nowhere."""
    reached: list[Json]
    known, left, reached = set(start) - set(common), items, []
    while found := [one for one in left if not known.isdisjoint(one.parts)]:
        left = [one for one in left if known.isdisjoint(one.parts)]
        reached += [one.item for one in found]
        known |= set[str]().union(*(one.parts for one in found)) - set(common)
    return reached
