"""What API Gateway hands over is read defensively."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.refusal import FieldError, FormRefused
from loket.http.request import (
    LARGEST_BODY,
    BodyMalformed,
    BodyTooLarge,
    ContentTypeUnsupported,
    OriginRefused,
    check_origin,
    read_request,
)

from tests.unit.event import JSON, NOW, ORIGIN, PLAIN, SENDER, post_json, post_plain, request_event

ROUTE = "POST /contact-messages"


def fields(body: str | bytes, **headers: Any) -> dict[str, Any]:
    """Return the fields that are read from a body; bytes come base64-encoded, as API Gateway sends them."""
    event = request_event(ROUTE, **({**JSON, **headers}))
    if isinstance(body, bytes):
        event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
    else:
        event |= {"body": body}
    return read_request(event).fields()


def refusal_of(body: str | bytes, kind: str = JSON["content-type"]) -> type[Exception] | None:
    """Return how a body is refused, or None where it is read."""
    try:
        fields(body, **{"content-type": kind})
    except (ContentTypeUnsupported, BodyMalformed, FormRefused) as refused:
        return type(refused)
    return None


PLAINLY = PLAIN["content-type"]
AS_JSON = ("application/json", "application/json; charset=utf-8", "APPLICATION/JSON;charset=UTF-8", " application/json ;x=y")
AS_NOTHING = (
    "",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/jsonx",
    "text/json",
    "json",
    "*/*",
)


def test_a_body_is_read_as_its_type_says_in_any_writing_of_it() -> None:
    json_body, form_body = '{"name": "Sanne"}', "name=Ren%C3%A9e+%F0%9F%A6%8A&city="
    read = {"name": "Renée 🦊", "city": ""}

    assert {kind: fields(json_body, **{"content-type": kind})["name"] for kind in AS_JSON} == dict.fromkeys(AS_JSON, "Sanne")
    for kind in (PLAINLY, f"{PLAINLY}; charset=UTF-8"):
        assert fields(form_body, **{"content-type": kind}) == read
    unsupported = dict.fromkeys(AS_NOTHING, ContentTypeUnsupported)
    assert {kind: refusal_of(json_body, kind) for kind in AS_NOTHING} == unsupported
    with pytest.raises(ContentTypeUnsupported):
        read_request({**request_event(ROUTE), "body": "{}"}).fields()


NO_JSON: tuple[str | bytes, ...] = (
    "",
    " ",
    "{",
    "[]",
    "null",
    "7",
    '"text"',
    "[{}]",
    "{'name': 1}",
    '{"name": }',
    '{"name": 1}{"name": 2}',
    '{"name": "\x01"}',
    "[" * 60_000,
    '{"a":' * 12_000,
    f'{{"name": {"9" * 5000}}}',
    "\ufeff{}",
    '{"\\ud800": 1}',
    b"\xff\xfe{\x00}\x00",
    b'{"name": "\xe9"}',
)
NO_FORM: tuple[str | bytes, ...] = ("name=%FF", "name=%ED%A0%80", b"name=\xe9")
NO_BASE64 = ("=", "é", "e30", "e30=\n!", "\ud800")


def test_what_is_no_form_is_refused() -> None:
    assert {body: refusal_of(body) for body in NO_JSON} == dict.fromkeys(NO_JSON, BodyMalformed)
    assert {body: refusal_of(body, PLAINLY) for body in NO_FORM} == dict.fromkeys(NO_FORM, BodyMalformed)


def test_a_form_has_a_hundred_fields_at_most() -> None:
    def refusals(count: int) -> list[type[Exception] | None]:
        names = [f"f{number}" for number in range(count)]
        return [
            refusal_of(json.dumps(dict.fromkeys(names, ""))),
            refusal_of("&".join(f"{name}=" for name in names), PLAINLY),
        ]

    assert refusals(100) == [None, None]
    assert refusals(101) == [BodyMalformed, BodyMalformed]


def test_what_is_no_base64_is_refused() -> None:
    def read(body: str) -> dict[str, Any]:
        return read_request({**request_event(ROUTE, **JSON), "body": body, "isBase64Encoded": True}).fields()

    for body in NO_BASE64:
        with pytest.raises(BodyMalformed):
            read(body)
    assert read("e30=") == {}


def test_a_body_may_be_64_kb_and_not_a_byte_more() -> None:
    frame = len(json.dumps({"name": ""}))
    largest = json.dumps({"name": "x" * (LARGEST_BODY - frame)})
    assert len(largest) == 65_536

    assert fields(largest)["name"]
    assert fields(largest.encode())["name"]
    with pytest.raises(BodyTooLarge):
        fields(f"{largest} ")
    with pytest.raises(BodyTooLarge):
        fields(f"{largest} ".encode())


def test_size_is_counted_in_bytes() -> None:
    with pytest.raises(BodyTooLarge):
        fields(json.dumps({"name": "é" * 40_000}, ensure_ascii=False))


REPEATED: list[tuple[str, str, list[str]]] = [
    ('{"name": 1, "name": 2}', "application/json", ["name"]),
    ('{"b": 1, "a": 1, "b": 2, "a": 3}', "application/json", ["a", "b"]),
    ('{"name": {"x": 1, "x": 2}}', "application/json", ["x"]),
    ("name=a&name=b", PLAINLY, ["name"]),
    ("name=&name=", PLAINLY, ["name"]),
    ("%3Cb%3E=1&%3Cb%3E=2", PLAINLY, ["b"]),
]


def test_a_field_is_sent_once() -> None:
    for body, kind, names in REPEATED:
        with pytest.raises(FormRefused) as refused:
            fields(body, **{"content-type": kind})
        assert refused.value.errors == tuple(FieldError(name, "repeated") for name in names), body


@given(st.text() | st.text('{}[]":,0a\\'), st.sampled_from([JSON["content-type"], PLAIN["content-type"]]))
def test_any_body_is_read_or_refused(body: str, kind: str) -> None:
    try:
        found = fields(body, **{"content-type": kind})
    except (BodyMalformed, FormRefused):
        return
    assert all(isinstance(name, str) for name in found)


@given(st.binary(max_size=200), st.sampled_from([JSON["content-type"], PLAIN["content-type"]]))
def test_any_bytes_are_read_or_refused(body: bytes, kind: str) -> None:
    try:
        fields(body, **{"content-type": kind})
    except (BodyMalformed, FormRefused):
        return
    assert body.decode() or kind == PLAIN["content-type"]


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=8))
def test_both_ways_of_sending_say_the_same(sent: dict[str, str]) -> None:
    sent = {**sent, "language": "en"}
    plain = urlencode(sent).encode()

    assert fields(json.dumps(sent).encode()) == fields(plain, **{"content-type": PLAIN["content-type"]}) == sent


def test_a_request_says_when_and_from_where() -> None:
    event = {
        **post_json(ROUTE, {}),
        "rawQueryString": "a=1",
        "queryStringParameters": {"a": "1"},
        "pathParameters": {"b": "2"},
    }
    event["headers"]["Accept-Language"] = "en"
    request = read_request(event)

    assert (request.received_at, request.route, request.sender) == (NOW, ROUTE, SENDER)
    assert (request.method, request.path, request.own_address) == ("POST", "/contact-messages", "/contact-messages?a=1")
    assert (request.query, request.path_parameters, request.language) == ({"a": "1"}, {"b": "2"}, "en")
    assert not request.is_plain_form
    bare = read_request({name: value for name, value in request_event(ROUTE).items() if name != "headers"})
    assert (bare.query, bare.path_parameters, dict(bare.headers), bare.is_page, bare.language) == ({}, {}, {}, False, "nl")
    assert read_request(post_plain(ROUTE, {})).is_plain_form


def test_a_page_is_for_a_browser() -> None:
    rows = {
        ("text/html,application/xhtml+xml", PLAINLY): True,
        ("text/html", ""): True,
        ("text/html", "application/json"): False,
        ("application/json", PLAINLY): False,
        ("*/*", PLAINLY): False,
        ("", ""): False,
    }

    def is_page(accept: str, kind: str) -> bool:
        return read_request(request_event(ROUTE, accept=accept, content_type=kind)).is_page

    assert {row: is_page(*row) for row in rows} == rows


ELSEWHERE = (
    "null",
    "",
    "https://evil.example",
    "http://www.example.nl",
    f"{ORIGIN}.evil.example",
    f"{ORIGIN}:8443",
    f"{ORIGIN}/",
    f"{ORIGIN}, {ORIGIN}",
    ORIGIN.upper(),
    "https://www.example.n",
)


def may_post(origin: str | None, allowed: str) -> bool:
    event = request_event(ROUTE) if origin is None else request_event(ROUTE, origin=origin)
    try:
        check_origin(read_request(event), allowed)
    except OriginRefused:
        return False
    return True


def test_our_own_pages_may_post_and_no_others() -> None:
    """A program sends no origin, and no other website's page can leave it out."""
    both = f"{ORIGIN},https://cursus.example.nl"

    assert [may_post(origin, both) for origin in (ORIGIN, "https://cursus.example.nl", None)] == [True] * 3
    assert [origin for origin in ELSEWHERE if may_post(origin, ORIGIN)] == []
    assert (may_post("https://evil.example", ""), may_post(None, "")) == (False, True)
