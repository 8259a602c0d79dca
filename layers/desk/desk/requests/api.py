"""Privacy requests for programs: the same powers as their pages, as JSON, under the same session, roles and guards."""

from datetime import UTC, date, datetime
from typing import Literal

from loket.core import text as shape
from loket.core.language import Language
from loket.privacy.domain.deadline import days_left
from loket.privacy.domain.lifecycle import RequestEvent, RequestStatus
from loket.privacy.domain.request import Channel
from loket.privacy.domain.right import Right
from loket.privacy.store.request import RequestSummary
from pydantic import BaseModel

from desk.budget import count_fitting, json_size
from desk.context import Context
from desk.requests.case import command_of, move_case, open_case
from desk.requests.register import register
from desk.requests.today import read_page
from desk.role import SIGNED_IN, STAFF
from desk.route import Desk

desk = Desk("/desk/api")


class StepShown(BaseModel):
    """One step in the life of a request; `by` is a member of staff, `person` or `software`."""

    event: str
    status: RequestStatus
    by: str
    reason: str | None = None
    information: str | None = None
    happened_at: datetime


class CaseShown(BaseModel):
    """A request as staff see it, and the moves that this member of staff may make.

    `steps` are those that happened last, oldest first; `after` leads to what happened before them.
    """

    reference: str
    revision: int
    right: Right
    status: RequestStatus
    channel: Channel
    name: str
    email: str
    details: str | None = None
    purpose: str | None = None
    recipient_name: str | None = None
    recipient_email: str | None = None
    received_at: datetime
    due_at: datetime
    steps: list[StepShown]
    after: str | None
    moves: list[RequestEvent]


class MoveWanted(BaseModel, extra="forbid"):
    """A move, with the revision of the request as it was read."""

    event: RequestEvent
    revision: int
    reason: shape.Paragraphs | None = None
    until: date | None = None


class Moved(BaseModel):
    """Where the request stands after the move."""

    status: RequestStatus


class RequestTaken(BaseModel, extra="forbid"):
    """A request that came by telephone, letter or mail, on the day on which it really came."""

    channel: Literal["phone", "letter", "mail"]
    received_on: date
    kind: Right
    name: str
    email: str
    details: str | None = None
    purpose: str | None = None
    recipient_name: str | None = None
    recipient_email: str | None = None
    language: Language = Language.NL


class Registered(BaseModel):
    """The reference of the request that was stored."""

    reference: str


class RequestListed(BaseModel):
    """What a list tells of an open request: not who it is, and nothing that they wrote."""

    reference: str
    right: Right
    status: RequestStatus
    channel: str
    received_at: datetime
    due_at: datetime
    days_left: int


class RequestsListed(BaseModel):
    """A page of open requests, first due first; `after` begins the next one.

    `total` is how many there are in all, told with the first page where they are not more than are counted.
    """

    total: int | None
    after: str | None
    requests: list[RequestListed]


@desk.get("/requests", allow=SIGNED_IN)
def list_requests(context: Context, after: str | None = None) -> RequestsListed:
    """List the open privacy requests, a hundred at a time."""
    page = read_page(context, after)
    rows = [_listed(request, now=context.now) for request in page.rows]
    return RequestsListed(total=page.total, after=page.after, requests=rows)


@desk.post("/requests", allow=STAFF, status_code=201)
def register_request(taken: RequestTaken, context: Context) -> Registered:
    """Register a request on somebody's behalf."""
    return Registered(reference=register(taken.model_dump(mode="json", exclude_none=True), context))


@desk.get("/requests/{reference}", allow=STAFF)
def read_request(reference: str, context: Context, after: str | None = None) -> CaseShown:
    """Read a request, and of what happened to it as much as one answer holds; that it was read is in the ledger by then."""
    case = open_case(reference, context, after=after)
    steps = [StepShown.model_validate(step, from_attributes=True) for step in case.history.steps]
    count = count_fitting(json_size(step.model_dump(mode="json")) for step in steps)
    more = case.history.page.token_after(count)
    moves = [move.event for move in case.moves]
    return CaseShown.model_validate({**dict(case.request), "steps": steps[:count][::-1], "after": more, "moves": moves})


@desk.post("/requests/{reference}/moves", allow=STAFF)
def move_request(reference: str, wanted: MoveWanted, context: Context) -> Moved:
    """Make a move with a request."""
    command = command_of(context, wanted.event, seen=wanted.revision, words=wanted.reason, until=wanted.until)
    return Moved(status=move_case(reference, command, context))


def _listed(request: RequestSummary, *, now: datetime) -> RequestListed:
    due_at = datetime.fromisoformat(request.due_at)
    return RequestListed(
        reference=request.reference,
        right=request.right,
        status=request.status,
        channel=request.channel,
        received_at=datetime.fromtimestamp(request.received_at, UTC),
        due_at=due_at,
        days_left=days_left(due_at, now=now),
    )
