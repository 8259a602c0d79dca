"""JSON over HTTP to the identity provider: bounded in time and size, and silent about what was said."""

import json
import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import HTTPError

# Somebody waits in front of a screen, and the function for 15 seconds at most.
_TIMEOUT = urllib3.Timeout(connect=2, read=4)
_LARGEST_ANSWER = 256 * 1024
_FINE = 200


class IdentityUnavailable(Exception):
    """The identity provider could not be reached, or answered what we cannot read."""


class AnswerRefused(Exception):
    """The identity provider did not accept what it was sent."""


def get_json(url: str) -> dict[str, Any]:
    """Return the JSON object at an address; raise `IdentityUnavailable`."""
    try:
        return _exchange("GET", url, {}, None)
    except AnswerRefused:
        raise IdentityUnavailable from None


def post_form(url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    """Return the JSON object that answers a form; raise `AnswerRefused` or `IdentityUnavailable`."""
    return _exchange("POST", url, headers, fields)


def _exchange(method: str, url: str, headers: Mapping[str, str], fields: Mapping[str, str] | None) -> dict[str, Any]:
    kind = {"content-type": "application/x-www-form-urlencoded"} if fields is not None else {}
    scheme = url.partition(":")[0]
    if scheme not in {"https", "http"}:
        raise IdentityUnavailable
    try:
        response = _pool(scheme).request(
            method,
            url,
            body=urlencode(fields) if fields is not None else None,
            headers={"accept": "application/json", **kind, **headers},
            timeout=_TIMEOUT,
            retries=False,
            redirect=False,
            preload_content=False,
        )
        body = response.read(_LARGEST_ANSWER)
        response.release_conn()
    except (HTTPError, OSError):
        # Not chained: urllib3 puts addresses, with what is in them, into its messages.
        raise IdentityUnavailable from None
    return _read(response.status, body)


def _read(status: int, body: bytes) -> dict[str, Any]:
    if status in {400, 401, 403}:
        raise AnswerRefused
    try:
        answer = json.loads(body) if status == _FINE else None
    except (ValueError, RecursionError):
        raise IdentityUnavailable from None
    if not isinstance(answer, dict):
        raise IdentityUnavailable
    return answer


@cache
def _pool(scheme: str) -> urllib3.PoolManager:
    if scheme == "https":
        return urllib3.PoolManager(ssl_context=ssl.create_default_context())
    return urllib3.PoolManager()
