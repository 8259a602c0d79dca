"""The ledger, for who looks back: what was done with whose data, by whom, when and why. It names no person."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from fastapi import Response
from fastapi.responses import RedirectResponse
from loket.core.key import person_in
from loket.core.ledger import Disclosure, LedgerEvent
from loket.core.retention import LOCAL_TIME
from loket.storage.item import locate
from loket.storage.ledger_page import LedgerEntry, LedgerPage, list_day, list_lines

from desk.audit.view_log import check_person
from desk.budget import count_fitting, payload_size
from desk.context import Context, RequestContext
from desk.page import part_of_page, show_page
from desk.role import AUDIT
from desk.route import Desk
from desk.texts import texts

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


@dataclass(frozen=True, kw_only=True, slots=True)
class LineShown:
    """What a line says, whether it tells of an act or of data that was given to somebody."""

    happened_at: int
    event: str
    what: str
    by: str
    about: str
    why: str
    person: str


@desk.get("/ledger", allow=AUDIT, include_in_schema=False)
def show_day(context: Context, day: date | None = None, after: str | None = None) -> Response:
    """Show a page of a day's lines: without a day, of today."""
    shown = day or context.now.astimezone(LOCAL_TIME).date()
    page = list_day(shown, after=after, most=AT_ONCE, now=context.now)
    here = f"/desk/ledger?day={shown.isoformat()}"
    return _show(context, page, path=here, day=shown.isoformat(), first=after is None)


@desk.get("/ledger/about", allow=AUDIT, include_in_schema=False)
def find_lines(context: Context, reference: str) -> Response:
    """Lead to the lines about the person whose item has a reference, without reading the item."""
    key = locate(reference.strip().upper(), now=context.now)
    return RedirectResponse(f"/desk/ledger/people/{person_in(key.pk)}", 303)


@desk.get("/ledger/people/{person}", allow=AUDIT, include_in_schema=False)
def show_lines(context: Context, person: str, after: str | None = None) -> Response:
    """Show a page of the lines about one person."""
    check_person(person)
    page = list_lines(person, after=after, most=AT_ONCE, now=context.now)
    return _show(context, page, path=f"/desk/ledger/people/{person}", day=None, first=after is None)


def show_line(entry: LedgerEntry) -> LineShown:
    """Return what a line says."""
    line = entry.line
    if isinstance(line, Disclosure):
        what, by, why = ", ".join(line.fields), line.recipient, line.purpose
    else:
        what, by, why = line.what, line.by, line.why
    return LineShown(
        happened_at=line.happened_at,
        event=line.event,
        what=what,
        by=by,
        about=line.about,
        why=why,
        person=entry.person,
    )


def _show(context: RequestContext, page: LedgerPage, *, path: str, day: str | None, first: bool) -> Response:
    line = part_of_page(context, "line")
    rows = [line(_in_words(show_line(entry), texts(context.language))) for entry in page.entries]
    count = count_fitting(map(payload_size, rows))
    after = page.token_after(count)
    return show_page(context, "ledger.html", rows=rows[:count], day=day, after=after, first=first, path=path)


def _in_words(line: LineShown, said: Mapping[str, str]) -> dict[str, Any]:
    codes = asdict(line)
    words = {name: _word(codes[name], groups, said) for name, groups in _GROUPS.items()}
    if line.event == LedgerEvent.ESCALATION:
        words["what"] = _escalation_in_words(line.what, said)
    if line.event == LedgerEvent.DISCLOSURE:
        words["what"] = ", ".join(_word(given, ("ledger.given",), said) for given in line.what.split(", "))
        words["by"] = _word(line.by.rpartition(": ")[2], ("ledger.to",), said)
    return {**codes, **words}


def _escalation_in_words(what: str, said: Mapping[str, str]) -> str:
    level, *skipped = re.findall(r"-?[0-9]+", what)
    text = said["desk.ledger.skipped" if skipped else "desk.ledger.level"]
    return text.format(level=level, skipped=", ".join(skipped))


def _word(word: str, groups: tuple[str, ...], said: Mapping[str, str]) -> str:
    return next((said[name] for group in groups if (name := f"desk.{group}.{word}") in said), word)
