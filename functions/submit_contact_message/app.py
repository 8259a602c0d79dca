"""POST /contact-messages: takes in a contact message."""

from datetime import datetime

from loket.contact.message import ContactForm, ContactMessage, FullCourse, effects_of, take_message
from loket.core.form import read_form
from loket.core.keyed_hash import person_id
from loket.core.language import Language
from loket.core.reference import Referred, new_reference
from loket.core.retention import local_date_of
from loket.enrollment.store.course import find_open_course
from loket.http.answer import Answer
from loket.http.intake import Entry, admit, store_once
from loket.http.problem import answers
from loket.http.receipt import ContactReceipt, answer_receipt
from loket.http.request import Request, check_origin
from loket.log import log_event
from loket.settings import finish_start, setting
from loket.storage.item import new_key, store
from loket.storage.outbox import store_effects
from loket.storage.secret import load_keys
from loket.storage.transaction import Write


@answers
def handler(request: Request) -> Answer:
    """Store a contact message, or say per field why not."""
    check_origin(request, setting("ALLOWED_ORIGINS"))
    form = read_form(ContactForm, request.fields())
    entry = admit(request, form, load_keys(), name=form.name, words=form.message)
    course, reference = _full_course(form, now=request.received_at), new_reference(Referred.CONTACT_MESSAGE)
    message = take_message(form, course, reference=reference, doubts=entry.doubts, received_at=request.received_at)
    receipt = store_once(entry, _receipt(message), _items(entry, message))
    log_event("contact_message.received", topic=message.topic, doubts=len(entry.doubts))
    return answer_receipt(request, form, receipt, kind="contact")


def _full_course(form: ContactForm, *, now: datetime) -> FullCourse | None:
    if form.course is None:
        return None
    course = find_open_course(form.course, now=now)
    return FullCourse(getattr(course.title, form.language or Language.NL), course.closes_at)


def _items(entry: Entry, message: ContactMessage) -> list[Write]:
    at = entry.request.received_at
    key = new_key(ContactMessage, person_id(entry.keys, message.email), at=at)
    return [store(message, key), *store_effects(effects_of(message), key, at=at)]


def _receipt(message: ContactMessage) -> ContactReceipt:
    return {
        "reference": message.reference,
        "redacted": message.redacted,
        "kept_until": local_date_of(message.expires_at),
    }


finish_start("PERSONAL_DATA_TABLE", "COURSE_TABLE", "GUARD_TABLE", "KEYS_SECRET", "ALLOWED_ORIGINS", "CHALLENGE")
