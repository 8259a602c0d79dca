"""Moves: from which status something may go to which, by what, as one table for each kind of thing that has a life."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class MoveForbidden(Exception):
    """The table has no such move: not from this status, not for this kind, or not by this actor."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Move[S: StrEnum, E: StrEnum]:
    """One row: from some statuses, by one event, to a status (None: it stays); a subclass says what goes with it."""

    sources: frozenset[S]
    event: E
    target: S | None


@dataclass(frozen=True, slots=True)
class MoveTable[M: Move[StrEnum, StrEnum]]:
    """All moves of one kind of thing, in the order in which people read them."""

    rows: tuple[M, ...]

    def possible(self, status: StrEnum, allows: Callable[[M], bool]) -> tuple[M, ...]:
        """Return the moves from a status, of those rows that are allowed."""
        return tuple(row for row in self.rows if status in row.sources and allows(row))

    def find(self, status: StrEnum, event: StrEnum, allows: Callable[[M], bool]) -> M:
        """Return the move from a status by an event; raise `MoveForbidden` where the table has none that is allowed."""
        for row in self.possible(status, allows):
            if row.event == event:
                return row
        raise MoveForbidden
