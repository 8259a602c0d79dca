"""Joining what is left in all tables on whatever two items have in common, as somebody would who has a copy of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

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


def join(start: Collection[str], items: list[Json], common: Collection[str]) -> list[Json]:
    """Return the items to which some values lead, step by step; what is `common` to many leads nowhere."""
    reached: list[Json]
    known, left, reached = set(start) - set(common), list(items), []
    while found := [item for item in left if known & parts_in([item])]:
        reached += found
        known |= parts_in(found) - set(common)
        left = [item for item in left if item not in found]
    return reached
