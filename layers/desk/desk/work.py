"""The list of work: every notice that waits for a member of staff, oldest first."""

from datetime import datetime, timedelta
from typing import Any

from fastapi import Response
from loket.domain.item import ItemKind
from loket.domain.language import Language
from loket.store.work import Task, WorkPage, list_work

from desk.held import state_in_words
from desk.page import show_page
from desk.role import STAFF
from desk.route import Desk
from desk.texts import text
from desk.visit import Visit, Visited

AT_ONCE = 50
# A person who wrote waits for an answer of ours: these are the days after which it shows.
_RUNGS = ((timedelta(days=1), "calm"), (timedelta(days=3), "near"), (timedelta(days=7), "soon"))

desk = Desk()


@desk.get("/work", allow=STAFF, include_in_schema=False)
def show_work(visit: Visited, after: str | None = None) -> Response:
    """Show a page of the list; no name, so that a list is not a look at fifty people."""
    page = read_page(visit, after)
    rows = [_row(task, visit) for task in page.tasks]
    return show_page(visit, "work.html", rows=rows, after=page.after, first=after is None)


def read_page(visit: Visit, after: str | None) -> WorkPage:
    """Return a page of the list of work."""
    return list_work(after=after, most=AT_ONCE, now=visit.now)


def path_of(task: Task) -> str:
    """Return where the desk shows what a line of the list is about."""
    if task.about["kind"] == ItemKind.PAYMENT:
        return f"/desk/payments/{task.about['attempt']}"
    return f"/desk/items/{task.about['reference']}"


def _row(task: Task, visit: Visit) -> dict[str, Any]:
    about, age = task.about, visit.now - datetime.fromisoformat(task.notice["due_at"])
    return {
        "what": text(f"desk.work.{_what(task)}", visit.language),
        "rung": next((rung for most, rung in _RUNGS if age < most), "over"),
        "age": age_in_words(age, visit.language),
        "state": state_in_words(about, visit.language),
        "doubts": [text(f"doubt.{doubt}", visit.language) for doubt in about.get("doubts", ())],
        "topic": about.get("topic"),
        "course": about.get("course"),
        "path": path_of(task),
        "reference": about.get("reference") or about["enrollment_reference"],
    }


def _what(task: Task) -> str:
    kind: str = task.about["kind"]
    return task.notice["effect"] if kind == ItemKind.PAYMENT else kind.lower()


def age_in_words(age: timedelta, language: Language) -> str:
    """Return how long something waits: in minutes, hours or days, whichever says most."""
    minutes = max(int(age.total_seconds()) // 60, 0)
    spans = (("days", minutes // 1440), ("hours", minutes // 60), ("minutes", minutes))
    unit, number = next((found for found in spans if found[1]), ("minutes", 0))
    return text(f"desk.age.{unit}.one" if number == 1 else f"desk.age.{unit}", language, number=number)
