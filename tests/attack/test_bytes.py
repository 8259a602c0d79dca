"""Attacks on what the desk shows: more than an answer holds, lists that leave something out, names that are no names."""

from __future__ import annotations

import json
import re
import time
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from loket.core.page_token import write_token

from tests.system.clerk import Clerk
from tests.system.counter import write_message, write_request
from tests.tables import put, remove

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.running import Reply, RunningStack

type Json = dict[str, Any]

# What Lambda passes on, as JSON (docs.aws.amazon.com, "Lambda quotas").
LAMBDA = 6 * 1024 * 1024
LONG, NINES = "a" * 3000, "9" * 5000
HOSTILE = (
    *(
        f"/desk/payments/{LONG}",
        "/desk/payments/PAYMENT%23x",
        f"/desk/items/{LONG}",
        f"/desk/requests/{LONG}",
        f"/desk/people/{LONG}",
    ),
    *(f"/desk/api/payments/{LONG}", f"/desk/api/items/{LONG}", f"/desk/api/requests/{LONG}", f"/desk/api/people/{LONG}"),
    *(f"/desk/ledger/people/{LONG}", f"/desk/api/ledger/people/{LONG}", f"/desk/ledger/about?reference={LONG}"),
    *(
        f"/desk/ledger?after={NINES}",
        f"/desk/ledger?after={'9' * 50}",
        f"/desk/api/ledger?after={NINES}",
        f"/desk/ledger?day={NINES}",
    ),
    *(
        f"/desk?after={NINES}",
        "/desk?after=x",
        f"/desk/api/requests?after={LONG}",
        f"/desk/work?after={LONG}",
        "/desk/work?after=~x",
    ),
    *(f"/desk/api/work?after={write_token([('z', 'x' * 2000, 'y')] * 4)}", "/desk/items/%00", "/desk/payments/%ED%A0%80"),
)


@pytest.fixture(scope="module")
def olga(trial: RunningStack) -> Clerk:
    """Let a privacy officer sign in."""
    return Clerk(trial, "olga").sign_in()


@pytest.fixture(scope="module")
def message(trial: RunningStack) -> Json:
    """Send a message, and return it as it is stored."""
    sent = write_message()
    assert trial.post_form("/contact-messages", sent).status == 201
    [item] = [one for one in trial.table("PersonalDataTable") if one.get("email") == sent["email"]]
    return item


@pytest.fixture
def request_item(trial: RunningStack) -> Json:
    """Ask for something, and return it as it is stored."""
    sent = write_request(kind="objection")
    assert trial.post_form("/privacy-requests", sent).status == 202
    [item] = [one for one in trial.table("PersonalDataTable") if one.get("email") == sent["email"]]
    return item


def copies(item: Json, number: int, **changes: Any) -> list[Json]:
    """Return so many like an item, each under a key and a reference of its own."""
    kind = item["sk"].partition("#")[0]
    return [
        {**item, "sk": f"{kind}#{place:026}", "reference": f"{item['reference'][0]}-{place:05}-ZZZZZ", **changes}
        for place in range(number)
    ]


def size(reply: Reply) -> int:
    """Return how many bytes an answer is as Lambda passes it on."""
    return len(json.dumps({"statusCode": reply.status, "headers": dict(reply.headers), "body": reply.text}))


def walk(clerk: Clerk, path: str) -> Iterator[str]:
    """Open a page and all that follow it; each can be passed on."""
    while path:
        page = clerk.get(path)
        assert (page.status, size(page) < LAMBDA) == (200, True), path
        yield page.text
        found = re.search(r'href="([^"]*)" rel="next"', page.text)
        path = unescape(found[1]) if found else ""


def walk_json(clerk: Clerk, path: str) -> Iterator[Json]:
    """Read a page of the API and all that follow it; each can be passed on."""
    after = ""
    while after is not None:
        answer = clerk.get(f"{path}{after and f'?after={after}'}")
        assert (answer.status, size(answer) < LAMBDA) == (200, True), path
        yield answer.json
        after = answer.json["after"]


@pytest.mark.parametrize(("sign", "number"), [('"', 431), ("\U0001f600", 143), ("<", 431)])
def test_hundreds_of_messages_under_one_address(
    trial: RunningStack, olga: Clerk, message: Json, sign: str, number: int
) -> None:
    many = copies(message, number, message=sign * 4000, pk=f"PERSON#{'q' * 32}")
    put(trial, many)

    pages = list(walk(olga, f"/desk/people/{'q' * 32}"))
    answers = list(walk_json(olga, f"/desk/api/people/{'q' * 32}"))

    shown = [one for page in pages for one in re.findall(r"(M-\d{5}-ZZZZZ)</span></summary>", page)]
    told = [item["reference"] for answer in answers for bearer in answer["bearers"] for item in bearer["items"]]
    assert shown == told == [one["reference"] for one in many]
    remove(trial, many)


