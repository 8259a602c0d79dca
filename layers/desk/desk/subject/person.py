"""A person: everything that is kept under one e-mail address, told apart by name."""

from collections.abc import Mapping
from typing import Any

from fastapi import Response
from loket.contact.message import ContactMessage
from loket.core.key import Key
from loket.enrollment.domain.enrollment import Enrollment
from loket.payment.domain.record import PaymentItem
from loket.privacy.domain.request import PrivacyRequest
from loket.staff.domain.subject import AnyRecord, Subject, group_by_kind, group_by_name
from loket.staff.store.subject import SubjectPage, read_subject_page

from desk.audit.view_log import WORK, check_person, note_view, reason
from desk.budget import count_fitting, payload_size
from desk.context import Context, RequestContext
from desk.page import part_of_page, show_page
from desk.role import AUDIT, STAFF
from desk.route import Desk
from desk.subject.describe import describe

desk = Desk()


@desk.get("/people/{person}", allow=STAFF, include_in_schema=False)
def show_person(context: Context, person: str, why: str = WORK, after: str | None = None) -> Response:
    """Show what is kept, as much as one answer holds."""
    seen = view_person(context, person, why=why, after=after)
    kept = part_of_page(context, "kept")
    # Each as it will stand on the page, so that its size is what it takes there.
    written = [
        [(item, kept(path_of(item.record), describe(item.record, context.language))) for item in entry]
        for entry in seen.entries
    ]
    count = count_fitting(sum(payload_size(piece) for _, piece in entry) for entry in written)
    pieces = {item.key: piece for entry in written[:count] for item, piece in entry}
    subjects = group_by_name([item for entry in seen.entries[:count] for item in entry], seen.names)
    return show_page(
        context,
        "person.html",
        subjects=[_described(subject, pieces) for subject in subjects],
        after=seen.page.token_after(count),
        first=after is None,
        path=f"/desk/people/{person}?why={reason(why, context)}",
        person=person,
        audits=bool(context.staff.roles & AUDIT),
    )


def view_person(context: RequestContext, person: str, *, why: str, after: str | None) -> SubjectPage:
    """Return a page of what is kept under a person's id, once its view is in the ledger; raise `ItemGone` for what is no id.

    That nothing is kept is something that one learns of somebody, too.
    """
    check_person(person)
    note_view(context, person, what="person", about="person", why=why)
    return read_subject_page(person, after=after, now=context.now)


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


def _described(subject: Subject, pieces: Mapping[Key, str]) -> dict[str, Any]:
    kinds = group_by_kind(subject.items)
    return {
        "name": subject.name,
        "kinds": [(kind.value.lower(), [pieces[item.key] for item in items]) for kind, items in kinds.items()],
    }
