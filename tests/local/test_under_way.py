"""What is under way is told as long as it is, wherever it is: whoever resets between two tests can wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.local.test_effect import keep

if TYPE_CHECKING:
    from tests.running import RunningStack


def list_under_way(sample: RunningStack) -> list[str]:
    under_way: list[str] = sample.get("/_local/under-way").json
    return under_way


def test_a_mail_that_waits_in_its_queue_is_under_way_until_it_is_sent(faulty: RunningStack) -> None:
    faulty.settle()
    faulty.order_fault("ses", "slow", delay=0.7, times=1)
    _, to = keep(faulty)
    faulty.wait_for(lambda: list_under_way(faulty), lambda seen: seen == ["MailQueue"])
    assert faulty.mails(to) == []
    faulty.settle()
    assert len(faulty.mails(to)) == 1


def test_an_effect_that_does_not_leave_its_stream_is_under_way(faulty: RunningStack) -> None:
    """The relay is called again and again, and no message is in a queue."""
    faulty.settle()
    faulty.order_fault("sqs", "slow", delay=1, times=1, caller="relay_outbox")
    _, to = keep(faulty)
    assert "streams" in list_under_way(faulty)
    faulty.settle()
    assert len(faulty.mails(to)) == 1


def test_counting_begins_anew_once_what_was_begun_has_ended(sample: RunningStack) -> None:
    keep(sample)
    sample.reset_calls()
    assert sample.get("/_local/calls").json == []
