"""What is read is what is there and not past its time: by key, by many keys, and by a query of a table or an index."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from loket.core.key import Key
from loket.storage.client import StoreRefused, StoreUnavailable
from loket.storage.item import ItemGone, find_by_reference, locate
from loket.storage.read import Query, get, get_many, get_many_items, query, query_due, query_keys, query_page, query_records

from tests.unit.cloud import Cloud, Fault
from tests.unit.event import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = "PERSONAL_DATA_TABLE"
AT = int(NOW.timestamp())
ALL = Query(table=TABLE, condition="pk = :pk", values={":pk": "P"})


class Note(NamedTuple):
    """What these tests store."""

    note: str = ""


@pytest.fixture
def table(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    cloud.set_environment({TABLE: "PersonalDataTable"})
    monkeypatch.setattr("time.sleep", lambda _: None)
    for number in range(3):
        # The last one is over now.
        item = {"pk": "P", "sk": f"N#{number}", "note": f"n{number}", "expires_at": AT + 2 - number, "other": "x"}
        cloud.put("PersonalDataTable", item)
    cloud.calls.clear()
    return cloud


def sort_keys(items: Sequence[Any]) -> list[str]:
    return [item["sk"] for item in items]


def test_what_is_read_by_its_key_is_read_as_it_stands(table: Cloud) -> None:
    told = get(TABLE, Key("P", "N#0"), now=NOW)

    assert told == {"pk": "P", "sk": "N#0", "note": "n0", "expires_at": AT + 2, "other": "x"}
    assert get(TABLE, Key("P", "N#2"), now=NOW) is None
    assert get(TABLE, Key("P", "N#2"), now=NOW - timedelta(seconds=1)) is not None
    assert get(TABLE, Key("P", "N#9"), now=NOW) is None
    assert get(TABLE, Key("P", "N#1"), now=NOW, consistent=False) is not None
    assert [call.request["ConsistentRead"] for call in table.called("GetItem")] == [True] * 4 + [False]


def test_a_query_is_read_page_after_page(table: Cloud) -> None:
    one = ALL._replace(page_size=1)

    assert sort_keys(list(query(ALL, now=NOW))) == ["N#0", "N#1"]
    assert [call.request for call in table.called("Query")] == [
        {
            "TableName": "PersonalDataTable",
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": {":pk": {"S": "P"}},
            "ConsistentRead": False,
        }
    ]
    table.calls.clear()
    assert sort_keys(list(query(one, now=NOW))) == ["N#0", "N#1"]
    assert [call.request["Limit"] for call in table.called("Query")][:3] == [1] * 3
    assert list(query_keys(ALL, now=NOW)) == [Key("P", "N#0"), Key("P", "N#1")]
    assert list(query_records(ALL, Note, now=NOW)) == [Note("n0"), Note("n1")]
    items, start = query_page(one, {"pk": "P", "sk": "N#0"}, now=NOW)
    assert (sort_keys(items), start) == (["N#1"], {"pk": "P", "sk": "N#1"})
    assert query_page(ALL._replace(consistent=True), None, now=NOW)[1] is None
    assert table.called("Query")[-1].request["ConsistentRead"] is True


def test_the_index_of_due_dates_says_when(table: Cloud) -> None:
    item = {"pk": "P", "sk": "N#5", "due_bucket": "WORK#1", "due_at": "2026-11-23T10:00:00+00:00", "expires_at": AT + 1}
    table.put("PersonalDataTable", item)

    [entry] = query_due(TABLE, "WORK#1", until=NOW, now=NOW)

    assert (entry.key, entry.due_at, entry.due_moment) == (Key("P", "N#5"), "2026-11-23T10:00:00+00:00", NOW)
    [call] = table.called("Query")
    assert (call.request["IndexName"], "ConsistentRead" in call.request) == ("by_due", False)
    assert list(query_due(TABLE, "WORK#1", until=NOW - timedelta(seconds=1), now=NOW)) == []


def test_a_reference_is_looked_up_and_what_it_is_of_is_read(table: Cloud) -> None:
    from loket.core.consent import Consent

    assert table
    with pytest.raises(ItemGone):
        locate("E-00000-00000", now=NOW)
    item = {"pk": "PERSON#a", "sk": "ENROLLMENT#1", "reference": "E-00000-00000", "expires_at": AT + 1}
    table.put("PersonalDataTable", item)
    assert locate("E-00000-00000", now=NOW) == Key("PERSON#a", "ENROLLMENT#1")
    with pytest.raises(ItemGone):
        locate("E-00000-00000", now=NOW + timedelta(seconds=1))
    with pytest.raises(ItemGone):
        find_by_reference(Consent, "E-00000-00000", now=NOW)


def test_many_are_read_a_hundred_at_a_time_in_the_order_of_their_keys(table: Cloud) -> None:
    keys = [Key("P", "N#1"), *(Key("P", f"absent#{number}") for number in range(99)), Key("P", "N#0"), Key("P", "N#2")]

    found = get_many(TABLE, [*keys, Key("P", "N#1")], Note, now=NOW)

    assert list(found.items()) == [(Key("P", "N#1"), Note("n1")), (Key("P", "N#0"), Note("n0"))]
    asked = [call.request["RequestItems"]["PersonalDataTable"] for call in table.called("BatchGetItem")]
    assert [len(one["Keys"]) for one in asked] == [100, 2]
    for one in asked:
        assert one["ConsistentRead"] is True
        assert one["ProjectionExpression"] == "#pk, #sk, #expires_at, #note"
        names = {"#pk": "pk", "#sk": "sk", "#expires_at": "expires_at", "#note": "note"}
        assert one["ExpressionAttributeNames"] == names
    table.calls.clear()
    assert get_many_items(TABLE, keys[:1], now=NOW)[keys[0]]["other"] == "x"
    assert "ProjectionExpression" not in str(table.called("BatchGetItem")[0].request)
    assert get_many_items(TABLE, [], now=NOW) == {}


def test_what_was_handed_back_is_asked_for_again_five_times_in_all(table: Cloud) -> None:
    pending = {"PersonalDataTable": {"Keys": [{"pk": {"S": "P"}, "sk": {"S": "N#1"}}], "ConsistentRead": True}}
    nothing = {"Responses": {"PersonalDataTable": []}, "UnprocessedKeys": pending}
    keys = [Key("P", "N#0"), Key("P", "N#1")]

    table.fail(Fault("BatchGetItem", 200, nothing, times=4))
    assert list(get_many_items(TABLE, keys, now=NOW)) == keys[1:]
    assert [len(call.request["RequestItems"]["PersonalDataTable"]["Keys"]) for call in table.called("BatchGetItem")] == [
        2,
        1,
        1,
        1,
        1,
    ]
    table.fail(Fault("BatchGetItem", 200, nothing, times=5))
    with pytest.raises(StoreUnavailable):
        get_many_items(TABLE, keys, now=NOW)


def test_a_table_that_does_not_answer_is_told(table: Cloud) -> None:
    for operation, ask in (
        ("GetItem", lambda: get(TABLE, Key("P", "N#0"), now=NOW)),
        ("Query", lambda: list(query(ALL, now=NOW))),
        ("BatchGetItem", lambda: get_many_items(TABLE, [Key("P", "N#0")], now=NOW)),
    ):
        denied = Fault(operation, 400, {"__type": "AccessDeniedException"}, times=1)
        for fault, told in ((denied, StoreRefused), (Fault(operation, times=3), StoreUnavailable)):
            table.fail(fault)
            with pytest.raises(told):
                ask()
        assert ask()
