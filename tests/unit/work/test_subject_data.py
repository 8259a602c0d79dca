"""Everything kept about a person: whole, within a bound, told apart by name, and nothing that has expired."""

from __future__ import annotations

from datetime import timedelta

from loket.core.effect import EffectKind, new_effect
from loket.core.item import ItemKind, Stored
from loket.core.key import Key
from loket.staff.domain.subject import AnyStored, group_by_kind, group_by_name
from loket.staff.store.subject import read_subject_data

from tests.unit.event import NOW
from tests.unit.work.counter import PAID, Counter, person_of_sample


def test_everything_held_is_one_partition_and_the_payments(counter: Counter) -> None:
    counter.write()
    enrolled = counter.enroll(PAID)
    counter.cloud.calls.clear()

    data = read_subject_data(person_of_sample(), now=NOW)

    assert set(group_by_kind(data.items)) == {ItemKind.ENROLLMENT, ItemKind.MESSAGE, ItemKind.OUTBOX}
    assert [one.record.attempt for one in data.payments] == [enrolled["attempt"]]
    assert not data.truncated
    assert [call.operation for call in counter.cloud.calls] == ["Query", "BatchGetItem"]


def test_an_earlier_attempt_is_found_by_what_points_at_it(counter: Counter) -> None:
    item = counter.enroll(PAID)
    [payment] = counter.cloud.items("PersonalDataTable", kind="PAYMENT")
    [pointer] = counter.cloud.items("PersonalDataTable", kind="ATTEMPT#")
    assert pointer["sk"] == f"ATTEMPT#{item['attempt']}"
    assert pointer["expires_at"] == payment["expires_at"]
    counter.cloud.put("PersonalDataTable", {**payment, "pk": "PAYMENT#earlier", "attempt": "earlier"})
    counter.cloud.put("PersonalDataTable", {**pointer, "sk": "ATTEMPT#earlier"})

    data = read_subject_data(person_of_sample(), now=NOW)

    assert {one.record.attempt for one in data.payments} == {"earlier", item["attempt"]}


def test_what_points_at_an_attempt_that_is_gone_is_no_fault(counter: Counter) -> None:
    item = counter.enroll(PAID)
    counter.cloud.put("PersonalDataTable", {**item, "pk": f"PAYMENT#{item['attempt']}", "sk": "PAYMENT", "expires_at": 1})

    data = read_subject_data(person_of_sample(), now=NOW)

    assert (len(data.items), data.payments) == (3, [])


def test_what_has_expired_is_not_shown(counter: Counter) -> None:
    item = counter.write()

    assert read_subject_data(person_of_sample(), now=NOW + timedelta(days=731)).items == []
    assert read_subject_data(person_of_sample(), now=NOW + timedelta(days=729)).items[0].key.sk == item["sk"]


def test_of_another_person_nothing_is_read(counter: Counter) -> None:
    counter.write()
    counter.write(email="piet@example.nl", name="Piet")

    assert {one.key.pk for one in read_subject_data(person_of_sample(), now=NOW).items} == {f"PERSON#{person_of_sample()}"}


def test_beyond_the_bound_it_says_that_there_is_more(counter: Counter) -> None:
    for number in range(4):
        counter.write(message=f"Vraag {number}")

    data = read_subject_data(person_of_sample(), now=NOW, most=5)

    assert (len(data.items), data.truncated) == (5, True)
    assert not read_subject_data(person_of_sample(), now=NOW, most=12).truncated


def test_a_shared_mailbox_is_told_apart_by_name(counter: Counter) -> None:
    counter.write()
    counter.write(name="sanne  De VRIES", message="Nog een vraag")
    counter.write(name="Piet Jansen")
    counter.enroll("proefles-lesgeven", first_name="Piet", last_name="Jansen", consent_newsletter="on")

    subjects = group_by_name(read_subject_data(person_of_sample(), now=NOW).items)

    kinds = {subject.name: sorted(item.record.kind.value for item in subject.items) for subject in subjects}
    assert set(kinds) == {"Sanne de Vries", "Piet Jansen"}
    assert [kinds["Sanne de Vries"].count(kind) for kind in ("MESSAGE", "OUTBOX")] == [2, 4]
    assert [kinds["Piet Jansen"].count(kind) for kind in ("ENROLLMENT", "MESSAGE", "CONSENT", "OUTBOX")] == [1, 1, 1, 4]


def test_what_belongs_to_nothing_is_shown_without_a_name() -> None:
    effect = new_effect(EffectKind.CONFIRM_CONTACT_MESSAGE, about="MESSAGE#gone", now=NOW)
    lost: AnyStored = Stored(Key("PERSON#somebody", "OUTBOX#1"), effect)

    [subject] = group_by_name([lost])

    assert (subject.name, subject.items) == (None, [lost])
