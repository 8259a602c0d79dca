"""The page of what nobody confirmed and is past its date: what there is, and ending it, many at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from fastapi import Form, Response
from loket.core.form import read_words
from loket.core.refusal import FieldError, FormRefused
from loket.privacy.domain.digest import MOST_COUNTED
from loket.privacy.domain.right import Right

from desk.context import Context, RequestContext
from desk.page import day_in_words, show_page
from desk.requests.lapse import Ending, Pick, cut_unconfirmed, lapse_unconfirmed, list_overdue
from desk.role import OFFICER
from desk.route import Desk
from desk.texts import error_in_words, texts

desk = Desk()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Draft:
    """What was typed and chosen in a form that cannot be sent, and what is wrong with it."""

    reason: str = ""
    chosen: Sequence[str] = ()
    errors: Mapping[str, str] = MappingProxyType({})


_NOTHING = _Draft()


@desk.get("/unconfirmed", allow=OFFICER, include_in_schema=False)
def show_unconfirmed(context: Context, page: int = 1) -> Response:
    """Show a page of the list; no name, so that a list is not a look at fifty people."""
    return _show(context, page)


@desk.post("/unconfirmed", allow=OFFICER, include_in_schema=False)
def lapse_many(
    context: Context,
    pick: Annotated[list[str] | None, Form()] = None,
    shown: Annotated[list[str] | None, Form()] = None,
    right: Annotated[list[Right] | None, Form()] = None,
    which: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """End what was chosen, or all that was shown, and tell what came of it; what cannot be sent comes back."""
    chosen = (shown if which == "shown" else pick) or []
    try:
        picks = [_read_pick(value) for value in dict.fromkeys(chosen)]
        endings = lapse_unconfirmed(picks, right or [], read_words("reason", reason), context)
    except FormRefused as refused:
        errors = {error.field: error_in_words(error.code, context.language) for error in refused.errors}
        return _show(context, 1, status=422, draft=_Draft(reason=reason, chosen=(*chosen, *(right or [])), errors=errors))
    return _show(context, 1, endings=endings)


def _read_pick(value: str) -> Pick:
    reference, _, revision = value.partition("~")
    # A number of a length that no revision has is none: Python reads no longer ones.
    if not (revision.isascii() and revision.isdigit() and len(revision) < 10):  # noqa: PLR2004 - as above
        raise FormRefused(FieldError("pick", "choice"))
    return Pick(reference=reference, revision=int(revision))


def _show(
    context: RequestContext,
    page: int,
    *,
    status: int = 200,
    draft: _Draft = _NOTHING,
    endings: Mapping[str, Ending] = MappingProxyType({}),
) -> Response:
    overdue = list_overdue(now=context.now)
    rows, page, pages = cut_unconfirmed(overdue, page, now=context.now)
    words = texts(context.language)
    return show_page(
        context,
        "unconfirmed.html",
        status=status,
        rows=[
            (row, day_in_words(row.due_moment, context.language), [words.get(f"doubt.{one}", one) for one in row.doubts])
            for row in rows
        ],
        rights=Counter(row.right for row in rows),
        total=len(overdue),
        at_least=len(overdue) == MOST_COUNTED,
        page=page,
        pages=pages,
        draft=draft.reason,
        chosen=draft.chosen,
        errors=draft.errors,
        lapsed=[reference for reference, ending in endings.items() if ending is Ending.LAPSED],
        left=[(reference, ending.value) for reference, ending in endings.items() if ending is not Ending.LAPSED],
    )
