"""Tasks of staff: effects in PersonalDataTable that are in the index `by_due` until a member of staff says: done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from loket.core.doubt import Doubt
from loket.core.effect import Task
from loket.core.field import Topic
from loket.core.item import ItemKind, Stored
from loket.core.key import Key, same_moment_prefix
from loket.core.partition import DueList
from loket.core.staff_member import StaffMember
from loket.staff.domain.outcome import Outcome
from loket.storage.item import TABLE
from loket.storage.outbox import query_effects
from loket.storage.read import Query, get_many, query_due
from loket.storage.transaction import UNEXPIRED, Refused, Write, update

STILL_OPEN = f"{UNEXPIRED} AND attribute_exists(due_bucket)"
STILL_DONE = f"{UNEXPIRED} AND attribute_exists(done_at)"

# Tasks of the same millisecond stand in no order of their own, so a page begins this many before its place.
_OVERLAP = 20


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


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class _Place:
    """Where a task is on the list: by the moment since which it waits."""

    due_at: str
    sk: str
    pk: str = field(default="", compare=False)


def list_tasks(*, after: str | None, most: int, now: datetime) -> TaskPage:
    """Return a page of at most `most` open tasks, oldest first, that begins after a token of an earlier page.

    It reads what is on the page, whatever is stored: one query for each partition of the index, and the items by key. A
    task about what is gone is left out: there is nothing left to do.
    """
    start = _read_token(after)
    places = sorted(place for partition in DueList.TASKS.partitions() for place in _open(partition, start, most, now=now))
    page = [place for place in places if place > start]
    token = f"{page[most - 1].due_at}~{page[most - 1].sk}" if len(page) > most else None
    tasks = get_many(TABLE, [Key(place.pk, place.sk) for place in page[:most]], Task, now=now)
    about = get_many(TABLE, [Key(key.pk, task.about) for key, task in tasks.items()], ItemSummary, now=now)
    lines = [_line(task, about.get(Key(key.pk, task.about))) for key, task in tasks.items()]
    return TaskPage(lines=[line for line in lines if line], after=token)


def find_tasks(item: Key, *, now: datetime) -> list[Stored[Task]]:
    """Return the tasks about an item, whether done or not.

    A task is stored with what it is about, so it bears the same moment: this reads the effects of that moment alone. Those
    about a payment stand in its own partition.
    """
    question = Query(
        table=TABLE,
        condition="pk = :pk AND begins_with(sk, :moment)",
        values={":pk": item.pk, ":moment": same_moment_prefix(ItemKind.OUTBOX, item.sk)},
        consistent=True,
    )
    effects = query_effects(question, now=now)
    return [
        Stored(effect.key, effect.record)
        for effect in effects
        if isinstance(effect.record, Task) and effect.record.about == item.sk
    ]


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
    partition = DueList.TASKS.partition_of(task.record.about)
    return update(
        TABLE,
        task.key,
        "SET due_bucket = :bucket, due_at = :due REMOVE done_as, done_by, done_by_id, done_at",
        condition=STILL_DONE,
        values={":bucket": partition, ":due": due_at, ":now": int(now.timestamp())},
        refusal=TaskReopened,
    )


def _open(partition: str, start: _Place, most: int, *, now: datetime) -> Iterator[_Place]:
    question = Query(
        table=TABLE,
        index_name="by_due",
        condition="due_bucket = :bucket AND due_at >= :from",
        values={":bucket": partition, ":from": start.due_at},
        page_size=most + _OVERLAP,
    )
    entries = islice(query_due(question, now=now), most + _OVERLAP)
    return (_Place(due_at=entry.due_at, sk=entry.key.sk, pk=entry.key.pk) for entry in entries)


def _read_token(after: str | None) -> _Place:
    due_at, _, sk = (after or "").partition("~")
    # DynamoDB takes no empty key; every moment comes after this one.
    return _Place(due_at=due_at or "0", sk=sk)


def _line(task: Task, about: ItemSummary | None) -> TaskLine | None:
    if about is None or task.due_at is None:
        return None
    return TaskLine(task=task, waits_since=datetime.fromisoformat(task.due_at), about=about)
