"""Who is signed in: everybody sees and ends their own sessions, a privacy officer those of all staff."""

import re

from fastapi import Response
from fastapi.responses import RedirectResponse
from loket.storage.item import ItemGone
from pydantic import BaseModel

from desk.auth.oidc import SIGNED_OUT
from desk.auth.session import end_session
from desk.auth.signed_in import SignedIn, end_sessions, find_signed_in, list_sessions, note_ended
from desk.context import Context, RequestContext
from desk.page import show_page
from desk.role import EVERYBODY, OFFICER, Role
from desk.route import Desk

_STAFF_ID = re.compile(r"[a-z2-7]{32}", re.ASCII)

desk = Desk()


class SessionShown(BaseModel):
    """A session: whose it is, since when it is there, when it was last used, and whether it is the one that asks."""

    id: str
    staff_id: str
    name: str
    roles: list[str]
    began_at: int
    seen_at: int
    own: bool
    this: bool


class SessionsShown(BaseModel):
    """The sessions that are not over."""

    sessions: list[SessionShown]


class Ended(BaseModel):
    """How many sessions were ended."""

    count: int


@desk.get("/sessions", allow=EVERYBODY, include_in_schema=False)
def show_sessions(context: Context) -> Response:
    """Show one's own sessions, and to an officer everybody's."""
    sessions = list_shown(context)
    others = list({one.staff_id: one.name for one in sessions if not one.own}.items())
    return show_page(context, "sessions.html", sessions=sessions, others=others, officer=_is_officer(context))


@desk.post("/sessions/{session}/end", allow=EVERYBODY, include_in_schema=False)
def end_one(session: str, context: Context) -> Response:
    """End a session of one's own; an officer may end anybody's."""
    end_shown(session, context)
    return RedirectResponse(SIGNED_OUT if session == context.staff.id else "/desk/sessions", 303)


@desk.post("/staff/{staff}/sign-out", allow=OFFICER, include_in_schema=False)
def sign_out_member(staff: str, context: Context) -> Response:
    """End all sessions of a member of staff."""
    end_all(staff, context)
    return RedirectResponse("/desk/sessions", 303)


def list_shown(context: RequestContext) -> list[SessionShown]:
    """Return the sessions that who asks may see, their own first."""
    staff = context.staff
    found = list_sessions("" if _is_officer(context) else staff.staff_id, now=context.now)
    return sorted((_shown(one, context) for one in found), key=_order)


def _order(one: SessionShown) -> tuple[bool, str, str, int]:
    return not one.own, one.name, one.staff_id, one.began_at


def end_shown(session: str, context: RequestContext) -> None:
    """End one of the sessions that who asks may see; raise `ItemGone` where it is none of them."""
    asking, found = context.staff, find_signed_in(session, now=context.now)
    own = found is not None and found.staff_id == asking.staff_id
    if found is None or not (own or _is_officer(context)):
        raise ItemGone
    end_session(found.staff_id, found.id)
    note_ended(1, own=own)


def end_all(staff_id: str, context: RequestContext) -> int:
    """End all sessions of a member of staff, and return how many there were; raise `ItemGone` for what is no id."""
    if not _STAFF_ID.fullmatch(staff_id):
        raise ItemGone
    count = end_sessions(staff_id, now=context.now)
    note_ended(count, own=staff_id == context.staff.staff_id)
    return count


def _is_officer(context: RequestContext) -> bool:
    # Not on roles that were read too long ago: these show, and end, no more than one's own.
    return Role.PRIVACY_OFFICER in context.staff.roles and not context.staff.is_stale(now=context.now)


def _shown(found: SignedIn, context: RequestContext) -> SessionShown:
    return SessionShown(
        id=found.id,
        staff_id=found.staff_id,
        name=found.name,
        roles=list(found.roles),
        began_at=found.began_at,
        seen_at=found.seen_at,
        own=found.staff_id == context.staff.staff_id,
        this=found.id == context.staff.id,
    )
