"""The work of the desk for programs: the same powers as its pages, as JSON; a look is in the ledger here too."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query
from loket.domain.retention import LOCAL_TIME
from loket.domain.work.handling import Handling
from loket.domain.work.holding import group_by_name
from loket.domain.work.outcome import Outcome
from loket.store.ledger import LedgerPage, list_day, list_lines
from loket.store.payment import SORT_KEY, payment_key
from loket.store.person import find_item
from loket.store.privacy_request import person_of
from pydantic import BaseModel

from desk.audit import AT_ONCE, line_of
from desk.handle import do, finish, moves_of, tasks_of
from desk.ledger import note_view
from desk.person import open_person
from desk.role import AUDIT, STAFF
from desk.route import Desk
from desk.search import find_path
from desk.view import WORK, locate_item, open_item, reason
from desk.visit import Visit, Visited
from desk.work import path_of, read_page

desk = Desk("/desk/api")

# Where an item is kept, which is nobody's business.
_KEYS = frozenset({"pk", "sk", "due_bucket"})

type Item = dict[str, Any]


class Task(BaseModel):
    """A line of the list of work: not who it is about, and nothing that they wrote."""

    effect: str
    reference: str
    status: str
    doubts: list[str]
    waits_since: datetime
    path: str


class WorkList(BaseModel):
    """A page of the list of work, oldest first; `after` begins the next one."""

    tasks: list[Task]
    after: str | None


class Held(BaseModel):
    """An item that was looked at, what staff may do with it, and the notices about it."""

    item: dict[str, Any]
    person: str
    may: list[Handling]
    tasks: list[dict[str, Any]]


class HandlingAsked(BaseModel):
    """What to do with an item that stands where it was `seen`."""

    handling: Handling
    seen: str
    answer: str = ""


class FinishAsked(BaseModel):
    """Which notice is done, and how."""

    notice: str
    outcome: Outcome


class Standing(BaseModel):
    """Where an item stands now."""

    status: str


class SearchAsked(BaseModel):
    """An e-mail address or a reference, and why one looks."""

    sought: str
    why: str = WORK


class Found(BaseModel):
    """Where to look next."""

    path: str


class Bearer(BaseModel):
    """What is held under one name."""

    name: str | None
    items: list[dict[str, Any]]


class Person(BaseModel):
    """Everything held under one e-mail address, unless it is `truncated`."""

    person: str
    truncated: bool
    bearers: list[Bearer]


class Lines(BaseModel):
    """A page of the ledger; `after` begins the next one."""

    lines: list[dict[str, Any]]
    after: str | None


@desk.get("/work", allow=STAFF)
def list_tasks(visit: Visited, after: Annotated[str | None, Query()] = None) -> WorkList:
    """List what waits for a member of staff."""
    page = read_page(visit, after)
    tasks = [
        Task(
            effect=task.notice["effect"],
            reference=task.about.get("reference") or task.about["enrollment_reference"],
            status=task.about["status"],
            doubts=task.about.get("doubts", []),
            waits_since=datetime.fromisoformat(task.notice["due_at"]),
            path=_in_api(path_of(task)),
        )
        for task in page.tasks
    ]
    return WorkList(tasks=tasks, after=page.after)


@desk.get("/items/{reference}", allow=STAFF)
def read_item(visit: Visited, reference: str, why: str = WORK) -> Held:
    """Tell what a message or an enrollment holds."""
    item = open_item(visit, reference, why=why)
    return _held(visit, item, person_of(item), list(moves_of(item)))


@desk.post("/items/{reference}", allow=STAFF)
def handle_item(visit: Visited, reference: str, asked: HandlingAsked) -> Standing:
    """Answer, release, or mark as spam."""
    item = find_item(*locate_item(reference), now=visit.now)
    return Standing(status=do(visit, item, asked.handling, seen=asked.seen, answer=asked.answer))


@desk.post("/items/{reference}/done", allow=STAFF, status_code=204)
def finish_item_task(visit: Visited, reference: str, asked: FinishAsked) -> None:
    """Take the notice about an item off the list of work."""
    finish(visit, find_item(*locate_item(reference), now=visit.now), asked.notice, asked.outcome)


@desk.get("/payments/{attempt}", allow=STAFF)
def read_payment(visit: Visited, attempt: str, why: str = WORK) -> Held:
    """Tell how a payment stands."""
    item = find_item(payment_key(attempt), SORT_KEY, now=visit.now)
    note_view(visit, item["person"], what="payment", about=item["enrollment_reference"], why=reason(why))
    return _held(visit, item, item["person"], [])


@desk.post("/payments/{attempt}/done", allow=STAFF, status_code=204)
def finish_payment_task(visit: Visited, attempt: str, asked: FinishAsked) -> None:
    """Take a notice about a payment off the list of work."""
    finish(visit, find_item(payment_key(attempt), SORT_KEY, now=visit.now), asked.notice, asked.outcome)


@desk.post("/search", allow=STAFF)
def search(asked: SearchAsked) -> Found:
    """Tell where to look for a reference or an address; looking there is what the ledger notes."""
    return Found(path=_in_api(find_path(asked.sought)))


@desk.get("/people/{person}", allow=STAFF)
def read_person(visit: Visited, person: str, why: str = WORK) -> Person:
    """Tell everything that is held under one e-mail address, by name."""
    held = open_person(visit, person, why=why)
    bearers = [
        Bearer(name=bearer.name, items=[_shown(dict(item)) for item in bearer.items])
        for bearer in group_by_name([*held.items, *held.payments])
    ]
    return Person(person=person, truncated=held.truncated, bearers=bearers)


@desk.get("/ledger", allow=AUDIT)
def list_ledger(visit: Visited, day: date | None = None, after: str | None = None) -> Lines:
    """List the lines of a day: without one, of today."""
    shown = day or visit.now.astimezone(LOCAL_TIME).date()
    return _lines(list_day(shown, after=after, most=AT_ONCE, now=visit.now))


@desk.get("/ledger/people/{person}", allow=AUDIT)
def list_person_lines(visit: Visited, person: str, after: str | None = None) -> Lines:
    """List the lines about one person."""
    return _lines(list_lines(person, after=after, most=AT_ONCE, now=visit.now))


def _held(visit: Visit, item: Item, person: str, may: list[Handling]) -> Held:
    tasks = [
        {**_shown(task), "notice": task["sk"], "outcomes": [outcome.value for outcome in task["outcomes"]]}
        for task in tasks_of(visit, item)
    ]
    return Held(item=_shown(item), person=person, may=may, tasks=tasks)


def _shown(item: Item) -> Item:
    return {name: value for name, value in item.items() if name not in _KEYS}


def _lines(page: LedgerPage) -> Lines:
    return Lines(lines=[line_of(line) for line in page.lines], after=page.after)


def _in_api(path: str) -> str:
    return path.replace("/desk/", "/desk/api/", 1)
