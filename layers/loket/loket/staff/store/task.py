"""Tasks of staff: effects in PersonalDataTable that are in the index `by_due` until a member of staff says: done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from loket.core.doubt import Doubt
from loket.core.effect import Effect, Task
from loket.core.field import Topic
from loket.core.item import ItemKind, Stored
from loket.core.key import Key, is_sort_key, same_moment_prefix
from loket.core.partition import DueList
from loket.core.staff_member import StaffMember
from loket.staff.domain.outcome import Outcome
from loket.storage.item import TABLE, ItemGone
from loket.storage.outbox import find_effect, read_effect
from loket.storage.page import Listed, read_due_page, read_page
from loket.storage.read import Query, get_many, query
from loket.storage.record import Attributes, key_of
from loket.storage.transaction import UNEXPIRED, Refused, Write, update

STILL_OPEN = f"{UNEXPIRED} AND attribute_exists(due_bucket)"
STILL_DONE = f"{UNEXPIRED} AND attribute_exists(done_at)"

# Of the tasks about one item.
AT_ONCE = 100


class AlreadyDone(Refused):
    """Another member of staff did this task in the meantime."""


class TaskReopened(Refused):
    """The task is back on the list already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemSummary:
    """What the list tells of the item that a task is about: nothing that a person wrote, and not who it is."""

    kind: ItemKind
    status: str
    reference: str | None = None
    enrollment_reference: str | None = None
    attempt: str | None = None
    topic: Topic | None = None
    course: str | None = None
    doubts: tuple[Doubt, ...] = field(default=())

    @property
    def speaking_reference(self) -> str:
        """Return the reference by which staff speak of the item: of a payment, that of its enrollment."""
        return self.reference or self.enrollment_reference or ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskLine:
    """One line of the list: the task, since when it waits, and of the item it is about, what a list may tell."""

    task: Task
    waits_since: datetime
    about: ItemSummary


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskPage:
    """A page of the list of tasks, oldest first, and the token of the next one, or None."""

    lines: Sequence[TaskLine]
    after: str | None


class TasksAbout(NamedTuple):
    """A page of the tasks about an item, oldest first, and the token of the next one, or None."""

    tasks: Sequence[Stored[Task]]
    after: str | None


def list_tasks(*, after: str | None, most: int, now: datetime) -> TaskPage:
    """Return a page of at most `most` open tasks, oldest first, that begins after a token of an earlier page.

    It reads what is on the page, whatever is stored: one query for each partition of the index, and the items by key. A
    task about what is gone is left out: there is nothing left to do. So a page may be shorter, and still lead on.
    """
    page = read_due_page(DueList.TASKS.partitions(), after=after, most=most, now=now)
    tasks = get_many(TABLE, [key_of(entry) for entry in page.items], Task, now=now)
    about = get_many(TABLE, [Key(key.pk, task.about) for key, task in tasks.items()], ItemSummary, now=now)
    lines = [_line(task, about.get(Key(key.pk, task.about))) for key, task in tasks.items()]
    return TaskPage(lines=[line for line in lines if line], after=page.token_after(len(page.items)))


def find_tasks(item: Key, *, now: datetime) -> list[Stored[Task]]:
    """Return the tasks about an item, whether done or not.

    A task is stored with what it is about, so it bears the same moment: this reads the effects of that moment alone.
    """
    return _tasks_in(query(_effects_beside(item), now=now), item)


def read_tasks(item: Key, *, after: str | None, now: datetime) -> TasksAbout:
    """Return a page of the tasks about an item, as `find_tasks`. Those about a payment are all in its own partition."""
    question = _effects_beside(item)._replace(page_size=AT_ONCE)
    page = read_page([Listed(question, {"pk": item.pk}, {"sk": str})], after=after, most=AT_ONCE, now=now)
    return TasksAbout(tasks=_tasks_in(page.items, item), after=page.token_after(len(page.items)))


def find_task(item: Key, sort_key: str, *, now: datetime) -> Stored[Task]:
    """Return a task about an item by its sort key; raise `ItemGone` where there is none."""
    # What comes from outside is looked at before it is a key.
    if not sort_key.startswith(same_moment_prefix(ItemKind.OUTBOX, item.sk)) or not is_sort_key(sort_key):
        raise ItemGone
    effect = find_effect(Key(item.pk, sort_key), now=now)
    found = _tasks_about([effect], item)
    if not found:
        raise ItemGone
    return found[0]


def close_task(task: Stored[Task], outcome: Outcome, *, by: StaffMember, now: datetime) -> Write:
    """Return the write that takes a task off the list, refused where another member of staff was first."""
    at = int(now.timestamp())
    return update(
        TABLE,
        task.key,
        "SET done_as = :as, done_by = :by, done_by_id = :id, done_at = :at REMOVE due_bucket, due_at",
        condition=STILL_OPEN,
        values={":as": outcome, ":by": by.name, ":id": by.id, ":at": at, ":now": at},
        refusal=AlreadyDone,
    )


def reopen_task(task: Stored[Task], *, now: datetime) -> Write:
    """Return the write that puts a task back where it was on the list."""
    due_at = datetime.fromtimestamp(task.record.created_at, UTC).isoformat()
    partition = DueList.TASKS.partition_of(task.key.pk + task.record.about)
    return update(
        TABLE,
        task.key,
        "SET due_bucket = :bucket, due_at = :due REMOVE done_as, done_by, done_by_id, done_at",
        condition=STILL_DONE,
        values={":bucket": partition, ":due": due_at, ":now": int(now.timestamp())},
        refusal=TaskReopened,
    )


def _line(task: Task, about: ItemSummary | None) -> TaskLine | None:
    if about is None or task.due_at is None:
        return None
    return TaskLine(task=task, waits_since=datetime.fromisoformat(task.due_at), about=about)


def _effects_beside(item: Key) -> Query:
    return Query(
        table=TABLE,
        condition="pk = :pk AND begins_with(sk, :moment)",
        values={":pk": item.pk, ":moment": same_moment_prefix(ItemKind.OUTBOX, item.sk)},
        consistent=True,
    )


def _tasks_in(items: Iterable[Attributes], about: Key) -> list[Stored[Task]]:
    return _tasks_about((Stored(key_of(item), read_effect(item)) for item in items), about)


def _tasks_about(effects: Iterable[Stored[Effect | Task]], item: Key) -> list[Stored[Task]]:
    return [
        Stored(effect.key, effect.record)
        for effect in effects
        if isinstance(effect.record, Task) and effect.record.about == item.sk
    ]
