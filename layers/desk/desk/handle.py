"""Handling a message or an enrollment, and finishing work: what its page and its API share."""

from collections.abc import Mapping
from typing import Any

from loket.deskwork import Deed, finish_work, handle_item
from loket.domain.effect import EffectKind
from loket.domain.form import read_words
from loket.domain.item import ItemKind
from loket.domain.refusal import FieldError, FormRefused
from loket.domain.work.handling import Handling, handlings_from
from loket.domain.work.outcome import Outcome, OutcomeForbidden, outcomes_of
from loket.store.handled import ItemMoved
from loket.store.person import ItemGone
from loket.store.work import find_notices

from desk.visit import Visit

type Item = Mapping[str, Any]


def do(visit: Visit, item: Item, handling: Handling, *, seen: str, answer: str) -> str:
    """Do something with an item as the member of staff saw it, and return where it then stands.

    Raise `FormRefused` for an answer that cannot be sent, `ItemMoved` where it stands elsewhere than was `seen`, and what
    `handle_item` raises.
    """
    words = read_words("answer", answer) if handling is Handling.ANSWER else None
    if item["status"] != seen:
        raise ItemMoved
    return handle_item(Deed(handling=handling, by=visit.staff.name, answer=words), item, now=visit.now)


def finish(visit: Visit, item: Item, notice: str, outcome: Outcome) -> None:
    """Take a notice about an item off the list of work; raise `ItemGone` where there is none, or as `finish_work` does."""
    found = next((one for one in find_notices(item, now=visit.now) if one["sk"] == notice), None)
    if found is None:
        raise ItemGone
    try:
        finish_work(found, outcome, by=visit.staff.name, now=visit.now)
    except OutcomeForbidden:
        raise FormRefused(FieldError("outcome", "choice")) from None


def moves_of(item: Item) -> tuple[Handling, ...]:
    """Return what staff may do with an item now."""
    return tuple(move.handling for move in handlings_from(ItemKind(item["kind"]), item["status"]))


def tasks_of(visit: Visit, item: Item) -> list[dict[str, Any]]:
    """Return the notices about an item, each with the ways in which its work may end; none where it is done."""
    return [{**notice, "outcomes": _outcomes(notice)} for notice in find_notices(item, now=visit.now)]


def _outcomes(notice: Item) -> tuple[Outcome, ...]:
    return outcomes_of(EffectKind(notice["effect"])) if "due_bucket" in notice else ()
