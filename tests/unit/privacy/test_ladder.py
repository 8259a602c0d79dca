"""The ladder: each rung once, none silently passed, and the person told in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from loket.domain.privacy.deadline import due_moment
from loket.domain.privacy.ladder import FIRST_RUNG, LADDER, Audience, climb
from loket.domain.retention import LOCAL_TIME

RECEIVED = datetime(2026, 11, 23, 12, tzinfo=LOCAL_TIME)
DUE = due_moment(RECEIVED)


def walk(days: list[int]) -> list[tuple[int, int, tuple[int, ...], frozenset[Audience]]]:
    """Return every step of a request for which the ladder is looked at on these days after receipt."""
    reached, steps = None, []
    for day in days:
        step = climb(DUE, reached=reached, now=RECEIVED + timedelta(days=day))
        if step:
            steps.append((day, step.rung, step.skipped, step.tells))
            reached = step.rung
    return steps


def test_the_whole_ladder_over_forty_days() -> None:
    steps = walk(list(range(41)))

    assert [(day, rung) for day, rung, _, _ in steps] == [
        (14, 14),
        (21, 7),
        (25, 3),
        (27, 1),
        (28, 0),
        *((28 + over, -over) for over in range(1, 13)),
    ]
    assert not any(skipped for _, _, skipped, _ in steps)
    assert [day for day, _, _, tells in steps if Audience.PERSON in tells] == [27]


def test_after_ten_days_of_sleep_the_highest_rung_counts_and_the_others_are_recorded() -> None:
    assert walk([20, 30])[1] == (30, -2, (7, 3, 1, 0, -1), frozenset(Audience))


@given(days=st.lists(st.integers(0, 60), min_size=1, max_size=30).map(sorted))
def test_whenever_it_runs_each_rung_is_climbed_or_skipped_once(days: list[int]) -> None:
    steps = walk(days)
    seen = [rung for _, reached, skipped, _ in steps for rung in (*skipped, reached)]

    assert seen == sorted(set(seen), reverse=True)
    expected = [rung.days_left for rung in LADDER if rung.days_left >= 28 - days[-1]] + list(range(-1, 27 - days[-1], -1))
    assert seen == expected
    told = [day for day, _, _, tells in steps if Audience.PERSON in tells]
    assert len(told) == (days[-1] >= 27)


@given(day=st.integers(0, 60))
def test_a_second_look_at_the_same_time_is_no_step(day: int) -> None:
    now = RECEIVED + timedelta(days=day)
    first = climb(DUE, reached=None, now=now)

    assert (first is None) == (day < 28 - FIRST_RUNG)
    assert first is None or climb(DUE, reached=first.rung, now=now) is None
