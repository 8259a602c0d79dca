"""Following a privacy request: what the person's own page opens, and what its buttons do."""

from collections.abc import Mapping
from typing import Any

from loket.casework import Act, carry_out, is_repeated
from loket.domain.form import read_form
from loket.domain.key import Keys
from loket.domain.link import check_link
from loket.domain.privacy.action import ActionForm, check_action
from loket.domain.privacy.lifecycle import Actor, MoveForbidden, RequestEvent
from loket.store.privacy_request import RequestMoved, find_request, list_steps
from loket.web.request import Request

type Item = Mapping[str, Any]


def open_request(request: Request, keys: Keys) -> Item:
    """Return the stored request that a signed link opens; raise `LinkRefused`, without a read where it was not ours.

    The page on which a copy is sent stands under the same signature.
    """
    reference, query = request.event["pathParameters"]["reference"], request.event.get("queryStringParameters") or {}
    version = check_link(f"/privacy-requests/{reference}", query, keys.derive("link"), now=request.received_at)
    return find_request(reference, version, now=request.received_at)


def press_button(request: Request, item: Item, keys: Keys) -> Item:
    """Do what the person asks on their page, once, and return the request as it then is."""
    form = read_form(ActionForm, request.fields())
    check_action(form)
    event = RequestEvent(form.action)
    words = form.information if event is RequestEvent.ADD_INFORMATION else None
    act = Act(event=event, actor=Actor.PERSON, information=words)
    now = request.received_at
    if not is_repeated(act, list_steps(item, now=now)[-1]):
        try:
            carry_out(act, item, keys, now=now)
        except (RequestMoved, MoveForbidden):
            # Somebody who presses twice means it once; the other press may have been first.
            if not is_repeated(act, list_steps(item, now=now)[-1]):
                raise
    return open_request(request, keys)
