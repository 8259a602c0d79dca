"""The form with which staff register a request."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from loket.domain.language import Language
from loket.domain.privacy.right import Right
from loket.domain.refusal import FieldError, FormRefused, printable_name
from loket.domain.retention import local_date

from desk.guard import CSRF_FIELD
from desk.page import show_page
from desk.registration import CHANNELS, register
from desk.role import STAFF
from desk.route import Desk
from desk.texts import error_in_words
from desk.visit import Visit, Visited

desk = Desk()


async def _read_fields(request: Request) -> dict[str, str]:
    form = await request.form()
    fields = [(name, value) for name, value in form.multi_items() if name != CSRF_FIELD]
    repeated = {name for name, _ in fields if sum(other == name for other, _ in fields) > 1}
    if repeated:
        raise FormRefused(*(FieldError(printable_name(name), "repeated") for name in sorted(repeated)))
    return {name: value for name, value in fields if isinstance(value, str)}


type Fields = Annotated[dict[str, str], Depends(_read_fields)]


@desk.get("/register", allow=STAFF, include_in_schema=False)
def show_form(visit: Visited) -> Response:
    """Show the empty form, with today as the day of receipt."""
    return _show(visit, {"received_on": local_date(visit.now), "language": "nl"}, {})


@desk.post("/register", allow=STAFF, include_in_schema=False)
def register_request(fields: Fields, visit: Visited) -> Response:
    """Store the request and go to its page, or show the form again with what is wrong with it."""
    try:
        reference = register(fields, visit)
    except FormRefused as refused:
        errors = {one.field: error_in_words(one.code, visit.language) for one in refused.errors}
        return _show(visit, fields, errors, status=422)
    return RedirectResponse(f"/desk/requests/{reference}", 303)


def _show(visit: Visit, fields: dict[str, str], errors: dict[str, str], *, status: int = 200) -> Response:
    choices: dict[str, Any] = {
        "channels": CHANNELS,
        "rights": list(Right),
        "languages": list(Language),
        "today": local_date(visit.now),
    }
    return show_page(visit, "register.html", status=status, fields=fields, errors=errors, **choices)
