"""The digest: staff hear once a day of all dates that come near; no run that dies loses one, none makes a second."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loket.core.doubt import Doubt
from loket.core.retention import LOCAL_TIME
from loket.privacy.domain.lifecycle import RequestEvent
from loket.privacy.domain.request import Channel

from tests.unit.cloud import Fault
from tests.unit.event import NOW
from tests.unit.privacy.escalating import (
    FOURTEEN,
    OFFICER,
    ONE,
    PERSON,
    SEVEN,
    STAFF,
    THREE,
    act,
    at,
    change,
    day,
    deliver,
    digests,
    effects,
    empty,
    escalations,
    find,
    keep,
    run,
    text_to,
)

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud

LETTER = Channel.LETTER


def test_staff_get_one_digest_on_each_day_on_which_a_level_is_reached_and_none_on_others(cloud: Cloud) -> None:
    for number in range(3):
        keep(cloud, f"P-00000-0000{number}", channel=LETTER)
    for number in range(13, 31):
        for hour in (0, 8, 9):
            run(cloud, at(number, hour))

    over = ["2026-12-21", "2026-12-22", "2026-12-23"]
    assert digests(cloud) == [FOURTEEN, SEVEN, THREE, ONE, *over]
    assert digests(cloud, "privacy_officer") == [THREE, ONE, *over]
    assert effects(cloud) == {"tell_delay": 3, "notify_due": 7, "notify_officer_due": 5}


def test_one_form_that_nobody_confirms_mails_staff_never(cloud: Cloud) -> None:
    keep(cloud)
    for number in range(61):
        run(cloud, at(number, 8))
    deliver(cloud, day(27))

    assert effects(cloud) == {"tell_delay": 1}
    assert len(escalations(cloud)) == 5 + 32
    assert {mail["Destination"]["ToAddresses"][0] for mail in cloud.mails()} == {PERSON}


@pytest.mark.parametrize("doubt", [Doubt.HONEYPOT, Doubt.NO_PROOF])
def test_what_is_not_confirmed_is_counted_and_not_listed(cloud: Cloud, doubt: Doubt) -> None:
    keep(cloud, doubts=frozenset({doubt}))
    run(cloud, at(25, 7))
    keep(cloud, "P-00000-00002", channel=LETTER)
    run(cloud, at(26, 8))
    deliver(cloud, day(26))

    said = text_to(cloud, STAFF)
    assert "P-00000-00002" in said
    assert "P-00000-00001" not in said
    assert "nog niemand heeft bevestigd: 1." in said
    assert ("aangehouden: 1." in said) == (doubt is Doubt.HONEYPOT)


def test_it_goes_with_the_first_run_after_eight_whenever_that_is(cloud: Cloud) -> None:
    keep(cloud, channel=LETTER)
    for hour in (0, 7):
        run(cloud, at(14, hour, 59))
        assert digests(cloud) == []
    run(cloud, at(14, 15))
    run(cloud, at(14, 16))

    assert digests(cloud) == [FOURTEEN]


# The local days on which the clock goes forward and back, with 08:00 on the Dutch clock in UTC.
CLOCKS = {date(2027, 3, 28): 6, date(2026, 10, 25): 7, date(2027, 3, 27): 7, date(2026, 10, 24): 6}


@pytest.mark.parametrize("on", CLOCKS)
def test_eight_is_eight_on_the_dutch_clock_also_when_it_is_changed(cloud: Cloud, on: date) -> None:
    keep(cloud, channel=LETTER, received_at=datetime.combine(on - timedelta(days=21), time(12), LOCAL_TIME))
    eight = datetime.combine(on, time(CLOCKS[on]), UTC)
    run(cloud, eight - timedelta(minutes=1))
    assert digests(cloud) == []
    for hour in (0, 1, 15):
        run(cloud, eight + timedelta(hours=hour))
        assert digests(cloud) == [on.isoformat()]


def test_what_was_reached_at_night_and_slept_over_is_told_by_the_next_run_that_comes(cloud: Cloud) -> None:
    keep(cloud, channel=LETTER)
    run(cloud, at(14, 0))
    run(cloud, at(17, 9))

    assert digests(cloud) == ["2026-12-10"]
    run(cloud, at(18, 9))
    assert digests(cloud) == ["2026-12-10"]


def test_what_is_reached_after_the_digest_of_the_day_is_in_the_next(cloud: Cloud) -> None:
    keep(cloud, channel=LETTER)
    run(cloud, at(14, 8))
    keep(cloud, "P-00000-00002", channel=LETTER)
    run(cloud, at(14, 9))
    assert digests(cloud) == [FOURTEEN]

    run(cloud, at(15, 7))
    run(cloud, at(15, 8))

    assert digests(cloud) == [FOURTEEN, "2026-12-08"]


def test_a_digest_that_is_sent_before_its_day_tells_of_its_day(cloud: Cloud) -> None:
    """A run for a moment to come, as staff may start one by hand, makes no mail that is empty."""
    keep(cloud, channel=LETTER)
    run(cloud, at(14, 8))
    deliver(cloud, at(13, 8))

    assert "Nog 14 dagen: P-00000-00001" in text_to(cloud, STAFF)


def test_a_late_run_for_an_earlier_day_makes_no_digest_of_that_day(cloud: Cloud) -> None:
    keep(cloud, channel=LETTER)
    run(cloud, at(21, 8))
    keep(cloud, "P-00000-00002", channel=LETTER)
    run(cloud, at(15, 8))

    assert digests(cloud) == [SEVEN]


def test_a_request_that_was_ended_is_no_reason_for_a_digest(cloud: Cloud) -> None:
    change(cloud, keep(cloud, channel=LETTER), status="carrying_out")
    run(cloud, at(14, 7))
    act(cloud, RequestEvent.FINISH, at(14, 7, 30))
    run(cloud, at(14, 8))

    assert digests(cloud) == []


def test_a_request_that_is_ended_while_the_index_still_shows_it_is_no_reason_for_a_digest(cloud: Cloud) -> None:
    change(cloud, keep(cloud, channel=LETTER), status="carrying_out")
    run(cloud, at(14, 7))
    cloud.before, cloud.meanwhile = "GetItem", lambda: act(cloud, RequestEvent.FINISH, at(14, 7, 30))
    run(cloud, at(14, 8))

    assert find(cloud)["status"] == "completed"
    assert digests(cloud) == []


def test_what_is_ended_before_the_mail_is_written_is_not_in_it(cloud: Cloud) -> None:
    change(cloud, keep(cloud, channel=LETTER), status="carrying_out")
    run(cloud, at(14, 8))
    act(cloud, RequestEvent.FINISH, at(14, 8))
    deliver(cloud, at(14, 8))

    assert [mail for mail in cloud.mails() if mail["Destination"]["ToAddresses"] == [STAFF]] == []


def test_the_digest_says_what_is_urgent_by_urgency_with_a_way_to_each_and_names_nobody(cloud: Cloud) -> None:
    for number, kind in ((3, "access"), (1, "erasure"), (2, "objection")):
        received = NOW - timedelta(days=number)
        keep(cloud, f"P-00000-0000{number}", channel=LETTER, received_at=received, kind=kind)
    run(cloud, at(27, 8))
    told = deliver(cloud, at(28, 9))

    assert told[STAFF] == ["Privacyverzoeken waarvan de datum nadert of voorbij is: 3"]
    for address in (STAFF, OFFICER):
        said = " ".join(text_to(cloud, address).split())
        lines = [
            "3 dagen te laat: P-00000-00003, inzage. https://api.example.nl/desk/requests/P-00000-00003",
            "2 dagen te laat: P-00000-00002, bezwaar. https://api.example.nl/desk/requests/P-00000-00002",
            "Eén dag te laat: P-00000-00001, verwijdering. https://api.example.nl/desk/requests/P-00000-00001",
        ]
        assert [line for line in lines if line not in said] == []
        assert said.index(lines[0]) < said.index(lines[1]) < said.index(lines[2])
        assert [word for word in ("anne", PERSON, "PERSON#") if word in json.dumps(cloud.mails()[-1])] == []


def test_the_officer_reads_what_concerns_the_officer(cloud: Cloud) -> None:
    keep(cloud, channel=LETTER)
    keep(cloud, "P-00000-00002", channel=LETTER, received_at=NOW + timedelta(days=7))
    run(cloud, at(25, 8))
    deliver(cloud, at(25, 8))

    assert ("P-00000-00002" in text_to(cloud, STAFF), "P-00000-00002" in text_to(cloud, OFFICER)) == (True, False)


def test_a_digest_of_many_lists_fifty_and_counts_the_others(cloud: Cloud) -> None:
    item = keep(cloud, channel=LETTER)
    for number in range(2, 62):
        change(cloud, item, pk=f"PERSON#{number}", reference=f"P-00000-{number:05}", due_bucket=f"REQUEST#{number % 4}")
    for number in range(70, 80):
        copy = {"pk": f"PERSON#{number}", "reference": f"P-00000-{number:05}", "status": "received"}
        change(cloud, item, **copy, due_bucket=f"UNCONFIRMED#{number % 4}")
    run(cloud, at(28, 8))
    told = deliver(cloud, at(29, 8))

    said = text_to(cloud, STAFF)
    assert told[STAFF] == ["Privacyverzoeken waarvan de datum nadert of voorbij is: 61"]
    assert said.count("/desk/requests/P-") == 50
    assert "Nog meer verzoeken aan de balie: 11." in said
    assert "nog niemand heeft bevestigd: 10." in said
    assert "de datum al voorbij: 10." in said
    assert len(said) < 10_000


def test_of_very_many_no_more_are_counted(cloud: Cloud) -> None:
    cloud.monkeypatch.setattr("loket.privacy.store.digest.MOST_LISTED", 1)
    cloud.monkeypatch.setattr("loket.privacy.store.digest.MOST_COUNTED", 3)
    cloud.monkeypatch.setattr("loket.privacy.store.unconfirmed.MOST_COUNTED", 2)
    item = keep(cloud, channel=LETTER)
    for number in range(2, 6):
        change(cloud, item, pk=f"PERSON#{number}", reference=f"P-00000-{number:05}", due_bucket=f"REQUEST#{number % 4}")
        copy = {"pk": f"PERSON#7{number}", "reference": f"P-00000-{70 + number:05}", "status": "received"}
        change(cloud, item, **copy, due_bucket=f"UNCONFIRMED#{number % 4}")
    run(cloud, at(28, 8))
    deliver(cloud, at(29, 8))

    said = text_to(cloud, STAFF)
    assert said.count("/desk/requests/P-") == 1
    assert "Nog meer verzoeken aan de balie: 2." in said
    assert "nog niemand heeft bevestigd: 2." in said


class Killed(BaseException):
    """The function's process ended."""


