"""Writes that belong together happen together, and a refusal says which condition did not hold."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.key import GuardKey, Key
from loket.storage.attribute import from_item, to_item
from loket.storage.client import StoreRefused, StoreUnavailable
from loket.storage.transaction import AlreadyStored, Refused, Transaction, check, delete, put, put_over_expired, update

from tests.unit.cloud import Cloud, Fault

VALUES = st.recursive(
    st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


class ComesSecond(Refused):
    """The other condition did not hold."""

    shows_item = True


@dataclass
class Note:
    """What these tests store."""

    note: str


@pytest.fixture(autouse=True)
def tables(monkeypatch: pytest.MonkeyPatch) -> None:
    for table in ("GuardTable", "PersonalDataTable", "NoSuchTable"):
        monkeypatch.setenv(table, table)


def at(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)


def guard(name: str, *, expires_at: int = 200, now: int = 100, note: str = "") -> Any:
    item = {"pk": name, "expires_at": expires_at, "note": note}
    return put_over_expired("GuardTable", item, now=at(now), refusal=ComesSecond)


@given(st.dictionaries(st.text(), VALUES))
def test_what_is_stored_is_what_is_read(values: dict[str, Any]) -> None:
    assert from_item(to_item(values)) == values


def test_each_type_is_written_as_dynamodb_has_it() -> None:
    values = {"a": None, "b": (), "c": True, "d": 7, "e": "x", "f": date(2026, 1, 2), "g": {"h": None, "i": [1]}}

    assert to_item(values) == {
        "b": {"L": []},
        "c": {"BOOL": True},
        "d": {"N": "7"},
        "e": {"S": "x"},
        "f": {"S": "2026-01-02"},
        "g": {"M": {"i": {"L": [{"N": "1"}]}}},
    }


def test_an_unknown_type_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(TypeError, match=r"^no attribute value for float$"):
        to_item({"price": 1.5})


def test_all_writes_happen(cloud: Cloud) -> None:
    Transaction([guard("a"), guard("b")]).commit()

    assert {item["pk"] for item in cloud.items("GuardTable")} == {"a", "b"}


def test_with_one_refusal_nothing_happens(cloud: Cloud) -> None:
    Transaction([guard("b", note="first")]).commit()

    with pytest.raises(ComesSecond) as refused:
        Transaction([guard("a"), guard("b"), guard("c")]).commit()

    assert refused.value.found(Note, now=at(199)) == Note("first")
    assert refused.value.found(Note, now=at(200)) is None
    assert [item["pk"] for item in cloud.items("GuardTable")] == ["b"]
    assert "first" not in str(refused.value)


@pytest.mark.usefixtures("cloud")
def test_the_first_refusal_is_the_one_that_is_told() -> None:
    people = {"pk": "PERSON#a", "sk": "X#1", "expires_at": 9}
    Transaction([put("PersonalDataTable", people), guard("b")]).commit()

    with pytest.raises(AlreadyStored):
        Transaction([put("PersonalDataTable", people), guard("b")]).commit()
    with pytest.raises(ComesSecond):
        Transaction([guard("b"), put("PersonalDataTable", people)]).commit()


def test_an_item_about_a_person_is_never_shown_by_a_refusal(cloud: Cloud) -> None:
    people = {"pk": "PERSON#a", "sk": "X#1", "expires_at": 9}
    Transaction([put("PersonalDataTable", people)]).commit()

    with pytest.raises(AlreadyStored) as refused:
        Transaction([put("PersonalDataTable", people)]).commit()

    assert refused.value.found(Note, now=at(0)) is None
    assert len(cloud.items("PersonalDataTable")) == 1


def test_what_has_expired_is_gone_whether_or_not_ttl_has_removed_it(cloud: Cloud) -> None:
    Transaction([guard("a", expires_at=200)]).commit()

    with pytest.raises(ComesSecond):
        Transaction([guard("a", expires_at=300, now=199)]).commit()
    Transaction([guard("a", expires_at=300, now=200)]).commit()
    assert cloud.items("GuardTable")[0]["expires_at"] == 300


def test_a_table_that_does_not_exist_is_told(cloud: Cloud) -> None:
    with pytest.raises(StoreRefused):
        Transaction([put("NoSuchTable", {"pk": "a"})]).commit()

    assert cloud.items("GuardTable") == []


class NotSo(Refused):
    """Another refusal, which shows nothing."""


KEY = Key("PERSON#a", "X#1")


def change(expression: str, condition: str, refusal: type[Refused] = NotSo, **values: Any) -> Transaction:
    sent = {f":{name}": value for name, value in values.items()}
    return Transaction([update("PersonalDataTable", KEY, expression, condition=condition, values=sent, refusal=refusal)])


def test_an_item_is_changed_where_its_condition_holds(cloud: Cloud) -> None:
    """A name that DynamoDB keeps to itself, such as `status`, is written with a `#` in either of the two."""
    Transaction([put("PersonalDataTable", {**KEY._asdict(), "status": "new", "expires_at": 9})]).commit()

    change("SET #status = :done", "#status = :new", new="new", done="done").commit()
    with pytest.raises(NotSo) as hidden:
        change("SET seen = :done", "#status = :new", new="new", done="done").commit()
    with pytest.raises(ComesSecond) as shown:
        change("SET seen = :done", "#status = :new", ComesSecond, new="new", done="done").commit()
    change("SET seen = :done", "attribute_exists(pk)", done="done").commit()

    assert cloud.items("PersonalDataTable") == [{**KEY._asdict(), "status": "done", "seen": "done", "expires_at": 9}]
    assert hidden.value.found(Status, now=at(0)) is None
    assert shown.value.found(Status, now=at(8)) == Status("done")
    names = [next(iter(call.request["TransactItems"][0].values())) for call in cloud.called("TransactWriteItems")[1:]]
    assert [one.get("ExpressionAttributeNames") for one in names] == [{"#status": "status"}] * 3 + [None]
    assert [one.get("ReturnValuesOnConditionCheckFailure") for one in names] == [None, None, "ALL_OLD", None]


@dataclass
class Status:
    """A part of what is changed."""

    status: str


def test_a_check_changes_nothing_and_a_removal_asks_first(cloud: Cloud) -> None:
    Transaction([put("PersonalDataTable", {**KEY._asdict(), "expires_at": 9}), guard("a")]).commit()
    before = cloud.items("PersonalDataTable")

    def look(end: int) -> Any:
        ends = {":end": end}
        return check("PersonalDataTable", KEY, condition="expires_at = :end", values=ends, refusal=NotSo)

    def remove(name: str) -> Any:
        return delete("GuardTable", GuardKey(name), condition="attribute_exists(pk)", refusal=NotSo)

    with pytest.raises(NotSo):
        Transaction([look(8), remove("a")]).commit()
    with pytest.raises(NotSo):
        Transaction([look(9), remove("b")]).commit()
    assert len(cloud.items("GuardTable")) == 1
    Transaction([look(9), remove("a")]).commit()
    assert (cloud.items("PersonalDataTable"), cloud.items("GuardTable")) == (before, [])


def cancelled(*codes: str) -> dict[str, Any]:
    kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"
    return {"__type": kind, "CancellationReasons": [{"Code": code} for code in codes]}


# What DynamoDB says, how often, and what comes of it, in how many tries: several only where a conflict may have passed.
CONFLICT = cancelled("None", "TransactionConflict")
SAID = [
    ("one conflict", CONFLICT, 1, "stored", 2),
    ("three conflicts", CONFLICT, 3, "stored", 4),
    ("nine conflicts", CONFLICT, 9, "stored", 10),
    ("a refusal beside a conflict", cancelled("ConditionalCheckFailed", "TransactionConflict"), 1, "ComesSecond", 1),
    ("a conflict beside a throttle", cancelled("ThrottlingError", "TransactionConflict"), 1, "stored", 2),
    ("a throttle", cancelled("None", "ThrottlingError"), 1, "StoreUnavailable", 1),
    ("a request that is wrong", cancelled("ValidationError", "None"), 1, "StoreRefused", 1),
    ("a request that is wrong beside a conflict", cancelled("ValidationError", "TransactionConflict"), 1, "StoreRefused", 1),
    ("an item that is too large", {"__type": "x#ValidationException"}, 1, "StoreRefused", 1),
    ("a table that is gone", {"__type": "x#ResourceNotFoundException"}, 1, "StoreRefused", 1),
    ("no reasons", {"__type": "x#TransactionCanceledException"}, 1, "StoreUnavailable", 1),
    ("reasons of something else", {**CONFLICT, "__type": "x#AccessDeniedException"}, 1, "StoreRefused", 1),
]


def test_only_a_conflict_is_tried_again(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    told = {}
    for name, body, times, _, _ in SAID:
        cloud.faults.clear()
        cloud.calls.clear()
        cloud.fail(Fault("TransactWriteItems", 400, body, times=times))
        try:
            Transaction([guard(f"{name} 1"), guard(f"{name} 2")]).commit()
            told[name] = ("stored", len(cloud.called()))
        except (Refused, StoreRefused, StoreUnavailable) as error:
            told[name] = (type(error).__name__, len(cloud.called()))

    assert told == {name: (outcome, calls) for name, _, _, outcome, calls in SAID}
    stored = {item["pk"] for item in cloud.items("GuardTable")}
    assert stored == {f"{name} {of}" for name, _, _, outcome, _ in SAID if outcome == "stored" for of in (1, 2)}
    # Each pause is drawn anew, from up to twice as long as the one before, and from no more than so long.
    bounds = (0.05, 0.1, 0.2, 0.4, 0.6, 0.6, 0.6, 0.6, 0.6)
    assert [(bound, pause) for bound, pause in zip(bounds, pauses[1:10], strict=True) if not 0 <= pause <= bound] == []
    assert len(set(pauses)) == len(pauses)


def test_who_is_cancelled_again_and_again_is_told_within_seconds(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loket.storage.transaction._PATIENCE_SECONDS", 0.3)
    cloud.fail(Fault("TransactWriteItems", 400, CONFLICT))
    began = time.monotonic()

    with pytest.raises(StoreUnavailable):
        Transaction([guard("a"), guard("b")]).commit()

    assert time.monotonic() - began < 2
    assert len(cloud.called()) > 1
