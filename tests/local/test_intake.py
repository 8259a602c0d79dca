"""The product itself on one machine: a form becomes an item, a queue message and a mail, and survives."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.running import RunningStack

FAULTS = ["throttle", "fail", "unavailable"]


def write_message(**changes: str) -> dict[str, str]:
    """Return a contact message from an address that no other test uses."""
    email = f"{uuid.uuid4().hex}@example.nl"
    message = {"name": "Noor Bakker", "email": email, "topic": "course", "message": "Is er nog plaats?", "language": "nl"}
    return {**message, **changes}


def write_enrollment(**changes: str) -> dict[str, str]:
    """Return an enrollment for a course that asks for little."""
    email = f"{uuid.uuid4().hex}@example.nl"
    person = {"first_name": "Noor", "last_name": "Bakker", "email": email, "language": "en"}
    return {"course": "orde-houden-vo", **person, **changes}


def list_of(stack: RunningStack, kind: str, reference: str) -> list[dict[str, Any]]:
    """Return the stored items of a kind that carry a reference."""
    items = stack.table("PersonalDataTable")
    return [one for one in items if one["sk"].startswith(f"{kind}#") and one.get("reference") == reference]


@pytest.mark.parametrize(("path", "form"), [("/contact-messages", write_message), ("/enrollments", write_enrollment)])
def test_form_becomes_one_stored_item_and_one_mail(stack: RunningStack, path: str, form: Any) -> None:
    fields = form()
    reply = stack.post_form(path, fields)
    assert reply.status == 201, reply.text
    [mail] = stack.wait_for_mails(fields["email"])
    assert reply.json["reference"] in mail["subject"]
    stored = [one for one in stack.table("PersonalDataTable") if one.get("reference") == reply.json["reference"]]
    assert all(one["expires_at"] > 0 for one in stored)
    assert stored


def test_parallel_duplicates_are_one_submission(stack: RunningStack) -> None:
    """Twenty clicks at once on the same form give one reference and one mail."""
    fields = {"altcha": stack.solve_challenge(), **write_message()}
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: stack.post("/contact-messages", fields), range(20)))
    assert {reply.status for reply in replies} == {201}
    assert len({reply.json["reference"] for reply in replies}) == 1
    assert len(stack.wait_for_mails(fields["email"])) == 1


@pytest.mark.usefixtures("lift_faults")
@pytest.mark.parametrize("kind", FAULTS)
def test_form_is_not_accepted_while_tables_fail(stack: RunningStack, kind: str) -> None:
    """The person is told to come back; nothing half-stored is left, and later it works."""
    fields = write_message()
    solved = stack.solve_challenge()
    stack.order_fault("dynamodb", kind, seconds=120, caller="submit_contact_message")
    reply = stack.post("/contact-messages", {"altcha": solved, **fields})
    assert reply.status == 503
    assert int(reply.headers["retry-after"]) > 0
    stack.clear_faults()
    assert stack.post("/contact-messages", {"altcha": solved, **fields}).status == 201


@pytest.mark.usefixtures("lift_faults")
def test_answer_lost_after_the_write_is_still_one_submission(stack: RunningStack) -> None:
    """The write succeeds, its answer does not arrive, and the retry must not store it twice."""
    fields = write_message()
    solved = stack.solve_challenge()
    stack.order_fault("dynamodb", "lost", times=1, operation="TransactWriteItems", caller="submit_contact_message")
    reply = stack.post("/contact-messages", {"altcha": solved, **fields})
    assert reply.status in {201, 503}
    again = stack.post("/contact-messages", {"altcha": solved, **fields})
    assert again.status == 201
    assert len(list_of(stack, "OUTBOX", again.json["reference"])) <= 2
    assert len(stack.wait_for_mails(fields["email"])) == 1


def test_accepted_form_survives_a_kill_and_is_mailed_once(tmp_path: Path) -> None:
    """The process group is killed before the mail could go out."""
    running = RunningStack(tmp_path / "state")
    fields = write_message()
    try:
        running.start()
        running.order_fault("sqs", "unavailable", seconds=600)
        reference = running.post_form("/contact-messages", fields).json["reference"]
        running.kill()
        running.start()
        [mail] = running.wait_for_mails(fields["email"])
        assert reference in mail["subject"]
    finally:
        running.kill()
