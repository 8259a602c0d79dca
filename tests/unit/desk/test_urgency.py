"""How near a due date is, in words, by colour and by count, by days on the Dutch calendar; and the list in pages."""

from __future__ import annotations

from datetime import timedelta

from desk.requests.today import count_by_urgency, cut_page, urgency_of
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


def test_a_hundred_requests_are_a_page_and_a_page_that_is_not_there_is_the_nearest() -> None:
    requests = [DueEntry(key=Key("pk", str(number)), due_at=NOW.isoformat()) for number in range(201)]

    def cut(count: int, page: int) -> tuple[int, int, int]:
        shown, pages = cut_page(requests[:count], page)
        return (int(shown[0].key.sk) if shown else -1, len(shown), pages)

    # How many there are and the page asked for; the first that is shown, how many are, and how many pages there are.
    asked = {(0, 1): (-1, 0, 1), (100, 2): (0, 100, 1), (101, 1): (0, 100, 2), (101, 2): (100, 1, 2)}
    past = {(201, 0): (0, 100, 3), (201, -1): (0, 100, 3), (201, 2): (100, 100, 3), (201, 4): (200, 1, 3)}
    assert {wanted: cut(*wanted) for wanted in asked | past} == asked | past
