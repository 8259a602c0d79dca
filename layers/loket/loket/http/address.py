"""Addresses of our own pages, as people get them in mails and on pages."""

from datetime import datetime

from loket.core.keyed_hash import Keys
from loket.core.link import sign_link
from loket.settings import setting


def enrollment_address(reference: str, keys: Keys, *, version: int = 1, now: datetime) -> str:
    """Return the address of the page on which a person sees how their enrollment stands, and can pay."""
    path = f"/enrollments/{reference}"
    return setting("PUBLIC_URL") + sign_link(path, keys.derive("link"), now=now, version=version)


def request_address(reference: str, keys: Keys, *, version: int, now: datetime) -> str:
    """Return the address of the page on which a person follows their privacy request."""
    path = f"/privacy-requests/{reference}"
    return setting("PUBLIC_URL") + sign_link(path, keys.derive("link"), now=now, version=version)
