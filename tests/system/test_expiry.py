"""What is past its time is as good as gone, and then gone."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.running import Json, Reply, RunningStack
from tests.system.counter import find_stored, write_message

# The emulator removes expired items every minute.
REMOVAL_SECONDS = 90


def receive(stack: RunningStack, form: Json, at: datetime) -> Reply:
    """Let the contact form's function receive a form at any moment."""
    http = {"method": "POST", "path": "/contact-messages", "sourceIp": "203.0.113.40"}
    event = {
        "version": "2.0",
        "routeKey": "POST /contact-messages",
        "headers": {"content-type": "application/json"},
        "requestContext": {"timeEpoch": int(at.timestamp() * 1000), "http": http},
        "body": json.dumps(form),
        "isBase64Encoded": False,
    }
    return stack.invoke("submit_contact_message", event)


def read_answer(reply: Reply) -> Any:
    """Return the answer in what the function returned."""
    assert reply.json["statusCode"] == 201, reply.text
    return json.loads(reply.json["body"])


def test_item_past_its_time_is_not_mailed_about_and_is_removed(trial: RunningStack) -> None:
    """Received three years ago, so past the two years that it may be kept."""
    form = write_message()
    read_answer(receive(trial, form, datetime.now(UTC) - timedelta(days=3 * 366)))
    [stored] = find_stored(trial, email=form["email"])
    assert stored["expires_at"] < time.time()
    trial.wait_for(
        lambda: [line["message"] for line in trial.logs()], lambda lines: any("mail.dropped" in one for one in lines)
    )
    deadline = time.monotonic() + REMOVAL_SECONDS
    while find_stored(trial, pk=stored["pk"]) and time.monotonic() < deadline:
        time.sleep(1)
    assert find_stored(trial, pk=stored["pk"]) == []
    assert trial.mails(form["email"]) == []


def test_submission_is_forgotten_after_ten_minutes(trial: RunningStack) -> None:
    """Within them it is the same submission; after them, the same words are a new message, expired guard or not."""
    form, now = write_message(), datetime.now(UTC)
    first = read_answer(receive(trial, form, now))
    again = read_answer(receive(trial, form, now + timedelta(minutes=9)))
    later = read_answer(receive(trial, form, now + timedelta(minutes=11)))
    assert first == again
    assert later["reference"] != first["reference"]


def test_every_item_has_its_time(trial: RunningStack) -> None:
    """In every table, without exception."""
    tables = ("PersonalDataTable", "GuardTable", "CourseTable", "LedgerTable")
    assert [item for name in tables for item in trial.table(name) if not isinstance(item.get("expires_at"), int)] == []
