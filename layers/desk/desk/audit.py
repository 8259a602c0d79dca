"""The ledger, for who looks back: what was done with whose data, by whom, when and why. It names no person."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import Response
from fastapi.responses import RedirectResponse
from loket.domain.ledger import LedgerEvent
from loket.domain.retention import LOCAL_TIME
from loket.store.ledger import LedgerPage, list_day, list_lines
from loket.store.person import ItemGone, locate

from desk.page import show_page
from desk.role import AUDIT
from desk.route import Desk
from desk.texts import texts
from desk.view import REFERENCE
from desk.visit import Visit, Visited

AT_ONCE = 100
# What a line says in a code, and the groups of texts that say it in words; references and names are what they are.
_GROUPS = {
    "event": ("ledger.event",),
    "what": ("ledger.what", "event"),
    "by": ("by",),
    "about": ("ledger.what",),
    "why": ("why", "work", "ledger.why", "purpose"),
}

desk = Desk()


@desk.get("/ledger", allow=AUDIT, include_in_schema=False)
def show_day(visit: Visited, day: date | None = None, after: str | None = None) -> Response:
    """Show a page of a day's lines: without a day, of today."""
    shown = day or visit.now.astimezone(LOCAL_TIME).date()
    page = list_day(shown, after=after, most=AT_ONCE, now=visit.now)
    here = f"/desk/ledger?day={shown.isoformat()}"
    return show_page(visit, "ledger.html", rows=_rows(page, visit), day=shown.isoformat(), after=page.after, path=here)


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
    return show_page(visit, "ledger.html", rows=_rows(page, visit), day=None, after=page.after, path=here)


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


def _rows(page: LedgerPage, visit: Visit) -> list[dict[str, Any]]:
    return [_in_words(line_of(line), texts(visit.language)) for line in page.lines]


def _in_words(line: dict[str, Any], told: Mapping[str, str]) -> dict[str, Any]:
    words = {name: _word(line[name], groups, told) for name, groups in _GROUPS.items()}
    if line["event"] == LedgerEvent.ESCALATION:
        words["what"] = _climb_in_words(line["what"], told)
    if line["event"] == LedgerEvent.DISCLOSURE:
        words["what"] = ", ".join(_word(given, ("ledger.given",), told) for given in line["what"].split(", "))
        words["by"] = _word(line["by"].rpartition(": ")[2], ("ledger.to",), told)
    return {**line, **words}


def _climb_in_words(what: str, told: Mapping[str, str]) -> str:
    rung, *skipped = re.findall(r"-?[0-9]+", what)
    text = told["desk.ledger.skipped" if skipped else "desk.ledger.rung"]
    return text.format(rung=rung, skipped=", ".join(skipped))


def _word(word: str, groups: tuple[str, ...], told: Mapping[str, str]) -> str:
    return next((told[name] for group in groups if (name := f"desk.{group}.{word}") in told), word)
