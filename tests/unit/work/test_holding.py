"""Everything held about a person: whole, within a bound, told apart by name, and nothing that has expired."""

from __future__ import annotations

from datetime import timedelta

from loket.domain.item import ItemKind
from loket.domain.work.holding import group_by_kind, group_by_name
from loket.store.holding import list_holdings

from tests.unit.event import NOW
from tests.unit.work.counter import PAID, Counter, person_of_sample


def test_everything_held_is_one_partition_and_the_payments(counter: Counter) -> None:
    counter.write()
    enrolled = counter.enroll(PAID)
    counter.cloud.calls.clear()

    held = list_holdings(person_of_sample(), now=NOW)

    assert set(group_by_kind(held.items)) == {ItemKind.ENROLLMENT, ItemKind.MESSAGE, ItemKind.OUTBOX}
    assert [one["attempt"] for one in held.payments] == [enrolled["attempt"]]
    assert not held.truncated
    assert [call.operation for call in counter.cloud.calls] == ["Query", "Query", "BatchGetItem"]


def test_an_earlier_attempt_is_found_by_the_ledger(counter: Counter) -> None:
    item = counter.enroll(PAID)
    [payment] = counter.cloud.items("PersonalDataTable", kind="PAYMENT")
    counter.cloud.put("PersonalDataTable", {**payment, "pk": "PAYMENT#earlier", "attempt": "earlier"})
    counter.cloud.put("LedgerTable", {"pk": item["pk"], "sk": "DISCLOSURE#earlier", "expires_at": 1})

    held = list_holdings(person_of_sample(), now=NOW)

    assert {one["attempt"] for one in held.payments} == {"earlier", item["attempt"]}


def test_what_has_expired_is_not_shown(counter: Counter) -> None:
    item = counter.write()

    assert list_holdings(person_of_sample(), now=NOW + timedelta(days=731)).items == []
    assert list_holdings(person_of_sample(), now=NOW + timedelta(days=729)).items[0]["sk"] == item["sk"]


def test_of_another_person_nothing_is_read(counter: Counter) -> None:
    counter.write()
    counter.write(email="piet@example.nl", name="Piet")

    assert {one["pk"] for one in list_holdings(person_of_sample(), now=NOW).items} == {f"PERSON#{person_of_sample()}"}


def test_beyond_the_bound_it_says_that_there_is_more(counter: Counter) -> None:
    for number in range(4):
        counter.write(message=f"Vraag {number}")

    held = list_holdings(person_of_sample(), now=NOW, most=5)

    assert (len(held.items), held.truncated) == (5, True)
    assert not list_holdings(person_of_sample(), now=NOW, most=12).truncated


def test_a_shared_mailbox_is_told_apart_by_name(counter: Counter) -> None:
    counter.write()
    counter.write(name="sanne  De VRIES", message="Nog een vraag")
    counter.write(name="Piet Jansen")
    counter.enroll("proefles-lesgeven", first_name="Piet", last_name="Jansen", consent_newsletter="on")

    bearers = group_by_name(list_holdings(person_of_sample(), now=NOW).items)

    kinds = {bearer.name: sorted(item["kind"] for item in bearer.items) for bearer in bearers}
    assert set(kinds) == {"Sanne de Vries", "Piet Jansen"}
    assert [kinds["Sanne de Vries"].count(kind) for kind in ("MESSAGE", "OUTBOX")] == [2, 4]
    assert [kinds["Piet Jansen"].count(kind) for kind in ("ENROLLMENT", "MESSAGE", "CONSENT", "OUTBOX")] == [1, 1, 1, 4]


def test_what_belongs_to_nothing_is_shown_without_a_name() -> None:
    lost = {"kind": "OUTBOX", "sk": "OUTBOX#1", "about": "MESSAGE#gone"}

    [bearer] = group_by_name([lost])

    assert (bearer.name, bearer.items) == (None, [lost])
