"""The escalation policy: each level once, none silently passed, and the person told in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from loket.core.retention import LOCAL_TIME
from loket.privacy.domain.deadline import due_moment
from loket.privacy.domain.escalation import FIRST_LEVEL, POLICY, Audience, escalate

RECEIVED = datetime(2026, 11, 23, 12, tzinfo=LOCAL_TIME)
DUE = due_moment(RECEIVED)


def walk(days: list[int]) -> list[tuple[int, int, tuple[int, ...], frozenset[Audience]]]:
    """Return every step of a request that is looked at on these days after receipt."""
    reached, steps = None, []
    for day in days:
        step = escalate(DUE, reached=reached, now=RECEIVED + timedelta(days=day))
        if step:
            steps.append((day, step.level, step.skipped, step.tells))
            reached = step.level
    return steps


def test_the_whole_policy_over_forty_days() -> None:
    steps = walk(list(range(41)))

    assert [(day, level) for day, level, _, _ in steps] == [
        (14, 14),
        (21, 7),
        (25, 3),
        (27, 1),
        (28, 0),
        *((28 + over, -over) for over in range(1, 13)),
    ]
    assert not any(skipped for _, _, skipped, _ in steps)
    assert [day for day, _, _, tells in steps if Audience.PERSON in tells] == [27]


def test_after_ten_days_of_sleep_the_highest_level_counts_and_the_others_are_recorded() -> None:
    assert walk([20, 30])[1] == (30, -2, (7, 3, 1, 0, -1), frozenset(Audience))


@given(days=st.lists(st.integers(0, 60), min_size=1, max_size=30).map(sorted))
def test_whenever_it_runs_each_level_is_reached_or_skipped_once(days: list[int]) -> None:
    steps = walk(days)
    seen = [level for _, reached, skipped, _ in steps for level in (*skipped, reached)]

    assert seen == sorted(set(seen), reverse=True)
    expected = [level.days_left for level in POLICY if level.days_left >= 28 - days[-1]] + list(range(-1, 27 - days[-1], -1))
    assert seen == expected
    told = [day for day, _, _, tells in steps if Audience.PERSON in tells]
    assert len(told) == (days[-1] >= 27)


@given(day=st.integers(0, 60))
def test_a_second_look_at_the_same_time_is_no_step(day: int) -> None:
    now = RECEIVED + timedelta(days=day)
    first = escalate(DUE, reached=None, now=now)

    assert (first is None) == (day < 28 - FIRST_LEVEL)
    assert first is None or escalate(DUE, reached=first.level, now=now) is None