def kill() -> None:
    raise Killed


# What a run at eight calls while it escalates two requests and makes two digests.
CALLS = {"Query": (0, 4, 5, 6), "GetItem": (1, 2), "TransactWriteItems": range(5)}


@pytest.mark.parametrize(("operation", "number"), [(name, number) for name, which in CALLS.items() for number in which])
def test_a_run_that_is_killed_before_any_of_its_calls_loses_no_digest_and_makes_no_second(
    cloud: Cloud, operation: str, number: int
) -> None:
    keep(cloud, channel=LETTER)
    keep(cloud, "P-00000-00002", channel=LETTER)
    keep(cloud, "P-00000-00003")
    kill_before(cloud, operation, number)
    with suppress(Killed):
        run(cloud, at(27, 8))
    cloud.meanwhile = None
    for hour in (9, 10):
        run(cloud, at(27, hour))

    assert digests(cloud) == digests(cloud, "privacy_officer") == [ONE]
    assert effects(cloud) == {"tell_delay": 3, "notify_due": 1, "notify_officer_due": 1}


def kill_before(cloud: Cloud, operation: str, number: int) -> None:
    """End the process before one call of an operation: the first, or as many later."""
    left = iter(range(number))

    def count_down() -> None:
        if next(left, None) is None:
            raise Killed
        cloud.meanwhile = count_down

    cloud.before, cloud.meanwhile = operation, count_down


