"""POST /enrollments: one read of the course, one transaction, and the last place is taken once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from loket.core.language import Language
from loket.enrollment.domain.course import Need
from loket.texts import texts

from tests.unit.cloud import Cloud, Fault
from tests.unit.event import NOW, post_json, post_plain, solved_challenge
from tests.unit.sample import VALUES, WHO, catalogue, enrollment_fields, find

ENGLISH = texts(Language.EN)
ROUTE = "POST /enrollments"
FOLDER = "submit_enrollment"
COURSE = "proefles-lesgeven"
CANCELLED = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"


def enrollment(code: str = COURSE, **more: Any) -> dict[str, Any]:
    return {**enrollment_fields(code), "altcha": solved_challenge(), **more}


def send(cloud: Cloud, sent: Any | None = None, **headers: Any) -> dict[str, Any]:
    return cloud.invoke(FOLDER, post_json(ROUTE, enrollment() if sent is None else sent, **headers))


def body_of(answer: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(answer["body"])
    return body


def errors_of(answer: dict[str, Any]) -> list[tuple[str, str]]:
    assert answer["statusCode"] == 422, answer
    return [(error["field"], error["code"]) for error in body_of(answer)["errors"]]


def course_item(cloud: Cloud, code: str = COURSE) -> dict[str, Any]:
    [item] = [item for item in cloud.items("CourseTable") if item["sk"] == f"COURSE#{code}"]
    return item


def leave_places(cloud: Cloud, left: int, code: str = COURSE) -> None:
    item = course_item(cloud, code)
    cloud.put("CourseTable", {**item, "seats_taken": item["places"] - left})


def cancelled(*codes: str) -> dict[str, Any]:
    return {"__type": CANCELLED, "message": "cancelled", "CancellationReasons": [{"Code": code} for code in codes]}


def test_an_enrollment_is_one_read_one_count_and_one_transaction(cloud: Cloud) -> None:
    answer = send(cloud)

    assert answer["statusCode"] == 201
    assert [(call.operation, call.tables) for call in cloud.called()] == [
        ("GetItem", {"CourseTable"}),
        ("UpdateItem", {"GuardTable"}),
        ("TransactWriteItems", {"PersonalDataTable", "CourseTable", "GuardTable"}),
    ]
    assert body_of(answer) | {"reference": ""} == {
        "reference": "",
        "status": "received",
        "discarded": [],
        "redacted": [],
        "kept_until": "2028-11-23",
        "payment": None,
    }


def test_one_can_enroll_in_every_course(cloud: Cloud) -> None:
    for course in catalogue().courses:
        answer = send(cloud, enrollment(course.code))

        assert answer["statusCode"] == 201, course.code
        assert course_item(cloud, course.code)["seats_taken"] == 1

    stored = [item["course"] for item in cloud.items("PersonalDataTable", kind="ENROLLMENT#")]
    assert sorted(stored) == sorted(course.code for course in catalogue().courses)
    assert all(found["expires_at"] for table in ("PersonalDataTable", "GuardTable") for found in cloud.items(table))


def test_a_person_is_never_read_back(cloud: Cloud) -> None:
    send(cloud, enrollment(consent_newsletter="on"))

    actions = cloud.called("TransactWriteItems")[0].request["TransactItems"]
    about_people = [action for action in actions if "PersonalDataTable" in str(action)]
    assert [list(action) for action in about_people] == [["Put"]] * 4
    assert "ReturnValues" not in str(about_people)


def test_consents_are_stored_beside_the_enrollment(cloud: Cloud) -> None:
    send(cloud, enrollment(phone="0612345678", consent_extra_data=True, consent_newsletter="on", language="en"))

    [item] = cloud.items("PersonalDataTable", kind="ENROLLMENT#")
    consents = cloud.items("PersonalDataTable", kind="CONSENT#")
    assert {consent["purpose"]: consent["fields"] for consent in consents} == {
        "extra_data": ["phone"],
        "newsletter": ["email"],
    }
    assert {(consent["about"], consent["pk"]) for consent in consents} == {(item["reference"], item["pk"])}
    assert all(consent["wording"] in ENGLISH and consent["statement_version"] for consent in consents)


@pytest.mark.parametrize("consent", [None, "on"])
@pytest.mark.parametrize("code", ["proefles-lesgeven", "flexibele-leerroute-mbo", "flexibele-leerroute-zij-instroom"])
def test_what_the_course_does_not_need_is_nowhere(
    cloud: Cloud, caplog: pytest.LogCaptureFixture, code: str, consent: str | None
) -> None:
    """Every field of the form is sent; what the course may not keep is then in no table, queue, log or answer."""
    course = find(code)
    sent = {**VALUES, **enrollment(code), "country": "BE", "consent_extra_data": consent}
    asked = {asked.name for asked in course.fields if consent or asked.need is not Need.CONSENT}

    answer = send(cloud, sent)

    assert body_of(answer)["discarded"] == sorted(set(VALUES) - asked)
    kept = "".join(cloud.contents().values())
    for name in set(VALUES) - asked - {"country", "nationality", "gender"}:
        assert str(sent[name]) not in kept, name
        assert str(sent[name]) not in json.dumps(answer), name
        assert str(sent[name]) not in repr([vars(record) for record in caplog.records]), name


def test_what_is_kept_is_in_one_place(cloud: Cloud) -> None:
    send(cloud, enrollment("flexibele-leerroute-mbo"))

    for value in (VALUES["bsn"], WHO["last_name"], WHO["email"], "Groningen"):
        assert cloud.holds(value) == ["PersonalDataTable"]
        assert len([item for item in cloud.items("PersonalDataTable") if value in item.values()]) == 1


def test_a_number_in_free_text_is_nowhere(cloud: Cloud) -> None:
    answer = send(cloud, enrollment(message="Mijn BSN is 123.456.782 en IBAN NL91 ABNA 0417 1643 00"))

    assert body_of(answer)["redacted"] == ["message"]
    assert cloud.holds("123.456.782") == cloud.holds("0417") == []
    assert cloud.items("PersonalDataTable", kind="ENROLLMENT#")[0]["message"] == "Mijn BSN is [BSN] en IBAN [IBAN]"


@pytest.mark.parametrize("key", [None, "a-key"])
def test_sent_twice_is_one_enrollment_and_one_place(cloud: Cloud, key: str | None) -> None:
    headers = {"idempotency-key": key} if key else {}

    first, second = (send(cloud, **headers) for _ in range(2))

    assert second == first
    assert len(cloud.items("PersonalDataTable", kind="ENROLLMENT#")) == 1
    assert course_item(cloud)["seats_taken"] == 1


def test_a_double_click_meets_itself_in_the_middle(cloud: Cloud) -> None:
    """The second arrives when the first has read the course and not yet stored anything."""
    answers: list[dict[str, Any]] = []
    cloud.meanwhile = lambda: answers.append(send(cloud))

    answers.append(send(cloud))

    assert answers[0] == answers[1]
    assert course_item(cloud)["seats_taken"] == 1


def test_a_repetition_of_the_last_place_is_no_refusal(cloud: Cloud) -> None:
    leave_places(cloud, 1)

    first, second = (send(cloud) for _ in range(2))

    assert (first["statusCode"], second) == (201, first)


def test_a_full_course_is_refused_and_stores_nothing(cloud: Cloud) -> None:
    leave_places(cloud, 0)

    assert errors_of(send(cloud)) == [("course", "course_full")]
    assert cloud.items("PersonalDataTable") == cloud.items("GuardTable", kind="SUBMISSION#") == []


def test_the_last_place_is_taken_once(cloud: Cloud) -> None:
    leave_places(cloud, 1)
    answers: list[dict[str, Any]] = []
    cloud.meanwhile = lambda: answers.append(send(cloud, enrollment(email="eerder@example.nl")))

    answers.append(send(cloud))

    assert [answer["statusCode"] for answer in answers] == [201, 422]
    assert course_item(cloud)["seats_taken"] == course_item(cloud)["places"]
    assert [item["email"] for item in cloud.items("PersonalDataTable", kind="ENROLLMENT#")] == ["eerder@example.nl"]


def test_a_refused_form_does_not_spend_its_challenge(cloud: Cloud) -> None:
    sent = enrollment()
    leave_places(cloud, 0)
    send(cloud, sent)

    assert send(cloud, {**sent, "course": "orde-houden-vo"})["statusCode"] == 201


def test_an_unknown_course_is_refused(cloud: Cloud) -> None:
    for code in ("bestaat-niet", "x", "COURSE#proefles-lesgeven", "'; DROP TABLE", "🦊"):
        assert errors_of(send(cloud, {**enrollment(), "course": code})) == [("course", "course_unknown")], code


def test_a_course_is_gone_when_its_catalogue_lapsed(cloud: Cloud) -> None:
    cloud.put("CourseTable", {**course_item(cloud), "offered_until": int(NOW.timestamp())})
    assert errors_of(send(cloud)) == [("course", "course_unknown")]

    cloud.put("CourseTable", {**course_item(cloud), "offered_until": int(NOW.timestamp()) + 1})
    assert send(cloud)["statusCode"] == 201


def test_a_course_that_lapses_in_between_takes_nobody(cloud: Cloud) -> None:
    item = course_item(cloud)
    cloud.meanwhile = lambda: cloud.put("CourseTable", {**item, "offered_until": int(NOW.timestamp())})

    assert errors_of(send(cloud)) == [("course", "course_full")]
    assert cloud.items("PersonalDataTable") == []


def test_a_closed_course_is_refused(cloud: Cloud) -> None:
    item = course_item(cloud)
    cloud.put("CourseTable", {**item, "course": {**item["course"], "closes_on": "2026-11-22"}})
    assert errors_of(send(cloud)) == [("course", "course_closed")]

    cloud.put("CourseTable", {**item, "course": {**item["course"], "closes_on": "2026-11-23"}})
    assert send(cloud)["statusCode"] == 201


@pytest.mark.parametrize(
    ("more", "doubt"), [({"website": "x"}, "honeypot"), ({"altcha": solved_challenge(age=timedelta(seconds=1))}, "too_fast")]
)
def test_a_doubtful_enrollment_takes_no_place_and_mails_staff_only(cloud: Cloud, more: dict[str, Any], doubt: str) -> None:
    answer = send(cloud, enrollment(**more))

    [item] = cloud.items("PersonalDataTable", kind="ENROLLMENT#")
    assert (answer["statusCode"], body_of(answer)["status"]) == (201, "received")
    assert (item["status"], item["doubts"]) == ("in_review", [doubt])
    assert course_item(cloud)["seats_taken"] == 0
    assert [effect["effect"] for effect in cloud.items("PersonalDataTable", kind="OUTBOX#")] == ["notify_staff"]


def test_many_links_are_marked_and_nothing_more(cloud: Cloud) -> None:
    send(cloud, enrollment(message="http://a.nl http://b.nl http://c.nl"))

    [item] = cloud.items("PersonalDataTable", kind="ENROLLMENT#")
    assert (item["status"], item["doubts"]) == ("received", ["many_links"])
    assert len(cloud.items("PersonalDataTable", kind="OUTBOX#")) == 2


def test_without_script_one_can_enroll(cloud: Cloud) -> None:
    answer = cloud.invoke(
        FOLDER, post_plain(ROUTE, {**enrollment_fields(COURSE), "phone": "0612345678", "iban": "", "website": ""})
    )

    assert answer["statusCode"] == 201
    assert "Telefoonnummer" in answer["body"]
    assert cloud.items("PersonalDataTable", kind="ENROLLMENT#")[0]["doubts"] == ["no_proof"]


def test_a_conflict_with_somebody_elses_transaction_passes(cloud: Cloud) -> None:
    codes = ["None"] * 3 + ["TransactionConflict"] + ["None"] * 5
    cloud.fail(Fault("TransactWriteItems", 400, cancelled(*codes), times=1))

    assert send(cloud)["statusCode"] == 201
    assert course_item(cloud)["seats_taken"] == 1


def test_a_transaction_that_cannot_be_made_stores_nothing(cloud: Cloud) -> None:
    cloud.fail(Fault("TransactWriteItems", 400, cancelled("None", "None", "None", "ThrottlingError", *["None"] * 5)))

    answer = send(cloud)

    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "5")
    assert cloud.items("PersonalDataTable") == cloud.items("GuardTable", kind="SUBMISSION#") == []


@pytest.mark.parametrize("operation", ["GetItem", "TransactWriteItems"])
def test_a_table_that_is_gone_is_told(cloud: Cloud, operation: str) -> None:
    cloud.fail(Fault(operation))

    answer = send(cloud)

    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "5")
    assert cloud.items("PersonalDataTable") == cloud.items("GuardTable", kind="SUBMISSION#") == []


INJECTIONS = [
    "<script>alert(1)</script>",
    "'; DROP TABLE people; --",
    "=HYPERLINK(1)",
    "@SUM(A1)",
    "{{7*7}} ${7*7} %s {0}",
    "عائشة بنت محمد",
    "👩‍🏫🏳️‍🌈",
    "Ünïcødé",
]


def test_hostile_words_are_only_words(cloud: Cloud) -> None:
    for number, text in enumerate(INJECTIONS):
        sent = enrollment(first_name=text, last_name=text, message=text, email=f"a{number}@example.nl")
        assert send(cloud, sent)["statusCode"] == 201, text

    items = cloud.items("PersonalDataTable", kind="ENROLLMENT#")
    assert {(item["first_name"], item["last_name"], item["message"]) for item in items} == {
        (text,) * 3 for text in INJECTIONS
    }


def test_control_characters_are_refused_wherever_one_line_is_asked(cloud: Cloud) -> None:
    for text in ("Sanne\r\nBcc: evil@example.nl", "Sanne\x00", "Sanne\x1b[2J", "Sanne\u2028"):
        for name in ("first_name", "last_name", "email"):
            answer = send(cloud, enrollment(**{name: text}))

            assert errors_of(answer) == [(name, "control_character")]
            assert "Sanne" not in answer["body"]
    assert cloud.items("PersonalDataTable") == []


def test_no_refusal_repeats_what_was_sent(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    """A wrong value is planted in every field, as a script and as a browser send it."""
    for name in [
        *VALUES,
        *WHO,
        "course",
        "message",
        "language",
        "altcha",
        "return_to",
        "consent_extra_data",
        "unknown_field",
    ]:
        planted = "Kwx\x00-7731"
        for event in (
            post_json(ROUTE, enrollment(**{name: planted})),
            post_plain(ROUTE, {**enrollment_fields(COURSE), name: planted}),
        ):
            answer = cloud.invoke(FOLDER, event)

            assert answer["statusCode"] == 422, name
            assert "Kwx" not in json.dumps(answer), name
            assert "7731" not in json.dumps(answer), name
    assert "Kwx" not in repr([vars(record) for record in caplog.records])
    assert cloud.holds("Kwx") == []


def test_the_log_names_no_person(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="loket")

    answer = send(cloud, enrollment("flexibele-leerroute-mbo"))

    logged = repr([vars(record) for record in caplog.records if record.name == "loket"])
    assert "enrollment.received" in logged
    for value in (*WHO.values(), *VALUES.values(), body_of(answer)["reference"]):
        assert value == "other" or len(value) < 3 or value not in logged


def test_another_website_may_not_send(cloud: Cloud) -> None:
    answer = send(cloud, origin="https://evil.example")

    assert answer["statusCode"] == 403
    assert cloud.calls == []
