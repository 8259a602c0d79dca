"""Who has signed in, for programs."""

from datetime import datetime

from loket.core.language import Language
from pydantic import BaseModel

from desk.context import Context
from desk.role import EVERYBODY, Role
from desk.route import Desk

desk = Desk("/desk/api")


class Myself(BaseModel):
    """Who has signed in, and when their roles were read. Every POST carries `csrf` in the header X-CSRF-Token."""

    name: str
    roles: list[Role]
    language: Language
    csrf: str
    roles_read_at: datetime


@desk.get("/session", allow=EVERYBODY)
def show_session(context: Context) -> Myself:
    """Tell who has signed in, whatever their roles; an hour after these were read nothing is done with them any more."""
    staff = context.staff
    return Myself(
        name=staff.name,
        roles=sorted(staff.roles),
        language=staff.language,
        csrf=staff.csrf,
        roles_read_at=staff.roles_read_at,
    )
