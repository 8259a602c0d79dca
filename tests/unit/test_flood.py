"""How many mails an address gets in a day of what strangers send in its name, and what becomes of the form past that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.event import NOW, post_json, solved_challenge
from tests.unit.sample import MESSAGE

if TYPE_CHECKING:
    from datetime import datetime

    from tests.unit.cloud import Cloud

MOST = 10
DAY = timedelta(days=1)
TAKEN: tuple[str, list[str]] = ("received", [])
HELD = ("in_review", ["many_to_one_address"])


def send(cloud: Cloud, words: str, *, now: datetime = NOW, **changes: Any) -> tuple[str, list[str]]:
    """Send a message and return where it stands, with the doubts about it."""
    form = {**MESSAGE, "message": words, "altcha": solved_challenge(now=now), **changes}
    assert cloud.invoke("submit_contact_message", post_json("POST /contact-messages", form, now=now))["statusCode"] == 201
    [item] = [one for one in cloud.items("PersonalDataTable", kind="MESSAGE#") if one["message"] == words]
    return item["status"], item["doubts"]


def counted(cloud: Cloud) -> list[dict[str, Any]]:
    """Return what is remembered of each address that mail went to."""
    return cloud.items("GuardTable", kind="RECIPIENT#")


def fill(cloud: Cloud, hits: int) -> None:
    """Let as many mails have gone to the only address there is."""
    [counter] = counted(cloud)
    cloud.put("GuardTable", {**counter, "hits": counter["hits"][:1] * hits})


@pytest.mark.parametrize("email", [MESSAGE["email"], MESSAGE["email"].upper()])
def test_past_ten_mails_a_day_to_one_address_a_form_waits_for_staff(cloud: Cloud, email: str) -> None:
    send(cloud, "een")
    fill(cloud, MOST - 1)

    assert send(cloud, "twee", email=email) == TAKEN
    assert send(cloud, "drie", email=email) == HELD
    confirmed = [one for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"].startswith("confirm")]
    assert len(confirmed) == 2


def test_a_mail_counts_for_a_day(cloud: Cloud) -> None:
    send(cloud, "een")
    fill(cloud, MOST)

    assert send(cloud, "twee", now=NOW + DAY - timedelta(seconds=1)) == HELD
    assert send(cloud, "drie", now=NOW + DAY) == TAKEN


def test_a_form_of_which_no_mail_goes_counts_none(cloud: Cloud) -> None:
    assert send(cloud, "een", website="https://spam.example") == ("in_review", ["honeypot"])
    assert counted(cloud) == []


def test_a_mail_that_is_counted_in_between_holds_no_form_up(cloud: Cloud) -> None:
    send(cloud, "een")
    fill(cloud, MOST)

    def before_the_next() -> None:
        cloud.meanwhile = lambda: fill(cloud, MOST - 1)

    cloud.meanwhile = before_the_next
    assert send(cloud, "twee", now=NOW + DAY) == TAKEN
    assert [len(one["hits"]) for one in counted(cloud)] == [1]
