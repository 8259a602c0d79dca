"""Signed links: an address that opens one thing for whoever holds it, until it expires or is replaced by a newer one."""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

# As long as an enrollment waits for its payment; every mail carries a fresh one.
LINK_LIFETIME = timedelta(days=60)
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


class LinkRefused(PermissionError):
    """The link was changed, is out of date, or was never ours; it does not say which."""


def sign_link(path: str, key: str, *, now: datetime, version: int = 1) -> str:
    """Return a path with the query that opens it until its lifetime is over.

    Whoever keeps the version with the thing can revoke every link of an older one.
    """
    expires = str(int((now + LINK_LIFETIME).timestamp()))
    signature = _signature(path, expires, version, key)
    return f"{path}?{urlencode({'expires': expires, 'version': version, 'signature': signature})}"


def check_link(path: str, query: Mapping[str, str], key: str, *, now: datetime) -> int:
    """Return the version of the link; refuse a query that does not open the path at `now`."""
    expires, signature = query.get("expires", ""), query.get("signature", "")
    version = query.get("version", "")
    if not _NUMBER.fullmatch(version):
        raise LinkRefused
    ours = hmac.compare_digest(_signature(path, expires, int(version), key).encode(), signature.encode())
    if not (ours and now.timestamp() < int(expires)):
        raise LinkRefused
    return int(version)


def _signature(path: str, expires: str, version: int, key: str) -> str:
    return hmac.digest(key.encode(), f"{path}\n{expires}\n{version}".encode(), "sha256").hex()
