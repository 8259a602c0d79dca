"""Messages and enrollments as staff handle them: changed only where they are as the member of staff saw them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loket.settings import setting
from loket.store.attribute import to_item
from loket.store.transaction import Refused, Write

STATUS_AS_SEEN = "attribute_exists(pk) AND #status = :seen AND expires_at > :now"


class ItemMoved(Refused):
    """Somebody else did something with the item in the meantime."""


def change_handled(item: Mapping[str, Any], changes: Mapping[str, Any], *, now: datetime) -> Write:
    """Return the write that sets attributes of a message or an enrollment, refused where its status is not as seen."""
    values = {f":{name}": value for name, value in changes.items()}
    return Write(
        action="Update",
        request={
            "TableName": setting("PERSONAL_DATA_TABLE"),
            "Key": to_item({"pk": item["pk"], "sk": item["sk"]}),
            "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in changes),
            "ConditionExpression": STATUS_AS_SEEN,
            "ExpressionAttributeNames": {f"#{name}": name for name in changes},
            "ExpressionAttributeValues": to_item({**values, ":seen": item["status"], ":now": int(now.timestamp())}),
        },
        refusal=ItemMoved,
    )
