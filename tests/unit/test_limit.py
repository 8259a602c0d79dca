"""Limits: so many within any stretch of time, exactly, whatever comes at once; and who is one sender."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.key import sender_key
from loket.core.limit import Limit, TooOften, in_milliseconds
from loket.core.retention import Retention
from loket.core.sender import network_of
from loket.mail.limit import address_key
from loket.storage.limit import count, forget

from tests.unit.event import KEYS, NOW

if TYPE_CHECKING:
    from datetime import datetime

    from tests.unit.cloud import Cloud

TWO = Limit(2, Retention.SENDER)
SPAN = timedelta(minutes=10)
KEY = sender_key("s")


@pytest.fixture
def table(cloud: Cloud) -> Cloud:
    cloud.set_environment(cloud.environment("submit_contact_message"))
    return cloud


def passes(now: datetime, limit: Limit = TWO) -> bool:
    try:
        count(KEY, limit, now=now)
    except TooOften:
        return False
    return True


def wait(now: datetime) -> int:
    with pytest.raises(TooOften) as refused:
        count(KEY, TWO, now=now)
    return refused.value.retry_after


def test_one_item_holds_the_last_hits(table: Cloud) -> None:
    assert passes(NOW)
    assert passes(NOW + timedelta(seconds=1))

    [item] = table.items("GuardTable")
    second = in_milliseconds(NOW) + 1000
    assert item == {"pk": "SENDER#s", "hits": [second - 1000, second], "expires_at": second // 1000 + 601}
    assert [call.operation for call in table.called()] == ["UpdateItem", "UpdateItem"]


@pytest.mark.usefixtures("table")
def test_a_stretch_that_lies_over_the_turn_of_ten_minutes_is_one() -> None:
    """Ten at :59.5 and ten at :00.5 were twenty in a second."""
    turn = NOW + SPAN
    limit = Limit(10, Retention.SENDER)

    passed = [passes(turn + timedelta(seconds=after), limit) for after in [-0.5] * 10 + [0.5] * 10]
    assert passed == [True] * 10 + [False] * 10


def test_a_hit_counts_for_its_time_to_the_millisecond(table: Cloud) -> None:
    late = NOW + timedelta(milliseconds=900)
    assert [passes(late), passes(late)] == [True, True]
    assert not passes(late + SPAN - timedelta(milliseconds=1))
    assert passes(late + SPAN)
    assert passes(late + SPAN)
    assert not passes(late + SPAN)
    assert len(table.items("GuardTable")[0]["hits"]) == 2


@pytest.mark.usefixtures("table")
def test_who_is_refused_is_told_when_to_come_back() -> None:
    passes(NOW)
    passes(NOW + timedelta(seconds=60))

    assert wait(NOW + timedelta(seconds=60)) == 540
    assert wait(NOW + timedelta(seconds=599.5)) == 1
    assert passes(NOW + SPAN)
    assert wait(NOW + SPAN) == 60


def test_hits_that_came_in_another_order_than_they_happened_count_all_the_same() -> None:
    earlier, later = in_milliseconds(NOW), in_milliseconds(NOW + timedelta(seconds=60))
    for hits in ((earlier, later), (later, earlier)):
        with pytest.raises(TooOften) as refused:
            TWO.recent(hits, now=NOW + timedelta(seconds=60))
        assert refused.value.retry_after == 540


@given(st.integers(0, 10**7).map(lambda number: NOW + timedelta(milliseconds=number)))
def test_nobody_is_told_to_come_back_at_once(last: datetime) -> None:
    limit, hit = Limit(1, Retention.SENDER), in_milliseconds(last)
    assert in_milliseconds(last + SPAN) - hit == 600_000

    with pytest.raises(TooOften) as refused:
        limit.recent([hit], now=last + SPAN - timedelta(milliseconds=1))
    assert refused.value.retry_after == 1
    assert limit.recent([hit], now=last + SPAN) == ()


@pytest.mark.usefixtures("table")
def test_what_is_refused_is_not_counted() -> None:
    """Who keeps trying is let in when there is room, and not locked out for ever."""
    for minute in range(10):
        passes(NOW + timedelta(minutes=minute))

    assert passes(NOW + SPAN)


def test_an_expired_item_that_is_still_there_counts_for_nothing(table: Cloud) -> None:
    table.put("GuardTable", {"pk": "SENDER#s", "hits": [1, 2], "expires_at": 3})

    assert [passes(NOW), passes(NOW), passes(NOW)] == [True, True, False]


def test_who_comes_in_between_is_counted(table: Cloud) -> None:
    """The list is full of old hits; another one clears it between the look and the write."""
    old = in_milliseconds(NOW - SPAN)
    table.put("GuardTable", {"pk": "SENDER#s", "hits": [old - 1, old], "expires_at": old})
    table.before = "UpdateItem"
    passed: list[bool] = []
    table.meanwhile = lambda: passed.append(passes(NOW))

    passed += [passes(NOW), passes(NOW)]
    assert passed == [True, True, False]
    assert table.items("GuardTable")[0]["hits"] == [in_milliseconds(NOW)] * 2


def test_where_somebody_comes_in_between_each_time_one_is_asked_to_wait(table: Cloud) -> None:
    old = in_milliseconds(NOW - SPAN)
    hits = iter(range(1, 100))

    def come_in() -> None:
        table.put("GuardTable", {"pk": "SENDER#s", "hits": [next(hits), old], "expires_at": old})
        table.meanwhile = come_in

    table.before = "UpdateItem"
    come_in()

    assert wait(NOW) == 1
    assert next(hits) < 10


@given(hits=st.lists(st.integers(0, 3_000), min_size=1, max_size=40), most=st.integers(1, 5))
def test_no_stretch_holds_more_than_the_limit(hits: list[int], most: int) -> None:
    """Whenever people come: no more than the limit pass within any ten minutes, and the first always does."""
    limit, passed = Limit(most, Retention.SENDER), list[int]()
    for seconds in sorted(hits):
        now = NOW + timedelta(seconds=seconds)
        try:
            limit.recent([in_milliseconds(NOW + timedelta(seconds=one)) for one in passed], now=now)
        except TooOften:
            continue
        passed.append(seconds)

    assert all(sum(start <= one < start + 600 for one in passed) <= most for start in passed)
    assert passed[0] == min(hits)


@pytest.mark.usefixtures("table")
def test_what_was_counted_can_be_forgotten() -> None:
    forget(KEY)
    passes(NOW)
    passes(NOW)
    forget(KEY)

    assert passes(NOW)


NETWORKS: list[tuple[str, Any]] = [
    ("203.0.113.7", "203.0.113.7"),
    ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
    ("2001:DB8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
    ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
    ("::ffff:203.0.113.7", "203.0.113.7"),
    ("::ffff:cb00:7107", "203.0.113.7"),
    ("fe80::1%eth0", "fe80::/64"),
    ("2001:db8::zz", "2001:db8::zz"),
    ("unknown", "unknown"),
]


@pytest.mark.parametrize(("address", "network"), NETWORKS)
def test_a_sender_is_a_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    "writings",
    [
        ("sanne@example.nl", "Sanne+1@Example.NL", " sanne+school+2@example.nl", "sanne+@example.nl"),
        ("sanne.v@gmail.com", "s.a.n.n.e.v@gmail.com", "sannev+1@googlemail.com", "Sannev.+x.y@GMAIL.com"),
        ("s.v@example.nl", "s.v+1@example.nl"),
        ("+@example.nl", "+@EXAMPLE.nl"),
    ],
)
def test_mails_to_one_mailbox_are_counted_together_however_it_is_written(writings: tuple[str, ...]) -> None:
    assert len({address_key(writing, KEYS) for writing in writings}) == 1


def test_mails_to_other_mailboxes_are_counted_apart() -> None:
    others = ["s.v@example.nl", "sv@example.nl", "sv@gmail.com", "sv@mail.gmail.com", "+1@example.nl", "+2@example.nl"]

    assert len({address_key(other, KEYS) for other in others}) == len(others)
