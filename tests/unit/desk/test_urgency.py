"""How near a due date is, in words, by colour and by count, by days on the Dutch calendar."""

from __future__ import annotations

from datetime import timedelta

from desk.requests.today import count_by_urgency, tell_counts, urgency_of
from loket.core.key import Key
from loket.core.language import Language
from loket.core.partition import DueEntry

from tests.unit.event import NOW


def test_a_request_is_counted_by_the_days_that_are_left() -> None:
    expected = {-1: "over", 0: "soon", 3: "soon", 4: "week", 7: "week", 8: "open"}
    counted = {}
    for days in expected:
        due = DueEntry(key=Key("pk", "sk"), due_at=(NOW + timedelta(days=days)).isoformat())
        counts = count_by_urgency([due], now=NOW)
        assert counts.pop("open") == 1, days
        counted[days] = "".join(name for name, number in counts.items() if number) or "open"

    assert counted == expected


# The days that are left, the group that gives the colour, and the words that say the same.
URGENCIES = {
    -2: ("over", "2 days overdue"),
    -1: ("over", "1 day overdue"),
    0: ("today", "today"),
    1: ("soon", "1 day left"),
    3: ("soon", "3 days left"),
    4: ("week", "4 days left"),
    7: ("week", "7 days left"),
    8: ("near", "8 days left"),
    14: ("near", "14 days left"),
    15: ("calm", "15 days left"),
}


def test_a_due_date_has_a_colour_and_says_the_same_in_words() -> None:
    told = {days: urgency_of(NOW + timedelta(days=days), Language.EN, now=NOW) for days in URGENCIES}

    assert {days: (urgency.group, urgency.words) for days, urgency in told.items()} == URGENCIES


def due_in(*days: int) -> list[DueEntry]:
    return [DueEntry(key=Key("pk", "sk"), due_at=(NOW + timedelta(days=number)).isoformat()) for number in days]


# What is counted, and what is told of it where no more are open than these, and where more are.
COUNTS = {
    (): (["0", "0", "0", "0"], ["unknown"] * 4),
    (-1, -1): (["2", "0", "0", "2"], ["at least 2", "unknown", "unknown", "at least 2"]),
    (-1, 0, 3): (["1", "2", "0", "3"], ["1", "at least 2", "unknown", "at least 3"]),
    (4, 7): (["0", "0", "2", "2"], ["0", "0", "at least 2", "at least 2"]),
    (-2, 2, 5, 9): (["1", "1", "1", "4"], ["1", "1", "1", "at least 4"]),
}


def test_a_count_says_where_it_is_not_whole() -> None:
    told = {
        days: tuple(
            list(tell_counts(due_in(*days), more=more, language=Language.EN, now=NOW).values()) for more in (False, True)
        )
        for days in COUNTS
    }

    assert told == COUNTS
