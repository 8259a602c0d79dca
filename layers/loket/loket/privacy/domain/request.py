"""A privacy request: what a person sends, what is stored of it, and the steps of its life."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from loket.core.doubt import Doubt, must_hold_mail
from loket.core.field import Doubts, Language
from loket.core.form import Form, without_forbidden_numbers
from loket.core.inventory import Declared
from loket.core.item import ItemKind, Record
from loket.core.language import Language as _Language
from loket.core.ledger import BY_SOFTWARE, Author, authorship
from loket.core.partition import DueList
from loket.core.refusal import FieldError, FormRefused
from loket.core.retention import Retention, expires_at
from loket.privacy.domain import field
from loket.privacy.domain.deadline import due_moment
from loket.privacy.domain.escalation import Escalation
from loket.privacy.domain.lifecycle import RequestEvent, RequestStatus
from loket.privacy.domain.right import Right

# What names another organisation, which only portability has a use for (GDPR art. 20(2)).
FOR_PORTABILITY = frozenset({"recipient_name", "recipient_email"})


# What a step is called that is no move.
RECEIVE = "receive"
ESCALATE = "escalate"


class Channel(StrEnum):
    """How a request reached us."""

    FORM = "form"
    MAIL = "mail"
    PHONE = "phone"
    LETTER = "letter"


class RequestFields(Declared):
    """What a person writes beside the right they use."""

    name: field.Name
    email: field.Email
    details: field.Details = None
    purpose: field.AskedPurpose = None
    recipient_name: field.RecipientName = None
    recipient_email: field.RecipientEmail = None


class PrivacyRequestForm(RequestFields, Form):
    """The privacy request form: a closed list of fields."""

    kind: field.AskedRight


class PrivacyRequest(RequestFields, Record):
    """A privacy request as it is stored. `due_at` is ISO 8601 in UTC; `rung` is the level, reached at `rung_at`."""

    kind: ClassVar[ItemKind] = ItemKind.PRIVACY_REQUEST

    reference: field.Fact
    right: field.AskedRight
    status: Annotated[RequestStatus, field.ADMINISTRATION]
    channel: Annotated[Channel, field.ADMINISTRATION]
    language: Language
    discarded: field.FieldNames
    redacted: field.FieldNames
    doubts: Doubts
    due_at: field.Fact
    due_bucket: field.FactIfAny = None
    rung: field.CountIfAny = None
    rung_at: field.MomentIfAny = None
    proof_round: field.Count
    link_version: field.Count
    revision: field.Count
    received_at: field.Moment
    expires_at: field.Moment

    @property
    def due_moment(self) -> datetime:
        """Return the moment by which the request must be answered, as it now stands."""
        return datetime.fromisoformat(self.due_at)

    @property
    def received_moment(self) -> datetime:
        """Return the moment at which the request was received."""
        return datetime.fromtimestamp(self.received_at, UTC)

    @property
    def is_listed(self) -> bool:
        """Return whether it is sure that somebody means it: the digest lists it, and counts what is open and not listed."""
        return self.status is not RequestStatus.RECEIVED

    @property
    def mail_is_held(self) -> bool:
        """Return whether mail to the person waits: there are doubts, and nobody has made sure that the request is theirs."""
        return self.status is RequestStatus.RECEIVED and must_hold_mail(frozenset(self.doubts))


class Step(Record):
    """One step in the life of a request, as the person and staff can read it back.

    Where it is an escalation, `rung` is the level reached and `skipped` are those that were passed unseen.
    """

    kind: ClassVar[ItemKind] = ItemKind.STEP

    request: field.Fact
    event: field.Fact
    status: Annotated[RequestStatus, field.ADMINISTRATION]
    by: field.StaffName
    by_id: field.StaffFact = None
    role: field.StaffFact = None
    reason: field.Reason = None
    information: field.Information = None
    rung: field.CountIfAny = None
    skipped: field.Counts = ()
    happened_at: field.Moment
    expires_at: field.Moment


def take_request(
    form: PrivacyRequestForm,
    *,
    reference: str,
    doubts: frozenset[Doubt],
    channel: Channel,
    received_at: datetime,
    registered_at: datetime | None = None,
) -> PrivacyRequest:
    """Return the request that a form makes, without the numbers that may not be kept; raise `FormRefused`.

    The clock starts at receipt: `due_at` is computed once. What staff register is kept from then on, however long ago it
    came: it is still to be answered.
    """
    _check(form)
    discarded = _discarded(form)
    sent = {name: value for name in RequestFields.model_fields if (value := getattr(form, name)) is not None}
    kept, redacted = without_forbidden_numbers(RequestFields, {name: sent[name] for name in sent if name not in discarded})
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
        due_bucket=(DueList.UNCONFIRMED if channel is Channel.FORM else DueList.REQUESTS).partition_of(reference),
        proof_round=1,
        link_version=1,
        revision=1,
        received_at=int(received_at.timestamp()),
        expires_at=expires_at(Retention.STANDARD, since=registered_at or received_at),
    )


def note_step(
    request: PrivacyRequest,
    event: str,
    *,
    by: Author,
    now: datetime,
    status: RequestStatus | None = None,
    words: str | None = None,
) -> Step:
    """Return the step that is written down beside a change; without a status the request stays where it stands.

    The words are the reason for it, or the information that a person adds.
    """
    adds = event == RequestEvent.ADD_INFORMATION
    return Step(
        request=request.reference,
        event=event,
        status=status or request.status,
        **authorship(by),
        reason=None if adds else words,
        information=words if adds else None,
        happened_at=int(now.timestamp()),
        expires_at=request.expires_at,
    )


def note_escalation(request: PrivacyRequest, escalation: Escalation, *, now: datetime) -> Step:
    """Return the step that is written down where a request is escalated; nobody but time caused it."""
    return Step(
        request=request.reference,
        event=ESCALATE,
        status=request.status,
        by=BY_SOFTWARE,
        rung=escalation.level,
        skipped=escalation.skipped,
        happened_at=int(now.timestamp()),
        expires_at=request.expires_at,
    )


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
