"""Today: which privacy requests are open, what is overdue, and what is due first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Response
from loket.domain.language import Language
from loket.domain.privacy.deadline import days_left
from loket.store.privacy_request import OpenRequest, list_open, read_overview

from desk.page import day_in_words, show_page
from desk.role import SIGNED_IN, STAFF
from desk.route import Desk
from desk.texts import text
from desk.visit import Visit, Visited

AT_ONCE = 100

desk = Desk()


@dataclass(frozen=True, kw_only=True, slots=True)
class Urgency:
    """How near a due date is: the rung of the ladder that colours it, and the words that say the same."""

    rung: str
    words: str


def urgency_of(due_at: datetime, language: Language, *, now: datetime) -> Urgency:
    """Return how near a due date is, in a word for the style and in words for people."""
    left = days_left(due_at, now=now)
    if now > due_at:
        return Urgency(rung="over", words=_counted("desk.due.over", -left, language))
    rung = next((name for most, name in ((0, "today"), (3, "soon"), (7, "week"), (14, "near")) if left <= most), "calm")
    words = text("desk.due.today", language) if left == 0 else _counted("desk.due.left", left, language)
    return Urgency(rung=rung, words=words)


def count_by_rung(found: list[OpenRequest], *, now: datetime) -> dict[str, int]:
    """Return how many requests are overdue, due within three days, due within a week, and open in all."""
    left = [days_left(one.due_at, now=now) for one in found]
    return {
        "over": sum(one < 0 for one in left),
        "soon": sum(0 <= one <= 3 for one in left),  # noqa: PLR2004 - as the ladder's rung
        "week": sum(3 < one <= 7 for one in left),  # noqa: PLR2004 - as the ladder's rung
        "open": len(left),
    }


@desk.get("", allow=SIGNED_IN, include_in_schema=False)
def show_today(visit: Visited, page: int = 1) -> Response:
    """Show the open requests, what is overdue first; no name, so that a list is not a look at a hundred people."""
    found = list_open()
    shown, pages = cut_page(found, page)
    rows = [_row(one, visit) for one in read_overview(shown, now=visit.now)]
    links = bool(visit.staff.roles & STAFF)
    counts = count_by_rung(found, now=visit.now)
    return show_page(visit, "today.html", rows=rows, counts=counts, links=links, page=min(max(page, 1), pages), pages=pages)


def cut_page(found: list[OpenRequest], page: int) -> tuple[list[OpenRequest], int]:
    """Return one page of what was found, and how many pages there are."""
    pages = max(1, -(-len(found) // AT_ONCE))
    start = (min(max(page, 1), pages) - 1) * AT_ONCE
    return found[start : start + AT_ONCE], pages


def _row(seen: dict[str, Any], visit: Visit) -> dict[str, Any]:
    due_at = datetime.fromisoformat(seen["due_at"])
    urgency = urgency_of(due_at, visit.language, now=visit.now)
    return {**seen, "urgency": urgency, "due_on": day_in_words(due_at, visit.language)}


def _counted(name: str, days: int, language: Language) -> str:
    return text(f"{name}.one" if days == 1 else name, language, days=days)
