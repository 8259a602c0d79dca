"""Why somebody looks, and the look at a message or an enrollment: in the ledger first, and shown after that."""

import re
from typing import Any

from loket.domain.item import ItemKind
from loket.store.person import ItemGone, find_item, locate
from loket.store.privacy_request import person_of

from desk.ledger import note_view
from desk.visit import Visit

# Why a member of staff looks: the list of work sent them there, or what they say when they search.
WORK = "work"
REASONS = ("question", "privacy_request", "payment", "check")
REFERENCE = re.compile(r"[A-Z]-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", re.ASCII)
# What opens on the page of an item.
HANDLED = (ItemKind.MESSAGE, ItemKind.ENROLLMENT)


def open_item(visit: Visit, reference: str, *, why: str = WORK) -> dict[str, Any]:
    """Return the message or enrollment with a reference, once its view is in the ledger; raise `ItemGone`."""
    pk, sk = locate_item(reference)
    note_view(visit, person_of({"pk": pk}), what=sk.partition("#")[0].lower(), about=reference, why=reason(why))
    return find_item(pk, sk, now=visit.now)


def locate_item(reference: str) -> tuple[str, str]:
    """Return the key of the message or enrollment with a reference; raise `ItemGone`."""
    pk, sk = locate(reference)
    if not sk.startswith(tuple(f"{kind}#" for kind in HANDLED)):
        raise ItemGone
    return pk, sk


def reason(why: str) -> str:
    """Return why somebody looks, as the ledger may hold it: a fixed word or a reference, never what somebody wrote."""
    return why if why in REASONS or REFERENCE.fullmatch(why) else WORK
