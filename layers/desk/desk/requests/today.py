"""Today: which privacy requests are open, what is overdue, and what is due first."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Response
from loket.core.language import Language
from loket.core.partition import DueEntry
from loket.privacy.domain.deadline import days_left
from loket.privacy.store.request import RequestSummary, list_open, read_summaries

from desk.context import Context, RequestContext
from desk.page import day_in_words, show_page
from desk.role import SIGNED_IN, STAFF
from desk.route import Desk
from desk.texts import text

AT_ONCE = 100
# Requests are grouped by the most days that are left. The escalation policy has levels at the same days; a group tells
# nobody, and only has a colour and a count.
_SOON, _WEEK, _NEAR = 3, 7, 14
_GROUPS = ((0, "today"), (_SOON, "soon"), (_WEEK, "week"), (_NEAR, "near"))

desk = Desk()


@dataclass(frozen=True, kw_only=True, slots=True)
class Urgency:
    """How near a due date is: the group that colours it, and the words that say the same."""

    group: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of the list: what it tells of a request, and how near its due date is."""

    request: RequestSummary
    urgency: Urgency
    due_on: str


def urgency_of(due_at: datetime, language: Language, *, now: datetime) -> Urgency:
    """Return how near a due date is, by its group for the style and in words for people."""
    left = days_left(due_at, now=now)
    if now > due_at:
        return Urgency(group="over", words=_counted("desk.due.over", -left, language))
    group = next((name for most, name in _GROUPS if left <= most), "calm")
    words = text("desk.due.today", language) if left == 0 else _counted("desk.due.left", left, language)
    return Urgency(group=group, words=words)


def count_by_urgency(requests: list[DueEntry], *, now: datetime) -> dict[str, int]:
    """Return how many requests are overdue, due within three days, due in four to seven days, and open in all."""
    left = [days_left(request.due_moment, now=now) for request in requests]
    return {
        "over": sum(days < 0 for days in left),
        "soon": sum(0 <= days <= _SOON for days in left),
        "week": sum(_SOON < days <= _WEEK for days in left),
        "open": len(left),
    }


@desk.get("", allow=SIGNED_IN, include_in_schema=False)
def show_today(context: Context, page: int = 1) -> Response:
    """Show the open requests, what is overdue first; no name, so that a list is not a look at a hundred people."""
    requests = list_open(now=context.now)
    shown, pages = cut_page(requests, page)
    rows = [_row(request, context) for request in read_summaries(shown, now=context.now)]
    links = bool(context.staff.roles & STAFF)
    counts = count_by_urgency(requests, now=context.now)
    return show_page(
        context, "today.html", rows=rows, counts=counts, links=links, page=min(max(page, 1), pages), pages=pages
    )


def cut_page(requests: list[DueEntry], page: int) -> tuple[list[DueEntry], int]:
    """Return one page of the open requests, and how many pages there are."""
    pages = max(1, -(-len(requests) // AT_ONCE))
    start = (min(max(page, 1), pages) - 1) * AT_ONCE
    return requests[start : start + AT_ONCE], pages


def _row(request: RequestSummary, context: RequestContext) -> Row:
    due_at = datetime.fromisoformat(request.due_at)
    urgency = urgency_of(due_at, context.language, now=context.now)
    return Row(request=request, urgency=urgency, due_on=day_in_words(due_at, context.language))


def _counted(name: str, days: int, language: Language) -> str:
    return text(f"{name}.one" if days == 1 else name, language, days=days)
