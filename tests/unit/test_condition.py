"""Every part of every condition of a write: an item that lacks just this part is refused, one that lacks none is taken."""

from __future__ import annotations

import importlib
import pkgutil
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import desk
import loket
import pytest
from loket.storage.attribute import to_item
from loket.storage.guard import NO_MORE

from tests.unit.cloud import spectator

if TYPE_CHECKING:
    from collections.abc import Iterator

type Json = dict[str, Any]

VALUES: Json = {
    ":now": 100,
    ":known": 3,
    ":kept": 101,
    ":payment": "tr_1",
    ":attempt": "attempt-1",
    ":last": "attempt-1",
    ":none": 0,
    ":version": 7,
    ":limit": 10,
    ":due": "2026-12-21",
    ":at": "2026-12-21",
    ":seen": "seen",
    ":pays": "attempt-2",
    ":form": "a",
    ":made": "key",
    **{f":{status}": status for status in NO_MORE},
    ":waits": "waiting",
    ":unpaid": "unpaid",
    ":held": 90,
    ":moved": 3,
}
KEPT: Json = {"expires_at": 101}
OVER: Json = {"expires_at": 100}
RUNNING: Json = {**KEPT, "due_bucket": "REQUEST#1", "due_at": "2026-12-21", "revision": 3}
STOPPED: list[Json | None] = [
    None,
    {**RUNNING, **OVER},
    {**RUNNING, "due_bucket": None},
    {**RUNNING, "due_at": "2027-01-10"},
    {**RUNNING, "revision": 4},
]
PAID: Json = {**KEPT, "status": "seen", "attempt": "attempt-1", "paid_by": "attempt-2"}
WAITING: Json = {**KEPT, "status": "waiting", "attempt": "attempt-1"}
# Under a condition's name: the items that it takes, and those that it refuses; None is no item at all.
ROWS: dict[str, tuple[list[Json | None], list[Json | None]]] = {
    "ABSENT": ([None], [{}, KEPT]),
    "EXPIRED": ([OVER], [None, KEPT]),
    "ABSENT_OR_EXPIRED": ([None, OVER], [KEPT]),
    "UNEXPIRED": ([KEPT], [None, OVER]),
    "KEPT_AS_SEEN": ([KEPT], [None, OVER, {"expires_at": 102}]),
    "NOT_BEING_SENT": (
        [KEPT, {**KEPT, "sending_until": 100}],
        [None, OVER, {**KEPT, "sent_at": 1}, {**KEPT, "sending_until": 101}],
    ),
    "NOT_YET_SENT": ([{}], [None, {"sent_at": 1}]),
    "BELOW_LIMIT": ([None, {"hits": [1] * 9}], [{"hits": [1] * 10}]),
    "COUNTED": ([{"hits": [1]}], [None, {}]),
    "COUNTED_AS_SEEN": (
        [{**KEPT, "hits": "seen"}, {**OVER, "hits": "other"}],
        [None, {**KEPT, "hits": "other"}],
    ),
    "ABSENT_EXPIRED_OR_HELD": (
        [None, OVER, {**KEPT, "yields_to": "a"}],
        [KEPT, {**KEPT, "yields_to": "b"}],
    ),
    "STILL_STANDS": (
        [KEPT, {**KEPT, "status": "received"}],
        [None, {**OVER, "status": "received"}, *({**KEPT, "status": status} for status in NO_MORE)],
    ),
    "REMEMBERED_AS_SEEN": ([{"made": "key"}], [None, {"made": "other"}]),
    "NEVER_SO": ([], [None, KEPT, {"made": "key"}]),
    "OFFERED": ([{}, {"offered_until": 101}], [{"offered_until": 100}]),
    "SEAT_LEFT": ([{}, {"places": 2, "seats_taken": 1}], [{"places": 2, "seats_taken": 2}]),
    "SEAT_TAKEN": ([{"seats_taken": 1}], [None, {"seats_taken": 0}]),
    "NOT_OLDER": ([None, {"catalogue_version": 7}, {"catalogue_version": 6}], [{"catalogue_version": 8}]),
    "REVISION_UNCHANGED": ([{"revision": 3}], [None, {"revision": 4}]),
    "NOT_BOUND_ELSEWHERE": ([{}, {"payment": "tr_1"}], [None, {"payment": "tr_2"}]),
    "NOT_QUARANTINED": ([KEPT], [None, OVER, {**KEPT, "quarantine": "amount"}]),
    "NONE_UNSEEN": ([KEPT], [None, OVER, {**KEPT, "unseen_payment": "tr_1"}]),
    "ASKS_LEFT": ([{**KEPT, "asks_left": 1}], [None, KEPT, {**OVER, "asks_left": 1}, {**KEPT, "asks_left": 0}]),
    "STILL_DUE": (
        [{**KEPT, "due_at": "2026-12-21"}],
        [None, KEPT, {**OVER, "due_at": "2026-12-21"}, {**KEPT, "due_at": "2026-12-22"}],
    ),
    "NOT_PAID_AS_SEEN": (
        [{**KEPT, "status": "seen"}],
        [None, {**OVER, "status": "seen"}, {**KEPT, "status": "other"}, {**KEPT, "status": "seen", "paid_by": "attempt-1"}],
    ),
    "PAID_AS_SEEN": (
        [PAID],
        [
            None,
            {**PAID, **OVER},
            {**PAID, "status": "other"},
            {**PAID, "attempt": "attempt-3"},
            {**PAID, "paid_by": "attempt-1"},
            {**PAID, "paid_by": None},
        ],
    ),
    **dict.fromkeys(
        ("WAITS_FOR_THIS", "STILL_UNPAID"),
        (
            [WAITING],
            [
                None,
                {**WAITING, **OVER},
                {**WAITING, "status": "unpaid"},
                {**WAITING, "attempt": "attempt-2"},
                {**WAITING, "paid_by": "attempt-2"},
            ],
        ),
    ),
    "HOLD_AS_SEEN": (
        [{**WAITING, "held_until": 90}],
        [
            None,
            {**WAITING, **OVER, "held_until": 90},
            {**WAITING, "held_until": 90, "status": "paid"},
            {**WAITING, "held_until": 91},
            WAITING,
        ],
    ),
    "HOLD_OVER": (
        [{**WAITING, "held_until": 100}],
        [
            None,
            {**WAITING, **OVER, "held_until": 100},
            {**WAITING, "held_until": 100, "status": "paid"},
            {**WAITING, "held_until": 100, "paid_by": "attempt-1"},
            {**WAITING, "held_until": 100, "attempt": "attempt-2"},
            {**WAITING, "held_until": 101},
        ],
    ),
    "TO_BE_TAKEN_UP": (
        [{**KEPT, "status": "unpaid"}],
        [
            None,
            {**OVER, "status": "unpaid"},
            {**KEPT, "status": "waiting"},
            {**KEPT, "status": "unpaid", "paid_by": "attempt-1"},
        ],
    ),
    "NOT_MOVED": ([{}, {"moved": 3}], [None, {"moved": 4}]),
    "STILL_OPEN": ([{**KEPT, "due_bucket": "TASK#1"}], [None, KEPT, {**OVER, "due_bucket": "TASK#1"}]),
    "STILL_DONE": ([{**KEPT, "done_at": 1}], [None, KEPT, {**OVER, "done_at": 1}]),
    "STILL_RUNNING": ([RUNNING], STOPPED),
    "NEVER_ESCALATED": ([RUNNING], [*STOPPED, {**RUNNING, "rung": 14}]),
    "ON_SAME_LEVEL": ([{**RUNNING, "rung": "seen"}], [RUNNING, *({**one, "rung": "seen"} for one in STOPPED if one)]),
    "STATUS_AS_SEEN": ([{**KEPT, "status": "seen"}], [None, {**OVER, "status": "seen"}, {**KEPT, "status": "other"}]),
    "AS_IT_WAS_SEEN": (
        [{**KEPT, "revision": 3, "status": "seen"}],
        [
            None,
            {**OVER, "revision": 3, "status": "seen"},
            {**KEPT, "revision": 4, "status": "seen"},
            {**KEPT, "revision": 3, "status": "other"},
            {"expires_at": 102, "revision": 3, "status": "seen"},
        ],
    ),
    "STILL_THERE": ([{}], [None]),
}


