"""Taking in an enrollment form: all that it becomes in the tables, and what is remembered as the answer to it."""

from loket.core.keyed_hash import person_id
from loket.core.reference import Referred, new_reference
from loket.enrollment.attempt import first_attempt, new_payment
from loket.enrollment.domain.course import Course
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentForm, EnrollmentStatus, enroll
from loket.enrollment.receipt import StoredReceipt, receipt_of
from loket.enrollment.store.enrollment import store_enrollment
from loket.http.intake import Entry, Taken
from loket.storage.item import new_key
from loket.storage.seat import take_seat


def take_in(entry: Entry[EnrollmentForm], course: Course) -> Taken[StoredReceipt]:
    """Return what is stored of a form for a course; raise `FormRefused` where the course's needs are not met."""
    at, reference = entry.request.received_at, new_reference(Referred.ENROLLMENT)
    attempt = first_attempt(reference, entry.keys)
    enrolled = enroll(entry.form, course, reference=reference, doubts=entry.doubts, attempt=attempt, received_at=at)
    enrollment, key = enrolled.enrollment, new_key(Enrollment, person_id(entry.keys, entry.form.email), at=at)
    payment = new_payment(enrollment, enrollment.attempt, course, key, now=at)
    # A doubtful form takes no place: staff give it one when they find that a person sent it.
    seat = [] if enrollment.status is EnrollmentStatus.IN_REVIEW else [take_seat(course.code, now=at)]
    items = store_enrollment(enrolled, key, payment=payment, at=at)
    return Taken(key, [*seat, *items], receipt_of(enrollment, course))
