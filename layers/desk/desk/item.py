"""A message or an enrollment: what was sent, what is held with it, and what staff may do."""

from typing import Annotated, Any

from fastapi import Form, Response
from fastapi.responses import RedirectResponse
from loket.domain.item import ItemKind
from loket.domain.refusal import FormRefused
from loket.domain.work.handling import Handling
from loket.domain.work.holding import name_in
from loket.domain.work.outcome import Outcome
from loket.store.holding import list_payments
from loket.store.person import find_item
from loket.store.privacy_request import person_of

from desk.handle import do, finish, moves_of, tasks_of
from desk.held import describe, state_in_words
from desk.page import show_page
from desk.role import STAFF
from desk.route import Desk
from desk.view import WORK, locate_item, open_item
from desk.visit import Visit, Visited

desk = Desk()

type Item = dict[str, Any]


@desk.get("/items/{reference}", allow=STAFF, include_in_schema=False)
def show_item(visit: Visited, reference: str, why: str = WORK) -> Response:
    """Show a message or an enrollment."""
    return _show(visit, open_item(visit, reference, why=why))


@desk.post("/items/{reference}", allow=STAFF, include_in_schema=False)
def handle(
    visit: Visited,
    reference: str,
    handling: Annotated[Handling, Form()],
    seen: Annotated[str, Form()],
    answer: Annotated[str, Form()] = "",
) -> Response:
    """Answer, release, or mark as spam; an answer that cannot be sent comes back with what was typed."""
    item = find_item(*locate_item(reference), now=visit.now)
    try:
        do(visit, item, handling, seen=seen, answer=answer)
    except FormRefused as refused:
        return _show(visit, open_item(visit, reference), status=422, draft=answer, refused=refused)
    return RedirectResponse(f"/desk/items/{reference}", 303)


@desk.post("/items/{reference}/done", allow=STAFF, include_in_schema=False)
def finish_task(
    visit: Visited, reference: str, notice: Annotated[str, Form()], outcome: Annotated[Outcome, Form()]
) -> Response:
    """Take the notice about an item off the list of work."""
    finish(visit, find_item(*locate_item(reference), now=visit.now), notice, outcome)
    return RedirectResponse("/desk/work", 303)


def _show(visit: Visit, item: Item, *, status: int = 200, draft: str = "", refused: FormRefused | None = None) -> Response:
    payments = list_payments(item, now=visit.now) if item["kind"] == ItemKind.ENROLLMENT else []
    return show_page(
        visit,
        "item.html",
        status=status,
        item=item,
        name=name_in(item),
        described=describe(item, visit.language),
        state=state_in_words(item, visit.language),
        moves=[move.value for move in moves_of(item)],
        tasks=tasks_of(visit, item),
        payments=[(one["attempt"], describe(one, visit.language), state_in_words(one, visit.language)) for one in payments],
        person=person_of(item),
        draft=draft,
        errors=[error.code for error in refused.errors] if refused else [],
    )
