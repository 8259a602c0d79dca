"""Who repeats the form of a course that closed, left or became full since is told what they were told first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.event import NOW, post_json
from tests.unit.test_submit_enrollment import COURSE, body_of, course_item, enrollment, errors_of, leave_places, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.cloud import Cloud


def close(cloud: Cloud) -> None:
    item = course_item(cloud)
    cloud.put("CourseTable", {**item, "course": {**item["course"], "closes_on": "2026-11-22"}})


def leave(cloud: Cloud, code: str = COURSE) -> None:
    cloud.put("CourseTable", {**course_item(cloud, code), "offered_until": int(NOW.timestamp())})


def fill(cloud: Cloud) -> None:
    leave_places(cloud, 0)


@pytest.mark.parametrize("key", [None, "a-key"])
@pytest.mark.parametrize("end", [close, leave, fill])
def test_a_repetition_is_told_what_was_told_first_whatever_became_of_the_course(
    cloud: Cloud, end: Callable[[Cloud], None], key: str | None
) -> None:
    """The answer got lost, and the course closed, left the catalogue or became full meanwhile."""
    headers = {"idempotency-key": key} if key else {}
    first = send(cloud, **headers)
    end(cloud)

    again = [send(cloud, enrollment(), **headers), send(cloud, enrollment(), **headers)]

    assert (first["statusCode"], again) == (201, [first, first])
    [sender] = cloud.items("GuardTable", kind="SENDER#")
    assert len(sender["hits"]) == 3
    assert len(cloud.items("PersonalDataTable", kind="ENROLLMENT#")) == 1


def test_who_repeats_the_form_of_a_course_that_is_gone_finds_the_way_to_pay_in_their_mail(cloud: Cloud) -> None:
    priced = "orde-houden-vo"
    first = send(cloud, enrollment(priced))
    leave(cloud, priced)

    again = body_of(send(cloud, enrollment(priced)))

    assert again == {**body_of(first), "payment": {**again["payment"], "checkout_url": None, "mailed": True}}
    assert again["payment"].keys() == {"checkout_url", "mailed", "amount"}


@pytest.mark.parametrize("key", [None, "a-key"])
@pytest.mark.parametrize(("end", "code"), [(close, "course_closed"), (leave, "course_unknown")])
def test_of_a_course_that_ended_nobody_else_learns_who_enrolled(
    cloud: Cloud, end: Callable[[Cloud], None], code: str, key: str | None
) -> None:
    """Nor does who sends another form, or one of which what it made is gone."""
    headers = {"idempotency-key": key} if key else {}
    send(cloud, **headers)
    end(cloud)
    guards = cloud.items("GuardTable", kind="SUBMISSION#")
    event = post_json("POST /enrollments", enrollment())
    event["headers"].update(headers)
    event["requestContext"]["http"]["sourceIp"] = "198.51.100.1"

    assert errors_of(cloud.invoke("submit_enrollment", event)) == [("course", code)]
    assert errors_of(send(cloud, enrollment(message="Iets anders"), **headers)) == [("course", code)]
    assert cloud.items("GuardTable", kind="SUBMISSION#") == guards
    [item] = cloud.items("PersonalDataTable", kind="ENROLLMENT#")
    cloud.put("PersonalDataTable", {**item, "expires_at": int(NOW.timestamp())})
    assert errors_of(send(cloud, **headers)) == [("course", code)]
    # What is refused as it stands is not counted: who looks for another course can go on.
    assert [len(sender["hits"]) for sender in cloud.items("GuardTable", kind="SENDER#")] == [1]


@pytest.mark.parametrize("key", [{}, {"idempotency-key": "a-key"}])
@pytest.mark.parametrize("status", ["cancelled", "spam"])
@pytest.mark.parametrize("code", [COURSE, "orde-houden-vo"])
def test_what_was_cancelled_or_marked_as_spam_by_mistake_swallows_no_form(
    cloud: Cloud, code: str, status: str, key: dict[str, str]
) -> None:
    first = send(cloud, enrollment(code), **key)
    [item] = cloud.items("PersonalDataTable", kind="ENROLLMENT#")
    cloud.put("PersonalDataTable", {**item, "status": status})

    again, repeated = (body_of(send(cloud, enrollment(code), **key)) for _ in range(2))

    assert body_of(first)["reference"] != again["reference"] == repeated["reference"]
    assert len(cloud.items("PersonalDataTable", kind="ENROLLMENT#")) == 2
    assert course_item(cloud, code)["seats_taken"] == 2
    assert code == COURSE or again["payment"].keys() == body_of(first)["payment"].keys()
