"""The list of tasks: everything that waits for a member of staff, oldest first."""

from datetime import timedelta
from typing import Any

from fastapi import Response
from loket.core.item import ItemKind
from loket.core.language import Language
from loket.staff.store.task import TaskLine, TaskPage, list_tasks

from desk.context import Context, RequestContext
from desk.page import show_page
from desk.role import STAFF
from desk.route import Desk
from desk.subject.describe import state_in_words
from desk.texts import text, texts

AT_ONCE = 50
# A person who wrote waits for an answer of ours: these are the days after which it shows.
_URGENCIES = ((timedelta(days=1), "calm"), (timedelta(days=3), "near"), (timedelta(days=7), "soon"))

desk = Desk()


@desk.get("/work", allow=STAFF, include_in_schema=False)
def show_tasks(context: Context, after: str | None = None) -> Response:
    """Show a page of the list; no name, so that a list is not a look at fifty people."""
    page = read_page(context, after)
    rows = [_row(line, context) for line in page.lines]
    return show_page(context, "work.html", rows=rows, after=page.after, first=after is None)


def read_page(context: RequestContext, after: str | None) -> TaskPage:
    """Return a page of the list of tasks."""
    return list_tasks(after=after, most=AT_ONCE, now=context.now)


def path_of_line(line: TaskLine) -> str:
    """Return where the desk shows what a line of the list is about."""
    if line.about.kind is ItemKind.PAYMENT:
        return f"/desk/payments/{line.about.attempt}"
    return f"/desk/items/{line.about.reference}"


def _row(line: TaskLine, context: RequestContext) -> dict[str, Any]:
    about, age, language = line.about, context.now - line.waits_since, context.language
    return {
        "what": text(f"desk.work.{_what(line)}", language),
        "urgency": next((urgency for most, urgency in _URGENCIES if age < most), "over"),
        "age": age_in_words(age, language),
        "state": state_in_words(about.kind, about.status, language),
        "doubts": [texts(language).get(f"doubt.{doubt}", doubt) for doubt in about.doubts],
        "topic": about.topic,
        "course": about.course,
        "path": path_of_line(line),
        "reference": about.speaking_reference,
    }


def _what(line: TaskLine) -> str:
    kind = line.about.kind
    return line.task.effect if kind is ItemKind.PAYMENT else kind.lower()


def age_in_words(age: timedelta, language: Language) -> str:
    """Return how long something waits: in minutes, hours or days, whichever says most."""
    minutes = max(int(age.total_seconds()) // 60, 0)
    spans = (("days", minutes // 1440), ("hours", minutes // 60), ("minutes", minutes))
    unit, number = next((span for span in spans if span[1]), ("minutes", 0))
    return text(f"desk.age.{unit}.one" if number == 1 else f"desk.age.{unit}", language, number=number)
