"""The tasks of staff for programs: the same powers as their pages, as JSON; a look is in the ledger here too."""

from datetime import datetime

from loket.staff.domain.action import Action, actions_for
from loket.staff.domain.outcome import Outcome
from loket.staff.store.subject import find_debtors
from pydantic import BaseModel

from desk.audit.view_log import WORK
from desk.context import Context, RequestContext
from desk.role import STAFF
from desk.route import Desk, in_api
from desk.subject.describe import attributes_of
from desk.tasks.action import TaskItem, TaskShown, act, find_item, finish, tasks_of, view_item
from desk.tasks.page import path_of_line, read_page
from desk.tasks.payment import find_payment, view_payment

desk = Desk("/desk/api")


class TaskListed(BaseModel):
    """A line of the list of tasks: not who it is about, and nothing that they wrote."""

    effect: str
    reference: str
    status: str
    doubts: list[str]
    waits_since: datetime
    path: str


class TasksListed(BaseModel):
    """A page of the list of tasks, oldest first; `after` begins the next one."""

    tasks: list[TaskListed]
    after: str | None


class ItemShown(BaseModel):
    """An item that was looked at, what staff may do with it, and the tasks about it; `after` begins their next page.

    Of a payment, `debtors` has to whom its invoice is made out, if one was asked for.
    """

    item: dict[str, object]
    person: str
    may: list[Action]
    tasks: list[dict[str, object]]
    after: str | None
    debtors: list[dict[str, object]] = []


class ActionWanted(BaseModel):
    """What to do with an item that stands where it was `seen`."""

    handling: Action
    seen: str
    answer: str = ""


class FinishWanted(BaseModel):
    """Which task is done, and how."""

    notice: str
    outcome: Outcome


class StatusShown(BaseModel):
    """Where an item stands now."""

    status: str


@desk.get("/work", allow=STAFF)
def list_tasks(context: Context, after: str | None = None) -> TasksListed:
    """List what waits for a member of staff."""
    page = read_page(context, after)
    tasks = [
        TaskListed(
            effect=line.task.effect,
            reference=line.about.speaking_reference,
            status=line.about.status,
            doubts=list(line.about.doubts),
            waits_since=line.waits_since,
            path=in_api(path_of_line(line)),
        )
        for line in page.lines
    ]
    return TasksListed(tasks=tasks, after=page.after)


@desk.get("/items/{reference}", allow=STAFF)
def read_item(context: Context, reference: str, why: str = WORK, after: str | None = None) -> ItemShown:
    """Tell what a message or an enrollment holds."""
    item = view_item(context, reference, why=why)
    return _shown(context, item, item.person, list(actions_for(item.record)), after)


@desk.post("/items/{reference}", allow=STAFF)
def handle_item(context: Context, reference: str, wanted: ActionWanted) -> StatusShown:
    """Answer, release, or mark as spam."""
    item = find_item(context, reference)
    return StatusShown(status=act(context, item, wanted.handling, seen=wanted.seen, answer=wanted.answer))


@desk.post("/items/{reference}/done", allow=STAFF, status_code=204)
def finish_item_task(context: Context, reference: str, wanted: FinishWanted) -> None:
    """Take a task about an item off the list."""
    finish(context, find_item(context, reference), wanted.notice, wanted.outcome)


@desk.get("/payments/{attempt}", allow=STAFF)
def read_payment(context: Context, attempt: str, why: str = WORK, after: str | None = None) -> ItemShown:
    """Tell how a payment stands."""
    stored = view_payment(context, attempt, why=why)
    shown = _shown(context, stored, stored.record.person, [], after)
    debtors = find_debtors([stored.record], now=context.now)
    return shown.model_copy(update={"debtors": [attributes_of(debtor.record) for debtor in debtors.values()]})


@desk.post("/payments/{attempt}/done", allow=STAFF, status_code=204)
def finish_payment_task(context: Context, attempt: str, wanted: FinishWanted) -> None:
    """Take a task about a payment off the list."""
    finish(context, find_payment(context, attempt), wanted.notice, wanted.outcome)


def _shown(context: RequestContext, stored: TaskItem, person: str, may: list[Action], after: str | None) -> ItemShown:
    tasks, more = tasks_of(context, stored, after)
    shown = [_task_shown(task) for task in tasks]
    return ItemShown(item=attributes_of(stored.record), person=person, may=may, tasks=shown, after=more)


def _task_shown(shown: TaskShown) -> dict[str, object]:
    outcomes = [outcome.value for outcome in shown.outcomes]
    return {**attributes_of(shown.task), "notice": shown.sk, "outcomes": outcomes}
