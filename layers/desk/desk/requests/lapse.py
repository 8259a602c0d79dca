"""Ending what nobody confirmed: many at once, each by the move that ends one, by a named officer and for one reason.

Software ends none of them. Each lives again by the link in its mail.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from loket.core.item import Stored
from loket.core.partition import DueEntry
from loket.core.refusal import FieldError, FormRefused
from loket.privacy.domain.deadline import is_overdue
from loket.privacy.domain.lifecycle import RequestEvent
from loket.privacy.domain.request import PrivacyRequest
from loket.privacy.domain.right import Right
from loket.privacy.store.request import RequestChanged
from loket.privacy.store.unconfirmed import Unconfirmed, list_unconfirmed, read_unconfirmed
from loket.privacy.transition import carry_out
from loket.storage.item import ItemGone, find_by_reference
from loket.storage.secret import load_keys

from desk.context import RequestContext
from desk.requests.case import command_of

AT_ONCE = 50

# Whom a mail speaks to: a mailbox, and a name.
type _Whom = tuple[str, str]


class Ending(StrEnum):
    """What came of ending one request: it lapsed, or why it did not."""

    LAPSED = "lapsed"
    GONE = "gone"
    CHANGED = "changed"
    NOT_DUE = "not_due"
    OTHER_RIGHT = "other_right"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pick:
    """A request as an officer saw it."""

    reference: str
    revision: int


def list_overdue(*, now: datetime) -> list[DueEntry]:
    """Return what nobody confirmed and is past its date, the longest first; of very many the first alone."""
    return list_unconfirmed(until=now, now=now)


def cut_unconfirmed(overdue: Sequence[DueEntry], page: int, *, now: datetime) -> tuple[list[Unconfirmed], int, int]:
    """Return what is on a page of the list, which page that is, and how many there are."""
    pages = max(1, -(-len(overdue) // AT_ONCE))
    page = min(max(page, 1), pages)
    shown = overdue[(page - 1) * AT_ONCE : page * AT_ONCE]
    return read_unconfirmed(shown, now=now), page, pages


def lapse_unconfirmed(
    picks: Sequence[Pick], rights: Collection[Right], reason: str, context: RequestContext
) -> dict[str, Ending]:
    """End these requests where they are as they were seen and of these rights, and return what came of each.

    Each is a transaction of its own. Of all that ends at once under one address and name, one mail goes there.
    """
    if not picks or len(picks) > AT_ONCE:
        raise FormRefused(FieldError("pick", "choice"))
    if not rights:
        raise FormRefused(FieldError("right", "required"))
    told: set[_Whom] = set()
    return {pick.reference: _lapse(pick, rights, reason, told, context) for pick in picks}


def _lapse(pick: Pick, rights: Collection[Right], reason: str, told: set[_Whom], context: RequestContext) -> Ending:
    stored = _find(pick.reference, context)
    if stored is None:
        return Ending.GONE
    request = stored.record
    if request.is_listed:
        return Ending.CHANGED
    if not is_overdue(request.due_moment, now=context.now):
        return Ending.NOT_DUE
    if request.right not in rights:
        return Ending.OTHER_RIGHT
    whom = _whom(stored)
    command = command_of(context, RequestEvent.LAPSE, seen=pick.revision, words=reason, until=None)
    try:
        carry_out(replace(command, quiet=whom in told), stored, load_keys(), now=context.now)
    except RequestChanged:
        return Ending.CHANGED
    told.add(whom)
    return Ending.LAPSED


def _whom(stored: Stored[PrivacyRequest]) -> _Whom:
    # Two people can have one mailbox, and a mail speaks to one of them.
    return stored.person, " ".join(stored.record.name.split()).casefold()


def _find(reference: str, context: RequestContext) -> Stored[PrivacyRequest] | None:
    try:
        return find_by_reference(PrivacyRequest, reference, now=context.now)
    except ItemGone:
        return None
