"""Follow a table's stream, and describe its records as a function receives them."""

from __future__ import annotations

import json
import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from urllib3.exceptions import HTTPError

from local.emulator.raw import STREAMS, EmulatorRefused, RawDynamoDb
from local.settings import REGION

if TYPE_CHECKING:
    from local.emulator.stream.delivery import Delivery

type Json = dict[str, Any]

LOG = logging.getLogger("local.stream")
POLL_SECONDS = 0.1


class StreamPoller:
    """A thread that follows one stream from now on."""

    def __init__(self, raw: RawDynamoDb, delivery: Delivery) -> None:
        """Take position at the end of the stream, so that nothing after this is missed."""
        self.mapping = delivery.mapping
        self._raw, self._delivery = raw, delivery
        self._stream = self.mapping.stream
        self._iterators = [self._open(shard) for shard in self._list_shards()]
        self._stopped = threading.Event()
        # When the last round began that found nothing, and when the last one ended that found something.
        self.empty_at = self.busy_at = time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True, name="stream-poller")

    def start(self, first: list[Json]) -> None:
        """Begin with these records, then follow the stream."""
        self._first = first
        self._thread.start()

    def stop(self) -> None:
        """Stop following; records not yet delivered are delivered at the next start."""
        self._stopped.set()
        self._thread.join(timeout=1)

    def _run(self) -> None:
        self._delivery.deliver(self._first)
        self.busy_at = time.monotonic()
        while not self._stopped.wait(POLL_SECONDS):
            began = time.monotonic()
            self._iterators = [self._advance(iterator) for iterator in self._iterators]
            # A round that delivered something has moved `busy_at` past its beginning.
            self.empty_at = began if self.busy_at < began else self.empty_at

    def _advance(self, iterator: str) -> str:
        request = {"ShardIterator": iterator, "Limit": self.mapping.batch_size}
        try:
            page = self._raw.call(STREAMS, "GetRecords", request)
        except (EmulatorRefused, HTTPError) as error:
            LOG.warning("stream not read, trying again: %s", error)
            return iterator
        if page["Records"]:
            self._delivery.deliver([_complete(record, self._stream) for record in page["Records"]])
            self.busy_at = time.monotonic()
        return str(page.get("NextShardIterator") or iterator)

    def _list_shards(self) -> list[str]:
        answer = self._raw.call(STREAMS, "DescribeStream", {"StreamArn": self._stream})
        return [shard["ShardId"] for shard in answer["StreamDescription"]["Shards"]]

    def _open(self, shard: str) -> str:
        request = {"StreamArn": self._stream, "ShardId": shard, "ShardIteratorType": "LATEST"}
        return str(self._raw.call(STREAMS, "GetShardIterator", request)["ShardIterator"])


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
