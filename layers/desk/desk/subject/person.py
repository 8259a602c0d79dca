"""A person: everything that is kept under one e-mail address, told apart by name."""

import re
from typing import Any

from fastapi import Response
from loket.contact.message import ContactMessage
from loket.enrollment.domain.enrollment import Enrollment
from loket.payment.domain.record import PaymentItem
from loket.privacy.domain.request import PrivacyRequest
from loket.staff.domain.subject import AnyRecord, Subject, group_by_kind, group_by_name
from loket.staff.store.subject import SubjectData, read_subject_data
from loket.storage.item import ItemGone

from desk.audit.view_log import WORK, note_view
from desk.context import Context, RequestContext
from desk.page import show_page
from desk.role import AUDIT, STAFF
from desk.route import Desk
from desk.subject.describe import describe

_PERSON = re.compile(r"[a-z2-7]{32}", re.ASCII)

desk = Desk()


@desk.get("/people/{person}", allow=STAFF, include_in_schema=False)
def show_person(context: Context, person: str, why: str = WORK) -> Response:
    """Show everything kept."""
    data = view_person(context, person, why=why)
    subjects = [_described(subject, context) for subject in group_by_name([*data.items, *data.payments])]
    audits = bool(context.staff.roles & AUDIT)
    return show_page(context, "person.html", subjects=subjects, truncated=data.truncated, person=person, audits=audits)


def view_person(context: RequestContext, person: str, *, why: str) -> SubjectData:
    """Return everything kept under a person's id, once its view is in the ledger; raise `ItemGone` for what is no id."""
    if not _PERSON.fullmatch(person):
        raise ItemGone
    note_view(context, person, what="person", about="person", why=why)
    return read_subject_data(person, now=context.now)


def path_of(record: AnyRecord) -> str | None:
    """Return where the desk shows an item on a page of its own, or None."""
    match record:
        case ContactMessage() | Enrollment():
            return f"/desk/items/{record.reference}"
        case PrivacyRequest():
            return f"/desk/requests/{record.reference}"
        case PaymentItem():
            return f"/desk/payments/{record.attempt}"
        case _:
            return None


def _described(subject: Subject, context: RequestContext) -> dict[str, Any]:
    kinds = group_by_kind(subject.items)
    return {
        "name": subject.name,
        "kinds": [
            (kind.value.lower(), [(path_of(item.record), describe(item.record, context.language)) for item in items])
            for kind, items in kinds.items()
        ],
    }
