"""Requests as API Gateway's HTTP API sends them (payload format 2.0), read defensively."""

import json
from base64 import b64decode
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from loket.core.language import Language, preferred_language
from loket.core.refusal import FieldError, FormRefused, printable_name
from loket.core.sender import network_of

LARGEST_BODY = 64 * 1024
_MOST_FIELDS = 100
_PLAIN_FORM = "application/x-www-form-urlencoded"

type Event = Mapping[str, Any]


class BodyTooLarge(ValueError):
    """The body is larger than 64 kB."""


class BodyMalformed(ValueError):
    """The body is not what its content type says."""


class ContentTypeUnsupported(ValueError):
    """The content type is neither JSON nor that of an HTML form."""


class OriginRefused(PermissionError):
    """The request comes from a page on a website that is not ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a handler needs of an HTTP request."""

    received_at: datetime
    route: str
    sender: str
    language: Language
    is_page: bool
    headers: Mapping[str, str]
    method: str
    path: str
    query_string: str
    query: Mapping[str, str]
    path_parameters: Mapping[str, str]
    event: Event

    @property
    def is_plain_form(self) -> bool:
        """Return whether the body is that of an HTML form, as a browser without script sends it."""
        return _content_type(self.headers) == _PLAIN_FORM

    @property
    def own_address(self) -> str:
        """Return the address that was asked for, below the host, with its query."""
        return f"{self.path}?{self.query_string}"

    def body(self) -> bytes:
        """Return the bytes that were sent; raise `BodyTooLarge`, or another ValueError where they are not base64 as said."""
        body = self.event.get("body") or ""
        raw = b64decode(body, validate=True) if self.event.get("isBase64Encoded") else body.encode()
        if len(raw) > LARGEST_BODY:
            raise BodyTooLarge
        return raw

    def fields(self) -> dict[str, Any]:
        """Return the fields of the posted form."""
        return _read_fields(self)


def read_request(event: Event) -> Request:
    """Return the request in an event; its clock is API Gateway's."""
    context = event["requestContext"]
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    return Request(
        received_at=datetime.fromtimestamp(context["timeEpoch"] / 1000, UTC),
        route=event["routeKey"],
        sender=network_of(context["http"]["sourceIp"]),
        language=preferred_language(headers.get("accept-language", "")),
        is_page=_is_page(headers),
        headers=headers,
        method=context["http"]["method"],
        path=event["rawPath"],
        query_string=event.get("rawQueryString", ""),
        query=event.get("queryStringParameters") or {},
        path_parameters=event.get("pathParameters") or {},
        event=event,
    )


def check_origin(request: Request, allowed: str) -> None:
    """Refuse a request that a browser sent from a page of a website outside the allowed origins (comma-separated)."""
    origin = request.headers.get("origin")
    if origin is not None and origin not in allowed.split(","):
        raise OriginRefused


def _is_page(headers: Mapping[str, str]) -> bool:
    return "text/html" in headers.get("accept", "") and not _content_type(headers).startswith("application/json")


def _content_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _read_fields(request: Request) -> dict[str, Any]:
    readers = {"application/json": _read_json, _PLAIN_FORM: _read_form}
    reader = readers.get(_content_type(request.headers))
    if reader is None:
        raise ContentTypeUnsupported
    try:
        return reader(request.body().decode())
    except (ValueError, RecursionError) as malformed:
        if isinstance(malformed, (FormRefused, BodyTooLarge)):
            raise
        raise BodyMalformed from malformed


def _read_json(body: str) -> dict[str, Any]:
    sent = json.loads(body, object_pairs_hook=_once)
    if not isinstance(sent, dict):
        raise BodyMalformed
    return sent


def _read_form(body: str) -> dict[str, Any]:
    return _once(parse_qsl(body, keep_blank_values=True, errors="strict"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > _MOST_FIELDS:
        raise BodyMalformed
    times = Counter(name for name, _ in pairs)
    # A name with half a surrogate pair is no text: this raises ValueError.
    "".join(times).encode()
    repeated = {printable_name(name) for name, count in times.items() if count > 1}
    if repeated:
        raise FormRefused(*(FieldError(name, "repeated") for name in sorted(repeated)))
    return dict(pairs)
