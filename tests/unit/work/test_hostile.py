"""What comes from outside has the form of what it names before it is part of a key: whatever is asked, no route breaks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from desk.app import build_app
from desk.role import Role
from fastapi.routing import APIRoute
from hypothesis import given, settings
from hypothesis import strategies as st
from loket.core.page_token import write_token

from tests.unit.work.desk import Member, sign_in

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud

ROUTES = sorted(
    (method, route.path)
    for route in build_app().routes
    if isinstance(route, APIRoute)
    for method in route.methods or ()
    # These lead to the identity provider, or end the session.
    if not route.path.startswith("/desk/sign-")
)
QUERY = ("after", "day", "why", "reference", "page", "return_to", "about")
FIELDS = ("event", "revision", "until", "reason", "handling", "seen", "answer", "notice", "outcome", "sought", "why", "kind")
HOSTILE = (
    *("", " ", "x", "a" * 3000, "9" * 50, "9" * 5000, "-1", "1e999", "NaN", "0", "\x00", "\n", "é", "\u202e", "😀" * 500),
    *("PERSON#x", "PAYMENT#y", "~", "~~~", "9~PERSON#else~VIEW#1", "../..", "%2e%2e", "{}", "[]", "null", "'", '"', "<b>"),
    *("P-00000-00000", "M-00000-00000", "p-00000-00000", "P-00000-00000 ", "a" * 26, "a" * 32, "2026-02-30", "9999-12-31"),
    *("0001-01-01", "OUTBOX#" + "0" * 26, "OUTBOX#", "W10", "bnVsbA", "W1tbW1tbW1tb", write_token([None] * 4)),
    *(write_token([("z", "PERSON#x", "y")] * 4), write_token([(1, "PERSON#x", "y")]), write_token([(-1, "a", "b")])),
    *(write_token([("",)]), write_token([("x",)]), write_token([("a" * 2000,)]), write_token([(10**30, "a", "b")])),
)
# No key of ours is longer; DynamoDB takes 1,024 bytes in a sort key, and 2,048 in a partition's.
LONGEST_KEY = 256


@pytest.fixture
def olga(cloud: Cloud) -> Member:
    """Give somebody who may do everything."""
    return sign_in(cloud, *Role)


def values() -> st.SearchStrategy[str]:
    """Draw what a stranger to the forms would send."""
    return st.sampled_from(HOSTILE) | st.text(max_size=60)


def ask(member: Member, method: str, path: str, query: dict[str, str], sent: dict[str, Any]) -> int:
    """Ask a route something and return how it answered."""
    target = f"{path}?{'&'.join(f'{name}={quote(value, safe="")}' for name, value in query.items())}"
    if method == "GET":
        return member.get(target).status
    if "/api/" in path:
        return member.post_json(target, json.dumps(sent)).status
    return member.post(target, **sent).status


def keys_in(cloud: Cloud) -> list[str]:
    """Return the texts in keys and conditions of all calls."""
    found: list[str] = []
    for call in cloud.called("GetItem", "BatchGetItem", "Query"):
        found += re.findall(r'"S": "([^"]*)"', json.dumps(call.request))
    return found


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nothing_that_is_asked_breaks_a_route(cloud: Cloud, olga: Member, method: str, path: str) -> None:
    names = re.findall(r"{(\w+)}", path)
    for value in HOSTILE:
        filled = path.format_map(dict.fromkeys(names, quote(value or "x", safe="")))
        status = ask(olga, method, filled, dict.fromkeys(QUERY, value), dict.fromkeys(FIELDS, value))
        assert status < 500, (method, path, value)
    assert [key for key in keys_in(cloud) if len(key) > LONGEST_KEY] == []


@settings(max_examples=150)
@given(
    st.sampled_from(ROUTES),
    st.lists(values(), min_size=2, max_size=2),
    st.dictionaries(st.sampled_from(QUERY), values()),
    st.dictionaries(st.sampled_from(FIELDS), values()),
)
def test_no_mixture_of_hostile_values_breaks_the_desk(
    cloud: Cloud, olga: Member, route: tuple[str, str], named: list[str], query: dict[str, str], sent: dict[str, str]
) -> None:
    method, path = route
    names = re.findall(r"{(\w+)}", path)
    filled = path.format_map({name: quote(value or "x", safe="") for name, value in zip(names, named, strict=False)})

    assert ask(olga, method, filled, query, sent) < 500
    assert [key for key in keys_in(cloud) if len(key) > LONGEST_KEY] == []
