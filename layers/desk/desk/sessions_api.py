"""Who is signed in, for programs."""

from desk.context import Context
from desk.role import EVERYBODY, OFFICER
from desk.route import Desk
from desk.sessions import Ended, SessionsShown, end_all, end_shown, list_shown

desk = Desk("/desk/api")


@desk.get("/sessions", allow=EVERYBODY)
def list_open_sessions(context: Context) -> SessionsShown:
    """List one's own sessions, and for a privacy officer everybody's."""
    return SessionsShown(sessions=list_shown(context))


@desk.post("/sessions/{session}/end", allow=EVERYBODY, status_code=204)
def end_open_session(session: str, context: Context) -> None:
    """End a session of one's own; a privacy officer may end anybody's."""
    end_shown(session, context)


@desk.post("/staff/{staff}/sign-out", allow=OFFICER)
def sign_out_staff(staff: str, context: Context) -> Ended:
    """End all sessions of a member of staff."""
    return Ended(count=end_all(staff, context))
