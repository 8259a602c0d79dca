"""Four weeks: counted in Dutch days, once, whatever the clock does in between."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.retention import LOCAL_TIME
from loket.privacy.domain.deadline import (
    ExtensionTooLate,
    ExtensionTooLong,
    days_left,
    due_moment,
    extend_due,
    is_overdue,
    latest_due_date,
    revived_due,
)

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LOCAL_TIME)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (local(2026, 11, 23, 11, 0), date(2026, 12, 21)),
        # The first and the last second of a day are the same day; a second later it is another.
        (local(2026, 11, 23, 0, 0, 0), date(2026, 12, 21)),
        (local(2026, 11, 23, 23, 59, 59), date(2026, 12, 21)),
        (local(2026, 11, 24, 0, 0, 0), date(2026, 12, 22)),
        # The UTC date is another one than the Dutch.
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), date(2026, 12, 22)),
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), date(2026, 7, 29)),
        # Leap years, year ends, and both changes of summer time.
        (local(2028, 2, 1, 12), date(2028, 2, 29)),
        (local(2027, 2, 1, 12), date(2027, 3, 1)),
        (local(2026, 12, 10, 12), date(2027, 1, 7)),
        (local(2027, 3, 20, 12), date(2027, 4, 17)),
        (local(2027, 10, 20, 12), date(2027, 11, 17)),
        (local(2027, 2, 28, 2, 30), date(2027, 3, 28)),
        (local(2026, 9, 27, 2, 30), date(2026, 10, 25)),
    ],
)
def test_a_request_is_due_at_the_end_of_the_28th_day(received: datetime, due: date) -> None:
    moment = due_moment(received)

    assert moment.astimezone(LOCAL_TIME) == datetime.combine(due, time(23, 59, 59), LOCAL_TIME)
    assert moment.tzinfo is UTC


@given(received=MOMENTS)
def test_the_due_date_is_28_dutch_days_away_and_within_the_laws_month(received: datetime) -> None:
    due = due_moment(received)

    assert days_left(due, now=received) == 28
    assert timedelta(days=27, hours=23) < due - received < timedelta(days=29, hours=1)
    assert due.astimezone(LOCAL_TIME).date() <= latest_due_date(received)
    assert not is_overdue(due, now=due)
    assert is_overdue(due, now=due + timedelta(seconds=1))


@given(received=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=60)))
def test_days_left_only_ever_goes_down(received: datetime, later: timedelta) -> None:
    due = due_moment(received)

    assert days_left(due, now=received + later) <= days_left(due, now=received)
    assert (days_left(due, now=received + later) < 0) == is_overdue(due, now=received + later)


@pytest.mark.parametrize(
    ("received", "latest"),
    [
        (local(2026, 11, 23, 11), date(2027, 2, 23)),
        (local(2026, 11, 30, 11), date(2027, 2, 28)),
        (local(2027, 11, 30, 11), date(2028, 2, 29)),
        (local(2026, 12, 31, 23, 59, 59), date(2027, 3, 31)),
        (local(2026, 3, 31, 11), date(2026, 6, 30)),
    ],
)
def test_the_law_allows_three_months_at_the_most(received: datetime, latest: date) -> None:
    assert latest_due_date(received) == latest


@given(received=MOMENTS, day=st.integers(1, 120), waited=st.integers(0, 100), before=st.integers(0, 60))
def test_an_extension_is_later_lawful_and_in_time_or_refused(received: datetime, day: int, waited: int, before: int) -> None:
    """Also a second one: the date may have been extended before, which changes nothing about until when that may be done."""
    first, now = due_moment(received), received + timedelta(days=waited)
    due = first + timedelta(days=before)
    until = received.astimezone(LOCAL_TIME).date() + timedelta(days=day)
    try:
        extended = extend_due(received, due, until=until, now=now)
    except ExtensionTooLate:
        assert now > first
    except ExtensionTooLong:
        assert until <= due.astimezone(LOCAL_TIME).date() or until > latest_due_date(received)
    else:
        assert due < extended
        assert extended.astimezone(LOCAL_TIME).date() == until <= latest_due_date(received)
        assert now <= first


def test_a_second_extension_counts_from_receipt_too() -> None:
    received = local(2026, 11, 1, 12)
    first = extend_due(received, due_moment(received), until=date(2027, 1, 10), now=received)

    assert extend_due(received, first, until=date(2027, 2, 1), now=received) > first
    with pytest.raises(ExtensionTooLong):
        extend_due(received, first, until=date(2027, 2, 2), now=received)
    with pytest.raises(ExtensionTooLong):
        extend_due(received, first, until=date(2027, 1, 10), now=received)


def test_the_last_second_of_the_due_date_is_in_time() -> None:
    received = local(2026, 11, 23, 12)
    due = due_moment(received)
    late = due + timedelta(seconds=1)

    assert extend_due(received, due, until=date(2027, 1, 10), now=due) > due
    with pytest.raises(ExtensionTooLate):
        extend_due(received, due, until=date(2027, 1, 10), now=late)
    assert (revived_due(due, now=due), revived_due(due, now=late)) == (due, due_moment(late))
