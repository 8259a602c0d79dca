"""The same person twice for one course: asked on the same network, told by mail on another, and never told to a stranger."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.event import NOW, post_json, solved_challenge
from tests.unit.sample import enrollment_fields

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud

COURSE = "proefles-lesgeven"
ELSEWHERE = "198.51.100.1"


def send(cloud: Cloud, *, sender: str | None = None, now: Any = NOW, age: int = 30, **more: Any) -> Any:
    altcha = solved_challenge(now=now, age=timedelta(seconds=age))
    event = post_json("POST /enrollments", {**enrollment_fields(COURSE), "altcha": altcha, **more}, now=now)
    event["requestContext"]["http"]["sourceIp"] = sender or event["requestContext"]["http"]["sourceIp"]
    answer = cloud.invoke("submit_enrollment", event)
    return answer["statusCode"], json.loads(answer["body"])


def refused(answer: Any) -> list[str]:
    status, body = answer
    return [f"{status} {error['field']}: {error['code']}" for error in body.get("errors", [])]


def doubts(cloud: Cloud) -> list[list[str]]:
    return [item["doubts"] for item in cloud.items("PersonalDataTable", kind="ENROLLMENT#")]


def put_status(cloud: Cloud, **changes: Any) -> None:
    [item] = cloud.items("PersonalDataTable", kind="ENROLLMENT#")
    cloud.put("PersonalDataTable", {**item, **changes})


ASKED = ["422 confirm_again: already_enrolled"]
DAYS = [timedelta(0), timedelta(days=29)]


@pytest.mark.parametrize("after", DAYS)
def test_on_the_same_network_the_person_is_asked_and_may_mean_it(cloud: Cloud, after: timedelta) -> None:
    send(cloud)
    again: dict[str, Any] = {"now": NOW + after, "message": "Nog een keer", "first_name": "  sanne "}

    assert refused(send(cloud, **again)) == ASKED
    assert len(doubts(cloud)) == 1
    assert send(cloud, **again, confirm_again=True)[0] == 201
    assert doubts(cloud) == [[], []]


def test_on_another_network_nothing_tells_and_staff_and_the_person_are_told(cloud: Cloud) -> None:
    first = send(cloud)
    second = send(cloud, sender=ELSEWHERE, message="Nog een keer")
    third = send(cloud, sender=ELSEWHERE, message="En nog een keer", confirm_again=True)

    assert [{**body, "reference": ""} for _, body in (second, third)] == [{**first[1], "reference": ""}] * 2
    assert sorted(doubts(cloud)) == [[], ["twice"], ["twice"]]


@pytest.mark.parametrize("other", [{"email": "iemand@example.nl"}, {"last_name": "Anders"}, {"course": "orde-houden-vo"}])
def test_another_person_or_course_is_another_enrollment(cloud: Cloud, other: dict[str, Any]) -> None:
    send(cloud)

    assert send(cloud, **other)[0] == 201


@pytest.mark.parametrize("how", [{"status": "spam"}, {"status": "in_review"}, {"expires_at": int(NOW.timestamp())}])
def test_where_the_first_does_not_stand_any_more_nobody_is_asked(cloud: Cloud, how: dict[str, Any]) -> None:
    send(cloud)
    put_status(cloud, **how)

    assert send(cloud, message="Nog een keer")[0] == 201
    assert refused(send(cloud, message="En nog een keer")) == ASKED


def test_after_a_month_nobody_is_asked(cloud: Cloud) -> None:
    send(cloud)

    assert send(cloud, now=NOW + timedelta(days=30), message="Nog een keer")[0] == 201


def test_spam_in_somebodys_name_makes_nobody_asked(cloud: Cloud) -> None:
    send(cloud, age=0)

    assert send(cloud, message="Ik meen het")[0] == 201
    assert sorted(doubts(cloud)) == [[], ["too_fast"]]


@pytest.mark.parametrize(("sender", "senders", "mails"), [(None, [2], 1), (ELSEWHERE, [1, 1], 2)])
def test_who_comes_again_is_counted_once(cloud: Cloud, sender: str | None, senders: list[int], mails: int) -> None:
    send(cloud)
    send(cloud, sender=sender, message="Nog een keer")
    [recipient] = cloud.items("GuardTable", kind="RECIPIENT#")

    assert [len(one["hits"]) for one in cloud.items("GuardTable", kind="SENDER#")] == senders
    assert len(recipient["hits"]) == mails


def test_what_is_remembered_is_no_name_and_nothing_of_a_person_is_read(cloud: Cloud) -> None:
    send(cloud)
    send(cloud, message="Nog een keer")

    fields = enrollment_fields(COURSE)
    assert [value for value in (fields["email"], fields["last_name"]) if value in str(cloud.items("GuardTable"))] == []
    looks = [call for call in cloud.called("TransactWriteItems") if call.tables == {"PersonalDataTable"}]
    assert [list(action) for look in looks for action in look.request["TransactItems"]] == [["ConditionCheck"]]
    assert "ReturnValues" not in str(looks)


def test_two_at_once_are_one_and_a_question(cloud: Cloud) -> None:
    answers: list[Any] = []
    cloud.meanwhile = lambda: answers.append(send(cloud, message="Eerder"))
    answers.append(send(cloud))

    assert (answers[0][0], refused(answers[1])) == (201, ASKED)


def test_two_at_once_after_one_that_does_not_stand_any_more_are_one_and_a_question(cloud: Cloud) -> None:
    send(cloud)
    put_status(cloud, status="spam")
    answers: list[Any] = []

    def come_between() -> None:
        answers.append(send(cloud, message="Eerder"))

    def let_pass(turns: int) -> None:
        cloud.meanwhile = partial(let_pass, turns - 1) if turns else come_between

    # What finds the one before, and what finds that it does not stand any more.
    let_pass(2)
    answers.append(send(cloud, message="Later"))

    assert ([status for status, _ in answers], refused(answers[1])) == ([201, 422], ASKED)
