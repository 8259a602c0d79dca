"""A privacy request: what a person sends, what is stored of it, and the steps of its life."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from loket.domain.field import Doubts, Language
from loket.domain.form import Form, without_forbidden_numbers
from loket.domain.inventory import Declared
from loket.domain.language import Language as _Language
from loket.domain.ledger import BY_SOFTWARE
from loket.domain.privacy import field
from loket.domain.privacy.deadline import due_moment
from loket.domain.privacy.ladder import Climb
from loket.domain.privacy.lifecycle import RequestEvent, RequestStatus
from loket.domain.privacy.right import Right
from loket.domain.refusal import FieldError, FormRefused
from loket.domain.retention import Retention, expiry
from loket.domain.screening import Doubt, must_hold_mail

# What names another organisation, which only portability has a use for (GDPR art. 20(2)).
FOR_PORTABILITY = frozenset({"recipient_name", "recipient_email"})


# What a step is called that is no move: the request stays where it stands.
ESCALATE = "escalate"


class Channel(StrEnum):
    """How a request reached us."""

    FORM = "form"
    MAIL = "mail"
    PHONE = "phone"
    LETTER = "letter"


class Asked(Declared):
    """What a person writes beside the right they use."""

    name: field.Name
    email: field.Email
    details: field.Details = None
    purpose: field.AskedPurpose = None
    recipient_name: field.RecipientName = None
    recipient_email: field.RecipientEmail = None


class PrivacyRequestForm(Asked, Form):
    """The privacy request form: a closed list of fields."""

    kind: field.AskedRight


class PrivacyRequest(Asked):
    """A privacy request as it is stored. `due_at` is ISO 8601 in UTC; `rung` is where it stands on the ladder."""

    reference: field.Fact
    right: field.AskedRight
    status: field.Fact
    channel: field.Fact
    language: Language
    discarded: field.FieldNames
    redacted: field.FieldNames
    doubts: Doubts
    due_at: field.Fact
    due_bucket: field.FactIfAny = None
    rung: field.CountIfAny = None
    proof_round: field.Count
    link_version: field.Count
    revision: field.Count
    received_at: field.Moment
    expires_at: field.Moment


class Step(Declared):
    """One step in the life of a request, as the person and staff can read it back.

    Where it is a step up the ladder, `rung` is the one reached and `skipped` those that were passed unseen.
    """

    request: field.Fact
    event: field.Fact
    status: field.Fact
    by: field.StaffName
    reason: field.Reason = None
    information: field.Information = None
    rung: field.CountIfAny = None
    skipped: field.Counts = ()
    happened_at: field.Moment
    expires_at: field.Moment


def take_request(
    form: PrivacyRequestForm, *, reference: str, doubts: frozenset[Doubt], channel: Channel, received_at: datetime
) -> PrivacyRequest:
    """Return the request that a form makes, without the numbers that may not be held; raise `FormRefused`.

    The clock starts here: `due_at` is computed once.
    """
    _check(form)
    discarded = _discarded(form)
    sent = {name: value for name in Asked.model_fields if (value := getattr(form, name)) is not None}
    kept, redacted = without_forbidden_numbers(Asked, {name: sent[name] for name in sent if name not in discarded})
    due_at = due_moment(received_at).isoformat()
    return PrivacyRequest(
        **kept,
        reference=reference,
        right=form.kind,
        status=RequestStatus.RECEIVED if channel is Channel.FORM else RequestStatus.CONFIRMED,
        channel=channel,
        language=form.language or _Language.NL,
        discarded=discarded,
        redacted=redacted,
        doubts=tuple(sorted(doubts)),
        due_at=due_at,
        due_bucket=due_bucket(reference),
        proof_round=1,
        link_version=1,
        revision=1,
        received_at=int(received_at.timestamp()),
        expires_at=int(expiry(Retention.STANDARD, since=received_at).timestamp()),
    )


# The escalation's index is spread over this many partitions.
DUE_BUCKETS = tuple(f"REQUEST#{number}" for number in range(4))


def due_bucket(reference: str) -> str:
    """Return the partition of the index of due dates that a request is in."""
    return DUE_BUCKETS[sum(reference.encode()) % len(DUE_BUCKETS)]


def read_request(item: dict[str, Any]) -> PrivacyRequest:
    """Return the request in a stored item."""
    return PrivacyRequest.model_validate({name: item[name] for name in PrivacyRequest.model_fields if name in item})


def note_step(request: PrivacyRequest, event: RequestEvent | str, *, by: str, now: datetime, **told: str | None) -> Step:
    """Return the step that is written down beside a change; `told` may hold a status, a reason or information."""
    step = {
        "request": request.reference,
        "event": str(event),
        "status": told.pop("status", None) or request.status,
        "by": by,
        "happened_at": int(now.timestamp()),
        "expires_at": request.expires_at,
    }
    return Step.model_validate({**step, **told})


def note_climb(request: PrivacyRequest, climb: Climb, *, now: datetime) -> Step:
    """Return the step that is written down where a request climbs the ladder; nobody but time caused it."""
    step = note_step(request, ESCALATE, by=BY_SOFTWARE, now=now)
    return step.model_copy(update={"rung": climb.rung, "skipped": climb.skipped})


def mail_is_held(request: PrivacyRequest) -> bool:
    """Return whether mail to the person waits: the request raised doubts, and nobody has made sure that it is theirs."""
    return request.status == RequestStatus.RECEIVED and must_hold_mail(frozenset(map(Doubt, request.doubts)))


def due_moment_of(request: PrivacyRequest) -> datetime:
    """Return the moment by which a request must be answered, as it now stands."""
    return datetime.fromisoformat(request.due_at)


def received_moment_of(request: PrivacyRequest) -> datetime:
    """Return the moment at which a request was received."""
    return datetime.fromtimestamp(request.received_at, UTC)


def _check(form: PrivacyRequestForm) -> None:
    errors = []
    if form.kind is Right.RECTIFICATION and form.details is None:
        errors.append(FieldError("details", "required"))
    if form.kind is Right.PORTABILITY and form.recipient_name and not form.recipient_email:
        errors.append(FieldError("recipient_email", "required"))
    if form.kind is Right.PORTABILITY and form.recipient_email and not form.recipient_name:
        errors.append(FieldError("recipient_name", "required"))
    if errors:
        raise FormRefused(*errors)


def _discarded(form: PrivacyRequestForm) -> tuple[str, ...]:
    if form.kind is Right.PORTABILITY:
        return ()
    return tuple(sorted(name for name in FOR_PORTABILITY if getattr(form, name) is not None))
