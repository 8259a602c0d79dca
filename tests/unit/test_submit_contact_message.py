"""POST /contact-messages: one call to DynamoDB, and whatever goes wrong, nothing is lost or stored twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from loket.core.language import Language
from loket.core.retention import Retention, expiry
from loket.texts import texts

from tests.unit.cloud import Cloud, Fault
from tests.unit.event import NOW, ORIGIN, SENDER, post_json, post_plain, solved_challenge
from tests.unit.sample import MESSAGE

DUTCH, ENGLISH = texts(Language.NL), texts(Language.EN)
ROUTE = "POST /contact-messages"
FOLDER = "submit_contact_message"
DENIED = {"__type": "com.amazon.coral.service#AccessDeniedException", "message": "no"}
THROTTLED = {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "slow down"}


def message(**changes: Any) -> dict[str, Any]:
    return {**MESSAGE, "altcha": solved_challenge(), **changes}


def send(cloud: Cloud, sent: Any | None = None, **headers: Any) -> dict[str, Any]:
    return cloud.invoke(FOLDER, post_json(ROUTE, message() if sent is None else sent, **headers))


def body_of(answer: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(answer["body"])
    return body


def errors_of(answer: dict[str, Any]) -> list[tuple[str, str]]:
    assert answer["statusCode"] == 422, answer
    return [(error["field"], error["code"]) for error in body_of(answer)["errors"]]


def test_a_message_is_stored_in_one_call(cloud: Cloud) -> None:
    answer = send(cloud)

    assert answer["statusCode"] == 201
    assert set(body_of(answer)) == {"reference", "redacted", "kept_until"}
    assert body_of(answer)["kept_until"] == "2028-11-23"
    assert [call.operation for call in cloud.called()] == ["TransactWriteItems"]


def test_a_person_is_never_read_back(cloud: Cloud) -> None:
    send(cloud)

    [call] = cloud.called()
    actions = [action for action in call.request["TransactItems"] if "PersonalDataTable" in str(action)]
    assert [list(action) for action in actions] == [["Put"]] * 3
    assert "ReturnValues" not in str(actions)


def test_what_is_stored_says_why_and_until_when(cloud: Cloud) -> None:
    send(cloud, message(phone="06 12345678"))

    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    assert item["pk"].startswith("PERSON#")
    assert item["kept_for"] == "answering by mail, post or telephone"
    assert item["expires_at"] == int(expiry(Retention.STANDARD, since=NOW).timestamp())
    assert {name: item[name] for name in MESSAGE} == MESSAGE
    assert (item["status"], item["doubts"], item["phone"], item["language"]) == ("received", [], "+31612345678", "nl")


@pytest.mark.parametrize("table", ["PersonalDataTable", "GuardTable"])
def test_every_item_expires(cloud: Cloud, table: str) -> None:
    send(cloud)

    items = cloud.items(table)
    assert len(items) == 3
    assert all(item["expires_at"] > NOW.timestamp() for item in items)


def test_the_mails_to_be_sent_are_part_of_the_transaction(cloud: Cloud) -> None:
    send(cloud)

    [stored] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    effects = cloud.items("PersonalDataTable", kind="OUTBOX#")
    assert {effect["effect"] for effect in effects} == {"confirm_contact_message", "notify_staff"}
    assert {effect["about"] for effect in effects} == {stored["sk"]}
    assert {effect["pk"] for effect in effects} == {stored["pk"]}


def test_an_effect_repeats_nothing_of_the_person(cloud: Cloud) -> None:
    send(cloud)

    for effect in cloud.items("PersonalDataTable", kind="OUTBOX#"):
        assert set(effect) - {"due_bucket", "due_at"} == {
            "pk",
            "sk",
            "kind",
            "kept_for",
            "effect",
            "about",
            "created_at",
            "expires_at",
        }


def test_the_address_of_the_sender_is_stored_nowhere(cloud: Cloud) -> None:
    send(cloud)

    assert cloud.holds(SENDER) == []


@pytest.mark.parametrize("key", [None, "a-key-of-the-clients"])
def test_sent_twice_is_one_message(cloud: Cloud, key: str | None) -> None:
    headers = {"idempotency-key": key} if key else {}
    first = send(cloud, **headers)

    second = send(cloud, **headers)

    assert second == first
    assert len(cloud.items("PersonalDataTable")) == 3


def test_after_a_while_the_same_words_are_a_new_message(cloud: Cloud) -> None:
    first = send(cloud)
    later = NOW + timedelta(minutes=10)

    second = cloud.invoke(FOLDER, post_json(ROUTE, message(altcha=solved_challenge(now=later)), now=later))

    assert body_of(second)["reference"] != body_of(first)["reference"]
    assert len(cloud.items("PersonalDataTable", kind="MESSAGE#")) == 2


def test_a_key_is_remembered_for_a_day_whatever_ttl_has_removed(cloud: Cloud) -> None:
    first = send(cloud, **{"idempotency-key": "k"})
    almost, after = NOW + timedelta(hours=24, seconds=-1), NOW + timedelta(hours=24)
    again = [
        cloud.invoke(FOLDER, post_json(ROUTE, message(altcha=solved_challenge(now=at)), now=at, **{"idempotency-key": "k"}))
        for at in (almost, after)
    ]

    assert [body_of(answer) == body_of(first) for answer in again] == [True, False]


def test_a_key_belongs_to_one_form(cloud: Cloud) -> None:
    send(cloud, **{"idempotency-key": "k"})

    answer = send(cloud, message(message="Iets anders"), **{"idempotency-key": "k"})

    assert answer["statusCode"] == 422
    assert body_of(answer)["type"] == "urn:loket:problem:key_reused"
    assert len(cloud.items("PersonalDataTable", kind="MESSAGE#")) == 1


def test_a_challenge_is_spent_once(cloud: Cloud) -> None:
    altcha = solved_challenge()
    send(cloud, message(altcha=altcha))

    answer = send(cloud, message(altcha=altcha, message="Iets anders"))

    assert errors_of(answer) == [("altcha", "spent")]
    assert len(cloud.items("PersonalDataTable", kind="MESSAGE#")) == 1


@pytest.mark.parametrize(
    ("altcha", "code"),
    [(None, "required"), ("", "required"), ("x", "challenge"), (solved_challenge(age=timedelta(hours=2)), "expired")],
)
def test_a_script_brings_a_solved_challenge(cloud: Cloud, altcha: str | None, code: str) -> None:
    answer = send(cloud, message(altcha=altcha))

    assert errors_of(answer) == [("altcha", code)]
    assert cloud.called() == []


def test_without_script_a_message_is_taken_and_marked(cloud: Cloud) -> None:
    answer = cloud.invoke(FOLDER, post_plain(ROUTE, MESSAGE))

    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    assert answer["statusCode"] == 201
    assert answer["headers"]["content-type"].startswith("text/html")
    assert item["reference"] in answer["body"]
    assert (item["status"], item["doubts"]) == ("received", ["no_proof"])
    assert len(cloud.items("PersonalDataTable", kind="OUTBOX#")) == 2


def test_where_challenges_are_off_nobody_is_marked(cloud: Cloud) -> None:
    cloud.settings["CHALLENGE"] = "off"

    assert send(cloud, MESSAGE)["statusCode"] == 201
    assert cloud.items("PersonalDataTable", kind="MESSAGE#")[0]["doubts"] == []


@pytest.mark.parametrize(
    ("sent", "doubt"),
    [
        (message(website="http://spam.example"), "honeypot"),
        (message(altcha=solved_challenge(age=timedelta(0))), "too_fast"),
        (message(name="Win nu op www.spam.example"), "link_as_name"),
    ],
)
def test_a_doubtful_message_is_kept_for_staff_and_mails_nobody_else(cloud: Cloud, sent: dict[str, Any], doubt: str) -> None:
    answer = send(cloud, sent)

    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    assert answer["statusCode"] == 201
    assert (item["status"], item["doubts"]) == ("in_review", [doubt])
    assert [effect["effect"] for effect in cloud.items("PersonalDataTable", kind="OUTBOX#")] == ["notify_staff"]


@pytest.mark.parametrize(("with_proof", "limit"), [(True, 60), (False, 10)])
def test_nobody_floods_the_counter(cloud: Cloud, with_proof: bool, limit: int) -> None:  # noqa: FBT001 - a table's column
    def send_another(words: str) -> dict[str, Any]:
        if with_proof:
            return send(cloud, message(message=words))
        return cloud.invoke(FOLDER, post_plain(ROUTE, {**MESSAGE, "message": words}, accept="application/json"))

    send_another("een")
    [counter] = cloud.items("GuardTable", kind="SENDER#")
    cloud.put("GuardTable", {**counter, "hits": limit - 1})

    assert send_another("twee")["statusCode"] == 201
    answer = send_another("drie")

    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (429, "600")
    assert len(cloud.items("PersonalDataTable", kind="MESSAGE#")) == 2
    assert cloud.holds("drie") == []


def test_a_new_window_starts_a_new_count(cloud: Cloud) -> None:
    send(cloud)
    [counter] = cloud.items("GuardTable", kind="SENDER#")
    cloud.put("GuardTable", {**counter, "hits": 60})
    later = NOW + timedelta(minutes=10)

    assert (
        cloud.invoke(FOLDER, post_json(ROUTE, message(altcha=solved_challenge(now=later)), now=later))["statusCode"] == 201
    )


@pytest.mark.parametrize("fault", [Fault("TransactWriteItems", 400, DENIED), Fault("TransactWriteItems", 500, {})])
def test_without_a_table_the_person_is_asked_to_come_back(cloud: Cloud, fault: Fault) -> None:
    cloud.fail(fault)

    answer = send(cloud)

    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "5")
    assert cloud.items("PersonalDataTable") == cloud.items("GuardTable") == []


def test_without_the_secret_the_person_is_asked_to_come_back(cloud: Cloud) -> None:
    cloud.fail(Fault("GetSecretValue", 400, DENIED))

    assert send(cloud)["statusCode"] == 503
    assert cloud.items("GuardTable") == []


@pytest.mark.parametrize(
    "fault", [Fault("TransactWriteItems", 400, THROTTLED, times=1), Fault("TransactWriteItems", times=1)]
)
def test_a_short_fault_is_not_noticed(cloud: Cloud, fault: Fault) -> None:
    cloud.fail(fault)

    assert send(cloud)["statusCode"] == 201


def test_who_comes_back_after_a_fault_is_not_held_to_be_a_repetition(cloud: Cloud) -> None:
    sent = message()
    cloud.fail(Fault("TransactWriteItems", 400, DENIED, times=1))

    assert [send(cloud, sent)["statusCode"] for _ in range(2)] == [503, 201]


def test_another_website_may_not_send(cloud: Cloud) -> None:
    answer = send(cloud, origin="https://evil.example")

    assert answer["statusCode"] == 403
    assert cloud.calls == []


def test_who_sends_a_plain_form_is_sent_back(cloud: Cloud) -> None:
    answer = cloud.invoke(FOLDER, post_plain(ROUTE, {**MESSAGE, "return_to": f"{ORIGIN}/bedankt?x=1"}))

    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    assert answer["statusCode"] == 303
    assert answer["headers"]["location"] == f"{ORIGIN}/bedankt?x=1&reference={item['reference']}"


def test_nobody_is_sent_to_another_website(cloud: Cloud) -> None:
    answer = cloud.invoke(FOLDER, post_plain(ROUTE, {**MESSAGE, "return_to": "https://evil.example"}))

    assert answer["statusCode"] == 422
    assert "evil.example" not in json.dumps(answer)
    assert cloud.called() == []


@pytest.mark.parametrize(("asked", "words"), [("nl", DUTCH), ("en", ENGLISH)])
def test_people_are_answered_in_their_language(cloud: Cloud, asked: str, words: Mapping[str, str]) -> None:
    page = cloud.invoke(FOLDER, post_plain(ROUTE, MESSAGE, accept_language=asked))
    problem = cloud.invoke(FOLDER, post_json(ROUTE, {}, accept_language=asked))

    assert words["page.contact.title"] in page["body"]
    assert body_of(problem)["title"] == words["problem.form_refused.title"]
    assert cloud.items("PersonalDataTable", kind="MESSAGE#")[0]["language"] == asked
