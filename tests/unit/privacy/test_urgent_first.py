"""The escalation goes by urgency over all partitions, ends in time by itself, and keeps what is open from being over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from typing import TYPE_CHECKING

import pytest
from loket.core.schedule import MomentUnusable, read_moment
from loket.privacy.domain.request import Channel

from tests.unit.event import NOW
from tests.unit.privacy.escalating import day, escalations, find, keep, run

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud

ENOUGH, TOO_LITTLE = 60_001, 60_000


def cut_after(cloud: Cloud, number: int, at: datetime) -> list[str]:
    """Let a run have time for so many turns, and return which requests it escalated, in their order."""
    cloud.calls.clear()
    cloud.context.time_left = chain(repeat(ENOUGH, number), repeat(TOO_LITTLE))
    with pytest.raises(Exception, match=r"^$") as raised:
        run(cloud, at)
    cloud.context.time_left = repeat(300_000)
    assert type(raised.value).__name__ == "RequestsLeft"
    actions = [call.request["TransactItems"][0] for call in cloud.called("TransactWriteItems")]
    written = [action["Update"]["Key"]["pk"]["S"] for action in actions if "Update" in action]
    people = {one["pk"]: one["reference"] for one in cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")}
    return [people[pk] for pk in written]


def test_a_run_that_is_cut_short_forgets_the_least_urgent(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    order = [5, 2, 7, 0, 3, 6, 1, 4]
    for number in order:
        keep(
            cloud,
            f"P-00000-0000{number}",
            channel=Channel.LETTER,
            received_at=NOW + timedelta(days=number),
            email=f"{number}@example.nl",
        )
    assert {find(cloud, f"P-00000-0000{number}")["due_bucket"] for number in range(8)} == {f"REQUEST#{n}" for n in range(4)}

    assert cut_after(cloud, 5, day(30)) == [f"P-00000-0000{number}" for number in range(5)]
    [said] = [record.__dict__ for record in caplog.records if record.message == "requests.escalated"]
    assert (said["seen"], said["escalated"], said["failed"], said["left"]) == (5, 5, 0, 3)
    run(cloud, day(30))
    assert len(escalations(cloud)) == 8


def test_what_strangers_send_in_waits_for_what_is_confirmed(cloud: Cloud) -> None:
    for number in range(6):
        keep(cloud, f"P-00000-0000{number}", email=f"{number}@example.nl")
    keep(cloud, "P-00000-00009", channel=Channel.LETTER, received_at=NOW + timedelta(days=12), email="confirmed@example.nl")

    first, second = cut_after(cloud, 2, day(28))
    assert (first, second[:-1]) == ("P-00000-00009", "P-00000-0000")


def test_a_run_without_any_time_says_how_many_are_left(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    keep(cloud, channel=Channel.LETTER)
    for number in range(2, 5):
        keep(cloud, f"P-00000-0000{number}")

    assert cut_after(cloud, 0, day(28)) == []
    [said] = [record.__dict__ for record in caplog.records if record.message == "requests.escalated"]
    assert (said["seen"], said["left"]) == (0, 4)


def test_of_very_many_that_are_left_no_more_are_counted(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    cloud.monkeypatch.setattr("loket.privacy.escalate.MOST_COUNTED", 2)
    for number in range(5):
        keep(cloud, f"P-00000-0000{number}", channel=Channel.LETTER)

    assert cut_after(cloud, 0, day(28)) == []
    [said] = [record.__dict__ for record in caplog.records if record.message == "requests.escalated"]
    assert said["left"] == 3


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"time": None},
        {"time": "soon"},
        {"time": "9999-12-31T23:59:59Z"},
        {"time": "0001-01-01T00:00:00+14:00"},
        {"time": 7},
    ],
)
def test_an_event_without_a_moment_that_can_be_used_is_refused_by_name(cloud: Cloud, event: dict[str, object]) -> None:
    keep(cloud)
    with pytest.raises(MomentUnusable, match=r"^$"):
        cloud.invoke("escalate_due_requests", event)
    assert escalations(cloud) == []


def test_a_moment_is_read_in_utc() -> None:
    assert read_moment({"time": "2026-11-23T11:00:00+01:00"}) == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert read_moment({"time": "9980-01-01T00:00:00Z"}).tzinfo == UTC


def test_what_is_open_confirmed_and_overdue_is_never_over(cloud: Cloud) -> None:
    """Nobody answers for four years; it is looked at once a month."""
    keep(cloud, channel=Channel.LETTER)
    keep(cloud, "P-00000-00002")
    for month in range(1, 50):
        run(cloud, day(30 * month))

    assert find(cloud)["rung"] < -1400
    assert find(cloud)["expires_at"] > int(day(30 * 49).timestamp()) + 720 * 86_400
    # What nobody confirmed ends as it always did.
    assert find(cloud, "P-00000-00002")["rung"] > -710


def test_what_is_answered_in_time_is_kept_as_long_as_was_said(cloud: Cloud) -> None:
    before = keep(cloud, channel=Channel.LETTER)["expires_at"]
    for number in range(13, 29):
        run(cloud, day(number))

    assert find(cloud)["expires_at"] == before
