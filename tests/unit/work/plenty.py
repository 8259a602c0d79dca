"""Plenty: many items at once, put in a table past our own code."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from loket.storage.attribute import to_item

from tests.unit.cloud import spectator
from tests.unit.event import NOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.unit.work.counter import Counter

type Json = dict[str, Any]


def put_all(items: Iterable[Mapping[str, Any]], *, table: str = "PersonalDataTable") -> None:
    """Put items in a table, as many as there are."""
    requests = [{"PutRequest": {"Item": to_item(item)}} for item in items]
    for first in range(0, len(requests), 25):
        spectator("dynamodb").batch_write_item(RequestItems={table: requests[first : first + 25]})


def drop_all(*tables: str) -> None:
    """Leave nothing in these tables."""
    for table in tables or ("PersonalDataTable",):
        found = spectator("dynamodb").scan(TableName=table)["Items"]
        requests = [{"DeleteRequest": {"Key": {name: item[name] for name in ("pk", "sk")}}} for item in found]
        for first in range(0, len(requests), 25):
            spectator("dynamodb").batch_write_item(RequestItems={table: requests[first : first + 25]})


class Tasks:
    """A list of tasks about messages, of which any number are of one moment."""

    def __init__(self, counter: Counter) -> None:
        """Keep what a message and its task look like when they are stored."""
        self._message = counter.write()
        [self._task] = counter.tasks()

    def fill(self, number: int, *, moments: int = 1) -> dict[str, Json]:
        """Let so many tasks be all that is stored, at so many moments; return them by the reference of their message."""
        drop_all()
        tasks = {f"M-{place:05}-00000": self._make(place, moments) for place in range(number)}
        about = [{**self._message, "pk": task["pk"], "reference": reference} for reference, task in tasks.items()]
        put_all([*about, *tasks.values()])
        return tasks

    def _make(self, place: int, moments: int) -> Json:
        moment = (NOW + timedelta(seconds=place % moments)).isoformat()
        # Persons and partitions of the index in an order that is not that of the references.
        where = {"pk": f"PERSON#{place * 7919 % 1009:032}", "due_bucket": f"WORK#{place * 13 % 5 % 4}"}
        return {**self._task, **where, "due_at": moment}
