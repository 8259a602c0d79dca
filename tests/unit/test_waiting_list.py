"""Who found a course full leaves their address: staff hear of it, no place is given, and it goes when the course closes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any

from loket.core.retention import LOCAL_TIME

from tests.unit.cloud import Cloud
from tests.unit.event import NOW, post_json, solved_challenge
from tests.unit.sample import MESSAGE, find

FULL = "orde-houden-vo"
WISH = {**MESSAGE, "topic": "waiting_list", "course": FULL}


def send(cloud: Cloud, **changes: Any) -> dict[str, Any]:
    sent = {**WISH, "altcha": solved_challenge(), **changes}
    wanted = {name: value for name, value in sent.items() if value is not None}
    return cloud.invoke("submit_contact_message", post_json("POST /contact-messages", wanted))


def close(cloud: Cloud, day: str) -> None:
    """Let the course be one in which one can enroll until the end of a day."""
    [item] = [item for item in cloud.items("CourseTable") if item["sk"] == f"COURSE#{FULL}"]
    cloud.put("CourseTable", {**item, "course": {**item["course"], "closes_on": day}})


def refused(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(error["field"], error["code"]) for error in json.loads(answer["body"])["errors"]]


def test_a_wish_for_a_place_is_kept_until_one_can_no_longer_enroll(cloud: Cloud) -> None:
    closes = datetime.combine(find(FULL).closes_on + timedelta(days=1), time.min, LOCAL_TIME).astimezone(UTC)

    answer = send(cloud)

    assert answer["statusCode"] == 201
    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    assert (item["course"], item["course_title"], item["expires_at"]) == (FULL, f"Cursus {FULL}", int(closes.timestamp()))
    assert json.loads(answer["body"])["kept_until"] == closes.astimezone(LOCAL_TIME).date().isoformat()


def test_nothing_that_follows_from_a_wish_outlives_it(cloud: Cloud) -> None:
    """Staff have it on their list until it goes, and no longer: then nobody could finish it."""
    close(cloud, (NOW.date() + timedelta(days=5)).isoformat())

    send(cloud)

    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    ends = {effect["effect"]: effect["expires_at"] for effect in cloud.items("PersonalDataTable", kind="OUTBOX#")}
    assert ends == dict.fromkeys(["confirm_contact_message", "notify_staff"], item["expires_at"])


def test_a_wish_for_a_place_in_a_course_of_years_is_kept_for_two(cloud: Cloud) -> None:
    close(cloud, "2040-01-01")

    send(cloud)

    [item] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    assert item["expires_at"] == int(NOW.replace(year=NOW.year + 2).timestamp())


def test_staff_and_the_person_hear_of_it_and_no_place_is_taken(cloud: Cloud) -> None:
    before = cloud.items("CourseTable")

    send(cloud)

    effects = {item["effect"] for item in cloud.items("PersonalDataTable", kind="OUTBOX#")}
    assert effects == {"confirm_contact_message", "notify_staff"}
    assert cloud.items("CourseTable") == before


def test_a_wish_that_is_repeated_once_its_course_is_gone_is_told_what_was_told_first(cloud: Cloud) -> None:
    first = send(cloud)
    [item] = [item for item in cloud.items("CourseTable") if item["sk"] == f"COURSE#{FULL}"]
    cloud.put("CourseTable", {**item, "offered_until": int(NOW.timestamp())})

    assert (first["statusCode"], send(cloud)) == (201, first)
    assert refused(send(cloud, name="Iemand Anders")) == [("course", "course_unknown")]


def test_a_wish_names_a_course_that_one_can_enroll_in_and_no_other_message_names_one(cloud: Cloud) -> None:
    answers = {
        "none": send(cloud, course=None),
        "no such": send(cloud, course="zwemmen"),
        "of something else": send(cloud, topic="payment"),
    }
    close(cloud, NOW.date().isoformat())
    answers["last day"] = send(cloud)
    close(cloud, (NOW.date() - timedelta(days=1)).isoformat())
    answers["closed"] = send(cloud)

    assert answers.pop("last day")["statusCode"] == 201
    assert {name: refused(answer) for name, answer in answers.items()} == {
        "none": [("course", "required")],
        "no such": [("course", "course_unknown")],
        "of something else": [("course", "unknown")],
        "closed": [("course", "course_closed")],
    }
    assert len(cloud.items("PersonalDataTable", kind="MESSAGE#")) == 1
