"""Taking items out of a running system's table, as an erasure does, past the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.session import Session

if TYPE_CHECKING:
    from tests.running import Json, RunningStack


def remove(stack: RunningStack, items: list[Json]) -> None:
    """Delete these items about people."""
    variables = stack.get("/_local/functions").json["SubmitPrivacyRequestFunction"]
    session = Session()
    session.set_credentials("test", "test")
    client: Any = session.create_client("dynamodb", region_name="eu-central-1", endpoint_url=variables["AWS_ENDPOINT_URL"])
    for item in items:
        key = {name: {"S": item[name]} for name in ("pk", "sk")}
        client.delete_item(TableName=variables["PERSONAL_DATA_TABLE"], Key=key)
