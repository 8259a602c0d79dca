"""Look at tables, queues and logs without changing them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from local.emulator import template as blueprint
from local.emulator.raw import read_plain
from local.emulator.template import name_folders
from local.proxy.message import Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.emulator.deploy import Table
    from local.launch.stack import Stack

type Json = dict[str, Any]


def read_table(stack: Stack, table: Table) -> list[Json]:
    """Return every item of a table as plain values."""
    items = stack.wire.read_table(table.name)
    return [{name: read_plain(value) for name, value in item.items()} for item in items]


def read_queue(stack: Stack, queue: str) -> list[Json]:
    """Return every message of a queue, those being worked on included."""
    target = f"/_ministack/sqs/messages?{urlencode({'QueueUrl': queue})}"
    answer = json.loads(stack.line.pass_on(Question("GET", target, (), b"")).body)
    found: list[Json] = []
    for regions in answer["messages"].values():
        for queues in regions.values():
            found += [message for messages in queues.values() for message in messages]
    return found


def read_environment(stack: Stack) -> dict[str, dict[str, str]]:
    """Return the variables of each function by its logical id, its way to the local AWS included."""
    functions = blueprint.find_resources(stack.deployment.plain, blueprint.FUNCTION)
    names = {logical_id: stack.deployment.ids[logical_id] for logical_id, _ in functions}
    return {logical_id: _read_variables(stack, name) for logical_id, name in names.items()}


def _read_variables(stack: Stack, name: str) -> dict[str, str]:
    configuration = stack.cloud.functions.get_function_configuration(FunctionName=name)
    variables: dict[str, str] = configuration.get("Environment", {}).get("Variables", {})
    return variables


def read_logs(stack: Stack) -> list[Json]:
    """Return every line that a function has logged since the start, oldest first."""
    lines = [line for folder, group in _list_groups(stack) for line in _read_group(stack, folder, group)]
    return sorted(lines, key=lambda line: line["timestamp"])


def read_variables(stack: Stack) -> Json:
    """Return the environment variables of every function, by its logical id."""
    found: Json = {}
    for logical_id, folder in name_folders(stack.deployment.template).items():
        configuration = stack.cloud.functions.get_function_configuration(FunctionName=stack.folders[folder])
        found[logical_id] = configuration.get("Environment", {}).get("Variables", {})
    return found


def _list_groups(stack: Stack) -> Iterator[tuple[str, str]]:
    for folder, name in stack.folders.items():
        configuration = stack.cloud.functions.get_function_configuration(FunctionName=name)
        default = f"/aws/lambda/{name}"
        yield folder, configuration.get("LoggingConfig", {}).get("LogGroup", default)


def _read_group(stack: Stack, folder: str, group: str) -> Iterator[Json]:
    known = stack.cloud.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    if not any(one["logGroupName"] == group for one in known):
        return
    pages = stack.cloud.logs.get_paginator("filter_log_events").paginate(logGroupName=group)
    for page in pages:
        for event in page["events"]:
            yield {"function": folder, "timestamp": event["timestamp"], "message": event["message"]}
