"""Registering a request that came by telephone, letter or mail, as of the day on which it really came."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from loket.domain.form import read_form
from loket.domain.key import person_id
from loket.domain.privacy.request import Channel, PrivacyRequest, PrivacyRequestForm, note_step, take_request
from loket.domain.reference import new_reference
from loket.domain.refusal import FieldError, FormRefused
from loket.domain.retention import LOCAL_TIME, Retention, expiry
from loket.store.guard import AlreadySubmitted, submit_once
from loket.store.keys import load_keys
from loket.store.privacy_request import store_request
from loket.store.transaction import Transaction

from desk.visit import Visit

CHANNELS = (Channel.PHONE, Channel.LETTER, Channel.MAIL)
_OWN = frozenset({"channel", "received_on"})
# The hour is not known; at noon it is the same day everywhere in the Netherlands, summer time or not.
_NOON = time(12)


def register(sent: Mapping[str, Any], visit: Visit) -> str:
    """Store a request on somebody's behalf and return its reference; the same form twice is one request.

    Raise `FormRefused` with everything that is wrong with it.
    """
    asked = _read(sent, visit)
    keys = load_keys()
    first = note_step(asked, "receive", by=visit.staff.name, now=visit.now)
    writes = store_request(asked, person_id(keys, asked.email), first, at=visit.now, hold_mail=False)
    form = keys.hash("desk-form", visit.staff.staff_id, *(f"{name}={sent[name]}" for name in sorted(sent)))
    answer = {"reference": asked.reference}
    once = submit_once(form, form=form, answer=answer, retention=Retention.SUBMISSION, now=visit.now)
    try:
        Transaction([once, *writes]).commit()
    except AlreadySubmitted as again:
        first_reference: str = json.loads(again.found["answer"])["reference"]
        return first_reference
    return asked.reference


def _read(sent: Mapping[str, Any], visit: Visit) -> PrivacyRequest:
    errors: list[FieldError] = []
    parts: dict[str, Any] = {}
    for name, read in (("channel", _read_channel), ("received_on", _read_receipt), ("form", _read_form)):
        try:
            parts[name] = read(sent, visit)
        except FormRefused as refused:
            errors += refused.errors
    if errors:
        raise FormRefused(*sorted(errors))
    facts = {"channel": parts["channel"], "received_at": parts["received_on"], "doubts": frozenset[Any]()}
    return take_request(parts["form"], reference=new_reference("P"), **facts)


def _read_form(sent: Mapping[str, Any], _: Visit) -> PrivacyRequestForm:
    return read_form(PrivacyRequestForm, {name: value for name, value in sent.items() if name not in _OWN})


def _read_channel(sent: Mapping[str, Any], _: Visit) -> Channel:
    channel = next((one for one in CHANNELS if one == sent.get("channel")), None)
    if channel is None:
        raise FormRefused(FieldError("channel", "choice"))
    return channel


def _read_receipt(sent: Mapping[str, Any], visit: Visit) -> datetime:
    try:
        day = date.fromisoformat(str(sent.get("received_on", "")))
    except ValueError:
        raise FormRefused(FieldError("received_on", "date")) from None
    today = visit.now.astimezone(LOCAL_TIME).date()
    if day > today:
        raise FormRefused(FieldError("received_on", "in_future"))
    received_at = visit.now if day == today else datetime.combine(day, _NOON, LOCAL_TIME)
    if expiry(Retention.STANDARD, since=received_at) <= visit.now:
        raise FormRefused(FieldError("received_on", "too_long_ago"))
    return received_at
