"""POST /contact-messages: takes in a contact message."""

from loket.contact.message import ContactForm, ContactMessage, FullCourse, effects_of, take_message
from loket.core.form import read_form
from loket.core.keyed_hash import person_id
from loket.core.language import Language
from loket.core.reference import Referred, new_reference
from loket.core.retention import local_date_of
from loket.enrollment.domain.enrollment import CourseUnknown
from loket.enrollment.store.course import find_open_course
from loket.http.answer import Answer
from loket.http.intake import Entry, Taken, admit, store_once, tell_again
from loket.http.problem import answers
from loket.http.receipt import ContactReceipt, answer_receipt
from loket.http.request import Request, check_origin
from loket.log import log_event
from loket.settings import finish_start, setting
from loket.storage.item import new_key, store
from loket.storage.outbox import store_effects
from loket.storage.secret import load_keys


@answers
def handler(request: Request) -> Answer:
    """Store a contact message, or say per field why not."""
    check_origin(request, setting("ALLOWED_ORIGINS"))
    form = read_form(ContactForm, request.fields())
    entry = admit(request, form, load_keys(), name=form.name, words=form.message)
    try:
        course = _full_course(entry)
        accepted = store_once(entry, lambda entry: _take(entry, course), to=form.email)
    except CourseUnknown as refused:
        # Of a course that closed there is no repetition: the message has gone with it.
        accepted = tell_again(entry, refused)
    log_event("contact_message.received", topic=form.topic, doubts=len(entry.doubts))
    return answer_receipt(request, form, accepted.answer, accepted.stored.language, kind="contact")


def _full_course(entry: Entry[ContactForm]) -> FullCourse | None:
    form = entry.form
    if form.course is None:
        return None
    course = find_open_course(form.course, now=entry.request.received_at)
    return FullCourse(getattr(course.title, form.language or Language.NL), course.closes_at)


def _take(entry: Entry[ContactForm], course: FullCourse | None) -> Taken[ContactReceipt]:
    at, reference = entry.request.received_at, new_reference(Referred.CONTACT_MESSAGE)
    message = take_message(entry.form, course, reference=reference, doubts=entry.doubts, received_at=at)
    key = new_key(ContactMessage, person_id(entry.keys, message.email), at=at)
    effects = store_effects(effects_of(message), key, at=at, until=message.expires_at)
    return Taken(key, [store(message, key), *effects], _receipt(message))


def _receipt(message: ContactMessage) -> ContactReceipt:
    kept_until = local_date_of(message.expires_at)
    return {"reference": message.reference, "redacted": message.redacted, "kept_until": kept_until}


finish_start("PERSONAL_DATA_TABLE", "COURSE_TABLE", "GUARD_TABLE", "KEYS_SECRET", "ALLOWED_ORIGINS", "CHALLENGE")
