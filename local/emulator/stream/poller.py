"""Carry a table's changes to its functions, the way Lambda does and the emulator does not.

The emulator's own mapping loses the records of a partly failed batch; this one retries from the
first failed record, splits batches, gives up after the template's number of attempts, and then
tells the dead-letter queue.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from urllib3.exceptions import HTTPError

from local.emulator.raw import STREAMS, EmulatorRefused, Wire
from local.emulator.stream.filter import matches_any
from local.settings import REGION

if TYPE_CHECKING:
    from collections.abc import Callable

type Json = dict[str, Any]
type Invoke = Callable[[str, Json], Json]

LOG = logging.getLogger("local.emulator.stream.poller")
POLL_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0


class FunctionFailed(Exception):
    """A function raised, or ran out of time, instead of answering."""


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """Which function receives which changes of which table."""

    table_id: str
    stream: str
    function: str
    patterns: tuple[Json, ...]
    batch_size: int
    attempts: int | None
    bisect: bool
    partial: bool
    failure_queue: str | None


@dataclass(frozen=True)
class Delivery:
    """How a batch of records reaches its function, and what happens when it does not."""

    mapping: Mapping
    invoke: Invoke
    give_up: Callable[[Mapping, list[Json]], None]
    pause: Callable[[float], object] = time.sleep

    def deliver(self, records: list[Json]) -> None:
        """Hand over the records that the mapping wants, until done or given up."""
        wanted = [one for one in records if matches_any(one, self.mapping.patterns)]
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
        failed = (answer or {}).get("batchItemFailures", []) if self.mapping.partial else []
        numbers = {one["itemIdentifier"] for one in failed}
        for position, record in enumerate(records):
            if record["dynamodb"]["SequenceNumber"] in numbers:
                return records[position:]
        return []


class Pump:
    """A thread that follows one stream from now on."""

    def __init__(self, wire: Wire, delivery: Delivery) -> None:
        """Take position at the end of the stream, so that nothing after this is missed."""
        self.mapping = delivery.mapping
        self._wire, self._delivery = wire, delivery
        self._stream = self.mapping.stream
        self._iterators = [self._open(shard) for shard in self._list_shards()]
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="pump")

    def start(self, first: list[Json]) -> None:
        """Begin with these records, then follow the stream."""
        self._first = first
        self._thread.start()

    def stop(self) -> None:
        """Stop following; records not yet delivered are relayed at the next start."""
        self._stopped.set()
        self._thread.join(timeout=1)

    def _run(self) -> None:
        self._delivery.deliver(self._first)
        while not self._stopped.wait(POLL_SECONDS):
            self._iterators = [self._advance(iterator) for iterator in self._iterators]

    def _advance(self, iterator: str) -> str:
        request = {"ShardIterator": iterator, "Limit": self.mapping.batch_size}
        try:
            page = self._wire.ask(STREAMS, "GetRecords", request)
        except (EmulatorRefused, HTTPError) as error:
            LOG.warning("stream not read, trying again: %s", error)
            return iterator
        if page["Records"]:
            self._delivery.deliver([_complete(one, self._stream) for one in page["Records"]])
        return str(page.get("NextShardIterator") or iterator)

    def _list_shards(self) -> list[str]:
        answer = self._wire.ask(STREAMS, "DescribeStream", {"StreamArn": self._stream})
        return [shard["ShardId"] for shard in answer["StreamDescription"]["Shards"]]

    def _open(self, shard: str) -> str:
        request = {"StreamArn": self._stream, "ShardId": shard, "ShardIteratorType": "LATEST"}
        return str(self._wire.ask(STREAMS, "GetShardIterator", request)["ShardIterator"])


def _complete(record: Json, stream: str) -> Json:
    return {**record, "awsRegion": REGION, "eventSource": "aws:dynamodb", "eventSourceARN": stream}


def describe_insert(item: Json, key: tuple[str, ...], *, stream: str, number: int) -> Json:
    """Return the record that the stream held when an item was first stored."""
    change = {
        "ApproximateCreationDateTime": int(time.time()),
        "Keys": {part: item[part] for part in key},
        "NewImage": item,
        "SequenceNumber": f"{number:021d}",
        "SizeBytes": len(json.dumps(item)),
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    record = {"eventID": f"again-{number}", "eventName": "INSERT", "eventVersion": "1.1"}
    return _complete({**record, "dynamodb": change}, stream)
