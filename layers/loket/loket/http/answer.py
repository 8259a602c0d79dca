"""Answers: JSON for programs, a page or a way back for browsers, problem+json where something is wrong."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from loket.core.refusal import FieldError, FormRefused

type Answer = dict[str, Any]

# Nothing we answer is to be kept by a browser or a proxy on the way, read as another type, or framed.
_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
}
_PAGE_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": (
        "default-src 'none'; style-src 'self' 'sha256-{style}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
}


def answer_json(status: int, body: Mapping[str, Any], *, kind: str = "application/json", **headers: str) -> Answer:
    """Return a JSON answer; header names are given with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "statusCode": status,
        "headers": {**_HEADERS, "content-type": kind, **named},
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    }


def answer_page(status: int, html: str, *, style_hash: str, allows: str = "", **headers: str) -> Answer:
    """Return a page of our own, with a policy that lets it load nothing but its own style, and what `allows` adds."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    policy = _PAGE_HEADERS["content-security-policy"].format(style=style_hash) + allows
    return {
        "statusCode": status,
        "headers": {**_HEADERS, **_PAGE_HEADERS, "content-security-policy": policy, **named},
        "body": html,
    }


def answer_redirect(url: str, *, reference: str) -> Answer:
    """Return the way back to a page of the website, with the reference in its query."""
    parts = urlsplit(url)
    query = urlencode([*parse_qsl(parts.query), ("reference", reference)])
    return answer_elsewhere(urlunsplit(parts._replace(query=query)))


def answer_elsewhere(address: str) -> Answer:
    """Return the way to another page, which a browser gets with GET (303, RFC 9110 section 15.4.4)."""
    return {"statusCode": 303, "headers": {**_HEADERS, "location": address}, "body": ""}


def check_return(url: str | None, allowed: str) -> None:
    """Refuse an address to return to that is not on one of the allowed origins (comma-separated)."""
    if url is not None and _origin(url) not in allowed.split(","):
        raise FormRefused(FieldError("return_to", "return_to"))


def _origin(url: str) -> str | None:
    if not url.isascii() or not url.isprintable() or not {" ", "\\"}.isdisjoint(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}"
