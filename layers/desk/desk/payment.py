"""A payment: how it stands, and the notices about it that need a person."""

from typing import Annotated

from fastapi import Form, Response
from fastapi.responses import RedirectResponse
from loket.domain.work.outcome import Outcome
from loket.store.payment import SORT_KEY, payment_key
from loket.store.person import find_item

from desk.handle import finish, tasks_of
from desk.held import describe, state_in_words
from desk.ledger import note_view
from desk.page import show_page
from desk.role import STAFF
from desk.route import Desk
from desk.view import WORK, reason
from desk.visit import Visited

desk = Desk()


@desk.get("/payments/{attempt}", allow=STAFF, include_in_schema=False)
def show_payment(visit: Visited, attempt: str, why: str = WORK) -> Response:
    """Show a payment; its enrollment may be gone."""
    item = find_item(payment_key(attempt), SORT_KEY, now=visit.now)
    note_view(visit, item["person"], what="payment", about=item["enrollment_reference"], why=reason(why))
    return show_page(
        visit,
        "payment.html",
        item=item,
        described=describe(item, visit.language),
        state=state_in_words(item, visit.language),
        tasks=tasks_of(visit, item),
    )


@desk.post("/payments/{attempt}/done", allow=STAFF, include_in_schema=False)
def finish_payment_task(
    visit: Visited, attempt: str, notice: Annotated[str, Form()], outcome: Annotated[Outcome, Form()]
) -> Response:
    """Take a notice about a payment off the list of work, with what was done about it."""
    finish(visit, find_item(payment_key(attempt), SORT_KEY, now=visit.now), notice, outcome)
    return RedirectResponse("/desk/work", 303)
