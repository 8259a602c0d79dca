"""A popular opening: many take a place in one course at once, on a DynamoDB that cancels whoever comes between.

Of two transactions on one item that are in flight at once, DynamoDB makes the first and cancels the later one with
`TransactionConflict` (docs.aws.amazon.com, "Transaction conflict handling"). The emulators make them one after another, so
this stands between: each is in flight for a while, and whoever touches one of its items meanwhile is cancelled.

`python -m tests.places.opening PEOPLE PATIENCE` prints how many got a place, how many were sent away, and what was counted.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders
from loket.core.key import Key, course_key, person_partition
from loket.storage import transaction
from loket.storage.attribute import from_item, to_item
from loket.storage.client import StoreUnavailable, client
from loket.storage.seat import take_seat
from loket.storage.transaction import Transaction, put

from tests.payment.store import _answer, _Raw
from tests.template import table_request

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
COURSE, LATER = "geliefd", int(NOW.timestamp()) + 10**6
# As long as a transaction of two tables and a few items takes, and some more.
FLIGHT_SECONDS = 0.03


class Sky:
    """What is in flight."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lock, self._applying = threading.Lock(), threading.Lock()
        self._items: set[str] = set()
        self.conflicts = 0

    def answer(self, event_name: str, request: AWSRequest, **more: Any) -> AWSResponse:
        """Answer in AWS's place; called by botocore."""
        if not event_name.endswith("TransactWriteItems"):
            with self._applying:
                return _answer(event_name, request, **more)
        items = [_item_of(action) for action in json.loads(request.body)["TransactItems"]]
        with self._lock:
            busy = self._items & set(items)
            self._items |= set() if busy else set(items)
            self.conflicts += bool(busy)
        if busy:
            return _cancelled(request, [item in busy for item in items])
        try:
            time.sleep(FLIGHT_SECONDS)
            with self._applying:
                return _answer(event_name, request, **more)
        finally:
            with self._lock:
                self._items -= set(items)


def _item_of(action: dict[str, Any]) -> str:
    [request] = action.values()
    key = request.get("Key") or {name: request["Item"][name] for name in ("pk", "sk") if name in request["Item"]}
    return json.dumps([request["TableName"], key], sort_keys=True)


def _cancelled(request: AWSRequest, busy: list[bool]) -> AWSResponse:
    reasons = [{"Code": "TransactionConflict"} if one else {"Code": "None"} for one in busy]
    kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"
    body = json.dumps({"__type": kind, "message": "cancelled", "CancellationReasons": reasons}).encode()
    headers = HTTPHeaders.from_dict({"content-type": "application/x-amz-json-1.0"})
    return AWSResponse(str(request.url), 400, headers, _Raw(body))


def open_course(people: int) -> tuple[int, int, int, int]:
    """Let people take a place at once; return how many did, how many were sent away, the count, and the conflicts."""
    sky = Sky()
    client("dynamodb").meta.events.register("before-send", sky.answer)
    for table in ("PersonalDataTable", "CourseTable"):
        client("dynamodb").create_table(**table_request(table))
    course = {**course_key(COURSE)._asdict(), "seats_taken": 0, "places": people, "expires_at": LATER}
    client("dynamodb").put_item(TableName="CourseTable", Item=to_item(course))
    began = threading.Barrier(people)

    def enroll(number: int) -> bool:
        item = {**Key(person_partition(str(number)), "ENROLLMENT#1")._asdict(), "expires_at": LATER}
        began.wait()
        try:
            Transaction([take_seat(COURSE, now=NOW), put("PERSONAL_DATA_TABLE", item)]).commit()
        except StoreUnavailable:
            return False
        return True

    with ThreadPoolExecutor(people) as together:
        taken = list(together.map(enroll, range(people)))
    stored = client("dynamodb").get_item(TableName="CourseTable", Key=to_item(course_key(COURSE)._asdict()))["Item"]
    return taken.count(True), taken.count(False), int(from_item(stored)["seats_taken"]), sky.conflicts


if __name__ == "__main__":
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "PERSONAL_DATA_TABLE": "PersonalDataTable",
        "COURSE_TABLE": "CourseTable",
    }
    transaction._PATIENCE_SECONDS = float(sys.argv[2])  # type: ignore[assignment]  # noqa: SLF001
    sys.stdout.write(" ".join(map(str, open_course(int(sys.argv[1])))))
