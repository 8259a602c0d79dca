"""Acting on a message or an enrollment, and finishing a task: what their pages and their API share."""

from dataclasses import dataclass
from typing import Any

from loket.core.command import Command
from loket.core.effect import Task
from loket.core.form import read_words
from loket.core.item import Stored
from loket.core.key import kind_in, person_in
from loket.core.refusal import FieldError, FormRefused
from loket.payment.domain.record import PaymentItem
from loket.staff.domain.action import Action, Handled, HandledStatus
from loket.staff.domain.outcome import Outcome, OutcomeForbidden, outcomes_of
from loket.staff.handle import finish_task, handle_item
from loket.staff.store.item import find_handled, locate_handled
from loket.staff.store.task import find_task, read_tasks
from loket.storage.item import check_kept

from desk.audit.view_log import WORK, note_view
from desk.context import RequestContext
from desk.role import actor_of

type TaskItem = Stored[Handled] | Stored[PaymentItem]


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskShown:
    """A task about an item, the sort key under which it is stored, and how it may end: not at all where it is done."""

    sk: str
    task: Task
    outcomes: tuple[Outcome, ...]


def view_item(context: RequestContext, reference: str, *, why: str = WORK) -> Stored[Handled]:
    """Return the message or enrollment with a reference, once its view is in the ledger; raise `ItemGone`."""
    key = locate_handled(reference, now=context.now)
    check_kept(key, now=context.now)
    what = kind_in(key.sk).lower()
    note_view(context, person_in(key.pk), what=what, about=reference, why=why)
    return find_handled(key, now=context.now)


def find_item(context: RequestContext, reference: str) -> Stored[Handled]:
    """Return the message or enrollment with a reference, to act on it; raise `ItemGone`."""
    return find_handled(locate_handled(reference, now=context.now), now=context.now)


def act(context: RequestContext, item: Stored[Handled], action: Action, *, seen: str, answer: str) -> HandledStatus:
    """Do something with an item as the member of staff saw it, and return where it then stands.

    Raise `FormRefused` for an answer that cannot be sent, `ItemChanged` where it stands elsewhere than was `seen`, and what
    `handle_item` raises.
    """
    words = read_words("answer", answer) if action is Action.ANSWER else None
    staff = context.staff
    command = Command(event=action, actor=actor_of(staff.roles), by=staff.member, words=words, seen=seen)
    return handle_item(command, item, now=context.now)


def finish(context: RequestContext, item: TaskItem, sort_key: str, outcome: Outcome) -> None:
    """Take a task about an item off the list; raise `ItemGone` where there is none, or as `finish_task` does."""
    task = find_task(item.key, sort_key, now=context.now)
    try:
        finish_task(task, item, outcome, by=context.staff.member, now=context.now)
    except OutcomeForbidden:
        raise FormRefused(FieldError("outcome", "choice")) from None


def tasks_of(context: RequestContext, item: TaskItem, after: str | None) -> tuple[list[TaskShown], str | None]:
    """Return a page of the tasks about an item, whether done or not, and the token of the next one, or None."""
    page = read_tasks(item.key, after=after, now=context.now)
    return [_shown(task) for task in page.tasks], page.after


def tasks_on_page(context: RequestContext, item: TaskItem, after: str | None) -> dict[str, Any]:
    """Return the same by the names that a page has for them."""
    tasks, more = tasks_of(context, item, after)
    return {"tasks": tasks, "after": more, "first": after is None}


def _shown(stored: Stored[Task]) -> TaskShown:
    task = stored.record
    return TaskShown(sk=stored.key.sk, task=task, outcomes=outcomes_of(task.effect) if task.is_open else ())
