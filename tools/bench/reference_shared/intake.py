"""What both reference handlers share: the tables, the guards of a form, and the one transaction.

Written as one would with boto3's resource: plain values, and the client of a resource that turns them into DynamoDB's.
"""

import hashlib
import json
import os
from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from fastapi import Request
from fastapi.responses import JSONResponse
from loket.core.challenge import ProofOfWork, verify_challenge
from loket.core.effect import EffectKind, new_effect
from loket.core.form import Form
from loket.core.inventory import Declared
from loket.core.item import KEPT_FOR, ItemKind
from loket.core.key import new_sort_key
from loket.core.keyed_hash import Keys, read_keys
from loket.core.refusal import FieldError, FormRefused

logger = Logger(service="loket")
tables = boto3.resource("dynamodb")
secrets = boto3.client("secretsmanager")

WINDOW_SECONDS = 600


@cache
def load_keys() -> Keys:
    """Return the keys, read once."""
    return read_keys(secrets.get_secret_value(SecretId=os.environ["KEYS_SECRET"])["SecretString"])


def read_clock(request: Request) -> datetime:
    """Return the moment at which API Gateway took the request in."""
    return datetime.fromtimestamp(request.scope["aws.event"]["requestContext"]["timeEpoch"] / 1000, UTC)


def check_proof(form: Form, now: datetime) -> ProofOfWork:
    """Return the proof of work of a form, or refuse the form."""
    if not form.altcha:
        raise FormRefused(FieldError("altcha", "required"))
    return verify_challenge(form.altcha, load_keys().derive("challenge"), now=now)


def put(table: str, item: dict[str, Any]) -> dict[str, Any]:
    """Return the write that stores an item under a key of its own."""
    given = {name: value for name, value in item.items() if value is not None}
    return {"Put": {"TableName": os.environ[table], "Item": given, "ConditionExpression": "attribute_not_exists(pk)"}}


def put_record(kind: ItemKind, person: str, record: Declared, sort_key: str) -> dict[str, Any]:
    """Return the write that stores a record about a person."""
    key = {"pk": f"PERSON#{person}", "sk": sort_key, "kind": kind, "kept_for": KEPT_FOR[kind]}
    return put("PERSONAL_DATA_TABLE", {**key, **record.model_dump(mode="json")})


def put_effect(kind: EffectKind, person: str, about: str, now: datetime) -> dict[str, Any]:
    """Return the write that stores an effect."""
    record = new_effect(kind, about=about, now=now)
    return put_record(ItemKind.OUTBOX, person, record, new_sort_key(ItemKind.OUTBOX, at=now))


def guard(form: Form, proof: ProofOfWork, request: Request, answer: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
    """Return the writes that let a submission through once, spend its challenge, and count its sender."""
    content = json.dumps(form.model_dump(mode="json", exclude={"altcha", "return_to"}), sort_keys=True)
    digest = load_keys().hash("form", hashlib.sha256(content.encode()).hexdigest())
    sender = load_keys().hash("sender", request.client.host if request.client else "")
    seconds = int(now.timestamp())
    window = f"SENDER#{sender}#{seconds // WINDOW_SECONDS}"
    expiry = {"expires_at": seconds + 2 * WINDOW_SECONDS}
    return [
        put("GUARD_TABLE", {"pk": f"SUBMISSION#{digest}", "form": digest, "answer": json.dumps(answer), **expiry}),
        put("GUARD_TABLE", {"pk": f"CHALLENGE#{proof.challenge}", "expires_at": int(proof.valid_until.timestamp())}),
        {
            "Update": {
                "TableName": os.environ["GUARD_TABLE"],
                "Key": {"pk": window},
                "UpdateExpression": "SET hits = if_not_exists(hits, :none) + :one, expires_at = :end",
                "ConditionExpression": "attribute_not_exists(hits) OR hits < :limit",
                "ExpressionAttributeValues": {":none": 0, ":one": 1, ":end": expiry["expires_at"], ":limit": 60},
            }
        },
    ]


def commit(writes: Any) -> None:
    """Make all the writes, or none."""
    tables.meta.client.transact_write_items(TransactItems=writes)


def tell_refusal(_request: Request, refused: Exception) -> JSONResponse:
    """Answer with the fields that were refused."""
    errors = [{"field": error.field, "code": error.code} for error in getattr(refused, "errors", ())]
    return JSONResponse({"status": 422, "errors": errors}, 422, media_type="application/problem+json")
