"""What was answered with 201 is there after a stop and after a kill, and its mail still goes out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.process import is_alive
from tests.running import RunningStack


def list_notes(running: RunningStack) -> set[str]:
    """Return the references of the notes in the table."""
    keys = {item["sk"] for item in running.table("NoteTable")}
    return {key.removeprefix("NOTE#") for key in keys if key.startswith("NOTE#")}


@pytest.mark.parametrize("end", [RunningStack.stop, RunningStack.interrupt])
def test_state_survives_a_stop(own_sample: RunningStack, end: Callable[[RunningStack], int]) -> None:
    """Notes, mails and the secret are the same after a stop and a start."""
    own_sample.start()
    note = {"to": "stop@example.nl", "text": "Hello"}
    reference = own_sample.post("/notes", note).json["reference"]
    mails = own_sample.wait_for_mails("stop@example.nl")
    secret = own_sample.get("/notes").json["secret"]
    own_sample.settle()
    assert end(own_sample) == 0
    assert "Traceback" not in own_sample.output
    own_sample.start()
    assert list_notes(own_sample) == {reference}
    assert own_sample.mails() == mails
    assert own_sample.get("/notes").json["secret"] == secret


def test_every_accepted_note_survives_a_kill(own_sample: RunningStack) -> None:
    """The kill comes in the middle of many notes; none that was accepted is lost."""
    own_sample.start()
    accepted: list[str] = []
    with ThreadPoolExecutor(4) as pool:
        for number in range(40):
            pool.submit(post_note, own_sample, accepted, number)
        own_sample.wait_for(lambda: len(accepted), lambda count: count >= 10)
        own_sample.kill()
    own_sample.start()
    assert set(accepted) <= list_notes(own_sample)


def post_note(running: RunningStack, accepted: list[str], number: int) -> None:
    """Post one note and remember its reference if it was accepted."""
    reply = running.post("/notes", {"to": f"{number}@example.nl", "text": "Hello"})
    if reply.status == 201:
        accepted.append(reply.json["reference"])


def test_order_not_relayed_before_a_kill_is_relayed_after_it(own_sample: RunningStack) -> None:
    """The stream dies with the emulator; the order in the table does not."""
    own_sample.start()
    own_sample.order_fault("sqs", "unavailable", seconds=600)
    own_sample.post("/notes", {"to": "later@example.nl", "text": "Hello"})
    own_sample.kill()
    own_sample.start()
    assert len(own_sample.wait_for_mails("later@example.nl")) == 1


def test_mail_sent_before_a_kill_is_not_sent_again(own_sample: RunningStack) -> None:
    """An order that is marked as sent is left alone."""
    own_sample.start()
    own_sample.post("/notes", {"to": "once@example.nl", "text": "Hello"})
    own_sample.wait_for_mails("once@example.nl")
    own_sample.settle()
    own_sample.kill()
    own_sample.start()
    own_sample.post("/notes", {"to": "next@example.nl", "text": "Hello"})
    own_sample.wait_for_mails("next@example.nl")
    assert own_sample.calls("relay_outbox") == {"sqs.SendMessage": 1}
    assert len(own_sample.mails("once@example.nl")) == 1


def test_removed_item_stays_removed(own_sample: RunningStack) -> None:
    """The journal forgets what was deleted; an update is kept as it was last."""
    own_sample.start()
    own_sample.post("/notes", {"to": "again@example.nl", "text": "one", "reference": "r"})
    own_sample.wait_for_mails("again@example.nl")
    own_sample.post("/notes", {"to": "again@example.nl", "text": "two", "reference": "r"})
    own_sample.kill()
    own_sample.start()
    texts = {item["sk"]: item["text"] for item in own_sample.table("NoteTable")}
    assert texts["NOTE#r"] == "two"


def test_nothing_outlives_a_kill(own_sample: RunningStack) -> None:
    """The emulator and its functions end with the launcher, whose port is free again at once."""
    own_sample.start()
    own_sample.get("/notes")
    family = own_sample.list_processes()
    assert len(family) >= 3
    own_sample.kill()
    own_sample.wait_for(lambda: [pid for pid in family if is_alive(pid)], lambda left: not left)
