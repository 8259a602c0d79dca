"""POST /privacy-requests: takes in a request about somebody's own data; the answer does not tell whether they are known."""

from loket.core.form import read_form
from loket.core.keyed_hash import person_id
from loket.core.ledger import BY_PERSON
from loket.core.reference import Referred, new_reference
from loket.core.retention import local_date
from loket.http.answer import Answer
from loket.http.intake import Entry, Taken, admit, store_once
from loket.http.problem import answers
from loket.http.receipt import PrivacyReceipt, answer_receipt
from loket.http.request import Request, check_origin
from loket.log import log_event
from loket.privacy.domain.request import Channel, PrivacyRequest, PrivacyRequestForm, take_request
from loket.privacy.store.request import store_request
from loket.settings import finish_start, setting
from loket.storage.item import new_key
from loket.storage.secret import load_keys


@answers
def handler(request: Request) -> Answer:
    """Store a privacy request, or say per field why not."""
    check_origin(request, setting("ALLOWED_ORIGINS"))
    form = read_form(PrivacyRequestForm, request.fields())
    entry = admit(request, form, load_keys(), name=form.name, words=form.details)
    accepted = store_once(entry, _take, to=form.email)
    log_event("privacy_request.received", right=form.kind, doubts=len(entry.doubts))
    return answer_receipt(request, form, accepted.answer, accepted.stored.language, kind="privacy_request", status=202)


def _take(entry: Entry[PrivacyRequestForm]) -> Taken[PrivacyReceipt]:
    at, reference = entry.request.received_at, new_reference(Referred.PRIVACY_REQUEST)
    request = take_request(entry.form, reference=reference, doubts=entry.doubts, channel=Channel.FORM, received_at=at)
    key = new_key(PrivacyRequest, person_id(entry.keys, request.email), at=at)
    return Taken(key, store_request(request, key, by=BY_PERSON, at=at), _receipt(request))


def _receipt(privacy_request: PrivacyRequest) -> PrivacyReceipt:
    return {
        "reference": privacy_request.reference,
        "due_on": local_date(privacy_request.due_moment),
        "discarded": privacy_request.discarded,
        "redacted": privacy_request.redacted,
    }


finish_start("PERSONAL_DATA_TABLE", "LEDGER_TABLE", "GUARD_TABLE", "KEYS_SECRET", "ALLOWED_ORIGINS", "CHALLENGE")
