"""What a person does about their own privacy request: what their page opens, and what its buttons do."""

from loket.core.command import Actor, Command
from loket.core.form import read_form
from loket.core.item import Stored
from loket.core.keyed_hash import Keys
from loket.core.link import LinkRefused, check_link
from loket.core.move import MoveForbidden
from loket.http.press import count_press
from loket.http.request import Request
from loket.privacy.domain.action import ActionForm, check_action, check_room
from loket.privacy.domain.lifecycle import RequestEvent
from loket.privacy.domain.request import PrivacyRequest
from loket.privacy.store.request import RequestChanged, list_steps
from loket.privacy.transition import carry_out, is_repeated
from loket.storage.item import find_by_reference


def open_request(request: Request, keys: Keys) -> Stored[PrivacyRequest]:
    """Return the stored request that a signed link opens; raise `LinkRefused` or `ItemGone`.

    Where the link was not ours, nothing is read. The page on which a copy is sent stands under the same signature.
    """
    reference = request.path_parameters["reference"]
    path = f"/privacy-requests/{reference}"
    version = check_link(path, request.query, keys.derive("link"), now=request.received_at)
    stored = find_by_reference(PrivacyRequest, reference, now=request.received_at)
    if stored.record.link_version != version:
        raise LinkRefused
    return stored


def press_button(request: Request, stored: Stored[PrivacyRequest], keys: Keys) -> Stored[PrivacyRequest]:
    """Do what the person asks on their page, once, and return the request as it then is."""
    form = read_form(ActionForm, request.fields())
    check_action(form)
    event = RequestEvent(form.action)
    count_press(stored.record.reference, event, keys, now=request.received_at)
    words = form.information if event is RequestEvent.ADD_INFORMATION else None
    command = Command(event=event, actor=Actor.PERSON, words=words)
    now = request.received_at
    steps = list_steps(stored.key, now=now)
    if not is_repeated(command, steps):
        check_room(event, steps)
        try:
            carry_out(command, stored, keys, now=now)
        except (RequestChanged, MoveForbidden):
            # Somebody who presses twice means it once; the other press may have been first.
            if not is_repeated(command, list_steps(stored.key, now=now)):
                raise
    return open_request(request, keys)
