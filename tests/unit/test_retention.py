"""Nothing is kept a day longer than promised, whatever the clock did in between."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st
from loket.core.retention import LOCAL_TIME, Retention, expires_at, expiry, is_over, local_date, local_date_of
from loket.storage.guard import WINDOW

from tests.unit.event import NOW

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - timezones=
WINTER_ENDS = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
SUMMER_ENDS = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)


def local(year: int, month: int, day: int, *clock: int) -> datetime:
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=LOCAL_TIME)


def same_day_later(day: date, years: int) -> date:
    """Return the same day some years later, and 28 February where there is no 29th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    later = day.year + years
    leap = later % 4 == 0 and (later % 100 != 0 or later % 400 == 0)
    return date(later, 2, 28) if is_leap_day and not leap else date(later, day.month, day.day)


@given(MOMENTS)
@example(WINTER_ENDS)
@example(WINTER_ENDS - timedelta(seconds=1))
@example(SUMMER_ENDS)
@example(SUMMER_ENDS - timedelta(hours=1))
@example(local(2024, 2, 29, 0, 0).astimezone(UTC))
@example(local(2024, 2, 29, 23, 59, 59).astimezone(UTC))
@example(local(2026, 12, 31, 23, 59, 59).astimezone(UTC))
@example(local(2024, 3, 31, 2, 30).astimezone(UTC))
def test_two_years_end_on_the_same_local_day(received: datetime) -> None:
    gone = expiry(Retention.STANDARD, since=received)
    promised = same_day_later(received.astimezone(LOCAL_TIME).date(), 2)

    assert gone.astimezone(LOCAL_TIME).date() == promised
    assert gone.tzinfo == UTC


@given(MOMENTS)
def test_two_years_are_never_longer_than_two_years_and_an_hour_of_summer_time(received: datetime) -> None:
    assert expiry(Retention.STANDARD, since=received) - received <= timedelta(days=731, hours=1)


def test_the_clock_on_the_wall_says_the_same() -> None:
    ends = {
        local(2024, 2, 29, 12, 0): local(2026, 2, 28, 12, 0),
        local(2026, 2, 28, 23, 59, 59): local(2028, 2, 28, 23, 59, 59),
        local(2026, 12, 31, 23, 59, 59): local(2028, 12, 31, 23, 59, 59),
        # In winter time now, in summer time then: the clock on the wall says the same.
        local(2023, 3, 28, 9, 0): local(2025, 3, 28, 9, 0),
        local(2025, 3, 29, 12, 0): local(2027, 3, 29, 12, 0),
        local(2024, 10, 26, 12, 0): local(2026, 10, 26, 12, 0),
    }

    assert {received: expiry(Retention.STANDARD, since=received) for received in ends} == ends


@given(MOMENTS)
@example(local(2026, 1, 1, 0, 0).astimezone(UTC))
@example(local(2026, 12, 31, 23, 59, 59).astimezone(UTC))
def test_tax_records_go_seven_years_after_the_end_of_their_book_year(received: datetime) -> None:
    book_year = received.astimezone(LOCAL_TIME).year

    assert expiry(Retention.FISCAL, since=received) == local(book_year + 8, 1, 1)


# Each period, as it is promised and as it ends for what came in at noon on 29 February 2024 in the Netherlands.
PERIODS = {
    "STANDARD": ("2 years", local(2026, 2, 28, 12, 0)),
    "FISCAL": ("7 years after the end of the book year", local(2032, 1, 1)),
    "EFFECT": ("30 days", local(2024, 3, 30, 12, 0)),
    "PROOF": ("14 days", local(2024, 3, 14, 12, 0)),
    "SUBMISSION": ("10 minutes", local(2024, 2, 29, 12, 10)),
    "IDEMPOTENCY": ("24 hours", local(2024, 3, 1, 12, 0)),
    "SENDER": ("20 minutes", local(2024, 2, 29, 12, 20)),
    "RECIPIENT": ("2 days", local(2024, 3, 2, 12, 0)),
    "SIGN_IN": ("10 minutes, on the way to sign in", local(2024, 2, 29, 12, 10)),
    "SESSION": ("8 hours", local(2024, 2, 29, 20, 0)),
    "NOT_KEPT": ("not kept", local(2024, 2, 29, 12, 0)),
}
SPANS = ("EFFECT", "PROOF", "SUBMISSION", "IDEMPOTENCY", "SENDER", "RECIPIENT", "SIGN_IN", "SESSION", "NOT_KEPT")


def test_every_period_is_the_one_that_was_promised() -> None:
    received = local(2024, 2, 29, 12, 0)

    assert {one.name: (one.value, expiry(one, since=received)) for one in Retention} == PERIODS
    assert {one.name: expires_at(one, since=received) for one in Retention} == {
        name: int(end.timestamp()) for name, (_, end) in PERIODS.items()
    }


@given(MOMENTS)
def test_short_periods_are_exact(received: datetime) -> None:
    """Whatever the clock on the wall does meanwhile."""
    exact = {name: PERIODS[name][1] - local(2024, 2, 29, 12, 0) for name in SPANS if name != "EFFECT"}
    exact["EFFECT"] = timedelta(days=30)

    assert {name: expiry(Retention[name], since=received) - received for name in SPANS} == exact


def test_a_window_is_counted_until_its_end() -> None:
    assert timedelta(minutes=10) == WINDOW
    assert expiry(Retention.SENDER, since=NOW) >= NOW + 2 * WINDOW


def test_what_ends_now_is_over() -> None:
    end = int(NOW.timestamp())

    assert [is_over(end, now=NOW + timedelta(seconds=after)) for after in (-1, -0.001, 0, 1)] == [False, False, True, True]


def test_the_date_is_that_of_the_netherlands() -> None:
    assert local_date(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)) == "2026-07-01"
    assert local_date(datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)) == "2026-12-31"
    assert local_date_of(int(datetime(2026, 12, 31, 23, 0, tzinfo=UTC).timestamp())) == "2027-01-01"
