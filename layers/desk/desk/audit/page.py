"""The ledger, for who looks back: what was done with whose data, by whom, when and why. It names no person."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from fastapi import Response
from fastapi.responses import RedirectResponse
from loket.core.key import person_in
from loket.core.ledger import Disclosure, LedgerEvent, name_in_ledger
from loket.core.reference import is_reference
from loket.core.retention import LOCAL_TIME
from loket.storage.item import locate
from loket.storage.ledger_page import LedgerEntry, LedgerPage, list_day, list_lines
from loket.storage.secret import load_keys

from desk.audit.view_log import check_person
from desk.budget import count_fitting, payload_size
from desk.context import Context, RequestContext
from desk.page import part_of_page, show_page
from desk.role import AUDIT
from desk.route import Desk
from desk.texts import texts

AT_ONCE = 100
# Of 32 signs: among a thousand members of staff two share these once in a thousand times.
_SHORT = 6
# By what a line names an item: a keyed hash, after its key's version; its beginning is enough to tell items apart.
_NAME = re.compile(r"[0-9]+:([a-z2-7]{8})[a-z2-7]{24}", re.ASCII)
# What a line says in a code, and the groups of texts that say it in words; names of people are what they are.
_GROUPS = {
    "event": ("ledger.event",),
    "what": ("ledger.what", "event"),
    "by": ("by",),
    "role": ("role",),
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
    by_id: str | None
    role: str | None
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
    name = reference.strip().upper()
    person = person_in(locate(name, now=context.now).pk)
    return RedirectResponse(f"/desk/ledger/people/{person}?about={name}", 303)


@desk.get("/ledger/people/{person}", allow=AUDIT, include_in_schema=False)
def show_lines(context: Context, person: str, after: str | None = None, about: str = "") -> Response:
    """Show a page of the lines about one person; what they say of the item with a reference is shown by that reference."""
    check_person(person)
    page = list_lines(person, after=after, most=AT_ONCE, now=context.now)
    sought = about if is_reference(about) else ""
    known = {name_in_ledger(load_keys(), sought): sought}
    here = f"/desk/ledger/people/{person}?about={sought}"
    return _show(context, page, path=here, day=None, first=after is None, known=known)


def show_line(entry: LedgerEntry) -> LineShown:
    """Return what a line says."""
    line = entry.line
    by_id, role = None, None
    if isinstance(line, Disclosure):
        what, by, why = ", ".join(line.fields), line.recipient, line.purpose
    else:
        what, by, why = line.what, line.by, line.why
        by_id, role = line.by_id, line.role
    return LineShown(
        happened_at=line.happened_at,
        event=line.event,
        what=what,
        by=by,
        by_id=by_id,
        role=role,
        about=line.about,
        why=why,
        person=entry.person,
    )


def _show(
    context: RequestContext,
    page: LedgerPage,
    *,
    path: str,
    day: str | None,
    first: bool,
    known: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    line = part_of_page(context, "line")
    rows = [line(_in_words(show_line(entry), texts(context.language), known)) for entry in page.entries]
    count = count_fitting(map(payload_size, rows))
    after = page.token_after(count)
    # A person's lines are kept by kind, so each page of them is put in order by itself.
    moments = [entry.line.happened_at for entry in page.entries[:count]]
    shown = [row for _, row in sorted(zip(moments, rows[:count], strict=True), key=itemgetter(0))]
    return show_page(context, "ledger.html", rows=shown, day=day, after=after, first=first, path=path)


def _in_words(line: LineShown, said: Mapping[str, str], known: Mapping[str, str]) -> dict[str, Any]:
    codes = asdict(line)
    words = {name: _word(codes[name] or "", groups, said) for name, groups in _GROUPS.items()}
    # What a member of staff is called can be another's name too; so much of their id tells them apart.
    words["short_id"] = (line.by_id or "")[:_SHORT]
    words |= {name: known.get(words[name]) or _item_in_words(words[name], said) for name in ("about", "why")}
    if line.event == LedgerEvent.ESCALATION:
        words["what"] = _escalation_in_words(line.what, said)
    if line.event == LedgerEvent.DISCLOSURE:
        words["what"] = ", ".join(_word(given, ("ledger.given",), said) for given in line.what.split(", "))
        words["by"] = _word(line.by.rpartition(": ")[2], ("ledger.to",), said)
    return {**codes, **words}


def _item_in_words(name: str, said: Mapping[str, str]) -> str:
    hashed = _NAME.fullmatch(name)
    return said["desk.ledger.item"].format(name=hashed[1]) if hashed else name


def _escalation_in_words(what: str, said: Mapping[str, str]) -> str:
    level, *skipped = re.findall(r"-?[0-9]+", what)
    text = said["desk.ledger.skipped" if skipped else "desk.ledger.level"]
    return text.format(level=level, skipped=", ".join(skipped))


def _word(word: str, groups: tuple[str, ...], said: Mapping[str, str]) -> str:
    return next((said[name] for group in groups if (name := f"desk.{group}.{word}") in said), word)
