"""POST /contact-messages: one call to DynamoDB, and whatever goes wrong, nothing is lost or stored twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from loket.core.language import Language
from loket.texts import texts
from loket.texts.dates import in_words

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


def test_a_message_is_counted_and_stored_in_a_call_each(cloud: Cloud) -> None:
    """Counted first and apart: a form that is refused or was there before is counted too."""
    answer = send(cloud)

    assert answer["statusCode"] == 201
    assert set(body_of(answer)) == {"reference", "redacted", "kept_until"}
    assert body_of(answer)["kept_until"] == "2028-11-23"
    assert [call.operation for call in cloud.called()] == ["UpdateItem", "TransactWriteItems"]


def test_a_person_is_never_read_back(cloud: Cloud) -> None:
    send(cloud)

    [call] = cloud.called("TransactWriteItems")
    actions = [action for action in call.request["TransactItems"] if "PersonalDataTable" in str(action)]
    assert [list(action) for action in actions] == [["Put"]] * 3
    assert "ReturnValues" not in str(actions)


def test_what_is_stored_says_why_and_until_when(cloud: Cloud) -> None:
    send(cloud, message(phone="06 12345678"))

    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    assert item["pk"].startswith("PERSON#")
    assert item["kept_for"] == "answering by mail, post or telephone"
    assert item["expires_at"] == int(datetime(2028, 11, 23, 10, 0, tzinfo=UTC).timestamp())
    assert {name: item[name] for name in MESSAGE} == MESSAGE
    assert (item["status"], item["doubts"], item["phone"], item["language"]) == ("received", [], "+31612345678", "nl")


def test_every_item_expires(cloud: Cloud) -> None:
    send(cloud)

    for table, number in (("PersonalDataTable", 3), ("GuardTable", 4)):
        items = cloud.items(table)
        assert len(items) == number
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


def test_the_very_same_sent_again_is_the_message_that_was_held(cloud: Cloud) -> None:
    """It is too fast no more, but its challenge is spent, so nobody sent it anew."""
    sent = message(altcha=solved_challenge(age=timedelta(seconds=0)))
    answers = [cloud.invoke(FOLDER, post_json(ROUTE, sent, now=NOW + timedelta(seconds=n))) for n in (0, 30)]

    assert (answers[0]["statusCode"], answers[1]) == (201, answers[0])
    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    assert (item["status"], item["doubts"]) == ("in_review", ["too_fast"])


def test_what_was_held_gives_way_to_the_same_words_that_are_meant_and_to_no_others(cloud: Cloud) -> None:
    held, meant, again = (
        body_of(send(cloud, message(altcha=solved_challenge(age=timedelta(seconds=n))))) for n in (0, 30, 1)
    )

    assert (held != meant, meant == again) == (True, True)
    assert sorted(one["status"] for one in cloud.items("PersonalDataTable", kind="MESSAGE#")) == ["in_review", "received"]


def test_the_same_words_from_a_browser_in_another_language_are_the_same_message(cloud: Cloud) -> None:
    words = {name: value for name, value in MESSAGE.items() if name != "language"}
    answers = [send(cloud, {**words, "altcha": solved_challenge()}, accept_language=one) for one in ("nl", "en")]

    assert body_of(answers[0]) == body_of(answers[1])
    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    assert item["language"] == "nl"


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


def test_a_challenge_that_is_spent_counts_as_any_form(cloud: Cloud) -> None:
    altcha = solved_challenge()
    replies = [send(cloud, message(altcha=altcha, message=f"Bericht {number}")) for number in range(2)]
    [counter] = cloud.items("GuardTable", kind="SENDER#")

    assert ([reply["statusCode"] for reply in replies], len(counter["hits"])) == ([201, 422], 2)


def test_a_form_that_is_wrong_is_not_counted(cloud: Cloud) -> None:
    send(cloud, message(email="x"))

    assert cloud.items("GuardTable") == []


def test_a_repetition_is_counted(cloud: Cloud) -> None:
    for _ in range(3):
        assert send(cloud, message())["statusCode"] == 201
    [counter] = cloud.items("GuardTable", kind="SENDER#")

    assert len(counter["hits"]) == 3
    [recipient] = cloud.items("GuardTable", kind="RECIPIENT#")
    assert len(recipient["hits"]) == 1


def test_what_was_marked_as_spam_by_mistake_swallows_no_message(cloud: Cloud) -> None:
    """It is judged anew; what was answered is told again."""
    first = send(cloud, message())
    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    cloud.put("PersonalDataTable", {**item, "status": "answered"})
    assert send(cloud, message()) == first
    cloud.put("PersonalDataTable", {**item, "status": "spam"})

    assert body_of(send(cloud, message()))["reference"] != item["reference"]
    assert sorted(one["status"] for one in cloud.items("PersonalDataTable", kind="MESSAGE#")) == ["received", "spam"]


def test_a_script_brings_a_solved_challenge(cloud: Cloud) -> None:
    """One that is an hour old is out of date, and was not a second before."""
    old, almost = solved_challenge(age=timedelta(hours=1)), solved_challenge(age=timedelta(minutes=59, seconds=59))
    codes = {None: "required", "": "required", "x": "challenge", old: "expired"}

    assert {altcha: errors_of(send(cloud, message(altcha=altcha))) for altcha in codes} == {
        altcha: [("altcha", code)] for altcha, code in codes.items()
    }
    assert cloud.called() == []
    assert send(cloud, message(altcha=almost))["statusCode"] == 201


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
    assert errors_of(send(cloud, message(altcha="forged"))) == [("altcha", "challenge")]


def test_a_doubtful_message_is_kept_for_staff_and_mails_nobody_else(cloud: Cloud) -> None:
    rows = {
        "honeypot": {"website": "http://spam.example"},
        "too_fast": {"altcha": solved_challenge(age=timedelta(0))},
        "link_as_name": {"name": "Win nu op www.spam.example"},
    }

    assert [send(cloud, message(**changes, phone="0612345678"))["statusCode"] for changes in rows.values()] == [201] * 3

    items = cloud.items("PersonalDataTable", kind="MESSAGE#")
    assert sorted((item["status"], item["doubts"]) for item in items) == sorted(("in_review", [doubt]) for doubt in rows)
    assert [effect["effect"] for effect in cloud.items("PersonalDataTable", kind="OUTBOX#")] == ["notify_staff"] * 3


def test_nobody_floods_the_counter(cloud: Cloud) -> None:
    """Sixty forms in ten minutes with a proof of work, and ten without one, each counted by itself."""

    def send_another(words: str, *, with_proof: bool) -> dict[str, Any]:
        if with_proof:
            return send(cloud, message(message=words))
        return cloud.invoke(FOLDER, post_plain(ROUTE, {**MESSAGE, "message": words}, accept="application/json"))

    for with_proof, limit in ((True, 60), (False, 10)):
        send_another(f"een {limit}", with_proof=with_proof)
        [counter] = [one for one in cloud.items("GuardTable", kind="SENDER#") if len(one["hits"]) == 1]
        cloud.put("GuardTable", {**counter, "hits": counter["hits"] * (limit - 1)})

        assert send_another(f"twee {limit}", with_proof=with_proof)["statusCode"] == 201
        answer = send_another(f"drie {limit}", with_proof=with_proof)

        assert (answer["statusCode"], answer["headers"]["retry-after"]) == (429, "600")
    assert len(cloud.items("PersonalDataTable", kind="MESSAGE#")) == 4
    assert cloud.holds("drie") == []


def test_after_ten_minutes_there_is_room_again(cloud: Cloud) -> None:
    send(cloud)
    [counter] = cloud.items("GuardTable", kind="SENDER#")
    cloud.put("GuardTable", {**counter, "hits": counter["hits"] * 60})

    def send_at(at: datetime) -> tuple[int, str | None]:
        event = post_json(ROUTE, message(altcha=solved_challenge(now=at), message="twee"), now=at)
        answer = cloud.invoke(FOLDER, event)
        return answer["statusCode"], answer["headers"].get("retry-after")

    end = NOW + timedelta(minutes=10)
    assert [send_at(end - timedelta(seconds=1)), send_at(end)] == [(429, "1"), (201, None)]


def test_who_is_looked_at_is_who_writes_and_what_they_write(cloud: Cloud) -> None:
    send(cloud, message(message="http://a.nl http://b.nl http://c.nl", name="Jan"))

    assert cloud.items("PersonalDataTable", kind="MESSAGE#")[0]["doubts"] == ["many_links"]


def test_without_a_table_the_person_is_asked_to_come_back(cloud: Cloud) -> None:
    # What is denied is so the next time as well: nobody is asked to come back for it.
    for fault, told in (
        (Fault("UpdateItem", 400, DENIED, times=1), (500, None)),
        (Fault("UpdateItem", 500, {}, times=3), (503, "5")),
        (Fault("TransactWriteItems", 400, DENIED, times=1), (500, None)),
        (Fault("TransactWriteItems", 500, {}, times=3), (503, "5")),
    ):
        cloud.fail(fault)

        answer = send(cloud)

        assert (answer["statusCode"], answer["headers"].get("retry-after")) == told
        assert cloud.items("PersonalDataTable") == cloud.items("GuardTable", kind="SUBMISSION#") == []
    assert send(cloud)["statusCode"] == 201


def test_without_the_secret_the_person_is_asked_to_come_back(cloud: Cloud) -> None:
    cloud.fail(Fault("GetSecretValue", 500, {}))

    assert send(cloud)["statusCode"] == 503
    assert cloud.items("GuardTable") == []


def test_a_short_fault_is_not_noticed(cloud: Cloud) -> None:
    faults = Fault("TransactWriteItems", 400, THROTTLED, times=2), Fault("TransactWriteItems", times=1)
    for number, fault in enumerate(faults):
        cloud.fail(fault)

        assert send(cloud, message(message=f"Vraag {number}"))["statusCode"] == 201


def test_who_comes_back_after_a_fault_is_not_held_to_be_a_repetition(cloud: Cloud) -> None:
    sent = message()
    cloud.fail(Fault("TransactWriteItems", 500, {}, times=3))

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


def test_people_are_answered_in_their_language(cloud: Cloud) -> None:
    for asked, words in (("nl", DUTCH), ("en", ENGLISH)):
        page = cloud.invoke(FOLDER, post_plain(ROUTE, {**MESSAGE, "message": asked}, accept_language=asked))
        problem = cloud.invoke(FOLDER, post_json(ROUTE, {}, accept_language=asked))

        assert words["page.contact.title"] in page["body"]
        assert in_words("2028-11-23", Language(asked)) in page["body"]
        assert body_of(problem)["title"] == words["problem.form_refused.title"]
    stored = {item["message"]: item["language"] for item in cloud.items("PersonalDataTable", kind="MESSAGE#")}
    assert stored == {"nl": "nl", "en": "en"}


def test_the_log_says_that_a_message_came_and_nothing_of_it(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="loket")

    answer = send(cloud, message(phone="0612345678", website="filled in"))

    [record] = [record for record in caplog.records if record.name == "loket"]
    assert (record.getMessage(), record.levelname) == ("contact_message.received", "INFO")
    assert (vars(record)["topic"], vars(record)["doubts"]) == ("course", 1)
    personal = [value for name, value in MESSAGE.items() if name != "topic"]
    planted = [*personal, "12345678", "filled in", body_of(answer)["reference"], SENDER]
    assert [value for value in planted if value in repr(vars(record))] == []
