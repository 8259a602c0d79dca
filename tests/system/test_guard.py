"""Who may send what, and how often: origins, ways back, challenges, keys and rates."""

import pytest

from tests.running import RunningStack
from tests.system.counter import ACCEPTED, FORMS, MARK, Proofs, find_stored, is_clear, write_message
from tests.system.sending import Sender


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", "https://www.example.nl.evil.example"]
)
def test_form_from_another_website_is_refused(sender: Sender, route: str, origin: str) -> None:
    form = FORMS[route]()
    reply = sender.send(route, form, origin=origin)
    assert is_clear(reply, 403)
    assert "access-control-allow-origin" not in reply.headers
    assert find_stored(sender.stack, email=form["email"]) == []


RETURNS = [
    "https://evil.example/",
    "//evil.example/",
    "/thanks",
    "javascript:alert(1)",
    "http://[",
    "http://[::1",
    "{origin}@evil.example/",
    "{origin}.evil.example/",
    "{origin}\\@evil.example/",
    "{origin}/\r\nset-cookie: a=b",
    "{origin}/%0d%0a\nset-cookie: a=b",
    " {origin}/",
    "{origin}/\t",
    "data:text/html,x",
    "x" * 501,
]


@pytest.mark.parametrize("url", RETURNS)
def test_way_back_to_elsewhere_is_refused(sender: Sender, route: str, url: str) -> None:
    reply = sender.send(route, FORMS[route](return_to=url.format(origin=sender.stack.base_url)))
    assert is_clear(reply, 422)
    assert "location" not in reply.headers
    assert "set-cookie" not in reply.headers


def test_way_back_cannot_carry_a_header(trial: RunningStack) -> None:
    """Encoded line breaks stay encoded."""
    url = f"{trial.base_url}/thanks?x=%0d%0aset-cookie:%20a=b#part"
    reply = trial.post_html_form("/contact-messages", write_message(return_to=url))
    assert reply.status == 303
    assert "set-cookie" not in reply.headers
    assert reply.headers["location"].startswith(f"{trial.base_url}/thanks?x=%0D%0Aset-cookie")
    assert "&reference=M-" in reply.headers["location"]


def test_spent_challenge_is_refused(stack: RunningStack, proofs: Proofs, route: str) -> None:
    """A challenge lets one form through, and its repetition, but no other."""
    first = FORMS[route](altcha=proofs.take())
    other = FORMS[route](altcha=first["altcha"])
    accepted = stack.post(route, first)
    assert accepted.status == ACCEPTED[route]
    # From another address: to pay is only for who sent it first.
    again = stack.post(route, first).json
    assert {**again, "payment": None} == {**accepted.json, "payment": None}
    refused = stack.post(route, other)
    assert is_clear(refused, 422)
    assert [error["code"] for error in refused.json["errors"]] == ["spent"]
    assert find_stored(stack, email=other["email"]) == []


def test_form_by_script_without_challenge_is_refused(stack: RunningStack, route: str) -> None:
    refused = stack.post(route, FORMS[route]())
    assert is_clear(refused, 422)
    assert [(error["field"], error["code"]) for error in refused.json["errors"]] == [("altcha", "required")]


def test_hostile_key_names_one_submission(trial: RunningStack, route: str) -> None:
    """A key is only ever hashed; with another form it is refused."""
    key = "'; DROP TABLE people; -- " + "\u00e9" + MARK * 200
    first = trial.post(route, FORMS[route](), idempotency_key=key.encode().decode("latin-1"))
    second = trial.post(route, FORMS[route](), idempotency_key=key.encode().decode("latin-1"))
    assert first.status == ACCEPTED[route]
    assert is_clear(second, 422)
    assert second.json["type"] == "urn:loket:problem:key_reused"


def test_too_many_forms_from_one_address_must_wait(trial: RunningStack, route: str) -> None:
    """Without a challenge ten in ten minutes; another address is not concerned."""
    replies = [trial.post(route, FORMS[route](), loket_source_ip="203.0.113.9") for _ in range(11)]
    last = replies[-1]
    assert is_clear(last, 429)
    assert 1 <= int(last.headers["retry-after"]) <= 600
    assert trial.post(route, FORMS[route](), loket_source_ip="203.0.113.10").status == ACCEPTED[route]
