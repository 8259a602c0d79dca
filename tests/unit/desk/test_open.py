"""The desk's first page reads what it shows, and no more, however many requests are open; none is left out of its pages."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.event import NOW, post_json, solved_challenge
from tests.unit.sample import MESSAGE
from tests.unit.work.plenty import put_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.cloud import Cloud
    from tests.unit.desk.colleague import Colleague
    from tests.unit.desk.conftest import Ask

MANY = 5000


def fill(cloud: Cloud, number: int, *, days: int = 40) -> list[str]:
    """Let so many requests be open, of which many are due at one moment; return their references."""
    [item] = cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")
    references = [f"P-{place:05}-AAAAA" for place in range(number)]
    put_all(
        {
            **item,
            "sk": f"PRIVACY_REQUEST#{place:026}",
            "pk": f"PERSON#{place * 7919 % 1009:032}",
            "reference": reference,
            "due_at": (NOW + timedelta(days=place % days - 2)).isoformat(),
            "due_bucket": f"{item['due_bucket'].partition('#')[0]}#{place * 3 % 4}",
        }
        for place, reference in enumerate(references)
    )
    return references


def walk(who: Colleague) -> Iterator[list[str]]:
    """Open the first page and all that follow it, and yield the references on each."""
    path = "/desk"
    while path:
        page = who.get(path).text
        yield re.findall(r"/desk/requests/(P-\d{5}-AAAAA)", page)
        found = re.search(r'href="([^"]*)" rel="next"', page)
        path = unescape(found[1]) if found else ""


def test_with_five_thousand_open_requests_the_page_reads_what_it_shows(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    ask()
    fill(cloud, MANY)
    cloud.calls.clear()

    page = officer.get("/desk")

    asked = [call.request for call in cloud.called("Query")]
    assert [call["Limit"] for call in asked if call.get("IndexName") == "by_due"] == [201] * len(asked)
    assert len(asked) <= 8
    assert (
        sum(len(call.request["RequestItems"]["PersonalDataTable"]["Keys"]) for call in cloud.called("BatchGetItem")) == 100
    )
    for words in ("at least 200", "unknown", page.text.count("/desk/requests/P-")):
        assert str(words) in page.text
    assert page.text.count("/desk/requests/P-") == 100


def test_every_open_request_is_on_one_page_once(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    first = ask()
    references = fill(cloud, 433, days=3)

    pages = list(walk(officer))

    shown = [one for page in pages for one in page]
    assert sorted(shown) == references
    assert first not in shown
    assert max(map(len, pages)) <= 100


def test_programs_read_the_same_pages(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    ask()
    references = fill(cloud, 230, days=3)
    shown, totals, after = list[str](), list[Any](), ""
    while after is not None:
        answer = officer.get(f"/desk/api/requests{after and f'?after={after}'}").json
        shown += [one["reference"] for one in answer["requests"] if one["reference"] in references]
        totals.append(answer["total"])
        after = answer["after"]

    assert (sorted(shown), totals) == (references, [None, None, None])


def test_a_few_requests_are_counted_exactly(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    ask()
    fill(cloud, 12)

    page, answer = officer.get("/desk").text, officer.get("/desk/api/requests").json

    assert answer["total"] == 13
    assert re.findall(r"<dd>(\w+)</dd>", page) == ["2", "4", "4", "13"]


def test_what_is_over_is_in_no_count_and_no_list(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    ask()
    fill(cloud, 3)
    items = cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")
    put_all([{**one, "expires_at": int(NOW.timestamp())} for one in items if one["reference"] == "P-00001-AAAAA"])

    page, answer = officer.get("/desk").text, officer.get("/desk/api/requests").json

    assert "P-00001-AAAAA" not in page + json.dumps(answer)
    assert (answer["total"], len(answer["requests"])) == (3, 3)
    assert re.findall(r"<dd>(\w+)</dd>", page)[-1] == "3"


def test_behind_many_that_are_over_nothing_is_counted_as_if_it_were_all(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    """DynamoDB removes late; whose time is over is due first, and fills all that a look reads."""
    ask()
    [item] = cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")
    over = {"due_at": (NOW - timedelta(days=700)).isoformat(), "expires_at": int(NOW.timestamp())}
    put_all({**item, **over, "sk": f"PRIVACY_REQUEST#{place:026}", "reference": f"P-{place:05}"} for place in range(210))

    page = officer.get("/desk").text

    assert re.findall(r"<dd>(\w+)</dd>", page) == ["unknown"] * 4
    assert officer.get("/desk/api/requests").json["total"] is None
    [after] = re.findall(r'href="([^"]*)" rel="next"', page)
    assert item["reference"] in officer.get(unescape(after)).text


@pytest.mark.parametrize("path", ["/desk/requests/{0}", "/desk/api/requests/{0}", "/desk/items/{0}", "/desk/api/items/{0}"])
def test_opening_what_is_over_writes_no_view(cloud: Cloud, officer: Colleague, ask: Ask, path: str) -> None:
    reference = ask()
    [item] = cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")
    cloud.put("PersonalDataTable", {**item, "expires_at": int(NOW.timestamp())})

    assert officer.get(path.format(reference)).status == 404
    assert [line for line in cloud.items("LedgerTable") if line["event"] == "view"] == []


def test_what_is_no_message_and_no_enrollment_is_not_opened_as_one(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    reference = ask()

    assert [officer.get(f"/desk{api}/items/{reference}").status for api in ("", "/api")] == [404, 404]
    assert [line for line in cloud.items("LedgerTable") if line["event"] == "view"] == []


@pytest.mark.parametrize(("kind", "path"), [("PRIVACY_REQUEST#", "requests"), ("MESSAGE#", "items")])
def test_opening_what_an_index_alone_still_knows_writes_no_view(
    cloud: Cloud, officer: Colleague, ask: Ask, kind: str, path: str
) -> None:
    """An index is a moment behind its table: the item goes between the two reads."""
    ask()
    cloud.invoke("submit_contact_message", post_json("POST /contact-messages", {**MESSAGE, "altcha": solved_challenge()}))
    [item] = cloud.items("PersonalDataTable", kind=kind)
    cloud.before = "BatchGetItem"
    cloud.meanwhile = lambda: cloud.put("PersonalDataTable", {**item, "expires_at": int(NOW.timestamp())})

    assert officer.get(f"/desk/{path}/{item['reference']}").status == 404
    assert cloud.meanwhile is None
    assert [line for line in cloud.items("LedgerTable") if line["event"] == "view"] == []
