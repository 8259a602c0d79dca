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


@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON;charset=UTF-8", " application/json ;x=y"],
)
def test_json_is_read_under_any_writing_of_its_type(kind: str) -> None:
    assert fields('{"name": "Sanne"}', **{"content-type": kind})["name"] == "Sanne"


@pytest.mark.parametrize("kind", [PLAIN["content-type"], "application/x-www-form-urlencoded; charset=UTF-8"])
def test_a_plain_form_is_read(kind: str) -> None:
    assert fields("name=Ren%C3%A9e+%F0%9F%A6%8A&city=", **{"content-type": kind}) == {
        "name": "Renée 🦊",
        "city": "",
        "language": "nl",
    }


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/jsonx",
        "text/json",
        "json",
        "*/*",
    ],
)
def test_another_type_is_refused(kind: str) -> None:
    with pytest.raises(ContentTypeUnsupported):
        fields('{"name": "Sanne"}', **{"content-type": kind})


def test_a_body_without_a_type_is_refused() -> None:
    with pytest.raises(ContentTypeUnsupported):
        read_request({**request_event(ROUTE), "body": "{}"}).fields()


@pytest.mark.parametrize(
    "body",
    [
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
        json.dumps({f"f{number}": "" for number in range(101)}),
    ],
)
def test_what_is_no_form_is_refused(body: str | bytes) -> None:
    with pytest.raises(BodyMalformed):
        fields(body)


@pytest.mark.parametrize(
    "body", ["name=%FF", "name=%ED%A0%80", "&".join(f"f{number}=" for number in range(101)), b"name=\xe9"]
)
def test_what_is_no_plain_form_is_refused(body: str | bytes) -> None:
    with pytest.raises(BodyMalformed):
        fields(body, **{"content-type": PLAIN["content-type"]})


@pytest.mark.parametrize("body", ["=", "é", "e30", "e30=\n!", "\ud800"])
def test_what_is_no_base64_is_refused(body: str) -> None:
    event = {**request_event(ROUTE, **JSON), "body": body, "isBase64Encoded": True}
    with pytest.raises(BodyMalformed):
        read_request(event).fields()


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


@pytest.mark.parametrize(
    ("body", "kind", "names"),
    [
        ('{"name": 1, "name": 2}', "application/json", ["name"]),
        ('{"b": 1, "a": 1, "b": 2, "a": 3}', "application/json", ["a", "b"]),
        ('{"name": {"x": 1, "x": 2}}', "application/json", ["x"]),
        ("name=a&name=b", PLAIN["content-type"], ["name"]),
        ("name=&name=", PLAIN["content-type"], ["name"]),
        ("%3Cb%3E=1&%3Cb%3E=2", PLAIN["content-type"], ["b"]),
    ],
)
def test_a_field_is_sent_once(body: str, kind: str, names: list[str]) -> None:
    with pytest.raises(FormRefused) as refused:
        fields(body, **{"content-type": kind})

    assert refused.value.errors == tuple(FieldError(name, "repeated") for name in names)


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
    request = read_request(post_json(ROUTE, {}))

    assert (request.received_at, request.route, request.sender) == (NOW, ROUTE, SENDER)
    assert not request.is_plain_form
    assert read_request(post_plain(ROUTE, {})).is_plain_form


@pytest.mark.parametrize(
    ("accept", "kind", "is_page"),
    [
        ("text/html,application/xhtml+xml", PLAIN["content-type"], True),
        ("text/html", "", True),
        ("text/html", "application/json", False),
        ("application/json", PLAIN["content-type"], False),
        ("*/*", PLAIN["content-type"], False),
        ("", "", False),
    ],
)
def test_a_page_is_for_a_browser(accept: str, kind: str, is_page: bool) -> None:  # noqa: FBT001 - a table's column
    assert read_request(request_event(ROUTE, accept=accept, content_type=kind)).is_page is is_page


@pytest.mark.parametrize("origin", [ORIGIN, "https://cursus.example.nl"])
def test_our_own_pages_may_post(origin: str) -> None:
    check_origin(read_request(request_event(ROUTE, origin=origin)), f"{ORIGIN},https://cursus.example.nl")


def test_a_program_sends_no_origin() -> None:
    check_origin(read_request(request_event(ROUTE)), ORIGIN)


@pytest.mark.parametrize(
    "origin",
    [
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
    ],
)
def test_another_website_may_not_post(origin: str) -> None:
    with pytest.raises(OriginRefused):
        check_origin(read_request(request_event(ROUTE, origin=origin)), ORIGIN)


def test_no_origin_is_allowed_where_none_is_named() -> None:
    with pytest.raises(OriginRefused):
        check_origin(read_request(request_event(ROUTE, origin="https://evil.example")), "")
