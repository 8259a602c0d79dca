"""How many requests are overdue, soon due or due this week: the bounds are days on the Dutch calendar."""

from __future__ import annotations

from datetime import timedelta

from desk.requests.today import count_by_urgency
from loket.core.key import Key
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
