"""The ledger, for who looks back: what was done with whose data, by whom, when and why. It names no person."""

from datetime import date
from typing import Any

from fastapi import Response
from fastapi.responses import RedirectResponse
from loket.domain.retention import LOCAL_TIME
from loket.store.ledger import LedgerPage, list_day, list_lines
from loket.store.person import ItemGone, locate

from desk.page import show_page
from desk.role import AUDIT
from desk.route import Desk
from desk.view import REFERENCE
from desk.visit import Visited

AT_ONCE = 100

desk = Desk()


@desk.get("/ledger", allow=AUDIT, include_in_schema=False)
def show_day(visit: Visited, day: date | None = None, after: str | None = None) -> Response:
    """Show a page of a day's lines: without a day, of today."""
    shown = day or visit.now.astimezone(LOCAL_TIME).date()
    page = list_day(shown, after=after, most=AT_ONCE, now=visit.now)
    here = f"/desk/ledger?day={shown.isoformat()}"
    return show_page(visit, "ledger.html", rows=_rows(page), day=shown.isoformat(), after=page.after, path=here)


@desk.get("/ledger/about", allow=AUDIT, include_in_schema=False)
def find_lines(reference: str) -> Response:
    """Lead to the lines about the person whose item has a reference, without reading the item."""
    name = reference.strip().upper()
    if not REFERENCE.fullmatch(name):
        raise ItemGone
    pk, _ = locate(name)
    return RedirectResponse(f"/desk/ledger/people/{pk.removeprefix('PERSON#')}", 303)


@desk.get("/ledger/people/{person}", allow=AUDIT, include_in_schema=False)
def show_lines(visit: Visited, person: str, after: str | None = None) -> Response:
    """Show a page of the lines about one person."""
    page = list_lines(person, after=after, most=AT_ONCE, now=visit.now)
    here = f"/desk/ledger/people/{person}?"
    return show_page(visit, "ledger.html", rows=_rows(page), day=None, after=page.after, path=here)


def line_of(line: dict[str, Any]) -> dict[str, Any]:
    """Return what a line says, whether it tells of an act or of data that was given to somebody."""
    given = ", ".join(line.get("fields", ()))
    return {
        "happened_at": line["happened_at"],
        "event": line["event"],
        "what": line.get("what") or given,
        "by": line.get("by") or line["recipient"],
        "about": line["about"],
        "why": line.get("why") or line["purpose"],
        "person": line["pk"].removeprefix("PERSON#"),
    }


def _rows(page: LedgerPage) -> list[dict[str, Any]]:
    return [line_of(line) for line in page.lines]
