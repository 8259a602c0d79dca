"""A message or an enrollment: what was sent, what is kept with it, and what staff may do."""

from typing import Annotated

from fastapi import Form, Response
from fastapi.responses import RedirectResponse
from loket.core.item import Stored
from loket.core.refusal import FormRefused
from loket.enrollment.domain.enrollment import Enrollment
from loket.staff.domain.action import Action, Handled, actions_for
from loket.staff.domain.outcome import Outcome
from loket.staff.store.subject import list_payments

from desk.audit.view_log import WORK
from desk.context import Context, RequestContext
from desk.page import show_page
from desk.role import STAFF
from desk.route import Desk
from desk.subject.describe import describe, payment_in_words, state_in_words
from desk.tasks.action import act, find_item, finish, tasks_on_page, view_item

desk = Desk()


@desk.get("/items/{reference}", allow=STAFF, include_in_schema=False)
def show_item(context: Context, reference: str, why: str = WORK, after: str | None = None) -> Response:
    """Show a message or an enrollment."""
    return _show(context, view_item(context, reference, why=why), after=after)


@desk.post("/items/{reference}", allow=STAFF, include_in_schema=False)
def act_on_item(
    context: Context,
    reference: str,
    handling: Annotated[Action, Form()],
    seen: Annotated[str, Form()],
    answer: Annotated[str, Form()] = "",
) -> Response:
    """Answer, release, or mark as spam; an answer that cannot be sent comes back with what was typed."""
    item = find_item(context, reference)
    try:
        act(context, item, handling, seen=seen, answer=answer)
    except FormRefused as refused:
        return _show(context, view_item(context, reference), status=422, draft=answer, refused=refused)
    return RedirectResponse(f"/desk/items/{reference}", 303)


@desk.post("/items/{reference}/done", allow=STAFF, include_in_schema=False)
def finish_task(
    context: Context, reference: str, notice: Annotated[str, Form()], outcome: Annotated[Outcome, Form()]
) -> Response:
    """Take a task about an item off the list."""
    finish(context, find_item(context, reference), notice, outcome)
    return RedirectResponse("/desk/work", 303)


def _show(
    context: RequestContext,
    stored: Stored[Handled],
    *,
    status: int = 200,
    after: str | None = None,
    draft: str = "",
    refused: FormRefused | None = None,
) -> Response:
    item, language = stored.record, context.language
    payments = list_payments(Stored(stored.key, item), now=context.now) if isinstance(item, Enrollment) else []
    return show_page(
        context,
        "item.html",
        status=status,
        item=item,
        name=item.name,
        described=describe(item, language),
        state=state_in_words(item.kind, item.status, language),
        actions=[action.value for action in actions_for(item)],
        **tasks_on_page(context, stored, after),
        payments=[
            (
                payment.record.attempt,
                describe(payment.record, language),
                payment_in_words(payment.record, language),
            )
            for payment in payments
        ],
        person=stored.person,
        draft=draft,
        errors=[error.code for error in refused.errors] if refused else [],
    )
