"""Signed links: an address that opens one thing for whoever holds it, until it expires."""

import hmac
from datetime import datetime, timedelta
from urllib.parse import urlencode

# As long as an enrollment waits for its payment; every mail carries a fresh one.
LINK_LIFETIME = timedelta(days=60)


class LinkRefused(PermissionError):
    """The link was changed, is out of date, or was never ours; it does not say which."""


def sign_link(path: str, key: str, *, now: datetime) -> str:
    """Return a path with the query that opens it until its lifetime is over."""
    expires = str(int((now + LINK_LIFETIME).timestamp()))
    return f"{path}?{urlencode({'expires': expires, 'signature': _signature(path, expires, key)})}"


def check_link(path: str, query: dict[str, str], key: str, *, now: datetime) -> None:
    """Refuse a query that does not open the path at `now`."""
    expires, signature = query.get("expires", ""), query.get("signature", "")
    ours = hmac.compare_digest(_signature(path, expires, key).encode(), signature.encode())
    if not (ours and now.timestamp() < int(expires)):
        raise LinkRefused


def _signature(path: str, expires: str, key: str) -> str:
    return hmac.digest(key.encode(), f"{path}\n{expires}".encode(), "sha256").hex()
