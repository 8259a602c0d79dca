"""Hand a batch of stream records to a function as Lambda does, and the emulator does not.

The emulator's own mapping loses the records of a partly failed batch; this one retries from the first failed record,
splits batches, and gives up after the template's number of attempts.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.emulator.stream.filter import matches_any

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.stream.mapping import Mapping

type Json = dict[str, Any]
type Invoke = Callable[[str, Json], Json]

LONGEST_PAUSE_SECONDS = 5.0


class FunctionFailed(Exception):
    """A function raised, or ran out of time, instead of answering."""


@dataclass(frozen=True)
class Delivery:
    """How a batch of records reaches its function, and what happens when it does not."""

    mapping: Mapping
    invoke: Invoke
    give_up: Callable[[Mapping, list[Json]], None]
    pause: Callable[[float], object] = time.sleep

    def deliver(self, records: list[Json]) -> None:
        """Hand over the records that the mapping wants, until done or given up."""
        wanted = [record for record in records if matches_any(record, self.mapping.patterns)]
        for start in range(0, len(wanted), self.mapping.batch_size):
            self._deliver_batch(wanted[start : start + self.mapping.batch_size])

    def _deliver_batch(self, records: list[Json], failures: int = 0) -> None:
        while records:
            try:
                rest = self._find_rest(records)
            except FunctionFailed:
                rest = records
                if self.mapping.bisect and len(records) > 1:
                    return self._deliver_halves(records, failures + 1)
            failures = failures + 1 if len(rest) == len(records) else min(len(rest), 1)
            records = rest
            if records and self._exhausted(failures):
                return self.give_up(self.mapping, records)
            if records:
                self.pause(min(0.1 * 2**failures, LONGEST_PAUSE_SECONDS))
        return None

    def _deliver_halves(self, records: list[Json], failures: int) -> None:
        self.pause(min(0.1 * 2**failures, LONGEST_PAUSE_SECONDS))
        middle = len(records) // 2
        self._deliver_batch(records[:middle], failures)
        self._deliver_batch(records[middle:], failures)

    def _exhausted(self, failures: int) -> bool:
        return self.mapping.attempts is not None and failures > self.mapping.attempts

    def _find_rest(self, records: list[Json]) -> list[Json]:
        """Return the records from the first that failed, nothing when all went well."""
        answer = self.invoke(self.mapping.function, {"Records": records})
        failures = (answer or {}).get("batchItemFailures", []) if self.mapping.partial else []
        numbers = {failure["itemIdentifier"] for failure in failures}
        for position, record in enumerate(records):
            if record["dynamodb"]["SequenceNumber"] in numbers:
                return records[position:]
        return []
