"""Event source mappings from a table's stream to a function, as the template declares them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.emulator.stream.filter import check_pattern
from local.emulator.template import find_stream_mappings
from local.errors import CannotStart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.emulator.deployment import Deployment

type Json = dict[str, Any]

DEFAULT_BATCH_SIZE = 100


class StreamMissing(CannotStart):
    """A function is mapped to the stream of a table that has none."""


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


def read_mappings(deployment: Deployment) -> Iterator[Mapping]:
    """Yield every stream mapping of the template."""
    for _, resource in find_stream_mappings(deployment.plain):
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
        patterns=tuple(check_pattern(json.loads(rule["Pattern"])) for rule in filters),
        batch_size=int(properties.get("BatchSize", DEFAULT_BATCH_SIZE)),
        attempts=None if attempts < 0 else attempts,
        bisect=bool(properties.get("BisectBatchOnFunctionError", False)),
        partial="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
        failure_queue=_name_failure_queue(properties),
    )


def _name_failure_queue(properties: Json) -> str | None:
    destination = properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    return str(destination["Fn::GetAtt"][0]) if destination else None
