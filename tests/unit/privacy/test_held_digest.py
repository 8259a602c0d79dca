"""A request whose mail is held: the person hears nothing of it, so staff hear of it by digest, once for each audience."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loket.core.doubt import Doubt
from loket.privacy.domain.lifecycle import RequestEvent
from loket.privacy.domain.request import Channel

from tests.unit.cloud import Fault
from tests.unit.privacy.escalating import (
    FOURTEEN,
    ONE,
    PERSON,
    STAFF,
    THREE,
    act,
    at,
    change,
    deliver,
    digests,
    find,
    keep,
    run,
    text_to,
)

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud

LETTER = Channel.LETTER
HELD = frozenset({Doubt.HONEYPOT})


def test_a_held_request_of_which_nobody_else_hears_makes_a_digest_once_for_each_audience(cloud: Cloud) -> None:
    """The person gets no mail of it: without this its four weeks would be over in silence."""
    keep(cloud, doubts=HELD)
    for number in range(44):
        for hour in (0, 8, 9):
            run(cloud, at(number, hour))

    assert (digests(cloud), digests(cloud, "privacy_officer")) == ([FOURTEEN], [THREE])
    for number in range(44, 73):
        run(cloud, at(number, 9))
    # A digest is kept for a month: who never looks hears of it as often.
    assert (len(digests(cloud)), len(digests(cloud, "privacy_officer"))) == (2, 2)


def test_a_digest_of_held_requests_that_cannot_be_stored_is_told_and_made_by_the_next_run(cloud: Cloud) -> None:
    keep(cloud, doubts=HELD)
    cloud.fail(Fault("TransactWriteItems", 400, {"__type": "ValidationException"}, about="DIGEST#staff"))
    with pytest.raises(Exception, match=r"^$") as raised:
        run(cloud, at(14, 8))
    assert type(raised.value).__name__ == "RequestsLeft"
    cloud.faults.clear()
    run(cloud, at(14, 9))

    assert digests(cloud) == [FOURTEEN]


def test_many_held_requests_make_no_more_digests_than_one(cloud: Cloud) -> None:
    for number in range(4):
        keep(cloud, f"P-00000-0000{number}", doubts=HELD)
    for number in range(13, 40):
        run(cloud, at(number, 8))

    assert (digests(cloud), digests(cloud, "privacy_officer")) == ([FOURTEEN], [THREE])


def test_a_held_request_that_slept_through_its_first_levels_makes_a_digest_all_the_same(cloud: Cloud) -> None:
    keep(cloud, doubts=HELD)
    run(cloud, at(26, 0))
    run(cloud, at(27, 9))
    run(cloud, at(28, 9))

    assert digests(cloud) == digests(cloud, "privacy_officer") == [ONE]


def test_a_held_request_that_was_counted_in_a_digest_makes_none(cloud: Cloud) -> None:
    keep(cloud, doubts=HELD)
    change(cloud, keep(cloud, "P-00000-00002", channel=LETTER), status="carrying_out")
    run(cloud, at(14, 8))
    change(cloud, find(cloud, "P-00000-00002"), status="completed", due_bucket=None)
    for number in range(15, 25):
        run(cloud, at(number, 8))

    assert digests(cloud) == [FOURTEEN]


def test_the_digest_of_a_held_request_alone_asks_to_look_and_names_nothing(cloud: Cloud) -> None:
    keep(cloud, doubts=HELD)
    run(cloud, at(14, 8))
    told = deliver(cloud, at(14, 8))

    assert told == {STAFF: ["Privacyverzoeken die iemand moet bekijken: 1"]}
    said = " ".join(text_to(cloud, STAFF).split())
    assert "die op misbruik lijken" in said
    assert "aangehouden: 1." in said
    assert "https://api.example.nl/desk" in said
    assert [word for word in ("P-00000-00001", "anne", PERSON, "Het dringendste") if word in said] == []


def test_a_held_request_that_staff_made_sure_of_before_the_mail_is_written_is_listed_in_it(cloud: Cloud) -> None:
    keep(cloud, doubts=HELD)
    run(cloud, at(14, 8))
    act(cloud, RequestEvent.VOUCH, at(14, 8))

    assert deliver(cloud, at(14, 8))[STAFF] == ["Privacyverzoeken waarvan de datum nadert of voorbij is: 1"]


def test_a_held_request_that_lapsed_before_the_mail_is_written_is_not_in_it(cloud: Cloud) -> None:
    keep(cloud, doubts=HELD)
    run(cloud, at(14, 8))
    change(cloud, find(cloud), status="lapsed", due_bucket=None)

    assert deliver(cloud, at(14, 8)) == {}
