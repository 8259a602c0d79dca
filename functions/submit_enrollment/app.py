"""POST /enrollments: takes in an enrollment form, and opens the payment where the course costs money."""

from typing import Any

from loket.checkout import new_payment_item, open_for_receipt, payment_receipt
from loket.domain.enrollment import CourseFull, Enrolled, EnrollmentForm, EnrollmentStatus, enroll
from loket.domain.form import read_form
from loket.domain.item import ItemKind
from loket.domain.key import person_id
from loket.domain.reference import new_attempt, new_reference, new_sort_key
from loket.domain.retention import local_date_of
from loket.intake import admit, store_once
from loket.log import log_event
from loket.settings import finish_start, setting
from loket.store.course import NoSeatLeft, find_course, take_seat
from loket.store.enrollment import store_enrollment
from loket.store.keys import load_keys
from loket.web.answer import Answer
from loket.web.problem import answers
from loket.web.receipt import answer_receipt
from loket.web.request import Request, check_origin


@answers
def handler(request: Request) -> Answer:
    """Store an enrollment, or say per field why not."""
    check_origin(request, setting("ALLOWED_ORIGINS"))
    form, keys, now = read_form(EnrollmentForm, request.fields()), load_keys(), request.received_at
    entry = admit(request, form, keys, name=f"{form.first_name} {form.last_name}", words=form.message)
    course = find_course(form.course, now=now)
    enrolled = enroll(
        form, course, reference=new_reference("E"), doubts=entry.doubts, attempt=new_attempt(), received_at=now
    )
    person, sort_key = person_id(keys, form.email), new_sort_key(ItemKind.ENROLLMENT, at=now)
    payment = new_payment_item(enrolled.enrollment, course, person=person, sort_key=sort_key, now=now)
    # A doubtful form takes no place: staff give it one when they find that a person sent it.
    seat = [] if enrolled.enrollment.status == EnrollmentStatus.IN_REVIEW else [take_seat(course, now=now)]
    items = store_enrollment(enrolled, person, sort_key=sort_key, payment=payment, at=now)
    try:
        stored = store_once(entry, _receipt(enrolled) | payment_receipt(payment, keys), [*seat, *items])
    except NoSeatLeft as full:
        raise CourseFull from full
    log_event("enrollment.received", course=course.code, doubts=len(entry.doubts))
    receipt = open_for_receipt(stored, payment, keys, now=now)
    return answer_receipt(request, form, receipt, kind="enrollment")


def _receipt(enrolled: Enrolled) -> dict[str, Any]:
    enrollment = enrolled.enrollment
    held = enrollment.status == EnrollmentStatus.IN_REVIEW
    return {
        "reference": enrollment.reference,
        # Whoever sends spam is not told that it was seen as such.
        "status": EnrollmentStatus.RECEIVED if held else enrollment.status,
        "discarded": enrollment.discarded,
        "redacted": enrollment.redacted,
        "kept_until": local_date_of(enrollment.expires_at),
    }


finish_start(
    "PERSONAL_DATA_TABLE",
    "COURSE_TABLE",
    "GUARD_TABLE",
    "LEDGER_TABLE",
    "KEYS_SECRET",
    "ALLOWED_ORIGINS",
    "CHALLENGE",
    "PAYMENT_PROVIDER",
    "PAYMENT_SECRET",
    "PUBLIC_URL",
)
