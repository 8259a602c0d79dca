"""GET /courses and GET /challenge: what anybody may ask."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from loket.core.challenge import verify_challenge
from loket.core.keyed_hash import Keys

from tests.unit.cloud import Cloud, Fault
from tests.unit.event import MASTER_KEY, NOW, post_json, request_event, solve
from tests.unit.sample import catalogue, enrollment_fields

ROUTE = "GET /courses"


def listed(cloud: Cloud, *, now: datetime = NOW) -> dict[str, Any]:
    answer = cloud.invoke("list_courses", request_event(ROUTE, now=now, accept="application/json"))
    assert answer["statusCode"] == 200
    body: dict[str, Any] = json.loads(answer["body"])
    return body


def test_every_open_course_is_listed_in_one_query(cloud: Cloud) -> None:
    found = listed(cloud)

    assert found["version"] == catalogue().version
    assert {course["code"] for course in found["courses"]} == {course.code for course in catalogue().courses}
    assert [(call.operation, call.tables) for call in cloud.called()] == [("Query", {"CourseTable"})]


def test_each_field_says_why_it_is_asked_and_how_long_it_is_kept(cloud: Cloud) -> None:
    fields = [field for course in listed(cloud)["courses"] for field in course["fields"]]

    assert fields
    for field in fields:
        assert set(field) == {"name", "need", "why", "legal_ground", "kept"}
        assert field["kept"] == {"nl": "2 jaar", "en": "2 years"}
        assert field["why"]["nl"]
        assert field["why"]["en"]
        assert bool(field["legal_ground"]) == (field["need"] == "law")


def test_places_are_counted_down_and_never_below_none(cloud: Cloud) -> None:
    cloud.invoke("submit_enrollment", post_json("POST /enrollments", _solved(enrollment_fields("proefles-lesgeven"))))
    overbooked = next(item for item in cloud.items("CourseTable") if item["sk"] == "COURSE#toetsen-hbo")
    cloud.put("CourseTable", {**overbooked, "seats_taken": 999})

    left = {course["code"]: course["places_left"] for course in listed(cloud)["courses"]}

    assert (left["proefles-lesgeven"], left["toetsen-hbo"], left["praktijkopleider-mbo"]) == (39, 0, None)


def _solved(fields: dict[str, Any]) -> dict[str, Any]:
    from tests.unit.event import solved_challenge

    return {**fields, "altcha": solved_challenge()}


def test_a_closed_course_is_not_listed(cloud: Cloud) -> None:
    assert listed(cloud, now=datetime(2027, 12, 31, 23, 0, tzinfo=UTC))["courses"] == []


def test_an_expired_course_is_gone_whether_or_not_ttl_has_removed_it(cloud: Cloud) -> None:
    for item in cloud.items("CourseTable"):
        cloud.put("CourseTable", {**item, "expires_at": int(NOW.timestamp())})

    assert listed(cloud) == {"version": "", "courses": []}


def test_a_long_catalogue_is_read_to_its_end(cloud: Cloud) -> None:
    """A page of a query holds 1 MB at most."""
    item = cloud.items("CourseTable")[0]
    for number in range(12):
        course = {**item["course"], "code": f"lang-{number}", "summary": {"nl": "x" * 150_000, "en": "x"}}
        cloud.put("CourseTable", {**item, "sk": f"COURSE#lang-{number}", "course": course})

    assert len(listed(cloud)["courses"]) == 12 + len(catalogue().courses)
    assert len(cloud.called("Query")) > 1


def test_without_its_table_the_list_is_told_to_come_back(cloud: Cloud) -> None:
    cloud.fail(Fault("Query", 400, {"__type": "AccessDeniedException"}))

    answer = cloud.invoke("list_courses", request_event(ROUTE))

    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "5")


def test_a_challenge_touches_no_table(cloud: Cloud) -> None:
    answer = cloud.invoke("issue_challenge", request_event("GET /challenge"))

    challenge = json.loads(answer["body"])
    assert set(challenge) == {"algorithm", "challenge", "maxnumber", "salt", "signature"}
    assert answer["headers"]["cache-control"] == "no-store"
    assert verify_challenge(solve(challenge), Keys(MASTER_KEY).derive("challenge"), now=NOW).issued_at == NOW
    assert cloud.called() == []


def test_the_secret_is_read_once_per_process(cloud: Cloud) -> None:
    for _ in range(3):
        cloud.invoke("issue_challenge", request_event("GET /challenge"))

    assert len(cloud.called("GetSecretValue")) == 1


@pytest.mark.parametrize("folder", ["list_courses", "issue_challenge"])
def test_anybody_may_ask(cloud: Cloud, folder: str) -> None:
    event = request_event(
        "GET /courses", origin="https://elsewhere.example", accept="text/html", accept_language="\u00e9;q=x"
    )

    assert cloud.invoke(folder, event)["statusCode"] == 200
