"""The desk for programs: the same powers as its pages, as JSON, under the same session, roles and guards."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from loket.domain.language import Language
from loket.domain.privacy.deadline import days_left
from loket.domain.privacy.lifecycle import RequestStatus
from loket.domain.privacy.right import Right
from loket.store.privacy_request import list_open, read_overview
from pydantic import BaseModel

from desk.role import SIGNED_IN, Role
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
