"""Look at tables, queues, logs and functions without changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.emulator.raw import read_plain
from local.emulator.template import name_folders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.emulator.deployment import Table
    from local.emulator.system import System

type Json = dict[str, Any]


def read_table(system: System, table: Table) -> list[Json]:
    """Return every item of a table as plain values."""
    items = system.raw.read_table(table.name)
    return [{name: read_plain(value) for name, value in item.items()} for item in items]


def read_variables(system: System) -> Json:
    """Return the environment variables of every function, by its logical id."""
    folders = name_folders(system.deployment.template)
    return {logical_id: _read_function(system, folder) for logical_id, folder in folders.items()}


def _read_function(system: System, folder: str) -> Json:
    configuration = system.aws.functions.get_function_configuration(FunctionName=system.functions[folder])
    variables: Json = configuration.get("Environment", {}).get("Variables", {})
    return variables


def read_logs(system: System) -> list[Json]:
    """Return every line that a function has logged since the start, oldest first."""
    lines = [line for folder, group in _list_groups(system) for line in _read_group(system, folder, group)]
    return sorted(lines, key=lambda line: line["timestamp"])


def _list_groups(system: System) -> Iterator[tuple[str, str]]:
    for folder, name in system.functions.items():
        configuration = system.aws.functions.get_function_configuration(FunctionName=name)
        default = f"/aws/lambda/{name}"
        yield folder, configuration.get("LoggingConfig", {}).get("LogGroup", default)


def _read_group(system: System, folder: str, group: str) -> Iterator[Json]:
    groups = system.aws.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    if not any(known["logGroupName"] == group for known in groups):
        return
    pages = system.aws.logs.get_paginator("filter_log_events").paginate(logGroupName=group)
    for page in pages:
        for event in page["events"]:
            yield {"function": folder, "timestamp": event["timestamp"], "message": event["message"]}
