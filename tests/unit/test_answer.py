"""Answers give nothing away, and send nobody to a page that is not ours."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.refusal import FieldError, FormRefused
from loket.http.answer import answer_json, answer_redirect, check_return

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
    "\x00https://www.example.nl/",
    "https://www.example.nl\u3002evil.example/",
    "https://www.\u0435xample.nl/",
    "https://[",
    "https://[::1",
    "https://www.example.nl]/",
    "://",
    "https://",
]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.nl/bedankt",
        "https://www.example.nl",
        "https://www.example.nl/?a=b#c",
        "http://localhost:3000/x",
        None,
    ],
)
def test_one_may_go_back_to_our_own_pages(url: str | None) -> None:
    check_return(url, ALLOWED)


@pytest.mark.parametrize("url", TRICKS)
def test_nobody_is_sent_anywhere_else(url: str) -> None:
    with pytest.raises(FormRefused) as refused:
        check_return(url, ALLOWED)

    assert refused.value.errors == (FieldError("return_to", "return_to"),)


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


def test_the_reference_is_added_to_the_address() -> None:
    location = answer_redirect("https://www.example.nl/bedankt?taal=nl&x=%26#top", reference="E-1&a=b")["headers"][
        "location"
    ]

    assert parse_qsl(urlsplit(location).query) == [("taal", "nl"), ("x", "&"), ("reference", "E-1&a=b")]
    assert urlsplit(location).fragment == "top"


def test_an_answer_is_kept_by_nobody() -> None:
    headers = answer_json(200, {})["headers"]

    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))))
def test_json_says_what_was_meant(body: dict[str, Any]) -> None:
    assert json.loads(answer_json(200, body)["body"]) == body
