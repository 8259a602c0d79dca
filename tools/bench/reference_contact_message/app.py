"""POST /contact-messages with FastAPI, Mangum, Powertools and boto3's resource: the same rules and the same writes."""

from typing import Any

from fastapi import FastAPI, Request
from loket.domain.contact import ContactForm, ContactStatus, take_message
from loket.domain.effect import EffectKind
from loket.domain.item import ItemKind
from loket.domain.key import person_id
from loket.domain.reference import new_reference, new_sort_key
from loket.domain.refusal import FormRefused
from loket.domain.retention import local_date_of
from loket.domain.screening import must_hold_mail, screen
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
    status = ContactStatus.IN_REVIEW if must_hold_mail(doubts) else ContactStatus.RECEIVED
    message = take_message(form, reference=new_reference("M"), doubts=doubts, status=status, received_at=now)
    person, about = person_id(intake.load_keys(), message.email), new_sort_key(ItemKind.MESSAGE, at=now)
    answer = {
        "reference": message.reference,
        "redacted": message.redacted,
        "kept_until": local_date_of(message.expires_at),
    }
    effects = [] if must_hold_mail(doubts) else [EffectKind.CONFIRM_CONTACT_MESSAGE]
    intake.commit(
        [
            *intake.guard(form, proof, request, answer, now),
            intake.put_record(ItemKind.MESSAGE, person, message, about),
            *(intake.put_effect(kind, person, about, now) for kind in [*effects, EffectKind.NOTIFY_STAFF]),
        ]
    )
    intake.logger.info("contact_message.received", topic=message.topic, doubts=len(doubts))
    return answer


handler = Mangum(app, lifespan="off")
