"""Stand where IAM stands: a call outside the caller's own role is answered as AWS would answer it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.access.demand import Demand, Places, read_demands
from local.access.role import Role, read_role
from local.emulator.template import SERVERLESS_FUNCTION, TABLE, find_resources, name_folders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.emulator.deployment import Deployment
    from local.emulator.template import Json


@dataclass(frozen=True)
class Access:
    """The roles of all functions, by their folder, and the names of what they reach."""

    roles: Mapping[str, Role]
    places: Places

    def find_denied(self, caller: str, service: str, operation: str, body: bytes) -> Demand | None:
        """Return what a function asks for that its role does not allow; whoever is no function is not judged here."""
        role = self.roles.get(caller)
        asked = read_demands(service, operation, body, self.places) if role else ()
        return next((demand for demand in asked if role and not role.allows(demand)), None)


def read_access(template: Json, parameters: Mapping[str, str], names: Mapping[str, str]) -> Access:
    """Return what the template lets each function do; `names` are the logical ids by physical name."""
    folders = name_folders(template)
    functions = find_resources(template, SERVERLESS_FUNCTION)
    roles = {folders[name]: read_role(function, parameters) for name, function in functions}
    return Access(roles, Places(names, find_partitions(template)))


def judge_deployment(deployment: Deployment) -> Access:
    """Return what the functions of a deployment may do."""
    names = {physical: logical for logical, physical in deployment.ids.items()}
    return read_access(deployment.template, deployment.parameters, names)


def find_partitions(template: Json) -> dict[str, str]:
    """Return the partition key of each table and of each of its indexes."""
    found = {}
    for name, table in find_resources(template, TABLE):
        properties = table["Properties"]
        found[name] = _partition_key(properties)
        for index in properties.get("GlobalSecondaryIndexes", []):
            found[f"{name}/index/{index['IndexName']}"] = _partition_key(index)
    return found


def _partition_key(keyed: Json) -> str:
    return next(str(part["AttributeName"]) for part in keyed["KeySchema"] if part["KeyType"] == "HASH")


def describe_denial(service: str, demand: Demand) -> tuple[int, dict[str, str], bytes]:
    """Return the status, headers and body with which AWS says that something is denied."""
    words = f"not authorized to perform: {demand.action} on resource: {demand.resource}"
    if service == "s3":
        body = f"<Error><Code>AccessDenied</Code><Message>{words}</Message></Error>"
        return 403, {"content-type": "application/xml"}, body.encode()
    kind = "AccessDeniedException"
    headers = {"content-type": "application/json", "x-amzn-errortype": kind}
    return (403 if service == "ses" else 400), headers, json.dumps({"__type": kind, "message": words}).encode()
