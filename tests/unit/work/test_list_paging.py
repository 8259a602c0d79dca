"""The list of tasks is walked page by page: any number of one moment, each exactly once, whatever is done in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loket.core.effect import EffectKind
from loket.core.key import payment_key
from loket.core.refusal import FormRefused
from loket.staff.domain.outcome import Outcome
from loket.staff.store.task import close_task, list_tasks, reopen_task
from loket.storage.outbox import store_effects
from loket.storage.page import read_due_page
from loket.storage.transaction import Transaction

from tests.unit.event import NOW
from tests.unit.work.counter import BY, LATER, NEVER, Counter, as_task, called
from tests.unit.work.plenty import Tasks, put_all

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def tasks(counter: Counter) -> Tasks:
    """Give a list of tasks that can be filled."""
    return Tasks(counter)


def walk(most: int) -> Iterator[list[str]]:
    """Walk over the list, and yield the references on each page."""
    after = None
    while True:
        page = list_tasks(after=after, most=most, now=LATER)
        yield [line.about.speaking_reference for line in page.lines]
        after = page.after
        if after is None:
            return


def test_seventy_one_tasks_of_one_moment_are_all_shown(tasks: Tasks) -> None:
    every = tasks.fill(71)

    pages = list(walk(50))

    assert [len(page) for page in pages] == [50, 21]
    assert sorted(one for page in pages for one in page) == sorted(every)


@settings(max_examples=12)
@given(
    number=st.integers(0, 45),
    moments=st.integers(1, 3),
    most=st.integers(1, 12),
    done=st.lists(st.integers(0, 44), max_size=9),
)
def test_each_is_shown_once_also_while_some_are_done_in_between(
    tasks: Tasks, number: int, moments: int, most: int, done: list[int]
) -> None:
    every = tasks.fill(number, moments=moments)
    shown, finished = list[str](), set[str]()
    for page in walk(most):
        shown += page
        # The last one shown, after which the next page begins, and one from anywhere.
        others = [f"M-{done.pop():05}-00000"] if done else []
        for reference in ({*page[-1:], *others} & every.keys()) - finished:
            Transaction([close_task(as_task(every[reference]), Outcome.DONE, by=called(BY), now=LATER)]).commit()
            finished.add(reference)

    assert sorted(shown) == sorted(set(shown))
    assert every.keys() - finished <= set(shown)


def test_a_page_of_which_all_is_gone_leads_on(counter: Counter, tasks: Tasks) -> None:
    every = tasks.fill(9)
    first = list_tasks(after=None, most=3, now=LATER)
    shown = {line.about.speaking_reference for line in first.lines}
    items = counter.cloud.items("PersonalDataTable", kind="MESSAGE#")
    gone = [one for one in items if one["reference"] not in shown][:3]
    put_all([{**one, "expires_at": 1} for one in gone])

    pages = list(walk(3))

    assert sorted(one for page in pages for one in page) == sorted(every.keys() - {one["reference"] for one in gone})


def test_what_is_past_its_retention_period_does_not_hide_what_comes_after_it(counter: Counter, tasks: Tasks) -> None:
    every = tasks.fill(30)
    items = counter.cloud.items("PersonalDataTable", kind="OUTBOX#")
    put_all([{**one, "expires_at": 1} for one in items[:25]])
    left = {about["reference"] for about in counter.cloud.items("PersonalDataTable", kind="MESSAGE#")} & every.keys()
    open_tasks = {one["pk"] for one in items[25:]}

    shown = [one for page in walk(2) for one in page]

    assert sorted(shown) == sorted(reference for reference in left if every[reference]["pk"] in open_tasks)


def test_nothing_is_shown_before_what_is_first_however_much_that_is_over_is_in_between(
    counter: Counter, tasks: Tasks
) -> None:
    """DynamoDB removes late: of one partition all that a page reads is over, and what comes after it is not known yet."""
    tasks.fill(1)
    [task] = counter.tasks()
    over = {"due_bucket": "WORK#0", "due_at": "2026-11-01T00:00:00+00:00", "expires_at": 1}
    put_all({**task, **over, "sk": f"OUTBOX#{place:026}"} for place in range(20))
    days = {"WORK#0": "02", "WORK#1": "03"}
    for bucket, day in days.items():
        due = {"due_bucket": bucket, "due_at": f"2026-11-{day}T00:00:00+00:00"}
        counter.cloud.put("PersonalDataTable", {**task, **due, "sk": f"OUTBOX#{day:0>26}"})
    counter.find_tables()
    shown, after, pages = list[str](), None, 0
    while after or not pages:
        page = read_due_page(tuple(days), after=after, most=3, now=LATER)
        shown += [str(item["due_at"])[8:10] for item in page.items]
        after, pages = page.token_after(len(page.items)), pages + 1

    assert shown[:2] == ["02", "03"]


def test_the_tasks_about_payments_are_spread_over_the_index(counter: Counter) -> None:
    counter.find_tables()
    for number in range(24):
        writes = store_effects([EffectKind.NOTIFY_OVERPAID], payment_key(f"{number:026}"), cents=1, at=NOW, until=NEVER)
        Transaction(writes).commit()
    tasks = counter.tasks("notify_overpaid")

    assert {one["due_bucket"] for one in tasks} == {f"WORK#{number}" for number in range(4)}
    for one in tasks[:3]:
        Transaction([close_task(as_task(one), Outcome.DONE, by=called(BY), now=LATER)]).commit()
        Transaction([reopen_task(as_task(one), now=LATER)]).commit()
    assert counter.tasks("notify_overpaid") == tasks


@pytest.mark.parametrize(
    "token", ["x", "~", "é", "9" * 5000, "W10", "W251bGxd", "bnVsbA", "W1siYSIsImIiXSxudWxsLG51bGwsbnVsbF0", "W1tbW1tbW1tb"]
)
def test_a_token_that_no_page_gave_is_refused(counter: Counter, token: str) -> None:
    counter.find_tables()

    with pytest.raises(FormRefused):
        list_tasks(after=token, most=3, now=LATER)
