"""Addresses of our own pages, as people get them in mails and on pages."""

from datetime import datetime

from loket.domain.key import Keys
from loket.domain.link import sign_link
from loket.settings import setting


def enrollment_address(reference: str, keys: Keys, *, now: datetime) -> str:
    """Return the address of the page on which a person sees how their enrollment stands, and can pay."""
    return setting("PUBLIC_URL") + sign_link(f"/enrollments/{reference}", keys.derive("link"), now=now)
