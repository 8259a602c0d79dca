"""Answers give nothing away, and send nobody to a page that is not ours."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from loket.core.refusal import FieldError, FormRefused
from loket.http.answer import answer_json, answer_page, answer_redirect, check_return

ALLOWED = "https://www.example.nl,http://localhost:3000"
TRICKS = [
    "//evil.example",
    "///evil.example",
    "/thanks",
    "thanks",
    "",
    "https://evil.example",
    "https://www.example.nl.evil.example/",
    "https://www.example.nl@evil.example/",
    "https://user@www.example.nl/",
    "https://user:pw@www.example.nl/",
    "https://www.example.nl:8443/",
    "https://www.example.nl\\@evil.example/",
    "https:\\\\evil.example",
    "https:///evil.example",
    "https:evil.example",
    "http://www.example.nl/",
    "javascript://www.example.nl/%0aalert(1)",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://www.example.nl/",
    "https://www.example.nl/\r\nSet-Cookie: a=b",
    "https://www.example.nl/\n",
    "https://www.example.nl/\t",
    "https://www.example.nl/ x",
    "https://www.example.nl/\\\\evil.example",
    "\x00https://www.example.nl/",
    "https://www.example.nl\u3002evil.example/",
    "https://www.example.nl/\u00e9",
    "https://www.\u0435xample.nl/",
    "https://[",
    "https://[::1",
    "https://www.example.nl]/",
    "://",
    "https://",
]


OURS = (
    "https://www.example.nl/bedankt",
    "https://www.example.nl",
    "https://www.example.nl/?a=b#c",
    "http://localhost:3000/x",
    None,
)


def refused(url: str | None) -> tuple[FieldError, ...]:
    try:
        check_return(url, ALLOWED)
    except FormRefused as error:
        return error.errors
    return ()


def test_one_may_go_back_to_our_own_pages_and_nowhere_else() -> None:
    assert {url: refused(url) for url in OURS} == dict.fromkeys(OURS, ())
    assert {url: refused(url) for url in TRICKS} == dict.fromkeys(TRICKS, (FieldError("return_to", "return_to"),))


@given(
    st.text()
    | st.builds("https://www.example.nl{}".format, st.text())
    | st.builds("https://{}/".format, st.text("wexample.nl@:/\\[]"))
)
def test_any_address_is_ours_or_refused(url: str) -> None:
    try:
        check_return(url, ALLOWED)
    except FormRefused:
        return
    location = answer_redirect(url, reference="E-1")["headers"]["location"]
    assert f"{urlsplit(location).scheme}://{urlsplit(location).netloc}" in ALLOWED.split(",")
    assert location.isprintable()
    assert location.isascii()


# Sent with every answer, to the letter.
NOT_KEPT = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
}


def test_the_way_back_is_where_it_was_with_the_reference_added() -> None:
    answer = answer_redirect("https://www.example.nl/bedankt?taal=nl&x=%26#top", reference="E-1&a=b")
    location = answer["headers"]["location"]

    assert answer == {"statusCode": 303, "headers": {**NOT_KEPT, "location": location}, "body": ""}
    assert parse_qsl(urlsplit(location).query) == [("taal", "nl"), ("x", "&"), ("reference", "E-1&a=b")]
    assert location.startswith("https://www.example.nl/bedankt?")
    assert urlsplit(location).fragment == "top"


def test_an_answer_is_kept_by_nobody() -> None:
    headers = {**NOT_KEPT, "content-type": "application/json"}
    assert answer_json(200, {"a": "é"}) == {"statusCode": 200, "headers": headers, "body": '{"a":"é"}'}
    other = answer_json(422, {}, kind="application/problem+json", retry_after="5", cache_control="public")
    more = {"content-type": "application/problem+json", "retry-after": "5", "cache-control": "public"}
    assert other == {"statusCode": 422, "headers": {**NOT_KEPT, **more}, "body": "{}"}


def test_a_page_loads_nothing_but_its_own_style() -> None:
    page = answer_page(200, "<p>", style_hash="abc", allows="; img-src 'self'", content_language="nl")

    policy = "default-src 'none'; style-src 'self' 'sha256-abc'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": f"{policy}; img-src 'self'"}
    assert page == {"statusCode": 200, "headers": {**NOT_KEPT, **headers, "content-language": "nl"}, "body": "<p>"}


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))))
def test_json_says_what_was_meant(body: dict[str, Any]) -> None:
    assert json.loads(answer_json(200, body)["body"]) == body
