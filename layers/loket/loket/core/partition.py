"""The index of due dates: what waits is spread over a few partitions of it, so that none is hot."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loket.core.key import Key

# Four take 4,000 writes a second between them (DynamoDB: 1,000 a partition), and cost a reader four queries.
_EACH = 4


class DueList(StrEnum):
    """A list in the index: open privacy requests by due date, open tasks of staff, and what is checked again.

    That is payments, and the places that are held for one. Requests that nobody has confirmed are a list of their own:
    anybody can add to it, and it must not hold up the other.
    """

    REQUESTS = "REQUEST"
    UNCONFIRMED = "UNCONFIRMED"
    TASKS = "WORK"
    PAYMENTS = "PAYMENT"
    PLACES = "PLACE"

    def partition_of(self, name: str) -> str:
        """Return the partition of the list that holds what has this name: always the same one."""
        return f"{self}#{sum(name.encode()) % _EACH}"

    def partitions(self) -> tuple[str, ...]:
        """Return all partitions of the list."""
        return tuple(f"{self}#{number}" for number in range(_EACH))


@dataclass(frozen=True, kw_only=True, slots=True)
class DueEntry:
    """An entry of the index of due dates: what is due, and by when (ISO 8601 in UTC, as stored)."""

    key: Key
    due_at: str

    @property
    def due_moment(self) -> datetime:
        """Return the moment by which it is due."""
        return datetime.fromisoformat(self.due_at)
