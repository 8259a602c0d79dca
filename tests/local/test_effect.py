"""From a stored order to a mail: the stream, the queue, and what happens when something fails."""

from __future__ import annotations

import json
import time
import uuid
from typing import TYPE_CHECKING

from local.emulator.stream.poller import POLL_SECONDS

if TYPE_CHECKING:
    from tests.running import RunningStack


def keep(running: RunningStack, **note: str) -> tuple[str, str]:
    """Keep a note for a new address; return the reference and the address."""
    to = f"{uuid.uuid4().hex}@example.nl"
    reply = running.post("/notes", {"to": to, "text": "Hello", **note})
    assert reply.status == 201, reply.text
    return reply.json["reference"], to


def list_references(messages: list[dict[str, str]]) -> set[str]:
    """Return the references that a queue's messages speak of."""
    return {json.loads(one["Body"]).get("sk", "").removeprefix("OUTBOX#") for one in messages}


def test_order_becomes_a_mail(sample: RunningStack) -> None:
    """The mail is in the mailbox with all that a test may want to see."""
    _, to = keep(sample)
    [mail] = sample.wait_for_mails(to)
    assert mail["to"] == to
    assert mail["subject"] == "A note"
    assert mail["text"].startswith("Hello")
    assert mail["headers"]["X-Note"] == "yes"
    assert mail["links"] == ["https://example.nl/a?b=1&c=2", "https://example.nl/d"]


def test_poisoned_order_goes_to_the_dead_letters_and_the_next_is_mailed(
    sample: RunningStack,
) -> None:
    """A partly failed batch is retried from the failed record, then given up, and nothing after it is lost."""
    before = len(sample.queue("RelayDeadLetterQueue"))
    keep(sample, poison="yes")
    # It has been read by then: what comes in the same batch after it is given up with it, as Lambda does.
    time.sleep(5 * POLL_SECONDS)
    _, to = keep(sample)
    assert sample.wait_for_mails(to)
    dead = sample.wait_for(lambda: sample.queue("RelayDeadLetterQueue"), lambda seen: len(seen) > before)
    assert json.loads(dead[-1]["Body"])["DDBStreamBatchInfo"]["batchSize"] >= 1


def test_crashing_order_is_split_off(sample: RunningStack) -> None:
    """A function that raises gets its batch in halves, so that the others still arrive."""
    keep(sample, crash="yes")
    _, to = keep(sample)
    assert len(sample.wait_for_mails(to)) == 1


def test_mail_that_never_goes_out_becomes_a_dead_letter(faulty: RunningStack) -> None:
    """A message is tried as often as the template says, then kept apart."""
    faulty.order_fault("ses", "refuse", seconds=60)
    reference, to = keep(faulty)
    faulty.wait_for(lambda: list_references(faulty.queue("MailDeadLetterQueue")), lambda seen: reference in seen)
    assert faulty.mails(to) == []


def test_mail_goes_out_once_the_service_is_back(faulty: RunningStack) -> None:
    """One refusal delays the mail and does not lose it."""
    faulty.order_fault("ses", "throttle", times=2)
    _, to = keep(faulty)
    assert len(faulty.wait_for_mails(to)) == 1


def test_queue_that_is_gone_for_a_while_loses_nothing(faulty: RunningStack) -> None:
    """The relay tries again by itself."""
    faulty.order_fault("sqs", "unavailable", times=4, caller="relay_outbox")
    _, to = keep(faulty)
    assert len(faulty.wait_for_mails(to)) == 1


def test_fault_hits_the_public_route(faulty: RunningStack) -> None:
    """While the table is throttled the form is not accepted; afterwards it is."""
    faulty.order_fault("dynamodb", "throttle", operation="TransactWriteItems", seconds=60)
    reply = faulty.post("/notes", {"to": "x@example.nl", "text": "Hello"})
    assert (reply.status, reply.json["error"]) == (503, "ProvisionedThroughputExceededException")
    faulty.clear_faults()
    assert faulty.post("/notes", {"to": "x@example.nl", "text": "Hello"}).status == 201


def test_fault_of_one_function_leaves_the_others_alone(faulty: RunningStack) -> None:
    """A test can break the mails without breaking the form."""
    faulty.order_fault("dynamodb", "throttle", caller="send_mail", seconds=60)
    keep(faulty)


def test_answer_can_be_lost_after_the_write(faulty: RunningStack) -> None:
    """The order stands although the function was told of a failure."""
    reference = uuid.uuid4().hex
    faulty.order_fault("dynamodb", "lost", operation="TransactWriteItems", seconds=60)
    note = {"to": "lost@example.nl", "text": "Hello", "reference": reference}
    assert faulty.post("/notes", note).status == 503
    assert f"NOTE#{reference}" in {item["sk"] for item in faulty.table("NoteTable")}


def test_unknown_fault_is_refused(sample: RunningStack) -> None:
    """A mistake in a test's order is not silently nothing."""
    assert sample.post("/_local/faults", {"service": "ses", "kind": "explode"}).status == 422
    assert sample.post("/_local/faults", {"service": "ses", "kind": "fail", "typo": 1}).status == 422


def test_calls_are_counted_per_function(sample: RunningStack) -> None:
    """One note costs its function one transaction."""
    sample.reset_calls()
    keep(sample)
    assert sample.calls("keep_note") == {"dynamodb.TransactWriteItems": 1}
