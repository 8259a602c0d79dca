"""What each route asks of DynamoDB: every call costs money and time, and a read could be a read of a person."""

import re

from tests.running import RunningStack
from tests.system.counter import FREE_COURSE, write_enrollment, write_message, write_request


def count(stack: RunningStack, caller: str) -> dict[str, int]:
    """Return how often a function called each operation of DynamoDB since the last reset."""
    calls = stack.calls(caller)
    return {name.removeprefix("dynamodb."): number for name, number in calls.items() if name.startswith("dynamodb.")}


def test_message_is_a_count_and_a_transaction(trial: RunningStack) -> None:
    """The sender is counted by itself: what refuses the transaction, or was there before, must not undo the count."""
    trial.reset_calls()
    assert trial.post("/contact-messages", write_message()).status == 201
    assert count(trial, "submit_contact_message") == {"UpdateItem": 1, "TransactWriteItems": 1}


def test_enrollment_is_one_read_of_the_course_one_count_and_one_transaction(trial: RunningStack) -> None:
    trial.reset_calls()
    assert trial.post("/enrollments", write_enrollment(course=FREE_COURSE)).status == 201
    assert count(trial, "submit_enrollment") == {"GetItem": 1, "UpdateItem": 1, "TransactWriteItems": 1}


def test_payment_adds_one_transaction(trial: RunningStack) -> None:
    """The attempt is stored with the enrollment; the second ties it to the provider's payment and tells the ledger."""
    trial.reset_calls()
    reply = trial.post("/enrollments", write_enrollment())
    assert reply.json["payment"]["checkout_url"]
    assert count(trial, "submit_enrollment") == {"GetItem": 1, "UpdateItem": 1, "TransactWriteItems": 2}


def test_refused_form_is_no_call(trial: RunningStack) -> None:
    trial.reset_calls()
    assert trial.post("/contact-messages", write_message(email="x")).status == 422
    assert trial.post("/enrollments", write_enrollment(email="x")).status == 422
    assert count(trial, "submit_contact_message") == count(trial, "submit_enrollment") == {}


def test_catalogue_is_one_query_and_a_challenge_nothing(trial: RunningStack) -> None:
    trial.reset_calls()
    assert trial.get("/courses").status == trial.get("/challenge").status == 200
    assert count(trial, "list_courses") == {"Query": 1}
    assert count(trial, "issue_challenge") == {}


def test_own_page_reads_three_items_and_is_a_count(trial: RunningStack) -> None:
    """Where the enrollment is, the enrollment, and its attempt; nothing else is written where nothing changed."""
    page = trial.post("/enrollments", write_enrollment()).json["payment"]["page_url"]
    [link] = re.findall(r"/enrollments/.*", page)
    trial.reset_calls()
    assert trial.get(link).status == 200
    assert count(trial, "show_enrollment") == {"Query": 1, "GetItem": 2, "UpdateItem": 1}


def test_webhook_is_one_read_and_one_transaction(trial: RunningStack) -> None:
    """One that brings nothing new is the read alone."""
    reference = trial.post("/enrollments", write_enrollment()).json["reference"]
    [payment] = [one for one in trial.table("PersonalDataTable") if one.get("enrollment_reference") == reference]
    trial.reset_calls()
    trial.post(f"/_local/providers/payments/{payment['payment']}", {"status": "paid"})
    told = {"id": payment["payment"]}
    trial.wait_for(lambda: count(trial, "receive_payment_webhook"), lambda seen: "TransactWriteItems" in seen)
    assert count(trial, "receive_payment_webhook") == {"GetItem": 1, "TransactWriteItems": 1}
    trial.reset_calls()
    assert trial.post_html_form(f"/webhooks/mollie/{payment['attempt']}", told).status == 200
    assert count(trial, "receive_payment_webhook") == {"GetItem": 1}


def test_mail_is_one_read_and_two_writes(trial: RunningStack) -> None:
    """The effect as it is taken on, what it is about, and the mark; of the relay nothing, for it has the stream."""
    trial.reset_calls()
    assert trial.post("/privacy-requests", write_request()).status == 202
    trial.wait_for(lambda: count(trial, "send_mail"), lambda seen: seen.get("UpdateItem") == 2)
    assert count(trial, "send_mail") == {"GetItem": 1, "UpdateItem": 2}
    assert count(trial, "relay_outbox") == {}
