"""GET /courses and GET /challenge: what anybody may ask."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from loket.core.challenge import verify_challenge

from tests.catalogue import find_course
from tests.unit.cloud import Cloud, Fault
from tests.unit.event import KEYS, NOW, post_json, request_event, solve, solved_challenge
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
    cloud.invoke(
        "submit_enrollment",
        post_json("POST /enrollments", enrollment_fields("proefles-lesgeven", altcha=solved_challenge())),
    )
    overbooked = next(item for item in cloud.items("CourseTable") if item["sk"] == "COURSE#toetsen-hbo")
    cloud.put("CourseTable", {**overbooked, "seats_taken": 999})

    left = {course["code"]: course["places_left"] for course in listed(cloud)["courses"]}

    assert (left["proefles-lesgeven"], left["toetsen-hbo"], left["praktijkopleider-mbo"]) == (399, 0, None)


def test_a_course_is_told_whole(cloud: Cloud) -> None:
    answer = cloud.invoke("list_courses", request_event(ROUTE))
    [found] = [one for one in json.loads(answer["body"])["courses"] if one["code"] == "flexibele-leerroute-mbo"]

    asked = find_course("flexibele-leerroute-mbo")
    # 365 days after the moment of these tests; a limit on places is told as what is left of it.
    assert {**found, "fields": []} == {
        **{name: value for name, value in asked.items() if name != "capacity"},
        "closes_on": "2027-11-23",
        "currency": "EUR",
        "places_left": 300,
        "fields": [],
    }
    told = [(one["name"], one["need"], one["legal_ground"]) for one in found["fields"]]
    assert told == [(one["name"], one["need"], one.get("legal_ground")) for one in asked["fields"]]
    assert answer["headers"]["cache-control"] == "public, max-age=60"


def test_a_course_is_listed_until_the_end_of_its_last_day(cloud: Cloud) -> None:
    """Midnight in the Netherlands is 23:00 in UTC."""
    last = datetime(2027, 11, 23, 22, 59, 59, tzinfo=UTC)

    assert len(listed(cloud, now=last)["courses"]) == len(catalogue().courses)
    assert listed(cloud, now=last + timedelta(seconds=1))["courses"] == []


def test_a_course_is_gone_when_its_catalogue_lapsed(cloud: Cloud) -> None:
    for item in cloud.items("CourseTable"):
        cloud.put("CourseTable", {**item, "offered_until": int(NOW.timestamp()) + (item["sk"] == "COURSE#toetsen-hbo")})

    assert [course["code"] for course in listed(cloud)["courses"]] == ["toetsen-hbo"]
    assert listed(cloud, now=NOW + timedelta(seconds=1)) == {"version": "", "courses": []}


def test_the_version_is_the_newest_there_is(cloud: Cloud) -> None:
    """While a new one is being loaded, a part is of the old one."""
    for item, version in zip(cloud.items("CourseTable"), ("2026-11-25", "2026-11-24"), strict=False):
        cloud.put("CourseTable", {**item, "catalogue_version": version})

    assert listed(cloud)["version"] == "2026-11-25"


def test_a_long_catalogue_is_read_to_its_end(cloud: Cloud) -> None:
    """A page of a query holds 1 MB at most."""
    item = cloud.items("CourseTable")[0]
    for number in range(12):
        course = {**item["course"], "code": f"lang-{number}", "summary": {"nl": "x" * 150_000, "en": "x"}}
        cloud.put("CourseTable", {**item, "sk": f"COURSE#lang-{number}", "course": course})

    assert len(listed(cloud)["courses"]) == 12 + len(catalogue().courses)
    assert len(cloud.called("Query")) > 1


def test_without_its_table_the_list_is_told_to_come_back(cloud: Cloud) -> None:
    cloud.fail(Fault("Query", 500, {}))

    answer = cloud.invoke("list_courses", request_event(ROUTE))

    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "5")


def test_a_challenge_touches_no_table(cloud: Cloud) -> None:
    answer = cloud.invoke("issue_challenge", request_event("GET /challenge"))

    challenge = json.loads(answer["body"])
    assert set(challenge) == {"algorithm", "challenge", "maxnumber", "salt", "signature"}
    assert answer["headers"]["cache-control"] == "no-store"
    assert verify_challenge(solve(challenge), KEYS.derive("challenge"), now=NOW).issued_at == NOW
    assert cloud.called() == []


def test_the_secret_is_read_once_per_process(cloud: Cloud) -> None:
    for _ in range(3):
        cloud.invoke("issue_challenge", request_event("GET /challenge"))

    assert len(cloud.called("GetSecretValue")) == 1


def test_anybody_may_ask(cloud: Cloud) -> None:
    event = request_event(
        "GET /courses", origin="https://elsewhere.example", accept="text/html", accept_language="\u00e9;q=x"
    )

    assert {folder: cloud.invoke(folder, event)["statusCode"] for folder in ("list_courses", "issue_challenge")} == {
        "list_courses": 200,
        "issue_challenge": 200,
    }
