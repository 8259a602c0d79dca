"""Of what strangers send in staff are mailed so often a day, and find all of it on their list of tasks."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from loket.core.effect import EffectKind, new_effect
from loket.mail.limit import TO_STAFF
from loket.privacy.domain.request import Channel

from tests.unit.cloud import Cloud, Fault
from tests.unit.event import NOW, post_json, queue_event, solved_challenge
from tests.unit.privacy.escalating import keep
from tests.unit.privacy.journey import Journey
from tests.unit.sample import MESSAGE

if TYPE_CHECKING:
    from datetime import datetime

STAFF, MOST = "staff@example.nl", TO_STAFF.most


@pytest.fixture
def tasks(cloud: Cloud) -> list[str]:
    """Return the pointers to more tasks than staff are mailed of in a day."""
    cloud.invoke("submit_contact_message", post_json("POST /contact-messages", {**MESSAGE, "altcha": solved_challenge()}))
    [task] = [one for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"] == "notify_staff"]
    copies: list[dict[str, Any]] = [{**task, "sk": f"{task['sk']}{number}"} for number in range(MOST + 5)]
    for copy in copies:
        cloud.put("PersonalDataTable", copy)
    return [json.dumps({"pk": copy["pk"], "sk": copy["sk"]}) for copy in copies]


def deliver(cloud: Cloud, *pointers: str, now: datetime = NOW, again: bool = False) -> int:
    """Send what these point to, and return how many mails staff have got so far."""
    event = queue_event(*pointers, now=now)
    for record in event["Records"]:
        record["attributes"] = {**record["attributes"], "ApproximateReceiveCount": "2" if again else "1"}
    cloud.invoke("send_mail", event)
    return len([mail for mail in cloud.mails() if mail["Destination"]["ToAddresses"] == [STAFF]])


def test_staff_get_so_many_a_day_and_all_the_tasks(cloud: Cloud, tasks: list[str]) -> None:
    assert deliver(cloud, *tasks) == MOST
    open_tasks = [one for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if one.get("due_bucket")]
    assert len(open_tasks) == MOST + 6

    assert deliver(cloud, tasks[-1], now=NOW + timedelta(hours=1)) == MOST
    assert deliver(cloud, tasks[-1], now=NOW + timedelta(days=1, seconds=1)) == MOST + 1


def test_what_is_no_task_that_strangers_make_is_under_no_cap(cloud: Cloud, tasks: list[str]) -> None:
    """Also where staff had all their mails of the day: of decisions, delays and dates people must hear."""
    limited = {kind for kind in EffectKind if new_effect(kind, about="MESSAGE#1", now=NOW).is_limited}
    assert limited == {"notify_staff", "notify_step", "notify_addition"}
    deliver(cloud, *tasks[: MOST + 1])
    others = [one for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"] != "notify_staff"]
    deliver(cloud, *(json.dumps({"pk": one["pk"], "sk": one["sk"]}) for one in others))

    assert [one for one in others if "sent_at" not in found(cloud, one)] == []
    assert len(others) == 1


def test_confirming_and_withdrawing_count_like_what_strangers_send_in(cloud: Cloud, tasks: list[str]) -> None:
    """Who has many addresses can confirm and withdraw as many requests; the desk has them on its lists."""
    keep(cloud, "P-00000-00001")
    person = Journey(cloud, "P-00000-00001", "")
    person.link = person.new_link()
    deliver(cloud, *tasks[: MOST - 1])
    for action, mails in (("confirm", MOST), ("withdraw", MOST)):
        assert person.press(action)["statusCode"] == 303
        [made] = [
            one
            for one in cloud.items("PersonalDataTable", kind="OUTBOX#")
            if one["effect"] == "notify_step" and not told(one)
        ]
        assert deliver(cloud, json.dumps({"pk": made["pk"], "sk": made["sk"]})) == mails


def told(effect: dict[str, Any]) -> bool:
    return "sent_at" in effect


def test_additions_to_a_request_count_like_what_strangers_send_in(cloud: Cloud, tasks: list[str]) -> None:
    reference = "P-00000-00001"
    request = keep(cloud, reference, channel=Channel.LETTER)
    person = Journey(cloud, reference, "")
    person.link = person.new_link()
    for number in range(2):
        assert person.press("add_information", information=f"Nummer {number}")["statusCode"] == 303
    added = [one for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"] == "notify_addition"]
    assert [one["about"] for one in added] == [request["sk"]] * 2
    deliver(cloud, *tasks[: MOST - 1])
    assert deliver(cloud, *(json.dumps({"pk": one["pk"], "sk": one["sk"]}) for one in added)) == MOST
    assert [step["event"] for step in person.tell()["steps"]].count("add_information") == 2


def found(cloud: Cloud, item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as it is stored now."""
    return next(one for one in cloud.items("PersonalDataTable") if (one["pk"], one["sk"]) == (item["pk"], item["sk"]))


def test_a_mail_that_was_counted_and_could_not_be_sent_comes_again(cloud: Cloud, tasks: list[str]) -> None:
    cloud.fail(Fault("SendEmail", 400, {"__type": "LimitExceededException"}))
    deliver(cloud, *tasks[:MOST])
    cloud.faults.clear()
    sent = deliver(cloud, *tasks[:MOST], again=True)

    assert sent >= MOST
    marked = [one for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if "sent_at" in one]
    assert len(marked) == MOST


def test_the_address_of_staff_is_counted_by_a_keyed_hash(cloud: Cloud, tasks: list[str]) -> None:
    before = cloud.items("GuardTable", kind="RECIPIENT#")
    deliver(cloud, *tasks[:3])
    [counted] = [one for one in cloud.items("GuardTable", kind="RECIPIENT#") if one not in before]

    assert (len(counted["hits"]), STAFF in str(counted)) == (3, False)


def test_forms_that_name_the_address_of_staff_cost_staff_nothing(cloud: Cloud, tasks: list[str]) -> None:
    form = {**MESSAGE, "email": STAFF, "altcha": solved_challenge(now=NOW + timedelta(minutes=1))}
    cloud.invoke("submit_contact_message", post_json("POST /contact-messages", form, now=NOW + timedelta(minutes=1)))

    assert deliver(cloud, *tasks) == MOST
