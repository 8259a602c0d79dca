"""What nobody confirmed, for programs: the same list and the same power as its page, as JSON."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query
from loket.core import text as shape
from loket.core.doubt import Doubt
from loket.privacy.domain.right import Right
from loket.privacy.store.unconfirmed import Unconfirmed
from pydantic import BaseModel, Field

from desk.context import Context
from desk.requests.lapse import AT_ONCE, Ending, Pick, cut_unconfirmed, lapse_unconfirmed, list_overdue
from desk.role import OFFICER
from desk.route import Desk

desk = Desk("/desk/api")


class UnconfirmedListed(BaseModel):
    """What the list tells of a request that nobody confirmed: not who it is, and nothing that they wrote."""

    reference: str
    revision: int
    right: Right
    doubts: list[Doubt]
    received_at: datetime
    due_at: datetime


class UnconfirmedPage(BaseModel):
    """A page of what nobody confirmed and is past its date, and how many there are in all (of very many, at least)."""

    total: int
    page: int
    pages: int
    requests: list[UnconfirmedListed]


class SeenRequest(BaseModel, extra="forbid"):
    """A request, with its revision as it was read."""

    reference: Annotated[str, Field(max_length=40)]
    revision: Annotated[int, Field(ge=1, lt=10**9)]


class LapseWanted(BaseModel, extra="forbid"):
    """What to end, the rights that end with it, and why; the people whose requests they are read the reason."""

    requests: Annotated[list[SeenRequest], Field(min_length=1, max_length=AT_ONCE)]
    rights: Annotated[list[Right], Field(min_length=1)]
    reason: shape.Paragraphs


class EndingShown(BaseModel):
    """What came of ending a request."""

    reference: str
    ending: Ending


class EndingsShown(BaseModel):
    """What came of ending each."""

    requests: list[EndingShown]


@desk.get("/unconfirmed", allow=OFFICER)
def list_unconfirmed(context: Context, page: Annotated[int, Query(ge=1)] = 1) -> UnconfirmedPage:
    """List what nobody confirmed and is past its date, fifty at a time."""
    overdue = list_overdue(now=context.now)
    rows, page, pages = cut_unconfirmed(overdue, page, now=context.now)
    return UnconfirmedPage(total=len(overdue), page=page, pages=pages, requests=list(map(_listed, rows)))


@desk.post("/unconfirmed", allow=OFFICER)
def lapse_requests(wanted: LapseWanted, context: Context) -> EndingsShown:
    """End what nobody confirmed, each as it was seen."""
    picks = [Pick(reference=one.reference, revision=one.revision) for one in wanted.requests]
    endings = lapse_unconfirmed(picks, wanted.rights, wanted.reason, context)
    return EndingsShown(requests=[EndingShown(reference=name, ending=ending) for name, ending in endings.items()])


def _listed(row: Unconfirmed) -> UnconfirmedListed:
    return UnconfirmedListed(
        reference=row.reference,
        revision=row.revision,
        right=row.right,
        doubts=list(row.doubts),
        received_at=datetime.fromtimestamp(row.received_at, UTC),
        due_at=row.due_moment,
    )
