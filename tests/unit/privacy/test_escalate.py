"""The hourly escalation: each level once, the person told once and in time, and no request kept from its turn by another."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loket.core.doubt import HOLDING, Doubt
from loket.privacy.domain.deadline import ExtensionTooLate, ExtensionTooLong
from loket.privacy.domain.escalation import POLICY
from loket.privacy.domain.lifecycle import RequestEvent

from tests.unit.cloud import Fault
from tests.unit.privacy.escalating import (
    PERSON,
    act,
    change,
    day,
    deliver,
    effects,
    empty,
    escalations,
    find,
    keep,
    lines,
    passed,
    run,
)
from tests.unit.secret import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.cloud import Cloud

NOTHING = {"seen": 0, "escalated": 0, "failed": 0, "left": 0, "digests": 0}


class Killed(BaseException):
    """The function's process ended between two calls."""


def kill() -> None:
    raise Killed


def refuse(about: str) -> Fault:
    """Let every transaction about something fail."""
    return Fault("TransactWriteItems", 400, {"__type": "com.amazonaws.dynamodb.v20120810#ValidationException"}, about=about)


def test_nobody_is_told_while_there_is_time(cloud: Cloud) -> None:
    keep(cloud)

    assert run(cloud, day(13)) == NOTHING
    assert not cloud.called("GetItem")
    assert not effects(cloud)


@pytest.mark.parametrize(
    ("moment", "seen"),
    [
        # The 14th day before 21 December begins at midnight in the Netherlands, an hour earlier in UTC.
        (datetime(2026, 12, 6, 22, 59, 59, tzinfo=UTC), 0),
        (datetime(2026, 12, 6, 23, 0, 0, tzinfo=UTC), 1),
    ],
)
def test_the_first_level_is_reached_with_the_dutch_day(cloud: Cloud, moment: datetime, seen: int) -> None:
    keep(cloud)

    assert run(cloud, moment) == {**NOTHING, "seen": seen, "escalated": seen}


def test_the_whole_policy_for_a_request_that_nobody_touches(cloud: Cloud) -> None:
    keep(cloud)

    for hour in range(0, 40 * 24 + 12, 12):
        run(cloud, day(0) + timedelta(hours=hour))

    levels = [14, 7, 3, 1, 0, *range(-1, -13, -1)]
    assert escalations(cloud) == [(level, []) for level in levels]
    assert effects(cloud) == {"tell_delay": 1}
    assert sorted(lines(cloud)) == sorted(f"rung {level}" for level in levels)


def test_the_person_is_told_in_words(cloud: Cloud) -> None:
    keep(cloud)
    run(cloud, day(27))

    told = deliver(cloud, day(27))

    assert told == {PERSON: ["Ons antwoord is later dan wij u beloofden (P-00000-00001)"]}


def test_the_person_reads_what_to_expect_and_where_to_complain(cloud: Cloud) -> None:
    keep(cloud)
    run(cloud, day(27))
    deliver(cloud, day(27))

    [text] = [str(mail["Content"]) for mail in cloud.mails() if mail["Destination"]["ToAddresses"] == [PERSON]]
    assert "21 december 2026" in text
    assert "4 januari 2027" in text
    assert "De reden weten wij op dit moment nog niet" in text
    assert "Autoriteit Persoonsgegevens" in text


def test_after_ten_days_of_sleep_the_highest_level_counts_and_the_skipped_ones_are_written_down(cloud: Cloud) -> None:
    keep(cloud)
    run(cloud, day(20))
    run(cloud, day(30))

    assert escalations(cloud) == [(14, []), (-2, [7, 3, 1, 0, -1])]
    assert effects(cloud)["tell_delay"] == 1
    assert "rung -2, skipped 7 3 1 0 -1" in lines(cloud)


def test_a_run_for_an_earlier_moment_that_comes_late_changes_nothing(cloud: Cloud) -> None:
    keep(cloud)
    run(cloud, day(25))

    assert run(cloud, day(21)) == {**NOTHING, "seen": 1}
    assert escalations(cloud) == [(3, [14, 7])]


def test_it_says_what_happened_and_to_whom_it_is_due_without_the_person(cloud: Cloud) -> None:
    keep(cloud)
    run(cloud, day(21))

    [line] = cloud.items("LedgerTable", kind="ESCALATION#")
    assert line["sk"] == f"ESCALATION#{named('P-00000-00001#2026-12-21#7')}"
    assert (line["what"], line["by"], line["about"]) == ("rung 7, skipped 14", "software", named("P-00000-00001"))
    [step] = [one for one in cloud.items("PersonalDataTable", kind="STEP#") if one["event"] == "escalate"]
    assert (step["by"], step["status"], step["rung"], step["skipped"]) == ("software", "received", 7, [14])
    assert "anne" not in json.dumps([line, step])


