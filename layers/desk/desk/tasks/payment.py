"""A payment: how it stands, and the tasks about it that need a person."""

from typing import Annotated

from fastapi import Form, Response
from fastapi.responses import RedirectResponse
from loket.core.item import Stored
from loket.core.key import payment_key
from loket.core.reference import is_attempt
from loket.payment.domain.record import PaymentItem
from loket.staff.domain.outcome import Outcome
from loket.staff.store.subject import find_debtors
from loket.storage.item import ItemGone, find

from desk.audit.view_log import WORK, note_view
from desk.context import Context, RequestContext
from desk.page import show_page
from desk.role import STAFF
from desk.route import Desk
from desk.subject.describe import describe, payment_in_words
from desk.tasks.action import finish, tasks_on_page

desk = Desk()


@desk.get("/payments/{attempt}", allow=STAFF, include_in_schema=False)
def show_payment(context: Context, attempt: str, why: str = WORK, after: str | None = None) -> Response:
    """Show a payment, and to whom its invoice is made out; its enrollment may be gone."""
    stored = view_payment(context, attempt, why=why)
    payment = stored.record
    debtors = find_debtors([payment], now=context.now)
    return show_page(
        context,
        "payment.html",
        item=payment,
        described=describe(payment, context.language),
        debtors=[describe(debtor.record, context.language) for debtor in debtors.values()],
        state=payment_in_words(payment, context.language),
        **tasks_on_page(context, stored, after),
    )


@desk.post("/payments/{attempt}/done", allow=STAFF, include_in_schema=False)
def finish_payment_task(
    context: Context, attempt: str, notice: Annotated[str, Form()], outcome: Annotated[Outcome, Form()]
) -> Response:
    """Take a task about a payment off the list, with what was done about it."""
    finish(context, find_payment(context, attempt), notice, outcome)
    return RedirectResponse("/desk/work", 303)


def view_payment(context: RequestContext, attempt: str, *, why: str) -> Stored[PaymentItem]:
    """Return a payment, once its view is in the ledger; raise `ItemGone`."""
    stored = find_payment(context, attempt)
    payment = stored.record
    note_view(context, payment.person, what="payment", about=payment.enrollment_reference, why=why)
    return stored


def find_payment(context: RequestContext, attempt: str) -> Stored[PaymentItem]:
    """Return a payment; raise `ItemGone`."""
    if not is_attempt(attempt):
        raise ItemGone
    return find(PaymentItem, payment_key(attempt), now=context.now)
