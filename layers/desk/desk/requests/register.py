"""Registering a request that came by telephone, letter or mail, as of the day on which it really came."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from loket.core.form import read_form
from loket.core.key import write_key
from loket.core.keyed_hash import person_id
from loket.core.language import Language
from loket.core.reference import Referred, new_reference
from loket.core.refusal import FieldError, FormRefused, printable_name
from loket.core.retention import LOCAL_TIME, Retention, expires_at, is_over, local_date
from loket.privacy.domain.request import Channel, PrivacyRequest, PrivacyRequestForm, take_request
from loket.privacy.domain.right import Right
from loket.privacy.store.request import store_request
from loket.storage.guard import AlreadySubmitted, Submission, store_first
from loket.storage.item import new_key
from loket.storage.secret import load_keys

from desk.context import Context, RequestContext
from desk.guard import CSRF_FIELD
from desk.page import show_page
from desk.role import STAFF
from desk.route import Desk
from desk.texts import error_in_words

CHANNELS = (Channel.PHONE, Channel.LETTER, Channel.MAIL)
_OWN = frozenset({"channel", "received_on"})
# The hour is not known; at noon it is the same day everywhere in the Netherlands, summer time or not.
_NOON = time(12)

desk = Desk()


async def _read_fields(request: Request) -> dict[str, str]:
    form = await request.form()
    fields = [(name, value) for name, value in form.multi_items() if name != CSRF_FIELD]
    repeated = {name for name, _ in fields if sum(other == name for other, _ in fields) > 1}
    if repeated:
        raise FormRefused(*(FieldError(printable_name(name), "repeated") for name in sorted(repeated)))
    return {name: value for name, value in fields if isinstance(value, str)}


type Fields = Annotated[dict[str, str], Depends(_read_fields)]


@desk.get("/register", allow=STAFF, include_in_schema=False)
def show_form(context: Context) -> Response:
    """Show the empty form, with today as the day of receipt."""
    return _show(context, {"received_on": local_date(context.now), "language": "nl"}, {})


@desk.post("/register", allow=STAFF, include_in_schema=False)
def register_request(fields: Fields, context: Context) -> Response:
    """Store the request and go to its page, or show the form again with what is wrong with it."""
    try:
        reference = register(fields, context)
    except FormRefused as refused:
        errors = {error.field: error_in_words(error.code, context.language) for error in refused.errors}
        return _show(context, fields, errors, status=422)
    return RedirectResponse(f"/desk/requests/{reference}", 303)


def _show(context: RequestContext, fields: dict[str, str], errors: dict[str, str], *, status: int = 200) -> Response:
    choices: dict[str, Any] = {
        "channels": CHANNELS,
        "rights": list(Right),
        "languages": list(Language),
        "today": local_date(context.now),
    }
    return show_page(context, "register.html", status=status, fields=fields, errors=errors, **choices)


def register(sent: Mapping[str, Any], context: RequestContext) -> str:
    """Store a request on somebody's behalf and return its reference; the same form twice is one request.

    Raise `FormRefused` with everything that is wrong with it.
    """
    request = _read(sent, context)
    keys = load_keys()
    key = new_key(PrivacyRequest, person_id(keys, request.email), at=context.now)
    writes = store_request(request, key, by=context.staff.member, at=context.now)
    form = keys.hash("desk-form", context.staff.member.id, *(f"{name}={sent[name]}" for name in sorted(sent)))
    submission = Submission(
        form=form,
        sender="",
        made=write_key(key),
        answer=request.reference,
        language=request.language,
        stored_at=int(context.now.timestamp()),
    )
    first = store_first(form, submission, writes, retention=Retention.SUBMISSION, now=context.now)
    if first is None:
        raise AlreadySubmitted
    return first.answer


def _read(sent: Mapping[str, Any], context: RequestContext) -> PrivacyRequest:
    errors: list[FieldError] = []
    parts: dict[str, Any] = {}
    for name, read in (("channel", _read_channel), ("received_on", _read_receipt), ("form", _read_form)):
        try:
            parts[name] = read(sent, context)
        except FormRefused as refused:
            errors += refused.errors
    if errors:
        raise FormRefused(*sorted(errors))
    return take_request(
        parts["form"],
        reference=new_reference(Referred.PRIVACY_REQUEST),
        doubts=frozenset(),
        channel=parts["channel"],
        received_at=parts["received_on"],
        registered_at=context.now,
    )


def _read_form(sent: Mapping[str, Any], _: RequestContext) -> PrivacyRequestForm:
    return read_form(PrivacyRequestForm, {name: value for name, value in sent.items() if name not in _OWN})


def _read_channel(sent: Mapping[str, Any], _: RequestContext) -> Channel:
    channel = next((known for known in CHANNELS if known == sent.get("channel")), None)
    if channel is None:
        raise FormRefused(FieldError("channel", "choice"))
    return channel


def _read_receipt(sent: Mapping[str, Any], context: RequestContext) -> datetime:
    try:
        day = date.fromisoformat(str(sent.get("received_on", "")))
    except ValueError:
        raise FormRefused(FieldError("received_on", "date")) from None
    today = context.now.astimezone(LOCAL_TIME).date()
    if day > today:
        raise FormRefused(FieldError("received_on", "in_future"))
    received_at = context.now if day == today else datetime.combine(day, _NOON, LOCAL_TIME)
    if is_over(expires_at(Retention.STANDARD, since=received_at), now=context.now):
        raise FormRefused(FieldError("received_on", "too_long_ago"))
    return received_at
