"""Taking in a public form: what every form passes before its own rules, and the one transaction at the end."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from loket.core.challenge import ProofOfWork, verify_challenge
from loket.core.doubt import Doubt
from loket.core.form import Form
from loket.core.keyed_hash import Keys
from loket.core.refusal import FieldError, FormRefused
from loket.core.retention import Retention
from loket.core.screening import screen
from loket.http.answer import check_return
from loket.http.problem import SubmissionKeyReused
from loket.http.request import Request
from loket.settings import setting
from loket.storage.guard import ChallengeSpent, count_submission, spend_challenge, store_first
from loket.storage.transaction import Write

# Within ten minutes from one address. A school's office enrolls its teachers from one address, so it is generous; a form
# without proof of work (no script) costs its sender nothing, so it is less so.
_MOST_WITH_PROOF = 60
_MOST_WITHOUT_PROOF = 10
# A key of a client's own making: draft-ietf-httpapi-idempotency-key-header. Longer ones are cut by the hash anyway.
_KEY_HEADER = "idempotency-key"


class Entry(NamedTuple):
    """A form that may come in: the keys it is stored under, the doubts about it, and the guards it must still pass."""

    request: Request
    form: Form
    keys: Keys
    proof: ProofOfWork | None
    doubts: frozenset[Doubt]


def admit(request: Request, form: Form, keys: Keys, *, name: str, words: str | None) -> Entry:
    """Return the entry of a form; raise `FormRefused` for a challenge that is missing, forged or out of date."""
    check_return(form.return_to, setting("ALLOWED_ORIGINS"))
    proof = _proof(request, form, keys)
    doubts = screen(honeypot=form.website, proof=proof, name=name, words=words, now=request.received_at)
    if setting("CHALLENGE") == "off":
        doubts -= {Doubt.NO_PROOF}
    return Entry(request=request, form=form, keys=keys, proof=proof, doubts=doubts)


def store_once[R: Mapping[str, object]](entry: Entry, answer: R, writes: Sequence[Write]) -> R:
    """Store a submission in one transaction and return its answer; a repetition returns the first answer again."""
    now = entry.request.received_at
    name, retention = _submission_name(entry)
    every = [*_guards(entry), *writes]
    try:
        stored = store_first(name, answer, every, form=_form_hash(entry), retention=retention, now=now)
    except ChallengeSpent as spent:
        raise FormRefused(FieldError("altcha", "spent")) from spent
    if stored is None:
        raise SubmissionKeyReused
    return stored


def _proof(request: Request, form: Form, keys: Keys) -> ProofOfWork | None:
    if form.altcha:
        return verify_challenge(form.altcha, keys.derive("challenge"), now=request.received_at)
    if setting("CHALLENGE") == "on" and not request.is_plain_form:
        raise FormRefused(FieldError("altcha", "required"))
    return None


def _guards(entry: Entry) -> list[Write]:
    now = entry.request.received_at
    limit = _MOST_WITH_PROOF if entry.proof else _MOST_WITHOUT_PROOF
    sender = entry.keys.hash("sender", entry.request.sender, "proof" if entry.proof else "plain")
    spend = [spend_challenge(entry.proof, now=now)] if entry.proof else []
    return [*spend, count_submission(sender, limit=limit, now=now)]


def _submission_name(entry: Entry) -> tuple[str, Retention]:
    key = entry.request.headers.get(_KEY_HEADER)
    if key:
        return entry.keys.hash("idempotency", entry.request.route, key), Retention.IDEMPOTENCY
    return entry.keys.hash("submission", _form_hash(entry)), Retention.SUBMISSION


def _form_hash(entry: Entry) -> str:
    content = entry.form.model_dump(mode="json", exclude={"altcha", "return_to"})
    return entry.keys.hash("form", entry.request.route, json.dumps(content, sort_keys=True))
