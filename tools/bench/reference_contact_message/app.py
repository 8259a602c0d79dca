"""POST /contact-messages with FastAPI, Mangum, Powertools and boto3's resource: the same rules and the same writes."""

from typing import Any

from fastapi import FastAPI, Request
from loket.contact.message import ContactForm, effects_of, take_message
from loket.core.item import ItemKind
from loket.core.key import new_sort_key
from loket.core.keyed_hash import person_id
from loket.core.reference import Referred, new_reference
from loket.core.refusal import FormRefused
from loket.core.retention import local_date_of
from loket.core.screening import screen
from mangum import Mangum

from tools.bench.reference_shared import intake

app = FastAPI()
app.add_exception_handler(FormRefused, intake.tell_refusal)


class Sent(ContactForm, defer_build=False):
    """The form, built at once: FastAPI adapts a model as soon as its route is there."""


@app.post("/contact-messages", status_code=201)
def submit_contact_message(form: Sent, request: Request) -> dict[str, Any]:
    """Store a contact message."""
    now = intake.read_clock(request)
    proof = intake.check_proof(form, now)
    doubts = screen(honeypot=form.website, proof=proof, name=form.name, words=form.message, now=now)
    message = take_message(form, None, reference=new_reference(Referred.CONTACT_MESSAGE), doubts=doubts, received_at=now)
    person, about = person_id(intake.load_keys(), message.email), new_sort_key(ItemKind.MESSAGE, at=now)
    answer = {
        "reference": message.reference,
        "redacted": message.redacted,
        "kept_until": local_date_of(message.expires_at),
    }
    intake.commit(
        [
            *intake.guard(form, proof, request, answer, now),
            intake.put_record(ItemKind.MESSAGE, person, message, about),
            *(intake.put_effect(kind, person, about, now) for kind in effects_of(message)),
        ]
    )
    intake.logger.info("contact_message.received", topic=message.topic, doubts=len(doubts))
    return answer


handler = Mangum(app, lifespan="off")
