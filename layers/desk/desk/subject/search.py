"""Search by e-mail address or reference, and nothing else; the address is in no URL, and in the ledger as a keyed hash."""

from datetime import datetime
from typing import Annotated

from fastapi import Form, Response
from fastapi.responses import RedirectResponse
from loket.core.item import ItemKind
from loket.core.key import kind_in
from loket.core.keyed_hash import person_id
from loket.core.reference import is_reference
from loket.core.refusal import FieldError, FormRefused
from loket.core.text import check_email
from loket.storage.item import locate
from loket.storage.secret import load_keys
from pydantic_core import PydanticCustomError

from desk.audit.view_log import REASONS
from desk.context import Context
from desk.page import show_page
from desk.role import STAFF
from desk.route import Desk

_LONGEST = 254

desk = Desk()


@desk.get("/search", allow=STAFF, include_in_schema=False)
def show_search(context: Context) -> Response:
    """Show the form."""
    return show_page(context, "search.html", reasons=REASONS, sought="", why="", errors={})


@desk.post("/search", allow=STAFF, include_in_schema=False)
def search(context: Context, why: Annotated[str, Form()] = "", sought: Annotated[str, Form()] = "") -> Response:
    """Lead to what has a reference, or to everything under an address, whether something is kept there or not."""
    try:
        return RedirectResponse(find_path(sought, why, now=context.now), 303)
    except FormRefused as refused:
        errors = {error.field: error.code for error in refused.errors}
        return show_page(context, "search.html", status=422, reasons=REASONS, sought=sought, why=why, errors=errors)


def find_path(sought: str, why: str, *, now: datetime) -> str:
    """Return the desk's path for a reference or an address, with why somebody looks there.

    Raise `FormRefused`, also where no reason of the list is given, or `ItemGone` for an unknown reference.
    """
    if why not in REASONS:
        raise FormRefused(FieldError("why", "why"))
    return f"{_find(sought, now=now)}?why={why}"


def _find(sought: str, *, now: datetime) -> str:
    name = "-".join(sought.upper().replace("-", " ").split())
    if is_reference(name):
        kind = kind_in(locate(name, now=now).sk)
        return f"/desk/requests/{name}" if kind == ItemKind.PRIVACY_REQUEST else f"/desk/items/{name}"
    try:
        email = check_email(sought.strip()[: _LONGEST + 1])
    except PydanticCustomError:
        raise FormRefused(FieldError("sought", "sought")) from None
    return f"/desk/people/{person_id(load_keys(), email)}"