def test_it_costs_one_query_for_each_bucket_and_a_read_and_a_write_for_what_is_near(cloud: Cloud) -> None:
    for number in range(3):
        keep(cloud, f"P-00000-0000{number}")
    cloud.calls.clear()
    run(cloud, day(14))

    assert [len(cloud.called(name)) for name in ("Query", "GetItem", "TransactWriteItems")] == [8, 3, 3]
    cloud.calls.clear()
    run(cloud, day(14))
    assert [len(cloud.called(name)) for name in ("Query", "GetItem", "TransactWriteItems")] == [8, 3, 0]


# What may happen between the moment that a run has read a request, and its transaction.
MEANWHILE: dict[str, tuple[Callable[[Cloud], object], list[tuple[int, list[int]]]]] = {
    "another run at the same moment": (lambda cloud: run(cloud, day(27)), [(1, [14, 7, 3])]),
    "another run at an earlier moment": (lambda cloud: run(cloud, day(26)), [(3, [14, 7])]),
    "another run at a later moment": (lambda cloud: run(cloud, day(28)), [(0, [14, 7, 3, 1])]),
    "the request is ended": (lambda cloud: act(cloud, RequestEvent.FINISH, day(27)), []),
    "the request is extended": (lambda cloud: act(cloud, RequestEvent.EXTEND, day(27), until=date(2027, 2, 1)), []),
    "the request expires": (lambda cloud: change(cloud, find(cloud), expires_at=int(day(27).timestamp())), []),
    "the request is gone": (empty, []),
}


@pytest.mark.parametrize("happens", MEANWHILE)
def test_what_happens_between_reading_and_writing_is_not_overrun(cloud: Cloud, happens: str) -> None:
    change(cloud, keep(cloud), status="carrying_out")
    happen, expected = MEANWHILE[happens]
    cloud.meanwhile = lambda: happen(cloud)

    assert run(cloud, day(27))["escalated"] == 0

    assert escalations(cloud) == expected
    assert len(lines(cloud)) == len(expected)


@pytest.mark.parametrize("happens", ["another run at an earlier moment", "another run at a later moment"])
def test_higher_up_too_a_request_is_escalated_from_where_it_was_seen(cloud: Cloud, happens: str) -> None:
    keep(cloud)
    run(cloud, day(14))
    happen, _ = MEANWHILE[happens]
    cloud.meanwhile = lambda: happen(cloud)
    run(cloud, day(27))
    run(cloud, day(28))

    assert passed(cloud) == [14, 7, 3, 1, 0]
    assert effects(cloud)["tell_delay"] == 1


def test_a_request_at_the_desk_can_be_decided_as_it_was_seen(cloud: Cloud) -> None:
    before = keep(cloud)
    run(cloud, day(27))

    assert find(cloud)["revision"] == before["revision"]
    assert {name: value for name, value in find(cloud).items() if name not in {"rung", "rung_at"}} == before


def test_after_a_restore_nobody_is_told_twice(cloud: Cloud) -> None:
    """The ledger is never restored: what it holds was done, also where the request has forgotten it."""
    keep(cloud)
    run(cloud, day(27))
    told = effects(cloud)
    change(cloud, find(cloud), rung=None)

    assert run(cloud, day(27))["escalated"] == 0
    assert find(cloud)["rung"] == 1
    run(cloud, day(28))
    assert effects(cloud) == told == {"tell_delay": 1}


def test_a_run_that_is_killed_half_way_is_finished_by_the_next(cloud: Cloud) -> None:
    for number in range(4):
        keep(cloud, f"P-00000-0000{number}")
    cloud.faults.append(refuse("P-00000-00002"))
    cloud.meanwhile = kill

    with pytest.raises(Killed):
        run(cloud, day(27))
    cloud.faults.clear()
    assert not escalations(cloud)
    run(cloud, day(27) + timedelta(hours=1))

    assert escalations(cloud) == [(1, [14, 7, 3])] * 4
    assert effects(cloud) == {"tell_delay": 4}


def test_one_that_is_gone_by_its_turn_is_no_failure(cloud: Cloud) -> None:
    keep(cloud)
    cloud.before, cloud.meanwhile = "GetItem", lambda: empty(cloud)

    assert run(cloud, day(27)) == {**NOTHING, "seen": 1}


