"""Writes that belong together happen together, and a refusal says which condition did not hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.storage.attribute import from_item, to_item
from loket.storage.client import StoreUnavailable
from loket.storage.transaction import AlreadyStored, Refused, Transaction, put, put_over_expired

from tests.unit.cloud import Cloud

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


def test_what_is_none_is_left_out() -> None:
    assert to_item({"a": None, "b": ()}) == {"b": {"L": []}}


def test_an_unknown_type_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(TypeError):
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


@pytest.mark.parametrize(("now", "is_free"), [(199, False), (200, True), (201, True)])
def test_what_has_expired_is_gone_whether_or_not_ttl_has_removed_it(cloud: Cloud, now: int, is_free: bool) -> None:  # noqa: FBT001 - a table's column
    Transaction([guard("a", expires_at=200)]).commit()
    again = Transaction([guard("a", expires_at=300, now=now)])

    if not is_free:
        with pytest.raises(ComesSecond):
            again.commit()
        return
    again.commit()
    assert cloud.items("GuardTable")[0]["expires_at"] == 300


def test_a_table_that_does_not_exist_is_told(cloud: Cloud) -> None:
    with pytest.raises(StoreUnavailable):
        Transaction([put("NoSuchTable", {"pk": "a"})]).commit()

    assert cloud.items("GuardTable") == []