def test_additions_by_the_hundred_of_fifteen_kilobytes(trial: RunningStack, olga: Clerk, request_item: Json) -> None:
    [step] = [
        one for one in trial.table("PersonalDataTable") if one["sk"].startswith("STEP#") and one["pk"] == request_item["pk"]
    ]
    beginning = step["sk"].rpartition("#")[0]
    added = {"event": "add_information", "by": "person"}
    many = [
        {**step, **added, "sk": f"{beginning}#7{place:025}", "information": f"nr {place:04} " + '"' * 15_000}
        for place in range(140)
    ]
    put(trial, many)

    pages = list(walk(olga, f"/desk/requests/{request_item['reference']}"))
    answers = list(walk_json(olga, f"/desk/api/requests/{request_item['reference']}"))

    assert [one for page in pages for one in re.findall(r"nr \d{4}", page)] == [
        f"nr {place:04}" for place in range(139, -1, -1)
    ]
    assert sum(len(answer["steps"]) for answer in answers) >= 140


def test_seventy_one_tasks_of_one_moment(trial: RunningStack, olga: Clerk, message: Json) -> None:
    [task] = [one for one in trial.table("PersonalDataTable") if one.get("about") == message["sk"] and "due_bucket" in one]
    about = copies(message, 71)
    tasks = [{**task, "sk": f"OUTBOX#{place:026}", "about": one["sk"]} for place, one in enumerate(about)]
    put(trial, [*about, *tasks])

    shown = [one for page in walk(olga, "/desk/work") for one in re.findall(r">(M-\d{5}-ZZZZZ)<", page)]
    told = [one["reference"] for answer in walk_json(olga, "/desk/api/work") for one in answer["tasks"]]

    assert sorted(shown) == sorted(one for one in told if one.endswith("ZZZZZ")) == [one["reference"] for one in about]
    remove(trial, [*about, *tasks])


def test_six_hundred_open_requests(trial: RunningStack, olga: Clerk, request_item: Json) -> None:
    many = copies(request_item, 600)
    put(trial, [{**one, "due_bucket": f"{one['due_bucket'][:-1]}{place % 4}"} for place, one in enumerate(many)])
    trial.reset_calls()

    assert olga.get("/desk").status == 200
    asked = trial.calls("serve_desk")
    assert (asked["dynamodb.Query"] <= 8, asked["dynamodb.BatchGetItem"]) == (True, 1)
    shown = [one for page in walk(olga, "/desk") for one in re.findall(r">(P-\d{5}-ZZZZZ)<", page)]
    assert sorted(shown) == [one["reference"] for one in many]
    remove(trial, many)


@pytest.mark.parametrize("path", ["/desk/ledger?day=2001-01-01", f"/desk/ledger/people/{'z' * 32}"])
def test_a_ledger_of_names_without_end(trial: RunningStack, olga: Clerk, message: Json, path: str) -> None:
    assert olga.get(f"/desk/items/{message['reference']}").status == 200
    line = next(one for one in trial.table("LedgerTable") if one["event"] == "view")
    told = [f"nr {place:04}" for place in range(60)]
    many = [
        {**line, "pk": f"PERSON#{'z' * 32}", "sk": f"VIEW#{one}", "day": "2001-01-01", "by": '"' * 30_000, "about": one}
        for one in told
    ]
    put(trial, many, table="LEDGER_TABLE")

    assert [one for page in walk(olga, path) for one in re.findall(r">(nr \d{4})<", page)] == told


@pytest.mark.parametrize("path", HOSTILE)
def test_a_name_that_is_none_is_no_fault_of_ours(olga: Clerk, path: str) -> None:
    assert olga.get(path).status in {404, 422}


@pytest.mark.parametrize("notice", [LONG, "OUTBOX#", "OUTBOX#" + "0" * 26, "PRIVACY_REQUEST#1", "\x00"])
def test_a_task_that_is_none_is_not_done(olga: Clerk, message: Json, notice: str) -> None:
    assert olga.post(f"/desk/items/{message['reference']}/done", notice=notice, outcome="done").status == 404


def test_what_is_over_is_nowhere(trial: RunningStack, olga: Clerk, message: Json, request_item: Json) -> None:
    over = int(time.time()) - 1
    gone, ended = {**copies(message, 1)[0], "pk": f"PERSON#{'o' * 32}"}, {**request_item, "expires_at": over}
    put(trial, [{**gone, "expires_at": over}, ended])
    lines = len(trial.table("LedgerTable"))

    for reference in (gone["reference"], ended["reference"]):
        for path in (
            "/desk/items/",
            "/desk/requests/",
            "/desk/api/items/",
            "/desk/api/requests/",
            "/desk/ledger/about?reference=",
        ):
            assert olga.get(path + reference).status == 404, path
        assert olga.post("/desk/search", why="question", sought=reference).status == 404
        assert reference not in "".join([*walk(olga, "/desk"), *walk(olga, "/desk/work")])
    assert len(trial.table("LedgerTable")) == lines
    assert gone["reference"] not in olga.get(f"/desk/people/{'o' * 32}").text


def test_a_request_without_steps(trial: RunningStack, olga: Clerk, request_item: Json) -> None:
    stored = [one for one in trial.table("PersonalDataTable") if one["pk"] == request_item["pk"]]
    remove(trial, [one for one in stored if one["sk"].startswith("STEP#")])
    path = f"/desk/requests/{request_item['reference']}"

    assert (olga.get(path).status, olga.get(path.replace("/desk/", "/desk/api/")).status) == (200, 200)
    assert olga.move(request_item["reference"], "vouch", 77, reason="Gezien.").status == 409
    assert olga.move(request_item["reference"], "vouch", 1, reason="Gezien.").status == 303
