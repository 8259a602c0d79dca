"""Taking in a public form: what every form passes before its own rules, and the one transaction at the end."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from loket.core.challenge import ProofOfWork, verify_challenge
from loket.core.doubt import Doubt, must_hold_mail
from loket.core.form import Form
from loket.core.key import Key, sender_key, write_key
from loket.core.keyed_hash import Keys
from loket.core.language import Language
from loket.core.limit import Limit, TooOften
from loket.core.refusal import FieldError, FormRefused
from loket.core.retention import Retention
from loket.core.screening import screen
from loket.http.answer import check_return
from loket.http.problem import SubmissionKeyReused
from loket.http.request import Request
from loket.mail.limit import TO_ADDRESS, address_key
from loket.settings import setting
from loket.storage.guard import ChallengeSpent, Submission, find_first, spend_challenge, store_first
from loket.storage.limit import ListFull, count, count_again, count_hit
from loket.storage.transaction import Write

# From one sender. A school's office enrolls its teachers from one address, so it is generous; a form without proof of work
# (no script) costs its sender nothing, so it is less so.
WITH_PROOF = Limit(60, Retention.SENDER)
WITHOUT_PROOF = Limit(10, Retention.SENDER)
# A key of a client's own making: draft-ietf-httpapi-idempotency-key-header. Longer ones are cut by the hash anyway.
_KEY_HEADER = "idempotency-key"
_TURNS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry[F: Form]:
    """A form that may come in, with the language to answer in: the keyed hash of its content, and the doubts about it."""

    request: Request
    form: F
    content: str
    keys: Keys
    proof: ProofOfWork | None
    doubts: frozenset[Doubt]
    is_counted: bool = False

    @property
    def sender(self) -> str:
        """Return the keyed hash of who sends it."""
        return self.keys.hash("sender", self.request.sender)


class Taken[R](NamedTuple):
    """What is stored of a form: the key of the item that it makes, the writes, and the answer that is remembered."""

    made: Key
    writes: Sequence[Write]
    answer: R


class Accepted[R](NamedTuple):
    """What was stored of a form when it came first: the answer, and whether this is the first time, or the same sender."""

    answer: R
    stored: Submission
    is_first: bool
    is_same_sender: bool


def admit[F: Form](request: Request, form: F, keys: Keys, *, name: str, words: str | None) -> Entry[F]:
    """Return the entry of a form; raise `FormRefused` for a challenge that is missing, forged or out of date."""
    check_return(form.return_to, setting("ALLOWED_ORIGINS"))
    proof = _proof(request, form, keys)
    doubts = screen(honeypot=form.website, proof=proof, name=name, words=words, now=request.received_at)
    if setting("CHALLENGE") == "off":
        doubts -= {Doubt.NO_PROOF}
    # The name is of what was sent: the same form from a browser in another language is the same.
    content = _name_content(request, form, keys)
    asked = form.model_copy(update={"language": form.language or request.language})
    return Entry(request=request, form=asked, content=content, keys=keys, proof=proof, doubts=doubts)


def store_once[F: Form, R: Mapping[str, object]](
    entry: Entry[F], take: Callable[[Entry[F]], Taken[R]], *, to: str
) -> Accepted[R]:
    """Store what a form makes, in one transaction, and return it; a repetition returns what was stored first.

    Each is counted, a repetition too: raise `TooOften` past the limit of its sender. One that would make a mail `to` an
    address that had as many as it may is taken as one that staff look at first.
    """
    now, taken = entry.request.received_at, take(entry)
    if not entry.is_counted:
        _count(entry)
    if must_hold_mail(entry.doubts):
        return _store(entry, taken, [])
    address = address_key(to, entry.keys)
    mail = count_hit(address, TO_ADDRESS, now=now)
    for _ in range(_TURNS):
        try:
            return _store(entry, taken, [mail])
        except ListFull as full:
            try:
                mail = count_again(full, address, TO_ADDRESS, now=now)
            except TooOften:
                break
    held = replace(entry, doubts=entry.doubts | {Doubt.MANY_TO_ONE_ADDRESS})
    return _store(held, take(held), [])


def tell_again[F: Form, R: Mapping[str, object]](entry: Entry[F], refused: FormRefused) -> Accepted[R]:
    """Return what was told first, where a form that is `refused` now is a repetition by the same sender; else raise that.

    Then it is counted as any repetition. To anybody else the refusal is all there is: an answer would tell who enrolled.
    """
    first = find_first(_submission_name(entry)[0], now=entry.request.received_at)
    if first is None or (first.form, first.sender) != (entry.content, entry.sender):
        raise refused
    _count(entry)
    return Accepted(json.loads(first.answer), first, is_first=False, is_same_sender=True)


def _count[F: Form](entry: Entry[F]) -> None:
    kind, limit = ("proof", WITH_PROOF) if entry.proof else ("plain", WITHOUT_PROOF)
    sender = sender_key(entry.keys.hash("sender", entry.request.sender, kind))
    count(sender, limit, now=entry.request.received_at)


def _store[F: Form, R: Mapping[str, object]](entry: Entry[F], taken: Taken[R], mail: Sequence[Write]) -> Accepted[R]:
    now, (name, retention) = entry.request.received_at, _submission_name(entry)
    submission = Submission(
        form=entry.content,
        sender=entry.sender,
        yields_to=entry.content if must_hold_mail(entry.doubts) else None,
        made=write_key(taken.made),
        answer=json.dumps(taken.answer),
        language=entry.form.language or Language.NL,
        stored_at=int(now.timestamp()),
    )
    spend = [spend_challenge(entry.proof, now=now)] if entry.proof else []
    try:
        first = store_first(name, submission, [*spend, *mail, *taken.writes], retention=retention, now=now)
    except ChallengeSpent:
        # The very same sending once more does not take the place of the one that was held: it is that one.
        first = _find_same(name, replace(submission, yields_to=entry.content), spend, entry)
    if first is None:
        raise SubmissionKeyReused
    return Accepted(json.loads(first.answer), first, first is submission, first.sender == entry.sender)


def _find_same[F: Form](name: str, submission: Submission, spend: Sequence[Write], entry: Entry[F]) -> Submission | None:
    try:
        return store_first(name, submission, spend, retention=Retention.SUBMISSION, now=entry.request.received_at)
    except ChallengeSpent as spent:
        raise FormRefused(FieldError("altcha", "spent")) from spent


def _proof(request: Request, form: Form, keys: Keys) -> ProofOfWork | None:
    if form.altcha:
        return verify_challenge(form.altcha, keys.derive("challenge"), now=request.received_at)
    if setting("CHALLENGE") == "on" and not request.is_plain_form:
        raise FormRefused(FieldError("altcha", "required"))
    return None


def _submission_name[F: Form](entry: Entry[F]) -> tuple[str, Retention]:
    key = entry.request.headers.get(_KEY_HEADER)
    if key:
        return entry.keys.hash("idempotency", entry.request.route, key), Retention.IDEMPOTENCY
    return entry.keys.hash("submission", entry.content), Retention.SUBMISSION


def _name_content(request: Request, form: Form, keys: Keys) -> str:
    content = form.model_dump(mode="json", exclude={"altcha", "return_to"})
    return keys.hash("form", request.route, json.dumps(content, sort_keys=True))
