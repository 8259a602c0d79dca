"""Everything kept about a person: whole, over pages, told apart by name, and nothing that has expired."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from loket.core.effect import EffectKind, new_effect
from loket.core.item import ItemKind, Stored
from loket.core.key import Key
from loket.payment.domain.record import PaymentItem
from loket.staff.domain.subject import AnyStored, group_by_kind, group_by_name
from loket.staff.store import subject as store
from loket.staff.store.subject import SubjectPage, read_subject_page

from tests.unit.event import NOW, post_json, solved_challenge
from tests.unit.sample import MESSAGE
from tests.unit.work.counter import PAID, Counter, person_of_sample

if TYPE_CHECKING:
    from datetime import datetime

    import pytest


def read(*, now: datetime = NOW, after: str | None = None) -> SubjectPage:
    return read_subject_page(person_of_sample(), after=after, now=now)


def kept(page: SubjectPage) -> list[AnyStored]:
    return [item for entry in page.entries for item in entry]


def attempts(page: SubjectPage) -> list[str]:
    return sorted(item.record.attempt for item in kept(page) if isinstance(item.record, PaymentItem))


def test_everything_held_is_one_partition_and_the_payments(counter: Counter) -> None:
    counter.write()
    enrolled = counter.enroll(PAID)
    counter.cloud.calls.clear()

    page = read()

    assert set(group_by_kind(kept(page))) == {ItemKind.ENROLLMENT, ItemKind.MESSAGE, ItemKind.OUTBOX, ItemKind.PAYMENT}
    assert attempts(page) == [enrolled["attempt"]]
    assert page.page.token_after(len(page.entries)) is None
    assert [call.operation for call in counter.cloud.calls] == ["Query", "BatchGetItem"]


def test_an_earlier_attempt_is_found_by_what_points_at_it(counter: Counter) -> None:
    item = counter.enroll(PAID)
    [payment] = counter.cloud.items("PersonalDataTable", kind="PAYMENT")
    [pointer] = counter.cloud.items("PersonalDataTable", kind="ATTEMPT#")
    assert pointer["sk"] == f"ATTEMPT#{item['attempt']}"
    assert pointer["expires_at"] == payment["expires_at"]
    counter.cloud.put("PersonalDataTable", {**payment, "pk": "PAYMENT#earlier", "attempt": "earlier"})
    counter.cloud.put("PersonalDataTable", {**pointer, "sk": "ATTEMPT#earlier"})

    assert attempts(read()) == sorted(["earlier", item["attempt"]])


def test_what_points_at_an_attempt_that_is_gone_is_no_fault(counter: Counter) -> None:
    item = counter.enroll(PAID)
    counter.cloud.put("PersonalDataTable", {**item, "pk": f"PAYMENT#{item['attempt']}", "sk": "PAYMENT", "expires_at": 1})

    page = read()

    assert (len(kept(page)), attempts(page)) == (3, [])


def test_what_has_expired_is_not_shown(counter: Counter) -> None:
    item = counter.write()

    assert kept(read(now=NOW + timedelta(days=731))) == []
    assert kept(read(now=NOW + timedelta(days=729)))[0].key.sk == item["sk"]


def test_of_another_person_nothing_is_read(counter: Counter) -> None:
    counter.write()
    counter.write(email="piet@example.nl", name="Piet")

    assert {one.key.pk for one in kept(read())} == {f"PERSON#{person_of_sample()}"}


def test_beyond_a_page_there_is_another(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 5)
    for number in range(4):
        counter.write(message=f"Vraag {number}")
    found: list[str] = []
    after, pages = None, 0
    while pages == 0 or after:
        page = read(after=after)
        found += [item.key.sk for item in kept(page)]
        after, pages = page.page.token_after(len(page.entries)), pages + 1

    assert (pages, sorted(found)) == (3, sorted(item["sk"] for item in counter.cloud.items("PersonalDataTable")))


def test_a_step_has_the_name_of_its_request_on_another_page(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.write()
    asked = {"kind": "objection", "name": "Piet Jansen", "email": MESSAGE["email"], "altcha": solved_challenge()}
    counter.cloud.invoke("submit_privacy_request", post_json("POST /privacy-requests", asked))
    monkeypatch.setattr(store, "AT_ONCE", 1)
    counter.find_tables()
    names: dict[str, set[str | None]] = {}
    after, begun = None, False
    while after or not begun:
        page = read(after=after)
        for subject in group_by_name(kept(page), page.names):
            for item in subject.items:
                names.setdefault(item.record.kind, set()).add(subject.name)
        after, begun = page.page.token_after(len(page.entries)), True

    assert names["STEP"] == names["PRIVACY_REQUEST"] == {"Piet Jansen"}
    assert names["OUTBOX"] == {"Piet Jansen", "Sanne de Vries"}


def test_what_belongs_by_a_reference_alone_is_not_looked_for_by_it(counter: Counter) -> None:
    counter.enroll("proefles-lesgeven", consent_newsletter="on")
    counter.cloud.calls.clear()
    read()

    asked = [call.request["RequestItems"]["PersonalDataTable"]["Keys"] for call in counter.cloud.called("BatchGetItem")]
    assert [key["sk"]["S"] for keys in asked for key in keys if "#" not in key["sk"]["S"]] == []
    assert counter.cloud.items("PersonalDataTable", kind="CONSENT#")


def test_a_shared_mailbox_is_told_apart_by_name(counter: Counter) -> None:
    counter.write()
    counter.write(name="sanne  De VRIES", message="Nog een vraag")
    counter.write(name="Piet Jansen")
    counter.enroll("proefles-lesgeven", first_name="Piet", last_name="Jansen", consent_newsletter="on")

    subjects = group_by_name(kept(read()))

    kinds = {subject.name: sorted(item.record.kind.value for item in subject.items) for subject in subjects}
    assert set(kinds) == {"Sanne de Vries", "Piet Jansen"}
    assert [kinds["Sanne de Vries"].count(kind) for kind in ("MESSAGE", "OUTBOX")] == [2, 4]
    assert [kinds["Piet Jansen"].count(kind) for kind in ("ENROLLMENT", "MESSAGE", "CONSENT", "OUTBOX")] == [1, 1, 1, 4]


def test_what_belongs_to_nothing_is_shown_without_a_name() -> None:
    effect = new_effect(EffectKind.CONFIRM_CONTACT_MESSAGE, about="MESSAGE#gone", now=NOW)
    lost: AnyStored = Stored(Key("PERSON#somebody", "OUTBOX#1"), effect)

    [subject] = group_by_name([lost])

    assert (subject.name, subject.items) == (None, [lost])
