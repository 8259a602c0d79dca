"""POST /enrollments: takes in an enrollment form, and opens the payment where the course costs money."""

from functools import partial

from loket.core.form import read_form
from loket.enrollment.domain.enrollment import CourseClosed, CourseFull, CourseUnknown, EnrollmentForm
from loket.enrollment.receipt import tell_receipt
from loket.enrollment.store.course import find_course
from loket.enrollment.take_in import take_in
from loket.enrollment.twice import enroll_once
from loket.http.answer import Answer
from loket.http.intake import admit, tell_again
from loket.http.problem import answers
from loket.http.receipt import answer_receipt
from loket.http.request import Request, check_origin
from loket.log import log_event
from loket.settings import finish_start, setting
from loket.storage.seat import NoSeatLeft
from loket.storage.secret import load_keys


@answers
def handler(request: Request) -> Answer:
    """Store an enrollment, or say per field why not."""
    check_origin(request, setting("ALLOWED_ORIGINS"))
    form, keys, now = read_form(EnrollmentForm, request.fields()), load_keys(), request.received_at
    entry = admit(request, form, keys, name=f"{form.first_name} {form.last_name}", words=form.message)
    course = None
    try:
        course = find_course(form.course, now=now)
        accepted = enroll_once(entry, partial(take_in, course=course))
    except NoSeatLeft as full:
        raise CourseFull from full
    except (CourseClosed, CourseUnknown) as refused:
        accepted = tell_again(entry, refused)
    log_event("enrollment.received", course=course.code if course else "gone", doubts=len(entry.doubts))
    receipt = tell_receipt(accepted, course, keys, now=now)
    return answer_receipt(request, form, receipt, accepted.stored.language, kind="enrollment")


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
