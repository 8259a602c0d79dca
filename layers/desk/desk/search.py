"""Search by e-mail address or reference, and nothing else; the address is in no URL, and in the ledger as a keyed hash."""

from typing import Annotated

from fastapi import Form, Response
from fastapi.responses import RedirectResponse
from loket.domain.item import ItemKind
from loket.domain.key import person_id
from loket.domain.refusal import FieldError, FormRefused
from loket.domain.text import check_email
from loket.store.keys import load_keys
from loket.store.person import locate
from pydantic_core import PydanticCustomError

from desk.page import show_page
from desk.role import STAFF
from desk.route import Desk
from desk.view import REASONS, REFERENCE, reason
from desk.visit import Visited

_LONGEST = 254

desk = Desk()


@desk.get("/search", allow=STAFF, include_in_schema=False)
def show_search(visit: Visited) -> Response:
    """Show the form."""
    return show_page(visit, "search.html", reasons=REASONS, sought="", errors=[])


@desk.post("/search", allow=STAFF, include_in_schema=False)
def search(visit: Visited, why: Annotated[str, Form()], sought: Annotated[str, Form()] = "") -> Response:
    """Lead to what has a reference, or to everything under an address, whether something is held there or not."""
    try:
        return RedirectResponse(f"{find_path(sought)}?why={reason(why)}", 303)
    except FormRefused as refused:
        codes = [error.code for error in refused.errors]
        return show_page(visit, "search.html", status=422, reasons=REASONS, sought=sought, errors=codes)


def find_path(sought: str) -> str:
    """Return the desk's path for a reference or an address; raise `FormRefused`, or `ItemGone` for an unknown reference."""
    name = "-".join(sought.upper().replace("-", " ").split())
    if REFERENCE.fullmatch(name):
        _, sk = locate(name)
        return f"/desk/requests/{name}" if sk.startswith(ItemKind.PRIVACY_REQUEST) else f"/desk/items/{name}"
    try:
        email = check_email(sought.strip()[: _LONGEST + 1])
    except PydanticCustomError:
        raise FormRefused(FieldError("sought", "sought")) from None
    return f"/desk/people/{person_id(load_keys(), email)}"
