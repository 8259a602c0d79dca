"""Every function, as built, answers each of its events through the real runtime protocol."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.loopback import choose_address
from tests.template import FUNCTION, PROJECT, folder_of, resources

if TYPE_CHECKING:
    from tests.artifact.conftest import Start
    from tests.running import RunningStack

EVENTS = PROJECT / "events"

# The status of an HTTP answer; of the others the whole answer.
ANSWERS: dict[str, Any] = {
    "create_payment/gone": {"batchItemFailures": []},
    "escalate_due_requests/on_the_hour": {"seen": 0, "escalated": 0, "failed": 0, "left": 0, "digests": 0},
    "follow_privacy_request/forged_link": 404,
    "follow_privacy_request/proof_by_forged_link": 404,
    "follow_privacy_request/withdraw_by_forged_link": 404,
    "issue_challenge/valid": 200,
    "list_courses/valid": 200,
    "receive_payment_webhook/malformed": 200,
    "receive_payment_webhook/unknown_attempt": 200,
    "receive_payment_webhook/unsigned": 400,
    "relay_outbox/new_effect": {"batchItemFailures": []},
    "send_mail/gone": {"batchItemFailures": []},
    "serve_desk/api_without_session": 401,
    "serve_desk/forged_post": 403,
    "serve_desk/not_signed_in": 303,
    "serve_desk/signed_out": 200,
    "show_enrollment/forged_link": 404,
    "sweep_payments/quarter_past": {"checked": 0, "failed": 0},
    "send_mail/malformed": {"batchItemFailures": [{"itemIdentifier": "2e1424d4-f796-459a-8184-9c92662be6da"}]},
    "submit_contact_message/back_to_website": 303,
    "submit_contact_message/broken_json": 400,
    "submit_contact_message/english": 201,
    "submit_contact_message/forged_challenge": 422,
    "submit_contact_message/honeypot": 201,
    "submit_contact_message/plain_form": 201,
    "submit_contact_message/plain_text": 415,
    "submit_contact_message/unknown_field": 422,
    "submit_contact_message/valid": 201,
    "submit_contact_message/wrong_origin": 403,
    "submit_enrollment/missing_fields": 422,
    "submit_enrollment/plain_form": 201,
    "submit_enrollment/sensitive_data": 201,
    "submit_enrollment/unknown_course": 422,
    "submit_enrollment/valid": 201,
    "submit_enrollment/wrong_bsn": 422,
    "submit_privacy_request/plain_form": 202,
    "submit_privacy_request/portability": 202,
    "submit_privacy_request/rectification_without_details": 422,
    "submit_privacy_request/unknown_right": 422,
    "submit_privacy_request/valid": 202,
}


def read_event(name: str) -> Any:
    """Return an event, if it is a request then from an address of its own: else they would use up one sender's limit."""
    event = json.loads((EVENTS / f"{name}.json").read_bytes())
    if "requestContext" in event:
        event["requestContext"]["http"]["sourceIp"] = choose_address()
    return event


def test_each_event_has_an_answer_and_each_function_an_event() -> None:
    names = {str(path.relative_to(EVENTS).with_suffix("")) for path in EVENTS.rglob("*.json")}
    assert set(ANSWERS) == names
    assert {folder_of(name) for name in resources(FUNCTION)} == {name.split("/")[0] for name in names}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_built_function_answers_its_event(name: str, start: Start) -> None:
    """The proof of work is off, since a challenge in a file would be out of date; the next tests have it on."""
    settings = {"CHALLENGE": "off", "ALLOWED_ORIGINS": "https://www.example.nl"}
    with start(name.split("/", maxsplit=1)[0], **settings) as function:
        answer = function.invoke(read_event(name))
    expected = ANSWERS[name]
    assert (answer.get("statusCode", answer) if isinstance(expected, int) else answer) == expected, answer


def test_a_built_function_takes_a_solved_challenge_once(start: Start, stack: RunningStack) -> None:
    event = read_event("submit_contact_message/valid")
    first, second = (json.loads(event["body"]) | {"message": message} for message in ("Een vraag.", "Nog een vraag."))
    altcha = stack.solve_challenge()
    event["requestContext"]["timeEpoch"] = time.time_ns() // 1_000_000
    with start("submit_contact_message") as function:
        answers = [function.invoke({**event, "body": json.dumps({**body, "altcha": altcha})}) for body in (first, second)]
    assert [answer["statusCode"] for answer in answers] == [201, 422]
    assert json.loads(answers[1]["body"])["errors"][0]["code"] == "spent"


def test_what_a_built_function_stores_is_in_the_tables_of_the_running_system(start: Start, stack: RunningStack) -> None:
    event = read_event("submit_enrollment/valid")
    body = json.loads(event["body"]) | {"last_name": "Uit-het-artefact"}
    with start("submit_enrollment", CHALLENGE="off") as function:
        reference = json.loads(function.invoke({**event, "body": json.dumps(body)})["body"])["reference"]
    stored = json.loads(stack.get("/_local/tables/PersonalDataTable").text)
    assert [item["last_name"] for item in stored if item.get("reference") == reference] == ["Uit-het-artefact"]


def test_a_function_without_its_settings_does_not_start(start: Start) -> None:
    with start("submit_enrollment", KEYS_SECRET="") as function:
        answer = function.invoke(read_event("submit_enrollment/valid"))
    assert answer["errorType"] == "SettingMissing"
