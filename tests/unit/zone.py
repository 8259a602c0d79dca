"""What no call may do, whichever test makes it: leave the role of its function, or change a line of the ledger."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from loket.storage.transaction import ABSENT

from local.access.guard import Access, read_access
from tests.template import parameters, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

type Json = dict[str, Any]

# Anybody may send one, so none of them learns anything of what is stored.
FORMS = {"submit_enrollment", "submit_contact_message", "submit_privacy_request"}


@dataclass
class Judge:
    """Looks at every call of a test, and remembers what was wrong."""

    folder: str = ""
    trespasses: list[str] = field(default_factory=list)

    @contextmanager
    def acting_as(self, folder: str) -> Iterator[None]:
        """Judge what is called in the meantime by the role of a function."""
        self.folder = folder
        try:
            yield
        finally:
            self.folder = ""

    def look(self, service: str, operation: str, body: Json, names: Mapping[str, str]) -> None:
        """Look at one call; `names` are the logical ids of what does not go by them."""
        self.trespasses += list_trespasses(self.folder, service, operation, body, names)


@cache
def access() -> Access:
    """Return what the template lets each function do, in a cloud in which a resource goes by its logical id."""
    return read_access(template(), parameters(), {})


def list_trespasses(folder: str, service: str, operation: str, body: Json, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with a call of the function in a folder, or of no function where that is empty."""
    text = json.dumps(body)
    for physical, logical in names.items():
        text = text.replace(physical, logical)
    # A bucket is in the address of a call; the running system judges those.
    if service != "s3" and (denied := access().find_denied(folder, service, operation, text.encode())):
        yield f"{folder}: {denied.action} on {denied.resource}"
    for kind, write in list_writes(operation, body):
        table, shown = write["TableName"], "ReturnValuesOnConditionCheckFailure" in write
        if folder in FORMS and table == "PersonalDataTable" and shown:
            yield f"{folder}: is shown a person"
        if table == "LedgerTable" and (kind, write.get("ConditionExpression")) != ("Put", ABSENT):
            yield f"{folder}: a line of the ledger by {kind} {write.get('ConditionExpression')}"


def list_writes(operation: str, body: Json) -> Iterator[tuple[str, Json]]:
    """Yield each write of a call."""
    if operation == "TransactWriteItems":
        for member in body["TransactItems"]:
            yield from ((kind, write) for kind, write in member.items() if kind != "ConditionCheck")
    elif operation in {"PutItem", "UpdateItem", "DeleteItem"}:
        yield operation.removesuffix("Item"), body
    elif operation == "BatchWriteItem":
        yield from ((operation, {"TableName": table}) for table in body["RequestItems"])
