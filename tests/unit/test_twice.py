"""The same person twice for one course: asked on the same network, told by mail on another, and never told to a stranger."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from loket.core.key import Key, write_key
from loket.mail.limit import TO_ADDRESS
from loket.storage.attribute import to_item

from tests.unit.cloud import spectator
from tests.unit.event import NOW, post_json, post_plain, solved_challenge
from tests.unit.sample import WHO, enrollment_fields

if TYPE_CHECKING:
    from collections.abc import Callable

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


def post_page(route: str, fields: Any, **more: Any) -> Any:
    return post_plain(route, {name: str(value) for name, value in fields.items()}, accept="text/html", **more)


def probe(cloud: Cloud, post: Any, who: str, course: str, **again: Any) -> list[Any]:
    """Return what a stranger is told who sends somebody's form twice, without what is different each time."""
    forms: list[dict[str, Any]] = [{"message": "Eerste"}, {"message": "Tweede", **again}]
    return [tell(cloud, post, course, email=who, **form) for form in forms]


def tell(cloud: Cloud, post: Any, course: str, **more: Any) -> Any:
    event = post("POST /enrollments", {**enrollment_fields(course), "altcha": solved_challenge(), **more})
    event["requestContext"]["http"]["sourceIp"] = ELSEWHERE
    answer = cloud.invoke("submit_enrollment", event)
    return answer["statusCode"], re.sub(rf"E-\w{{5}}-\w{{5}}|{more['email']}", "", answer["body"])


ASKED = ["422 confirm_again: already_enrolled"]
DAYS = [timedelta(0), timedelta(days=29)]
PRICED = "orde-houden-vo"
WAYS = [post_json, post_page]


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


@pytest.mark.parametrize("again", [{}, {"confirm_again": True}])
@pytest.mark.parametrize("post", WAYS)
@pytest.mark.parametrize("code", [COURSE, PRICED])
def test_what_a_stranger_is_told_of_a_second_form_depends_on_their_first_alone(
    cloud: Cloud, code: str, post: Any, again: dict[str, Any]
) -> None:
    send(cloud, course=code)

    known, unknown = (probe(cloud, post, who, course=code, **again) for who in (WHO["email"], "iemand@example.nl"))

    assert known == unknown
    assert [status for status, _ in known] == [201, 201 if again else 422]
    assert sorted(doubts(cloud)).count(["twice"]) == len(again) + 1


@pytest.mark.parametrize("code", [COURSE, PRICED])
def test_nor_does_it_tell_whether_the_persons_own_ended_meanwhile_or_was_forgotten(cloud: Cloud, code: str) -> None:
    send(cloud, course=code)
    assert send(cloud, sender=ELSEWHERE, course=code, message="Eerste", now=NOW + timedelta(days=20))[0] == 201
    [first] = [item for item in cloud.items("PersonalDataTable", kind="ENROLLMENT#") if not item["doubts"]]
    later: dict[str, Any] = {"sender": ELSEWHERE, "course": code, "now": NOW + timedelta(days=40)}

    assert refused(send(cloud, **later, message="Tweede")) == ASKED
    cloud.put("PersonalDataTable", {**first, "status": "cancelled"})
    assert refused(send(cloud, **later, message="Derde")) == ASKED


def test_nor_does_it_tell_that_the_address_had_many_mails(cloud: Cloud) -> None:
    for number in range(TO_ADDRESS.most):
        send(cloud, first_name=f"Sanne {'abcdefghijkl'[number]}", sender=f"203.0.113.{number}")

    assert send(cloud, sender=ELSEWHERE, message="Eerste")[0] == 201
    assert refused(send(cloud, sender=ELSEWHERE, message="Tweede")) == ASKED
    assert send(cloud, message="Ik meen het")[0] == 201


@pytest.mark.parametrize("other", [{"email": "iemand@example.nl"}, {"last_name": "Anders"}, {"course": "orde-houden-vo"}])
def test_another_person_or_course_is_another_enrollment(cloud: Cloud, other: dict[str, Any]) -> None:
    send(cloud)

    assert send(cloud, **other)[0] == 201


