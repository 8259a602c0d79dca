"""One delivery of a mail sends it: the others wait for it, and one of them sends where it was killed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.unit.event import NOW
from tests.unit.test_effect import deliver, pointers, waiting_mails, write

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud


def test_of_several_deliveries_at_once_one_sends(cloud: Cloud) -> None:
    write(cloud)
    [key] = pointers(cloud, "confirm")
    others: list[list[str]] = []
    cloud.before, cloud.meanwhile = "SendEmail", lambda: others.append([*deliver(cloud, key), *deliver(cloud, key)])

    assert deliver(cloud, key) == []

    # The others come again, and find it sent.
    assert others == [["message-0", "message-0"]]
    assert deliver(cloud, key) == []
    assert len(cloud.mails()) == 1


def test_who_was_killed_while_sending_is_waited_for_half_a_minute(cloud: Cloud) -> None:
    write(cloud)
    [key] = pointers(cloud, "confirm")
    [item] = [item for item in waiting_mails(cloud) if item["sk"] == key["sk"]]
    cloud.put("PersonalDataTable", {**item, "sending_until": int(NOW.timestamp()) + 30})

    assert deliver(cloud, key) == ["message-0"]
    cloud.now = NOW + timedelta(seconds=30)
    assert deliver(cloud, key) == []
    assert len(cloud.mails()) == 1


def test_a_mail_costs_as_many_calls_as_before(cloud: Cloud) -> None:
    write(cloud)
    [key] = pointers(cloud, "confirm")
    cloud.calls.clear()

    deliver(cloud, key)

    assert [call.operation for call in cloud.called()] == ["UpdateItem", "GetItem", "UpdateItem"]
