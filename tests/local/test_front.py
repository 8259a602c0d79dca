"""The one address for people: what API Gateway would add, and who may look behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.running import RunningStack


def test_function_receives_cookies_as_a_list(sample: RunningStack) -> None:
    """Payload 2.0 has the cookies apart from the headers."""
    event = sample.get("/notes", cookie="a=1; b=2").json["event"]
    assert event["cookies"] == ["a=1", "b=2"]
    assert "cookie" not in event["headers"]


def test_function_receives_the_address_of_the_caller(sample: RunningStack) -> None:
    """A test can choose the address, and the function cannot tell that it did."""
    event = sample.get("/notes", loket_source_ip="203.0.113.7", x_forwarded_for="10.0.0.1").json["event"]
    assert event["requestContext"]["http"]["sourceIp"] == "203.0.113.7"
    assert event["headers"]["x-forwarded-for"] == "10.0.0.1, 203.0.113.7"
    assert "loket-source-ip" not in event["headers"]


def test_query_and_method_arrive_unchanged(sample: RunningStack) -> None:
    """Escapes in the query reach the function as they were sent."""
    event = sample.get("/notes?naam=%C3%A9%26&x=1&x=2").json["event"]
    assert event["rawQueryString"] == "naam=%C3%A9%26&x=1&x=2"
    assert event["queryStringParameters"] == {"naam": "é&", "x": "1,2"}


def test_every_cookie_of_an_answer_arrives(sample: RunningStack) -> None:
    """Two cookies are two headers."""
    assert "first=1" in sample.get("/notes").headers["set-cookie"]
    assert "second=2" in sample.get("/notes").headers["set-cookie"]


def test_exception_is_not_shown_to_the_public(sample: RunningStack) -> None:
    """A function that raises gives API Gateway's own answer, not the exception's text."""
    reply = sample.get("/notes?fail")
    assert (reply.status, reply.json) == (500, {"message": "Internal Server Error"})


def test_own_website_may_post_from_script(sample: RunningStack) -> None:
    """The API's CORS settings, which the emulator drops, are in force."""
    headers = {"origin": sample.base_url, "access-control-request-method": "POST"}
    reply = sample.send("OPTIONS", "/notes", headers=headers)
    assert reply.headers["access-control-allow-origin"] == sample.base_url
    assert "access-control-allow-origin" not in sample.get("/notes", origin="https://evil.example").headers


def test_unknown_path_is_not_found(sample: RunningStack) -> None:
    """What the template does not route is answered by the API, not by the launcher."""
    reply = sample.get("/nowhere")
    assert (reply.status, reply.json) == (404, {"message": "Not Found"})


def test_too_large_a_body_is_refused(sample: RunningStack) -> None:
    """Lambda takes six megabytes."""
    assert sample.send("POST", "/notes", body=b"x" * (6 * 1024 * 1024 + 1)).status == 413


@pytest.mark.parametrize("path", ["mails", "mailbox", "tables/NoteTable", "calls", "logs", "ready"])
def test_foreign_host_may_not_look_inside(sample: RunningStack, path: str) -> None:
    """A name that somebody else points at this machine opens nothing."""
    assert sample.get(f"/_local/{path}").status == 200
    assert sample.get(f"/_local/{path}", host="evil.example").status == 403
    assert sample.get(f"/_local/{path}", host=f"evil.example:{sample.port}").status == 403


def test_other_website_may_not_run_functions(sample: RunningStack) -> None:
    """A page elsewhere in the same browser can post, but not to us."""
    reply = sample.post("/_local/invoke/count_notes", {"time": "now"}, origin="https://evil.example")
    assert reply.status == 403


def test_front_page_links_to_everything(sample: RunningStack) -> None:
    """One page leads to the website, the mailbox and each table."""
    page = sample.get("/").text
    for link in (
        "/website/",
        "/_local/mailbox",
        "/_local/tables/NoteTable",
        "/_local/queues/MailQueue",
    ):
        assert f'href="{link}"' in page


def test_mailbox_shows_mails_without_running_them(sample: RunningStack) -> None:
    """A mail's own markup is text in the page, and a sandboxed frame."""
    text = "<script>alert(1)</script>"
    sample.post("/notes", {"to": "markup@example.nl", "text": text})
    sample.wait_for_mails("markup@example.nl")
    page = sample.get("/_local/mailbox")
    assert text not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
