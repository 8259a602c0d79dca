"""Today: which privacy requests are open, what is overdue, and what is due first."""

import math
from collections.abc import Sequence
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
# As many are counted; beyond them it is enough to know that there are more.
COUNTED = 200
_GROUPS = ((0, "today"), (_SOON, "soon"), (_WEEK, "week"), (_NEAR, "near"))
# The most days that are left in each group that is counted; of all that are open there is no last day.
_LAST_DAY = {"over": -1, "soon": _SOON, "week": _WEEK, "open": math.inf}

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


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenPage:
    """A page of the open requests: its lines, how many are counted on the first one, and the token of the next one, or None.

    Where `more` than these are open, how many are not counted.
    """

    rows: Sequence[RequestSummary]
    counted: Sequence[DueEntry] | None
    more: bool
    after: str | None

    @property
    def total(self) -> int | None:
        """Return how many requests are open in all, or None where it is not counted."""
        return None if self.counted is None or self.more else len(self.counted)


def read_page(context: RequestContext, after: str | None) -> OpenPage:
    """Return a page of the open requests; with the first, as many as are counted are read, whatever is stored."""
    entries, page = list_open(after=after, most=AT_ONCE if after else COUNTED, now=context.now)
    rows = read_summaries(entries[:AT_ONCE], now=context.now)
    return OpenPage(
        rows=rows,
        counted=None if after else entries,
        more=page.token_after(len(entries)) is not None,
        after=page.token_after(min(AT_ONCE, len(entries))),
    )


def count_by_urgency(requests: Sequence[DueEntry], *, now: datetime) -> dict[str, int]:
    """Return how many requests are overdue, due within three days, due in four to seven days, and open in all."""
    left = [days_left(request.due_moment, now=now) for request in requests]
    return {
        "over": sum(days < 0 for days in left),
        "soon": sum(0 <= days <= _SOON for days in left),
        "week": sum(_SOON < days <= _WEEK for days in left),
        "open": len(left),
    }


def tell_counts(requests: Sequence[DueEntry], *, more: bool, language: Language, now: datetime) -> dict[str, str]:
    """Return the counts in words: where there are more requests than these, those of the last group are at least so many.

    Where what was read held none that is still kept, nothing is known of any group.
    """
    counts = count_by_urgency(requests, now=now)
    last = days_left(requests[-1].due_moment, now=now) if requests else -math.inf
    whole = {name for name, most in _LAST_DAY.items() if not more or last > most}
    return {name: _count_in_words(number, whole=name in whole, language=language) for name, number in counts.items()}


def _count_in_words(number: int, *, whole: bool, language: Language) -> str:
    if whole:
        return str(number)
    return text("desk.count.least", language, number=number) if number else text("desk.count.unknown", language)


@desk.get("", allow=SIGNED_IN, include_in_schema=False)
def show_today(context: Context, after: str | None = None) -> Response:
    """Show the open requests, what is overdue first; no name, so that a list is not a look at a hundred people."""
    page, language, now = read_page(context, after), context.language, context.now
    return show_page(
        context,
        "today.html",
        rows=[_row(request, context) for request in page.rows],
        counts=tell_counts(page.counted, more=page.more, language=language, now=now) if page.counted is not None else {},
        links=bool(context.staff.roles & STAFF),
        after=page.after,
        first=after is None,
    )


def _row(request: RequestSummary, context: RequestContext) -> Row:
    due_at = datetime.fromisoformat(request.due_at)
    urgency = urgency_of(due_at, context.language, now=context.now)
    return Row(request=request, urgency=urgency, due_on=day_in_words(due_at, context.language))


def _counted(name: str, days: int, language: Language) -> str:
    return text(f"{name}.one" if days == 1 else name, language, days=days)