def test_two_runs_of_one_hour_make_one_digest_wherever_they_meet(cloud: Cloud) -> None:
    for number in range(5):
        empty(cloud)
        keep(cloud, channel=LETTER)
        keep(cloud, "P-00000-00002", channel=LETTER)
        meet(cloud, number)
        run(cloud, at(27, 8))

        assert digests(cloud) == digests(cloud, "privacy_officer") == [ONE]
        assert effects(cloud)["tell_delay"] == 2


def meet(cloud: Cloud, number: int) -> None:
    """Let another whole run of the hour come before one write of a run."""
    left = iter(range(number))

    def happen() -> None:
        if next(left, None) is None:
            run(cloud, at(27, 8))
        else:
            cloud.meanwhile = happen

    cloud.before, cloud.meanwhile = "TransactWriteItems", happen


def test_a_digest_that_cannot_be_stored_is_told_and_made_by_the_next_run(cloud: Cloud) -> None:
    keep(cloud, channel=LETTER)
    keep(cloud, "P-00000-00002")
    cloud.fail(Fault("TransactWriteItems", 400, {"__type": "ValidationException"}, about="DIGEST#staff"))
    with pytest.raises(Exception, match=r"^$") as raised:
        run(cloud, at(14, 8))
    assert type(raised.value).__name__ == "RequestsLeft"
    assert len(escalations(cloud)) == 2
    cloud.faults.clear()
    run(cloud, at(14, 9))

    assert digests(cloud) == [FOURTEEN]


