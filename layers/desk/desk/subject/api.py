"""Finding a data subject and what is kept about them, for programs, as JSON."""

from loket.staff.domain.subject import group_by_name
from pydantic import BaseModel

from desk.audit.view_log import WORK
from desk.context import Context
from desk.role import STAFF
from desk.route import Desk, in_api
from desk.subject.describe import attributes_of
from desk.subject.person import view_person
from desk.subject.search import find_path

desk = Desk("/desk/api")


class SearchWanted(BaseModel):
    """An e-mail address or a reference, and why one looks."""

    sought: str
    why: str


class Found(BaseModel):
    """Where to look next."""

    path: str


class SubjectShown(BaseModel):
    """What is kept under one name."""

    name: str | None
    items: list[dict[str, object]]


class PersonShown(BaseModel):
    """Everything kept under one e-mail address, unless it is `truncated`."""

    person: str
    truncated: bool
    bearers: list[SubjectShown]


@desk.post("/search", allow=STAFF)
def search(context: Context, wanted: SearchWanted) -> Found:
    """Tell where to look for a reference or an address; looking there is what the ledger notes."""
    return Found(path=in_api(find_path(wanted.sought, wanted.why, now=context.now)))


@desk.get("/people/{person}", allow=STAFF)
def read_person(context: Context, person: str, why: str = WORK) -> PersonShown:
    """Tell everything that is kept under one e-mail address, by name."""
    data = view_person(context, person, why=why)
    subjects = [
        SubjectShown(name=subject.name, items=[attributes_of(item.record) for item in subject.items])
        for subject in group_by_name([*data.items, *data.payments])
    ]
    return PersonShown(person=person, truncated=data.truncated, bearers=subjects)
