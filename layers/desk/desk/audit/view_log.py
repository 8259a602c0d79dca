"""The log of views: every look at somebody's data is in the ledger before the data is shown, with who looks and why."""

import re

from loket.core.ledger import LedgerEvent, write_line
from loket.storage.item import ItemGone, locate
from loket.storage.ledger import store_line
from loket.storage.transaction import Transaction

from desk.context import RequestContext

# Why a member of staff looks: the list of tasks sent them there, or what they say when they search.
WORK = "work"
REASONS = ("question", "privacy_request", "payment", "check")

_PERSON = re.compile(r"[a-z2-7]{32}", re.ASCII)


def check_person(person: str) -> None:
    """Raise `ItemGone` for what cannot be the id of a person, before it becomes a part of a key."""
    if not _PERSON.fullmatch(person):
        raise ItemGone


def note_view(context: RequestContext, person: str, *, what: str, about: str, why: str, name: str | None = None) -> None:
    """Write down that the member of staff looks at something of a person; with a name, raise `AlreadyStored` after once.

    Of `why` it holds the reference of what they work on or a fixed word, never what somebody wrote.
    """
    known = about if why == about else reason(why, context)
    line = write_line(LedgerEvent.VIEW, what, by=context.staff.member, about=about, why=known, now=context.now)
    Transaction([store_line(person, line, name=name)]).commit()


def reason(why: str, context: RequestContext) -> str:
    """Return why somebody looks, as the ledger may hold it: a fixed word, or the reference of something that is there."""
    return why if why in REASONS or _is_known(why, context) else WORK


def _is_known(why: str, context: RequestContext) -> bool:
    """Return whether a reason is the reference of something that is there: what is made up never stands in the ledger."""
    try:
        locate(why, now=context.now)
    except ItemGone:
        return False
    return True