def test_one_that_fails_does_not_keep_the_others_from_their_turn(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(5):
        keep(cloud, f"P-00000-0000{number}")
    cloud.fail(refuse("P-00000-00001"))
    change(cloud, find(cloud, "P-00000-00003"), revision=None)

    with pytest.raises(Exception, match=r"^$") as raised:
        run(cloud, day(27))

    assert type(raised.value).__name__ == "RequestsLeft"
    assert effects(cloud) == {"tell_delay": 3}
    [counted] = [record for record in caplog.records if record.message == "requests.escalated"]
    assert (counted.__dict__["seen"], counted.__dict__["escalated"], counted.__dict__["failed"]) == (5, 3, 2)
    assert sum(record.getMessage().startswith("fault ") for record in caplog.records) == 2
    assert "anne" not in caplog.text


@pytest.mark.parametrize("doubt", Doubt)
def test_who_may_be_a_victim_gets_no_mail(cloud: Cloud, doubt: Doubt) -> None:
    keep(cloud, doubts=frozenset({doubt}))
    run(cloud, day(27))

    held = doubt in HOLDING
    assert effects(cloud)["tell_delay"] == (not held)
    assert escalations(cloud) == [(1, [14, 7, 3])]


def test_once_staff_have_made_sure_the_person_hears_of_a_delay(cloud: Cloud) -> None:
    keep(cloud, doubts=frozenset({Doubt.HONEYPOT}))
    act(cloud, RequestEvent.VOUCH, day(2))
    run(cloud, day(27))

    assert effects(cloud)["tell_delay"] == 1


def test_an_extension_tells_the_new_date_and_begins_at_the_first_level(cloud: Cloud) -> None:
    keep(cloud)
    run(cloud, day(26))
    act(cloud, RequestEvent.EXTEND, day(26), until=date(2027, 2, 1))
    deliver(cloud, day(26))

    [mail] = [str(one["Content"]) for one in cloud.mails() if one["Destination"]["ToAddresses"] == [PERSON]]
    assert "1 februari 2027" in mail
    assert "Wij wachten op het archief." in mail
    assert run(cloud, day(30)) == NOTHING
    for number in range(30, 80):
        run(cloud, day(number))
    assert [level for level, _ in escalations(cloud)][:6] == [3, 14, 7, 3, 1, 0]
    assert effects(cloud)["tell_delay"] == 1
    assert {line.partition("#2")[0] for line in lines(cloud)} >= {"rung 3, skipped 14 7", "rung 3"}


def test_a_person_who_was_told_hears_again_if_the_new_date_is_missed_too(cloud: Cloud) -> None:
    keep(cloud)
    run(cloud, day(27))
    act(cloud, RequestEvent.EXTEND, day(27), until=date(2027, 2, 1))
    run(cloud, day(69))

    assert effects(cloud)["tell_delay"] == 2


@pytest.mark.parametrize(
    ("at", "until", "refusal"),
    [
        (day(29), date(2027, 2, 1), ExtensionTooLate),
        (day(26), date(2027, 2, 24), ExtensionTooLong),
        (day(26), date(2026, 12, 21), ExtensionTooLong),
    ],
)
def test_an_extension_is_in_time_and_within_the_law(
    cloud: Cloud, at: datetime, until: date, refusal: type[Exception]
) -> None:
    keep(cloud)
    run(cloud, day(26))
    before = find(cloud)

    with pytest.raises(refusal):
        act(cloud, RequestEvent.EXTEND, at, until=until)
    assert find(cloud) == before


def test_what_was_ended_is_not_looked_at(cloud: Cloud) -> None:
    change(cloud, keep(cloud), status="carrying_out")
    run(cloud, day(30))
    act(cloud, RequestEvent.FINISH, day(30))

    assert run(cloud, day(31)) == NOTHING


RUNS = st.lists(
    st.tuples(st.integers(10 * 24, 40 * 24), st.integers(10 * 24, 40 * 24) | st.none(), st.booleans()), max_size=8
)


@settings(max_examples=10)
@given(runs=RUNS)
def test_however_it_runs_each_level_comes_once_and_the_person_is_told_once(
    cloud: Cloud, runs: list[tuple[int, int | None, bool]]
) -> None:
    """Runs come in any order, two at a time, and are killed before they write."""
    empty(cloud)
    keep(cloud)
    for hour, other, killed in runs:
        cloud.meanwhile = meanwhile(cloud, other, killed=killed)
        with suppress(Killed):
            run(cloud, day(0) + timedelta(hours=hour))
        cloud.meanwhile = None
    last = max((hour for one in runs for hour in one[:2] if hour), default=0)
    run(cloud, day(0) + timedelta(hours=last))

    left = 28 - (last + 12) // 24
    assert sorted(passed(cloud), reverse=True) == [level.days_left for level in POLICY if level.days_left >= left] + list(
        range(-1, left - 1, -1)
    )
    assert effects(cloud)["tell_delay"] == (left <= 1)
    assert len(lines(cloud)) == len(escalations(cloud))


def meanwhile(cloud: Cloud, hour: int | None, *, killed: bool) -> Callable[[], None]:
    """Return what happens just before a run writes: another whole run, or the end of its process, or both, or nothing."""

    def happen() -> None:
        if hour is not None:
            run(cloud, day(0) + timedelta(hours=hour))
        if killed:
            raise Killed

    return happen
