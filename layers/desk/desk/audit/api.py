"""The ledger for programs, as JSON."""

from datetime import date

from loket.core.retention import LOCAL_TIME
from loket.storage.ledger_page import LedgerPage, list_day, list_lines
from pydantic import BaseModel

from desk.audit.page import AT_ONCE, LineShown, show_line
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
    """List the lines about one person."""
    return _shown(list_lines(person, after=after, most=AT_ONCE, now=context.now))


def _shown(page: LedgerPage) -> LinesShown:
    return LinesShown(lines=[show_line(entry) for entry in page.entries], after=page.after)
