"""A poller for each event source mapping of the template, and what was left undone before."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from local.emulator.stream.delivery import Delivery, FunctionFailed
from local.emulator.stream.filter import matches_any
from local.emulator.stream.mapping import Mapping, read_mappings
from local.emulator.stream.poller import POLL_SECONDS, StreamPoller, describe_insert
from local.settings import ACCOUNT, REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from local.emulator.deployment import Deployment, Table
    from local.emulator.system import System

type Json = dict[str, Any]


class EventSources:
    """All event source mappings from streams, at work."""

    def __init__(self, system: System) -> None:
        """Take position on every stream that the template maps to a function."""
        self._aws, self._deployment = system.aws, system.deployment
        deliveries = [Delivery(mapping, self._invoke, self._give_up) for mapping in read_mappings(self._deployment)]
        self._pollers = [StreamPoller(system.raw, delivery) for delivery in deliveries]

    def start(self, read_items: Callable[[str], list[Json]]) -> int:
        """Deliver effects that were stored in a table and not carried out, then follow the streams; return how many."""
        unsent = 0
        for poller in self._pollers:
            table = self._deployment.tables[poller.mapping.table_id]
            records = list(describe_unsent(poller.mapping, table, read_items(table.logical_id)))
            unsent += len(records)
            poller.start(records)
        return unsent

    def stop(self) -> None:
        """Stop all pollers."""
        for poller in self._pollers:
            poller.stop()

    def were_quiet(self, *, since: float, until: float) -> bool:
        """Tell, after a round that began past `until`, whether none found anything since a moment of the monotonic clock."""
        while any(max(poller.empty_at, poller.busy_at) < until for poller in self._pollers):
            time.sleep(POLL_SECONDS / 2)
        return all(poller.busy_at < since for poller in self._pollers)

    def _invoke(self, function: str, event: Json) -> Json:
        name = self._deployment.ids[function]
        answer = self._aws.functions.invoke(FunctionName=name, Payload=json.dumps(event).encode())
        result: Json = json.loads(answer["Payload"].read() or b"{}")
        if "FunctionError" in answer:
            raise FunctionFailed(function)
        return result

    def _give_up(self, mapping: Mapping, records: list[Json]) -> None:
        if mapping.failure_queue is None:
            return
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        message = {
            "requestContext": {"functionArn": name_function_arn(self._deployment, mapping)},
            "responseContext": {"functionError": "Unhandled"},
            "DDBStreamBatchInfo": {
                "streamArn": mapping.stream,
                "startSequenceNumber": numbers[0],
                "endSequenceNumber": numbers[-1],
                "batchSize": len(records),
            },
        }
        queue = self._deployment.ids[mapping.failure_queue]
        self._aws.queues.send_message(QueueUrl=queue, MessageBody=json.dumps(message))


def name_function_arn(deployment: Deployment, mapping: Mapping) -> str:
    """Return the ARN of the function that a mapping calls."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{deployment.ids[mapping.function]}"


def describe_unsent(mapping: Mapping, table: Table, items: list[Json]) -> Iterator[Json]:
    """Yield a stream record for each item that a mapping waits for and that was never marked as carried out.

    A mapping without a filter waits for every change, so nothing says which items would still have to be carried out.
    """
    for number, item in enumerate(items if mapping.patterns else []):
        record = describe_insert(item, table.key, stream=table.stream or "", number=number)
        if "sent_at" not in item and matches_any(record, mapping.patterns):
            yield record
