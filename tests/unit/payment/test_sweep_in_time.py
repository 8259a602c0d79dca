"""The sweep goes by urgency over all partitions and ends in time by itself; payments leave the places a share of it."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

import pytest

from tests.unit.event import NOW
from tests.unit.payment.box import DAY, END, HOUR, MINUTE, WARNING, Box

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tests.unit.payment.till import Till

# What is left of a run when payments and when places may have one more turn, and when they may have none.
FOR_PAYMENTS, FOR_PLACES, FOR_NOTHING = 150_001, 60_001, 60_000
MOMENTS = [NOW + MINUTE * number for number in range(8)]


@pytest.fixture
def attempts(till: Till) -> list[str]:
    """Return attempts that nobody opened, first due first, by turns in each of the partitions of the index."""
    purchase = till.sell()
    item = till.attempt(purchase)
    till.remove("PersonalDataTable", item)
    known = {name: value for name, value in item.items() if name not in {"payment", "checkout_url"}}
    names = [f"{number}{item['attempt'][1:]}" for number in range(8)]
    # The later a name, the earlier it is due.
    for name, due in zip(names, reversed(MOMENTS), strict=True):
        bucket = {"due_bucket": f"PAYMENT#{sum(name.encode()) % 4}", "due_at": due.isoformat()}
        till.cloud.put("PersonalDataTable", {**known, "pk": f"PAYMENT#{name}", "attempt": name, **bucket})
    return names[::-1]


def cut(till: Till, now: datetime, *looks: Iterator[int]) -> None:
    """Let a run see so much time left at each look, which is too little for all that is due."""
    till.cloud.context.time_left = chain(*looks, repeat(FOR_NOTHING))
    with pytest.raises(Exception, match=r"^$") as raised:
        till.sweep(now=now)
    till.cloud.context.time_left = repeat(300_000)
    assert type(raised.value).__name__ == "TurnsLeft"


def looked_at(till: Till) -> set[str]:
    """Return the attempts whose next check is after those moments."""
    items = till.cloud.items("PersonalDataTable", kind="PAYMENT")
    return {item["attempt"] for item in items if item["due_at"] > MOMENTS[-1].isoformat()}


def test_a_run_that_is_cut_short_forgets_the_least_urgent(
    till: Till, attempts: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    cut(till, NOW + HOUR, repeat(FOR_PAYMENTS, 3))
    assert looked_at(till) == set(attempts[:3])
    [said] = [record.__dict__ for record in caplog.records if record.message == "payments.swept"]
    assert (said["checked"], said["failed"], said["left"]) == (3, 0, 5)

    assert till.sweep(now=NOW + HOUR) == {"checked": 5, "failed": 0}
    assert looked_at(till) == set(attempts)


def test_payments_leave_the_places_their_share_of_a_run(till: Till) -> None:
    """However many wait for a provider that does not answer."""
    box = Box(till)
    purchase = box.sell()
    late = till.sell(email="late@example.nl", now=WARNING - HOUR)
    cut(till, WARNING, repeat(FOR_PAYMENTS - 1, 1), repeat(FOR_PLACES))
    assert till.attempt(late)["due_at"] < WARNING.isoformat()
    box.mail(WARNING)
    assert len(box.mails("Uw plaats komt bijna vrij")) == 1

    cut(till, END, repeat(FOR_PAYMENTS - 1, 1), repeat(FOR_PLACES))
    assert (box.stands(purchase), box.seats()) == ("unpaid", 0)


def test_places_end_in_time_too_and_the_most_urgent_are_first(till: Till, caplog: pytest.LogCaptureFixture) -> None:
    box = Box(till)
    sold = [box.sell(f"person{number}") for number in range(4)]
    for days, purchase in enumerate(reversed(sold)):
        till.cloud.put("PersonalDataTable", {**till.enrollment(purchase), "due_at": (WARNING - days * DAY).isoformat()})
    # Nothing is due of their payments.
    for purchase in sold:
        till.tell(purchase)

    cut(till, WARNING, repeat(FOR_PLACES, 2))
    assert ["warning" in till.enrollment(purchase) for purchase in sold] == [True, True, False, False]
    [said] = [record.__dict__ for record in caplog.records if record.message == "places.swept"]
    assert (said["warned"], said["left"]) == (2, 2)