RUNS = st.lists(st.tuples(st.integers(14 * 24, 34 * 24), st.booleans(), st.integers(0, 6)), max_size=8)


@settings(max_examples=6)
@given(runs=RUNS, asked=st.lists(st.integers(0, 8), min_size=1, max_size=3))
def test_however_it_runs_no_day_has_two_digests_and_no_level_is_left_untold(
    cloud: Cloud, runs: list[tuple[int, bool, int]], asked: list[int]
) -> None:
    """Runs come in order, some twice, some killed before one of their writes."""
    empty(cloud)
    cloud.before, cloud.meanwhile = "TransactWriteItems", None
    for number, days in enumerate(asked):
        keep(cloud, f"P-00000-0000{number}", channel=LETTER, received_at=NOW + timedelta(days=days))
    for hour, killed, number in sorted(runs):
        if killed:
            kill_before(cloud, "TransactWriteItems", number)
        else:
            meet(cloud, number)
        moment = at(0, 0) + timedelta(hours=hour)
        with suppress(Killed):
            run(cloud, moment)
            cloud.meanwhile = None
            assert not untold(cloud) or moment.hour < 8 or digests(cloud)[-1] == moment.date().isoformat()
        cloud.meanwhile = None
    run(cloud, at(35, 8))

    assert digests(cloud)[-1] == day(35).date().isoformat()
    assert untold(cloud) == []


def untold(cloud: Cloud) -> list[str]:
    """Return the requests that reached a level since the last digest."""
    last = max((one["created_at"] for one in cloud.items("PersonalDataTable", kind="OUTBOX#2")), default=0)
    requests = cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")
    return [one["reference"] for one in requests if one.get("rung_at", 0) > last]
