"""A person: everything that is held under one e-mail address, told apart by name."""

import re
from typing import Any

from fastapi import Response
from loket.domain.item import ItemKind
from loket.domain.work.holding import Bearer, group_by_kind, group_by_name
from loket.store.holding import Holdings, list_holdings
from loket.store.person import ItemGone

from desk.held import describe
from desk.ledger import note_view
from desk.page import show_page
from desk.role import AUDIT, STAFF
from desk.route import Desk
from desk.view import HANDLED, WORK, reason
from desk.visit import Visit, Visited

_PERSON = re.compile(r"[a-z2-7]{32}", re.ASCII)

desk = Desk()


@desk.get("/people/{person}", allow=STAFF, include_in_schema=False)
def show_person(visit: Visited, person: str, why: str = WORK) -> Response:
    """Show everything held."""
    held = open_person(visit, person, why=why)
    bearers = [_told(bearer, visit) for bearer in group_by_name([*held.items, *held.payments])]
    audits = bool(visit.staff.roles & AUDIT)
    return show_page(visit, "person.html", bearers=bearers, truncated=held.truncated, person=person, audits=audits)


def open_person(visit: Visit, person: str, *, why: str) -> Holdings:
    """Return everything held under a person's id, once its view is in the ledger; raise `ItemGone` for what is no id."""
    if not _PERSON.fullmatch(person):
        raise ItemGone
    note_view(visit, person, what="person", about="person", why=reason(why))
    return list_holdings(person, now=visit.now)


def _told(bearer: Bearer, visit: Visit) -> dict[str, Any]:
    kinds = group_by_kind(bearer.items)
    return {
        "name": bearer.name,
        "kinds": [
            (kind.value.lower(), [(path_of(item), describe(item, visit.language)) for item in items])
            for kind, items in kinds.items()
        ],
    }


def path_of(item: Any) -> str | None:  # noqa: ANN401 - an item of any kind
    """Return where the desk shows an item on a page of its own, or None."""
    if item["kind"] in HANDLED:
        return f"/desk/items/{item['reference']}"
    if item["kind"] == ItemKind.PRIVACY_REQUEST:
        return f"/desk/requests/{item['reference']}"
    return f"/desk/payments/{item['attempt']}" if item["kind"] == ItemKind.PAYMENT else None
