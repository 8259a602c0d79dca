"""POST /enrollments: takes in an enrollment form, and opens the payment where the course costs money."""

from loket.core.form import read_form
from loket.core.keyed_hash import person_id
from loket.core.reference import Referred, new_attempt, new_reference
from loket.enrollment.attempt import new_payment
from loket.enrollment.domain.enrollment import CourseFull, Enrollment, EnrollmentForm, EnrollmentStatus, enroll
from loket.enrollment.receipt import open_for_receipt, receipt_of
from loket.enrollment.store.course import find_course
from loket.enrollment.store.enrollment import store_enrollment
from loket.http.answer import Answer
from loket.http.intake import admit, store_once
from loket.http.problem import answers
from loket.http.receipt import answer_receipt
from loket.http.request import Request, check_origin
from loket.log import log_event
from loket.settings import finish_start, setting
from loket.storage.item import new_key
from loket.storage.seat import NoSeatLeft, take_seat
from loket.storage.secret import load_keys


@answers
def handler(request: Request) -> Answer:
    """Store an enrollment, or say per field why not."""
    check_origin(request, setting("ALLOWED_ORIGINS"))
    form, keys, now = read_form(EnrollmentForm, request.fields()), load_keys(), request.received_at
    entry = admit(request, form, keys, name=f"{form.first_name} {form.last_name}", words=form.message)
    course = find_course(form.course, now=now)
    reference, doubts = new_reference(Referred.ENROLLMENT), entry.doubts
    enrolled = enroll(form, course, reference=reference, doubts=doubts, attempt=new_attempt(), received_at=now)
    key = new_key(Enrollment, person_id(keys, form.email), at=now)
    payment = new_payment(enrolled.enrollment, enrolled.enrollment.attempt, course, key, now=now)
    # A doubtful form takes no place: staff give it one when they find that a person sent it.
    seat = [] if enrolled.enrollment.status is EnrollmentStatus.IN_REVIEW else [take_seat(course.code, now=now)]
    items = store_enrollment(enrolled, key, payment=payment, at=now)
    try:
        stored = store_once(entry, receipt_of(enrolled.enrollment, payment, keys), [*seat, *items])
    except NoSeatLeft as full:
        raise CourseFull from full
    log_event("enrollment.received", course=course.code, doubts=len(doubts))
    receipt = open_for_receipt(stored, payment, keys, now=now)
    return answer_receipt(request, form, receipt, kind="enrollment")


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
