"""Who has signed in, for programs."""

from loket.core.language import Language
from pydantic import BaseModel

from desk.context import Context
from desk.role import SIGNED_IN, Role
from desk.route import Desk

desk = Desk("/desk/api")


class Myself(BaseModel):
    """Who has signed in. Every POST carries `csrf` in the header X-CSRF-Token."""

    name: str
    roles: list[Role]
    language: Language
    csrf: str


@desk.get("/session", allow=SIGNED_IN)
def show_session(context: Context) -> Myself:
    """Tell who has signed in."""
    staff = context.staff
    return Myself(name=staff.name, roles=sorted(staff.roles), language=staff.language, csrf=staff.csrf)
