"""The ledger is read back by day and by person, a page at a time, and names nobody."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from desk.role import Role
from loket.core.ledger import LedgerEvent, LedgerLine, write_line
from loket.core.page_token import write_token
from loket.core.refusal import FormRefused
from loket.core.staff_member import StaffMember
from loket.staff.domain.action import Action
from loket.storage.ledger import store_line
from loket.storage.ledger_page import LedgerPage, list_day, list_lines
from loket.storage.transaction import Transaction

from tests.unit.event import NOW
from tests.unit.secret import named
from tests.unit.work.counter import Counter, person_of_sample
from tests.unit.work.desk import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ANJA = StaffMember(id="a", name="Anja", role="handler")
DAY = date(2026, 11, 23)


def see(about: str, *, now: datetime = NOW, person: str = "somebody") -> None:
    line = write_line(LedgerEvent.VIEW, "message", by=ANJA, about=about, why="work", now=now)
    Transaction([store_line(person, line)]).commit()


def pages(read: Callable[[str | None], LedgerPage]) -> Iterator[list[str]]:
    after = None
    while True:
        page = read(after)
        yield [entry.line.about for entry in page.entries]
        after = page.token_after(len(page.entries))
        if after is None:
            return


def test_a_day_is_read_in_order_and_whole(counter: Counter) -> None:
    counter.find_tables()
    for number in range(5):
        see(f"M-{number}", now=NOW + timedelta(minutes=number), person=f"p{number}")
    see("M-next", now=NOW + timedelta(days=1))

    found = list(pages(lambda after: list_day(DAY, after=after, most=2, now=NOW)))

    assert [about for page in found for about in page] == [named(f"M-{number}") for number in range(5)]


def test_lines_of_the_same_second_are_each_on_one_page(counter: Counter) -> None:
    counter.find_tables()
    for number in range(5):
        see(f"M-{number}", person=f"p{number}")

    found = list(pages(lambda after: list_day(DAY, after=after, most=2, now=NOW)))

    assert sorted(about for page in found for about in page) == sorted(named(f"M-{number}") for number in range(5))


def test_a_day_is_one_in_the_netherlands(counter: Counter) -> None:
    counter.find_tables()
    see("M-late", now=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))

    assert [entry.line.about for entry in list_day(DAY, after=None, most=9, now=NOW).entries] == [named("M-late")]


def test_the_lines_about_a_person_are_found_without_their_address(counter: Counter) -> None:
    counter.handle(counter.write(), Action.ANSWER, "Ja, hoor.")
    see("M-else")

    found = list(pages(lambda after: list_lines(person_of_sample(), after=after, most=1, now=NOW)))
    [entry] = list_lines(person_of_sample(), after=None, most=9, now=NOW).entries
    line = entry.line
    assert isinstance(line, LedgerLine)

    assert [about for page in found for about in page] == [line.about]
    assert (line.event, line.what) == ("work", "answer")
    assert not {"Sanne", "devries", "hoor"} & set(line.model_dump_json().split('"'))


def test_a_line_whose_time_is_over_is_not_shown(counter: Counter) -> None:
    counter.find_tables()
    see("M-1")

    assert list_day(DAY, after=None, most=9, now=NOW + timedelta(days=366 * 9)).entries == []


def test_a_page_that_is_cut_goes_on_where_it_was_cut(counter: Counter) -> None:
    counter.find_tables()
    for number in range(5):
        see(f"M-{number}")
    first = list_day(DAY, after=None, most=4, now=NOW)

    rest = list_day(DAY, after=first.token_after(2), most=9, now=NOW)

    both = [entry.line.about for entry in (*first.entries[:2], *rest.entries)]
    assert sorted(both) == sorted(named(f"M-{number}") for number in range(5))
    assert rest.token_after(3) is None


@pytest.mark.parametrize("forged", ["x", "9~PERSON#else~VIEW#1", "~~~", "9" * 5000, write_token([(1, "a", "b")] * 2)])
def test_a_token_that_no_page_gave_is_refused(counter: Counter, forged: str) -> None:
    counter.find_tables()

    with pytest.raises(FormRefused):
        list_lines("somebody", after=forged, most=9, now=NOW)
    with pytest.raises(FormRefused):
        list_day(DAY, after=forged, most=9, now=NOW)


def test_a_token_shows_no_lines_but_those_that_were_asked_for(counter: Counter) -> None:
    counter.find_tables()
    see("M-1")

    page = list_lines("somebody else", after=write_token([("VIEW#0",)]), most=9, now=NOW)

    assert page.entries == []


def test_what_is_shown_about_a_person_is_in_order_of_time(counter: Counter) -> None:
    """Lines are kept by kind: what was escalated comes before what was looked at."""
    counter.find_tables()
    kinds = (LedgerEvent.VIEW, LedgerEvent.ESCALATION, LedgerEvent.REQUEST, LedgerEvent.ESCALATION)
    for minute, event in enumerate(kinds):
        at = NOW + timedelta(minutes=minute)
        what = "rung 3" if event is LedgerEvent.ESCALATION else "receive"
        line = write_line(event, what, by=ANJA, about=f"M-{minute}", why="work", now=at)
        Transaction([store_line(person_of_sample(), line)]).commit()
    aron = sign_in(counter.cloud, Role.AUDITOR)
    path = f"ledger/people/{person_of_sample()}"
    page, told = aron.get(f"/desk/{path}"), json.loads(aron.get(f"/desk/api/{path}").text)["lines"]

    named_there = [named(f"M-{minute}") for minute in range(4)]
    assert [line["about"] for line in told] == named_there
    places = [page.text.index(about.partition(":")[2][:8]) for about in named_there]
    assert places == sorted(places)
    assert "soort voor soort" not in page.words
