"""POST /privacy-requests: takes in a request about somebody's own data; the answer does not tell whether they are known."""

from typing import Any

from loket.domain.form import read_form
from loket.domain.key import person_id
from loket.domain.ledger import BY_PERSON
from loket.domain.privacy.request import Channel, PrivacyRequest, PrivacyRequestForm, due_moment_of, note_step, take_request
from loket.domain.reference import new_reference
from loket.domain.retention import local_date
from loket.domain.screening import must_hold_mail
from loket.intake import admit, store_once
from loket.log import log_event
from loket.settings import finish_start, setting
from loket.store.keys import load_keys
from loket.store.privacy_request import store_request
from loket.web.answer import Answer
from loket.web.problem import answers
from loket.web.receipt import answer_receipt
from loket.web.request import Request, check_origin


@answers
def handler(request: Request) -> Answer:
    """Store a privacy request, or say per field why not."""
    check_origin(request, setting("ALLOWED_ORIGINS"))
    form = read_form(PrivacyRequestForm, request.fields())
    entry = admit(request, form, load_keys(), name=form.name, words=form.details)
    now = request.received_at
    asked = take_request(form, reference=new_reference("P"), doubts=entry.doubts, channel=Channel.FORM, received_at=now)
    received = note_step(asked, "receive", by=BY_PERSON, now=now)
    person = person_id(entry.keys, asked.email)
    writes = store_request(asked, person, received, at=now, hold_mail=must_hold_mail(entry.doubts))
    receipt = store_once(entry, _receipt(asked), writes)
    log_event("privacy_request.received", right=asked.right, doubts=len(entry.doubts))
    return answer_receipt(request, form, receipt, kind="privacy_request", status=202)


def _receipt(asked: PrivacyRequest) -> dict[str, Any]:
    return {
        "reference": asked.reference,
        "due_on": local_date(due_moment_of(asked)),
        "discarded": asked.discarded,
        "redacted": asked.redacted,
    }


finish_start("PERSONAL_DATA_TABLE", "LEDGER_TABLE", "GUARD_TABLE", "KEYS_SECRET", "ALLOWED_ORIGINS", "CHALLENGE")