def list_constants() -> Iterator[tuple[str, object]]:
    """Yield every constant of the product, with its name."""
    for package in (loket, desk):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield from (
                (name, value) for name, value in vars(importlib.import_module(module.name)).items() if name.isupper()
            )


CONDITION = re.compile(r"attribute_(not_)?exists|^\w+ [<>=]+ :")
CONDITIONS = {name: value for name, value in list_constants() if isinstance(value, str) and CONDITION.search(value)}


def leave_out(condition: str) -> Iterator[tuple[str, str]]:
    """Yield each part of a condition, joined by AND or within that by OR, with the condition without it."""
    parts = re.split(r" AND (?![^(]* OR )", condition) if " AND " in condition else [condition]
    for number, part in enumerate(parts):
        others = [*parts[:number], *parts[number + 1 :]]
        if others:
            yield part, " AND ".join(others)
        ways = part.removeprefix("(").removesuffix(")").split(" OR ") if " OR " in part else []
        for way in ways:
            left = " OR ".join(other for other in ways if other != way)
            yield way, " AND ".join([*others, f"({left})"])


def holds(condition: str, item: Json | None) -> bool:
    """Return whether DynamoDB makes a write under a condition where such an item, or none, is there."""
    table, key = "PersonalDataTable", {"pk": "CONDITION", "sk": "x"}
    dynamodb = spectator("dynamodb")
    dynamodb.delete_item(TableName=table, Key=to_item(key))
    if item is not None:
        present = {name: value for name, value in item.items() if value is not None}
        dynamodb.put_item(TableName=table, Item=to_item({**key, **present}))
    used = {name: value for name, value in VALUES.items() if re.search(rf"{name}\b", condition)}
    given: Json = {"ExpressionAttributeValues": to_item(used)} if used else {}
    given |= {"ExpressionAttributeNames": {"#status": "status"}} if "#status" in condition else {}
    # moto stumbles over the size of what is not there, where DynamoDB refuses.
    with suppress(dynamodb.exceptions.ConditionalCheckFailedException, ValueError):
        dynamodb.delete_item(TableName=table, Key=to_item(key), ConditionExpression=condition, **given)
        return True
    return False


def test_every_condition_has_its_rows() -> None:
    assert CONDITIONS.keys() == ROWS.keys()


@pytest.mark.usefixtures("cloud")
def test_a_condition_takes_what_it_should_and_refuses_the_rest() -> None:
    wrong = [
        (name, item)
        for name, rows in ROWS.items()
        for expected, items in zip((True, False), rows, strict=True)
        for item in items
        if holds(CONDITIONS[name], item) is not expected
    ]

    assert wrong == []


@pytest.mark.usefixtures("cloud")
def test_no_part_of_a_condition_can_be_left_out_unseen() -> None:
    unseen = [
        (name, part)
        for name, (taken, refused) in ROWS.items()
        for part, left in leave_out(CONDITIONS[name])
        # Beside a comparison, which nothing fulfils that is not there, this says in words what holds anyway.
        if not (part == "attribute_exists(pk)" and re.search("[<>=] :", left) and not holds(left, None))
        if all(holds(left, item) for item in taken) and not any(holds(left, item) for item in refused)
    ]

    assert unseen == []
