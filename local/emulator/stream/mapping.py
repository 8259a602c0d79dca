"""Start one pump per stream mapping of the template, and relay what was left undone before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.emulator import template as blueprint
from local.emulator.stream.filter import check_pattern
from local.emulator.stream.poller import Delivery, FunctionFailed, Mapping, Pump, describe_insert
from local.errors import CannotStart
from local.settings import ACCOUNT, REGION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.emulator.aws import Cloud
    from local.emulator.deploy import Deployment, Table
    from local.emulator.raw import Wire
    from local.survive.journal import Journal

type Json = dict[str, Any]

OUTBOX_PREFIX = "OUTBOX#"
DEFAULT_BATCH_SIZE = 100


class StreamMissing(CannotStart):
    """A function is mapped to the stream of a table that has none."""


class Relay:
    """All pumps of the stack."""

    def __init__(self, cloud: Cloud, wire: Wire, deployment: Deployment) -> None:
        """Take position on every stream that the template maps to a function."""
        self._cloud, self._deployment = cloud, deployment
        mappings = read_mappings(deployment)
        deliveries = [Delivery(one, self._invoke, self._give_up) for one in mappings]
        self._pumps = [Pump(wire, one) for one in deliveries]

    def start(self, journal: Journal) -> int:
        """Relay effects that were stored and not carried out, then follow the streams."""
        unsent = 0
        for pump in self._pumps:
            table = self._deployment.tables[pump.mapping.table_id]
            records = list(describe_unsent(table, journal.read_items(table.logical_id)))
            unsent += len(records)
            pump.start(records)
        return unsent

    def stop(self) -> None:
        """Stop all pumps."""
        for pump in self._pumps:
            pump.stop()

    def _invoke(self, function: str, event: Json) -> Json:
        name = self._deployment.ids[function]
        answer = self._cloud.functions.invoke(FunctionName=name, Payload=json.dumps(event).encode())
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
        self._cloud.queues.send_message(QueueUrl=queue, MessageBody=json.dumps(message))


def name_function_arn(deployment: Deployment, mapping: Mapping) -> str:
    """Return the ARN of the function that a mapping calls."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{deployment.ids[mapping.function]}"


def read_mappings(deployment: Deployment) -> Iterator[Mapping]:
    """Yield every stream mapping of the template."""
    for _, resource in blueprint.find_stream_mappings(deployment.plain):
        yield _read_mapping(deployment, resource["Properties"])


def _read_mapping(deployment: Deployment, properties: Json) -> Mapping:
    table_id = properties["EventSourceArn"]["Fn::GetAtt"][0]
    stream = deployment.tables[table_id].stream
    if stream is None:
        raise StreamMissing(table_id)
    attempts = int(properties.get("MaximumRetryAttempts", -1))
    filters = properties.get("FilterCriteria", {}).get("Filters", [])
    return Mapping(
        table_id=table_id,
        stream=stream,
        function=properties["FunctionName"]["Ref"],
        patterns=tuple(check_pattern(json.loads(one["Pattern"])) for one in filters),
        batch_size=int(properties.get("BatchSize", DEFAULT_BATCH_SIZE)),
        attempts=None if attempts < 0 else attempts,
        bisect=bool(properties.get("BisectBatchOnFunctionError", False)),
        partial="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
        failure_queue=_name_failure_queue(properties),
    )


def _name_failure_queue(properties: Json) -> str | None:
    destination = properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    return str(destination["Fn::GetAtt"][0]) if destination else None


def describe_unsent(table: Table, items: list[Json]) -> Iterator[Json]:
    """Yield a stream record for each effect that was stored and never marked as carried out."""
    for number, item in enumerate(items):
        kind = item.get("sk", {}).get("S", "")
        if kind.startswith(OUTBOX_PREFIX) and "sent_at" not in item:
            yield describe_insert(item, table.key, stream=table.stream or "", number=number)