@pytest.mark.parametrize("how", [{"status": "spam"}, {"status": "cancelled"}, {"expires_at": int(NOW.timestamp())}])
def test_where_the_first_does_not_stand_any_more_nobody_is_asked(cloud: Cloud, how: dict[str, Any]) -> None:
    send(cloud)
    put_status(cloud, **how)

    assert send(cloud, message="Nog een keer")[0] == 201
    assert refused(send(cloud, message="En nog een keer")) == ASKED


@pytest.mark.parametrize("status", ["unpaid", "paid_without_place"])
def test_who_can_still_come_to_their_place_or_money_by_the_first_is_asked(cloud: Cloud, status: str) -> None:
    """Their money may come late, or is there: two enrollments would then be paid."""
    send(cloud)
    put_status(cloud, status=status)

    assert refused(send(cloud, message="Nog een keer")) == ASKED
    assert send(cloud, sender=ELSEWHERE, message="Nog een keer")[0] == 201
    assert doubts(cloud) == [[], ["twice"]]


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


def test_who_says_that_it_is_meant_is_counted_once(cloud: Cloud) -> None:
    send(cloud)
    send(cloud, message="Nog een keer", confirm_again=True)

    [sender] = cloud.items("GuardTable", kind="SENDER#")
    assert len(sender["hits"]) == 2


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


def come_between(cloud: Cloud, act: Callable[[], object], *, after: int) -> None:
    """Let something happen between two calls, after some more."""
    cloud.meanwhile = act if not after else lambda: come_between(cloud, act, after=after - 1)


def test_two_at_once_after_one_that_does_not_stand_any_more_are_one_and_a_question(cloud: Cloud) -> None:
    send(cloud)
    put_status(cloud, status="spam")
    answers: list[Any] = []

    # After what finds the one before, and what finds that it does not stand any more.
    come_between(cloud, lambda: answers.append(send(cloud, message="Eerder")), after=2)
    answers.append(send(cloud, message="Later"))

    assert ([status for status, _ in answers], refused(answers[1])) == ([201, 422], ASKED)


def test_of_two_networks_at_once_after_one_that_does_not_stand_any_more_one_is_the_second(cloud: Cloud) -> None:
    send(cloud)
    put_status(cloud, status="spam")

    # Each of the two that are remembered is found, and found not to stand any more.
    come_between(cloud, lambda: send(cloud, sender=ELSEWHERE, message="Eerder"), after=4)

    assert send(cloud, message="Later")[0] == 201
    assert sorted(doubts(cloud)) == [[], [], ["twice"]]


def test_what_is_forgotten_meanwhile_is_in_nobodys_way(cloud: Cloud) -> None:
    send(cloud)
    put_status(cloud, status="spam")

    def forget() -> None:
        for item in cloud.items("GuardTable", kind="SUBMISSION#"):
            spectator("dynamodb").delete_item(TableName="GuardTable", Key=to_item({"pk": item["pk"]}))

    come_between(cloud, forget, after=2)
    assert send(cloud, message="Nog een keer")[0] == 201
    assert doubts(cloud) == [[], []]


def test_where_it_is_another_each_time_the_sender_is_asked_to_come_back(cloud: Cloud) -> None:
    send(cloud)
    put_status(cloud, status="spam")
    numbers = iter(range(1, 50))

    def become_another() -> None:
        made = write_key(Key("PERSON#abc", f"ENROLLMENT#{next(numbers)}"))
        for item in cloud.items("GuardTable", kind="SUBMISSION#"):
            if "answer" not in item:
                cloud.put("GuardTable", {**item, "made": made})
        cloud.meanwhile = become_another

    cloud.meanwhile = become_another
    status, _ = send(cloud, message="Nog een keer")
    cloud.meanwhile = None

    assert (status, doubts(cloud)) == (503, [[]])
    assert next(numbers) < 15
