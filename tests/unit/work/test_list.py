"""The list of tasks: what waits for a person, oldest first, a page at a time, and done once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from loket.core.effect import TASKS, EffectKind
from loket.core.key import payment_key
from loket.privacy.domain.escalation import Audience
from loket.privacy.store.digest import read_digest
from loket.staff.domain.action import Action
from loket.staff.domain.outcome import Outcome, OutcomeForbidden, outcomes_of
from loket.staff.handle import StillHeld
from loket.staff.store.task import AlreadyDone, TaskPage, list_tasks
from loket.storage.outbox import store_effects
from loket.storage.transaction import Transaction

from tests.unit.event import NOW
from tests.unit.secret import named
from tests.unit.work.counter import BY, LATER, NEVER, Counter

if TYPE_CHECKING:
    from collections.abc import Iterator


def pages(most: int) -> Iterator[TaskPage]:
    after = None
    while True:
        page = list_tasks(after=after, most=most, now=LATER)
        yield page
        after = page.after
        if after is None:
            return


def references(page: TaskPage) -> list[str]:
    return [line.about.speaking_reference for line in page.lines]


def test_the_list_is_oldest_first_with_what_each_is_about(counter: Counter) -> None:
    sent = [counter.write(now=NOW + timedelta(minutes=number), message=f"Vraag {number}") for number in range(5)]

    page = list_tasks(after=None, most=50, now=LATER)

    assert references(page) == [item["reference"] for item in sent]
    assert page.after is None
    assert {line.task.effect for line in page.lines} == {"notify_staff"}


def test_every_line_is_on_one_page_even_those_of_the_same_moment(counter: Counter) -> None:
    sent = {counter.write(message=f"Vraag {number}")["reference"] for number in range(7)}

    found = [references(page) for page in pages(3)]

    assert [len(page) for page in found] == [3, 3, 1]
    assert [len(page.lines) for page in pages(7)] == [7]
    assert sorted(one for page in found for one in page) == sorted(sent)


def test_the_number_of_calls_does_not_grow_with_what_is_stored(counter: Counter) -> None:
    for number in range(8):
        counter.write(message=f"Vraag {number}", now=NOW + timedelta(minutes=number))
    counter.cloud.calls.clear()

    page = list_tasks(after=None, most=2, now=LATER)

    operations = [call.operation for call in counter.cloud.calls]
    assert (operations.count("Query"), operations.count("BatchGetItem"), len(operations)) == (4, 2, 6)
    assert len(page.lines) == 2


def test_the_list_reads_nobodys_data(counter: Counter) -> None:
    counter.write()
    counter.enroll()

    told = str(list_tasks(after=None, most=50, now=LATER).lines)

    assert "proefles-lesgeven" in told
    assert not [word for word in ("Sanne", "devries", "nog plaats") if word in told]


def test_what_is_done_is_off_the_list_and_in_the_ledger(counter: Counter) -> None:
    item = counter.enroll()
    [task] = counter.tasks()

    counter.finish(task, Outcome.DONE)

    assert list_tasks(after=None, most=50, now=LATER).lines == []
    [line] = counter.ledger()
    assert (line["what"], line["by"], line["about"], line["why"]) == ("done", BY, named(item["reference"]), "notify_staff")
    assert line["pk"] == item["pk"]


def test_the_second_member_of_staff_hears_that_it_is_done(counter: Counter) -> None:
    counter.write()
    [task] = counter.tasks()
    counter.finish(task, Outcome.DONE)

    with pytest.raises(AlreadyDone):
        counter.finish(task, Outcome.CONTACTED, by="Bob")
    assert (counter.tasks()[0]["done_by"], len(counter.ledger())) == (BY, 1)


def test_at_the_very_same_time_one_of_them_is_first(counter: Counter) -> None:
    counter.write()
    [task] = counter.tasks()
    counter.cloud.meanwhile = lambda: counter.finish(task, Outcome.DONE, by="Bob")

    with pytest.raises(AlreadyDone):
        counter.finish(task, Outcome.CONTACTED)
    assert counter.tasks()[0]["done_by"] == "Bob"


def test_answering_what_was_just_marked_done_is_refused_whole(counter: Counter) -> None:
    item = counter.write()
    [task] = counter.tasks()
    counter.cloud.meanwhile = lambda: counter.finish(task, Outcome.CONTACTED, by="Bob")

    with pytest.raises(AlreadyDone):
        counter.handle(item, Action.ANSWER, "Ja.")
    assert counter.find(item["reference"])["status"] == "received"
    assert counter.handle(item, Action.ANSWER, "Ja.")["status"] == "answered"


def test_what_waits_in_review_is_not_done_before_somebody_has_looked(counter: Counter) -> None:
    counter.write(website="spam")
    [task] = counter.tasks()

    with pytest.raises(StillHeld):
        counter.finish(task, Outcome.DONE)
    assert len(list_tasks(after=None, most=50, now=LATER).lines) == 1


def test_a_payment_that_needs_a_person_is_marked_with_what_was_done(counter: Counter) -> None:
    item = counter.enroll("flexibele-leerroute-mbo")
    writes = store_effects([EffectKind.NOTIFY_OVERPAID], payment_key(item["attempt"]), cents=249500, at=NOW, until=NEVER)
    Transaction(writes).commit()
    lines = {line.task.effect: line for line in list_tasks(after=None, most=50, now=LATER).lines}
    assert lines[EffectKind.NOTIFY_OVERPAID].about.enrollment_reference == item["reference"]

    counter.finish(counter.tasks("notify_overpaid")[0], Outcome.REFUNDED)

    [line] = counter.ledger()
    assert (line["what"], line["about"], line["why"]) == ("refunded", named(item["reference"]), "notify_overpaid")
    assert line["pk"] == item["pk"]
    assert [line.task.effect for line in list_tasks(after=None, most=50, now=LATER).lines] == ["notify_staff"]


@pytest.mark.parametrize("kind", sorted(TASKS))
def test_every_kind_of_work_ends_in_a_way_of_its_own(kind: EffectKind) -> None:
    assert Outcome.HANDLED not in outcomes_of(kind)
    other = {EffectKind.NOTIFY_STAFF, EffectKind.NOTIFY_INVOICE, EffectKind.NOTIFY_REFUNDED}
    assert (Outcome.REFUNDED in outcomes_of(kind)) == (kind not in other)
    assert (Outcome.INVOICED in outcomes_of(kind)) == (kind is EffectKind.NOTIFY_INVOICE)


def test_a_message_is_not_refunded(counter: Counter) -> None:
    counter.write()

    with pytest.raises(OutcomeForbidden):
        counter.finish(counter.tasks()[0], Outcome.REFUNDED)


def test_a_task_about_what_is_gone_is_not_on_the_list(counter: Counter) -> None:
    item = counter.write()
    counter.cloud.put("PersonalDataTable", {**item, "expires_at": int(NOW.timestamp())})

    assert list_tasks(after=None, most=50, now=LATER).lines == []


def test_a_task_about_what_is_gone_is_not_counted_in_the_digest(counter: Counter) -> None:
    for word in ("stays", "goes"):
        item = counter.write(message=word)
    assert read_digest(Audience.STAFF, now=LATER).tasks == 2
    counter.cloud.put("PersonalDataTable", {**item, "expires_at": int(NOW.timestamp())})

    assert read_digest(Audience.STAFF, now=LATER).tasks == 1


def test_a_task_that_is_done_while_the_list_is_read_is_not_on_it(counter: Counter) -> None:
    """The index still knew of it; the item, read a moment later, does not wait any more."""
    counter.write()
    [task] = counter.tasks()
    counter.cloud.before = "BatchGetItem"
    counter.cloud.meanwhile = lambda: counter.finish(task, min(outcomes_of(EffectKind.NOTIFY_STAFF)))

    assert list_tasks(after=None, most=50, now=LATER).lines == []
    assert counter.cloud.meanwhile is None
