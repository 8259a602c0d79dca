"""Finding a data subject and what is kept about them, for programs, as JSON."""

from loket.staff.domain.subject import group_by_name
from pydantic import BaseModel

from desk.audit.view_log import WORK
from desk.budget import count_fitting, json_size
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
    """What is kept under one e-mail address, as much as one answer holds; `after` begins the next page."""

    person: str
    after: str | None
    bearers: list[SubjectShown]


@desk.post("/search", allow=STAFF)
def search(context: Context, wanted: SearchWanted) -> Found:
    """Tell where to look for a reference or an address; looking there is what the ledger notes."""
    return Found(path=in_api(find_path(wanted.sought, wanted.why, now=context.now)))


@desk.get("/people/{person}", allow=STAFF)
def read_person(context: Context, person: str, why: str = WORK, after: str | None = None) -> PersonShown:
    """Tell what is kept under one e-mail address, by name, a page at a time."""
    seen = view_person(context, person, why=why, after=after)
    written = [[(item, attributes_of(item.record)) for item in entry] for entry in seen.entries]
    count = count_fitting(sum(json_size(attributes) for _, attributes in entry) for entry in written)
    pieces = {item.key: attributes for entry in written[:count] for item, attributes in entry}
    subjects = group_by_name([item for entry in seen.entries[:count] for item in entry], seen.names)
    bearers = [SubjectShown(name=one.name, items=[pieces[item.key] for item in one.items]) for one in subjects]
    return PersonShown(person=person, after=seen.page.token_after(count), bearers=bearers)
