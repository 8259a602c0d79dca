"""What a request asks of AWS: an action, on what, and what IAM is told beside it. A resource goes by its logical id."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from local.settings import ACCOUNT, REGION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

type Json = dict[str, Any]

IDENTITIES = f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/"
# A member of a transaction needs the right to its own action ("Using IAM with DynamoDB transactions").
MEMBERS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
    "ConditionCheck": "ConditionCheckItem",
}
IN_BUCKET = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject"}
EQUALS = re.compile(r"([#\w]+)\s*=\s*(:\w+)")


@dataclass(frozen=True)
class Demand:
    """One action on one resource, with the values of the condition keys that come with it."""

    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """The logical id of what goes by a physical name, and the partition key of each table and index."""

    names: Mapping[str, str]
    partitions: Mapping[str, str]

    def name(self, physical: str) -> str:
        """Return the logical id of a resource, or the name itself where it is not ours."""
        return self.names.get(physical, physical)


def read_demands(service: str, operation: str, body: bytes, places: Places) -> Iterator[Demand]:
    """Yield what a request asks for; an operation without a row here asks for a right that nobody has."""
    match service:
        case "dynamodb":
            yield from _ask_tables(operation, json.loads(body), places)
        case "secretsmanager":
            yield Demand(f"secretsmanager:{operation}", places.name(json.loads(body).get("SecretId", "")))
        case "sqs":
            yield Demand(f"sqs:{operation}", places.name(json.loads(body).get("QueueUrl", "")))
        case "ses":
            sender = str(json.loads(body).get("FromEmailAddress", ""))
            yield Demand(f"ses:{operation}", IDENTITIES + sender.partition("@")[2], {"ses:FromAddress": (sender,)})
        case "s3":
            yield _ask_bucket(operation, places)
        case _:
            yield Demand(f"{service}:{operation}", "")


def _ask_tables(operation: str, body: Json, places: Places) -> Iterator[Demand]:
    if operation in {"TransactWriteItems", "TransactGetItems"}:
        for member in body["TransactItems"]:
            yield from (_ask_table(MEMBERS[kind], part, places) for kind, part in member.items())
    elif operation in {"BatchGetItem", "BatchWriteItem"}:
        for name, asked in body["RequestItems"].items():
            keys = asked["Keys"] if operation == "BatchGetItem" else [_written(one) for one in asked]
            table = places.name(name)
            yield Demand(f"dynamodb:{operation}", table, _lead(_partitions(places, table, keys)))
    else:
        yield _ask_table(operation, body, places)


def _ask_table(action: str, part: Json, places: Places) -> Demand:
    table = places.name(part.get("TableName", ""))
    on = f"{table}/index/{part['IndexName']}" if "IndexName" in part else table
    keys = [part[name] for name in ("Item", "Key") if name in part]
    leading = (
        _asked_partition(part, places.partitions.get(on, "")) if action == "Query" else _partitions(places, table, keys)
    )
    told = {"dynamodb:ReturnValues": (part["ReturnValues"],)} if "ReturnValues" in part else {}
    return Demand(f"dynamodb:{action}", on, _lead(leading) | told)


def _written(write: Json) -> Json:
    found: Json = write["PutRequest"]["Item"] if "PutRequest" in write else write["DeleteRequest"]["Key"]
    return found


def _partitions(places: Places, table: str, keys: Iterable[Json]) -> Iterator[str]:
    name = places.partitions.get(table, "")
    return (str(next(iter(key[name].values()))) for key in keys if name in key)


def _asked_partition(query: Json, partition: str) -> Iterator[str]:
    """Yield the partition that a query asks for: the value that its condition gives the partition key."""
    names, values = query.get("ExpressionAttributeNames", {}), query.get("ExpressionAttributeValues", {})
    for name, value in EQUALS.findall(query.get("KeyConditionExpression", "")):
        if names.get(name, name) == partition:
            yield str(next(iter(values[value].values())))


def _lead(leading: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found = tuple(leading)
    return {"dynamodb:LeadingKeys": found} if found else {}


def _ask_bucket(operation: str, places: Places) -> Demand:
    method, _, path = operation.partition(" /")
    bucket, _, key = unquote(path).partition("/")
    if not key:
        return Demand("s3:ListBucket", places.name(bucket))
    return Demand(f"s3:{IN_BUCKET.get(method, method)}", f"{places.name(bucket)}/{key}")
