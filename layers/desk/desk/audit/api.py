"""The ledger for programs, as JSON."""

from dataclasses import asdict
from datetime import date
from operator import attrgetter

from loket.core.retention import LOCAL_TIME
from loket.storage.ledger_page import LedgerPage, list_day, list_lines
from pydantic import BaseModel

from desk.audit.page import AT_ONCE, LineShown, show_line
from desk.audit.view_log import check_person
from desk.budget import count_fitting, json_size
from desk.context import Context
from desk.role import AUDIT
from desk.route import Desk

desk = Desk("/desk/api")


class LinesShown(BaseModel):
    """A page of the ledger; `after` begins the next one."""

    lines: list[LineShown]
    after: str | None


@desk.get("/ledger", allow=AUDIT)
def list_ledger(context: Context, day: date | None = None, after: str | None = None) -> LinesShown:
    """List the lines of a day: without one, of today."""
    shown = day or context.now.astimezone(LOCAL_TIME).date()
    return _shown(list_day(shown, after=after, most=AT_ONCE, now=context.now))


@desk.get("/ledger/people/{person}", allow=AUDIT)
def list_person_lines(context: Context, person: str, after: str | None = None) -> LinesShown:
    """List the lines about one person: each page in order of time, one kind of event after another over the pages."""
    check_person(person)
    return _shown(list_lines(person, after=after, most=AT_ONCE, now=context.now))


def _shown(page: LedgerPage) -> LinesShown:
    lines = [show_line(entry) for entry in page.entries]
    count = count_fitting(json_size(asdict(line)) for line in lines)
    return LinesShown(lines=sorted(lines[:count], key=attrgetter("happened_at")), after=page.token_after(count))
