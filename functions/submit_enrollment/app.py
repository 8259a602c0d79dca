"""POST /enrollments: takes in an enrollment form."""

from typing import Any

from loket.domain.effect import EffectKind
from loket.domain.enrollment import CourseFull, Enrolled, Enrollment, EnrollmentForm, EnrollmentStatus, enroll
from loket.domain.form import read_form
from loket.domain.item import ItemKind
from loket.domain.key import person_id
from loket.domain.reference import new_reference, new_sort_key
from loket.domain.retention import local_date_of
from loket.domain.screening import must_hold_mail
from loket.intake import Entry, admit, store_once
from loket.log import log_event
from loket.settings import finish_start, setting
from loket.store.course import NoSeatLeft, find_course, take_seat
from loket.store.keys import load_keys
from loket.store.person import store_effect, store_item, store_new
from loket.store.transaction import Write
from loket.web.answer import Answer
from loket.web.problem import answers
from loket.web.receipt import answer_receipt
from loket.web.request import Request, check_origin


@answers
def handler(request: Request) -> Answer:
    """Store an enrollment, or say per field why not."""
    check_origin(request, setting("ALLOWED_ORIGINS"))
    form = read_form(EnrollmentForm, request.fields())
    entry = admit(request, form, load_keys(), name=f"{form.first_name} {form.last_name}", words=form.message)
    held = must_hold_mail(entry.doubts)
    course = find_course(form.course, now=request.received_at)
    enrolled = enroll(
        form,
        course,
        reference=new_reference("E"),
        doubts=entry.doubts,
        status=EnrollmentStatus.IN_REVIEW if held else EnrollmentStatus.RECEIVED,
        received_at=request.received_at,
    )
    # A doubtful form takes no place: staff give it one when they find that a person sent it.
    seat = [] if held else [take_seat(course, now=request.received_at)]
    try:
        receipt = store_once(entry, _receipt(enrolled.enrollment), [*seat, *_items(entry, form, enrolled)])
    except NoSeatLeft as full:
        raise CourseFull from full
    log_event("enrollment.received", course=course.code, doubts=len(entry.doubts))
    return answer_receipt(request, form, receipt, kind="enrollment")


def _items(entry: Entry, form: EnrollmentForm, enrolled: Enrolled) -> list[Write]:
    at = entry.request.received_at
    person = person_id(entry.keys, form.email)
    about = new_sort_key(ItemKind.ENROLLMENT, at=at)
    mails = [] if must_hold_mail(entry.doubts) else [EffectKind.CONFIRM_ENROLLMENT]
    return [
        store_item(ItemKind.ENROLLMENT, person, enrolled.enrollment, sort_key=about),
        *(store_new(ItemKind.CONSENT, person, consent, at=at) for consent in enrolled.consents),
        *(store_effect(mail, person, about=about, at=at) for mail in [*mails, EffectKind.NOTIFY_STAFF]),
    ]


def _receipt(enrollment: Enrollment) -> dict[str, Any]:
    return {
        "reference": enrollment.reference,
        "status": EnrollmentStatus.RECEIVED,
        "discarded": enrollment.discarded,
        "redacted": enrollment.redacted,
        "kept_until": local_date_of(enrollment.expires_at),
        "payment": None,
    }


finish_start("PERSONAL_DATA_TABLE", "COURSE_TABLE", "GUARD_TABLE", "KEYS_SECRET", "ALLOWED_ORIGINS", "CHALLENGE")
