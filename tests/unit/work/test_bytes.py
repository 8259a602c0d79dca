"""No answer of the desk outgrows what Lambda passes on, whatever people wrote, and all of it is on one of the pages."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from desk.role import Role
from hypothesis import given, settings
from hypothesis import strategies as st
from loket.core.ledger import LedgerEvent, write_line
from loket.core.staff_member import StaffMember

from tests.unit.event import NOW
from tests.unit.work.counter import Counter, person_of_sample
from tests.unit.work.desk import Member, Seen, sign_in
from tests.unit.work.plenty import drop_all, put_all

if TYPE_CHECKING:
    from collections.abc import Iterator

# Lambda's, of an answer as JSON (docs.aws.amazon.com, "Lambda quotas").
LAMBDA = 6 * 1024 * 1024
# So much is on one page with what stands around it, so that there is room for one item of any size.
FULL = LAMBDA // 3 + 100_000
PERSON = f"/desk/people/{person_of_sample()}"
SUMMARY = r"(M-\d{5}-AAAAA)</span></summary>"
# What grows most: in HTML, in JSON, as it is passed on, and what no form lets in but a table may hold.
SIGNS = ('"', "\U0001f600", "<", "\\", "\x01", "a")


def payload(seen: Seen) -> int:
    """Return how many bytes an answer is as Lambda passes it on."""
    return len(json.dumps({"statusCode": seen.status, "headers": dict(seen.headers), "body": seen.text}))


def walk(member: Member, path: str, *, most: int = FULL) -> Iterator[Seen]:
    """Open a page and all that follow it."""
    while True:
        seen = member.get(path)
        assert seen.status == 200, seen.text[:1000]
        assert payload(seen) < most
        yield seen
        found = re.search(r'href="([^"]*)" rel="next"', seen.text)
        if not found:
            return
        path = unescape(found[1])


def walk_json(member: Member, path: str, query: str = "", *, most: int = FULL) -> Iterator[Any]:
    """Read a page of the API and all that follow it."""
    after = ""
    while True:
        seen = member.get(f"{path}?{query}{after}")
        assert seen.status == 200, seen.text[:1000]
        assert payload(seen) < most
        content = json.loads(seen.text)
        yield content
        if content["after"] is None:
            return
        after = f"&after={content['after']}"


@pytest.fixture
def item(counter: Counter) -> dict[str, Any]:
    """Give a message as it is stored, of which there can be more."""
    return counter.write()


def fill(item: dict[str, Any], texts: list[str]) -> list[str]:
    """Let messages with these texts be all that is stored of somebody, and return their references."""
    drop_all()
    references = [f"M-{number:05}-AAAAA" for number in range(len(texts))]
    put_all(
        {**item, "sk": f"MESSAGE#{number:026}", "reference": reference, "message": text}
        for number, (reference, text) in enumerate(zip(references, texts, strict=True))
    )
    return references


def on_pages(hanna: Member, *, most: int = FULL) -> list[str]:
    """Return the references on all pages about the person, in order."""
    return [one for page in walk(hanna, PERSON, most=most) for one in re.findall(SUMMARY, page.text)]


def in_answers(hanna: Member, *, most: int = FULL) -> list[str]:
    """Return the references in all answers about the person, in order."""
    answers = walk_json(hanna, PERSON.replace("/desk/", "/desk/api/"), most=most)
    bearers = [one for answer in answers for one in answer["bearers"]]
    return [item["reference"] for bearer in bearers for item in bearer["items"]]


@pytest.mark.parametrize("sign", SIGNS)
def test_everything_of_a_person_is_on_pages_that_fit(hanna: Member, item: dict[str, Any], sign: str) -> None:
    references = fill(item, [sign * 4000] * 311)

    assert (on_pages(hanna), in_answers(hanna)) == (references, references)


@settings(max_examples=5)
@given(st.lists(st.tuples(st.sampled_from(SIGNS), st.sampled_from((1, 1000, 4000, 60_000))), max_size=60))
def test_whatever_the_sizes_each_is_shown_once(hanna: Member, item: dict[str, Any], texts: list[tuple[str, int]]) -> None:
    references = fill(item, [sign * number for sign, number in texts])

    assert (on_pages(hanna), in_answers(hanna)) == (references, references)


def test_one_item_as_large_as_a_table_takes_is_a_page(hanna: Member, item: dict[str, Any]) -> None:
    references = fill(item, ["\x01" * 390_000] * 3)

    assert (on_pages(hanna, most=LAMBDA), in_answers(hanna, most=LAMBDA)) == (references, references)
    assert len(list(walk(hanna, PERSON, most=LAMBDA))) == 3


def test_what_belongs_to_something_on_another_page_has_its_name(counter: Counter, hanna: Member) -> None:
    tasks = [counter.write(name=name)["sk"] for name in ("Piet Jansen", "Sanne de Vries")]
    messages = counter.cloud.items("PersonalDataTable", kind="MESSAGE#")
    put_all({**one, "message": '"' * 300_000} for one in messages)

    pages = list(walk(hanna, PERSON))

    assert len(tasks) == len(messages)
    assert len(pages) > 1
    assert {"Piet Jansen" in page.words and "Sanne de Vries" in page.words for page in pages[-1:]} == {True}
    assert not [page for page in pages if "Zonder naam" in page.words]
    assert all("Kijk op alle bladzijden" in page.words for page in pages)


@pytest.mark.parametrize("path", ["/desk/ledger?day=2026-11-23", f"/desk/ledger/people/{person_of_sample()}"])
def test_the_ledger_is_on_pages_that_fit_whatever_staff_are_called(counter: Counter, path: str) -> None:
    counter.find_tables()
    aron = sign_in(counter.cloud, Role.AUDITOR)
    told = [f"M-{number:05}" for number in range(150)]
    line = write_line(
        LedgerEvent.VIEW, "message", by=StaffMember(id="a", name='"' * 20_000, role="handler"), about="", why="work", now=NOW
    )
    put_all(
        (
            {**dict(line), "about": about, "pk": f"PERSON#{person_of_sample()}", "sk": f"VIEW#{about}", "day": "2026-11-23"}
            for about in told
        ),
        table="LedgerTable",
    )

    pages = list(walk(aron, path))

    shown = [one for page in pages for one in re.findall(r"M-\d{5}", page.text)]
    assert (len(pages) > 2, shown) == (True, told)
    day, _, one = path.removeprefix("/desk/").partition("?")
    answers = walk_json(aron, f"/desk/api/{day}", one)
    assert [line["about"] for answer in answers for line in answer["lines"]] == told


def test_the_tasks_about_one_payment_are_on_pages(counter: Counter, hanna: Member) -> None:
    item = counter.overpay()
    [task] = counter.tasks("notify_overpaid")
    put_all({**task, "sk": f"OUTBOX#{number:026}", "cents": 100 + number} for number in range(249))

    path = f"/desk/payments/{item['attempt']}"
    pages = list(walk(hanna, path))
    answers = list(walk_json(hanna, path.replace("/desk/", "/desk/api/")))

    assert [page.text.count('name="notice"') for page in pages] == [100, 100, 50]
    assert [len(answer["tasks"]) for answer in answers] == [100, 100, 50]
    last = answers[-1]["tasks"][-1]["notice"]
    assert hanna.post(f"{path}/done", notice=last, outcome="ignored").status == 303
    assert hanna.post(f"{path}/done", notice="OUTBOX#" + "0" * 25 + "Z", outcome="ignored").status == 404


def test_of_whom_everything_is_over_nothing_is_shown(counter: Counter, hanna: Member, item: dict[str, Any]) -> None:
    put_all({**one, "expires_at": 1} for one in counter.cloud.items("PersonalDataTable"))

    seen, told = hanna.get(PERSON), hanna.get(PERSON.replace("/desk/", "/desk/api/"))

    assert (seen.status, "niets bewaard" in seen.words, json.loads(told.text)["bearers"]) == (200, True, [])
    assert item["reference"] not in seen.text
