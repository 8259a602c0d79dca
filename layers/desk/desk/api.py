"""The desk for programs: the same powers as its pages, as JSON, under the same session, roles and guards."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import Query
from loket.domain import text as shape
from loket.domain.language import Language
from loket.domain.privacy.deadline import days_left
from loket.domain.privacy.lifecycle import RequestEvent, RequestStatus
from loket.domain.privacy.request import Channel
from loket.domain.privacy.right import Right
from loket.store.privacy_request import list_open, read_overview
from pydantic import BaseModel

from desk.case import Wish, move_case, open_case
from desk.registration import register
from desk.role import SIGNED_IN, STAFF, Role
from desk.route import Desk
from desk.today import cut_page
from desk.visit import Visited

desk = Desk("/desk/api")


class Myself(BaseModel):
    """Who has signed in. Every POST carries `csrf` in the header X-CSRF-Token."""

    name: str
    roles: list[Role]
    language: Language
    csrf: str


class StepShown(BaseModel):
    """One step in the life of a request; `by` is a member of staff, `person` or `software`."""

    event: str
    status: RequestStatus
    by: str
    reason: str | None = None
    information: str | None = None
    happened_at: datetime


class CaseShown(BaseModel):
    """A request as staff see it, and the moves that this member of staff may make."""

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


class OpenRequest(BaseModel):
    """What a list tells of an open request: not who it is, and nothing that they wrote."""

    reference: str
    right: Right
    status: RequestStatus
    channel: str
    received_at: datetime
    due_at: datetime
    days_left: int


class OpenRequests(BaseModel):
    """A page of open requests, first due first, and how many there are in all."""

    total: int
    page: int
    pages: int
    requests: list[OpenRequest]


@desk.get("/session", allow=SIGNED_IN)
def show_session(visit: Visited) -> Myself:
    """Tell who has signed in."""
    staff = visit.staff
    return Myself(name=staff.name, roles=sorted(staff.roles), language=staff.language, csrf=staff.csrf)


@desk.get("/requests", allow=SIGNED_IN)
def list_requests(visit: Visited, page: Annotated[int, Query(ge=1)] = 1) -> OpenRequests:
    """List the open privacy requests, a hundred at a time."""
    found = list_open()
    shown, pages = cut_page(found, page)
    rows = [
        OpenRequest.model_validate({**one, "days_left": days_left(datetime.fromisoformat(one["due_at"]), now=visit.now)})
        for one in read_overview(shown, now=visit.now)
    ]
    return OpenRequests(total=len(found), page=page, pages=pages, requests=rows)


@desk.post("/requests", allow=STAFF, status_code=201)
def register_request(taken: RequestTaken, visit: Visited) -> Registered:
    """Register a request on somebody's behalf."""
    return Registered(reference=register(taken.model_dump(mode="json", exclude_none=True), visit))


@desk.get("/requests/{reference}", allow=STAFF)
def read_request(reference: str, visit: Visited) -> CaseShown:
    """Read a request; that it was read is in the ledger by then."""
    case = open_case(reference, visit)
    moves = [move.event for move in case.moves]
    return CaseShown.model_validate({**dict(case.request), "steps": case.steps, "moves": moves})


@desk.post("/requests/{reference}/moves", allow=STAFF)
def move_request(reference: str, wanted: MoveWanted, visit: Visited) -> Moved:
    """Make a move with a request."""
    wish = Wish(event=wanted.event, revision=wanted.revision, reason=wanted.reason, until=wanted.until)
    return Moved(status=move_case(reference, wish, visit))
