"""How a batch of stream records is retried, split and given up, rule by rule as AWS documents them."""

from __future__ import annotations

from typing import Any

import pytest

from local.emulator.deployment import Table
from local.emulator.stream.delivery import Delivery, FunctionFailed, Invoke
from local.emulator.stream.event_source import describe_unsent
from local.emulator.stream.filter import FilterRuleUnknown, check_pattern, matches_any
from local.emulator.stream.mapping import Mapping

type Json = dict[str, Any]


class Receiver:
    """A function that fails on some records, and remembers what it was handed."""

    def __init__(self, *, fails: str = "", raises: str = "") -> None:
        """Plan on which records to fail, by answer or by exception."""
        self.fails, self.raises = set(fails), set(raises)
        self.batches: list[list[str]] = []
        self.abandoned: list[list[str]] = []

    def receive(self, _: str, event: Json) -> Json:
        """Take a batch and answer as the plan says."""
        numbers = list_numbers(event["Records"])
        self.batches.append(numbers)
        if self.raises & set(numbers):
            raise FunctionFailed
        failed = [{"itemIdentifier": one} for one in numbers if one in self.fails]
        return {"batchItemFailures": failed}

    def give_up(self, _: Mapping, records: list[Json]) -> None:
        """Remember what was abandoned."""
        self.abandoned.append(list_numbers(records))


def list_numbers(records: list[Json]) -> list[str]:
    return [record["dynamodb"]["SequenceNumber"] for record in records]


def make_records(*numbers: str) -> list[Json]:
    return [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": number}} for number in numbers]


def make_mapping(**changes: Any) -> Mapping:
    settings: dict[str, Any] = {
        "table_id": "T",
        "stream": "arn",
        "function": "F",
        "patterns": (),
        "batch_size": 10,
        "attempts": 2,
        "bisect": False,
        "partial": True,
        "failure_queue": None,
    }
    return Mapping(**{**settings, **changes})


def deliver(receiver: Receiver, *numbers: str, invoke: Invoke | None = None, **changes: Any) -> None:
    """Deliver records at once, without the pauses between attempts."""
    mapping = make_mapping(**changes)
    delivery = Delivery(mapping, invoke or receiver.receive, receiver.give_up, pause=lambda _: None)
    delivery.deliver(make_records(*numbers))


def test_records_come_in_batches_of_the_size_asked() -> None:
    receiver = Receiver()
    deliver(receiver, "1", "2", "3", batch_size=2)
    assert receiver.batches == [["1", "2"], ["3"]]


def test_retry_begins_at_the_first_failed_record() -> None:
    receiver = Receiver(fails="2")
    deliver(receiver, "1", "2", "3", attempts=1)
    assert receiver.batches == [["1", "2", "3"], ["2", "3"]]
    assert receiver.abandoned == [["2", "3"]]


def test_failures_are_ignored_when_the_mapping_does_not_ask_for_them() -> None:
    receiver = Receiver(fails="1")
    deliver(receiver, "1", partial=False)
    assert receiver.batches == [["1"]]


def test_raising_function_is_tried_as_often_as_asked_and_then_given_up() -> None:
    receiver = Receiver(raises="1")
    deliver(receiver, "1", "2", attempts=2)
    assert receiver.batches == [["1", "2"]] * 3
    assert receiver.abandoned == [["1", "2"]]


def test_batch_is_split_until_the_bad_record_stands_alone() -> None:
    receiver = Receiver(raises="3")
    deliver(receiver, "1", "2", "3", "4", bisect=True, attempts=3)
    assert ["1", "2"] in receiver.batches
    assert ["4"] in receiver.batches
    assert receiver.abandoned == [["3"]]


def test_without_a_limit_it_is_tried_until_it_works() -> None:
    receiver = Receiver(raises="1")

    def recover(name: str, event: Json) -> Json:
        if len(receiver.batches) == 7:
            receiver.raises = set()
        return receiver.receive(name, event)

    deliver(receiver, "1", attempts=None, invoke=recover)
    assert len(receiver.batches) == 8
    assert receiver.abandoned == []


PATTERN = {"eventName": ["INSERT", "MODIFY"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "OUTBOX#"}]}}}}


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        ({"eventName": "INSERT", "dynamodb": {"Keys": {"sk": {"S": "OUTBOX#1"}}}}, True),
        ({"eventName": "REMOVE", "dynamodb": {"Keys": {"sk": {"S": "OUTBOX#1"}}}}, False),
        ({"eventName": "MODIFY", "dynamodb": {"Keys": {"sk": {"S": "NOTE#1"}}}}, False),
        ({"eventName": "INSERT", "dynamodb": {"Keys": {"sk": {"N": "1"}}}}, False),
        ({"eventName": "INSERT"}, False),
    ],
)
def test_filter_lets_through_what_it_names(record: Json, *, wanted: bool) -> None:
    assert matches_any(record, [PATTERN]) == wanted


@pytest.mark.parametrize(
    ("rule", "record", "wanted"),
    [
        ({"exists": True}, {"a": None}, True),
        ({"exists": True}, {}, False),
        ({"exists": False}, {}, True),
        ({"anything-but": ["x"]}, {"a": "y"}, True),
        ({"anything-but": ["x"]}, {"a": "x"}, False),
        (None, {"a": None}, True),
        (None, {}, False),
    ],
)
def test_filter_rules(rule: object, record: Json, *, wanted: bool) -> None:
    assert matches_any(record, [{"a": [rule]}]) == wanted


def test_what_was_left_undone_is_what_a_filter_names_and_nothing_marked() -> None:
    table = Table("T", "table", ("pk", "sk"), "arn")
    keys = ("OUTBOX#1", "OUTBOX#2", "NOTE#1")
    items = [{"pk": {"S": "P"}, "sk": {"S": key}, **({"sent_at": {"N": "1"}} if "2" in key else {})} for key in keys]

    again = list(describe_unsent(make_mapping(patterns=(PATTERN,)), table, items))
    assert [record["dynamodb"]["Keys"]["sk"] for record in again] == [{"S": "OUTBOX#1"}]
    assert list(describe_unsent(make_mapping(), table, items)) == []


def test_filter_rule_that_would_be_applied_wrongly_is_refused() -> None:
    with pytest.raises(FilterRuleUnknown):
        check_pattern({"a": {"b": [{"numeric": [">", 1]}]}})
