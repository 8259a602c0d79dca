"""POST /contact-messages: takes in a contact message."""

from typing import Any

from loket.domain.contact import ContactForm, ContactMessage, ContactStatus, take_message
from loket.domain.effect import EffectKind
from loket.domain.form import read_form
from loket.domain.item import ItemKind
from loket.domain.key import person_id
from loket.domain.reference import new_reference, new_sort_key
from loket.domain.retention import local_date_of
from loket.domain.screening import must_hold_mail
from loket.intake import Entry, admit, store_once
from loket.log import log_event
from loket.settings import finish_start, setting
from loket.store.keys import load_keys
from loket.store.person import store_effect, store_item
from loket.store.transaction import Write
from loket.web.answer import Answer
from loket.web.problem import answers
from loket.web.receipt import answer_receipt
from loket.web.request import Request, check_origin


@answers
def handler(request: Request) -> Answer:
    """Store a contact message, or say per field why not."""
    check_origin(request, setting("ALLOWED_ORIGINS"))
    form = read_form(ContactForm, request.fields())
    entry = admit(request, form, load_keys(), name=form.name, words=form.message)
    message = take_message(
        form,
        reference=new_reference("M"),
        doubts=entry.doubts,
        status=ContactStatus.IN_REVIEW if must_hold_mail(entry.doubts) else ContactStatus.RECEIVED,
        received_at=request.received_at,
    )
    receipt = store_once(entry, _receipt(message), _items(entry, message))
    log_event("contact_message.received", topic=message.topic, doubts=len(entry.doubts))
    return answer_receipt(request, form, receipt, kind="contact")


def _items(entry: Entry, message: ContactMessage) -> list[Write]:
    at = entry.request.received_at
    person = person_id(entry.keys, message.email)
    about = new_sort_key(ItemKind.MESSAGE, at=at)
    mails = [] if must_hold_mail(entry.doubts) else [EffectKind.CONFIRM_CONTACT_MESSAGE]
    return [
        store_item(ItemKind.MESSAGE, person, message, sort_key=about),
        *(store_effect(mail, person, about=about, at=at) for mail in [*mails, EffectKind.NOTIFY_STAFF]),
    ]


def _receipt(message: ContactMessage) -> dict[str, Any]:
    return {
        "reference": message.reference,
        "redacted": message.redacted,
        "kept_until": local_date_of(message.expires_at),
    }


finish_start("PERSONAL_DATA_TABLE", "GUARD_TABLE", "KEYS_SECRET", "ALLOWED_ORIGINS", "CHALLENGE")
