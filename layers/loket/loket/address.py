"""Addresses of our own pages, as people get them in mails and on pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loket.domain.item import ItemKind
from loket.domain.key import Keys
from loket.domain.link import sign_link
from loket.settings import setting


def enrollment_address(reference: str, keys: Keys, *, now: datetime) -> str:
    """Return the address of the page on which a person sees how their enrollment stands, and can pay."""
    return setting("PUBLIC_URL") + sign_link(f"/enrollments/{reference}", keys.derive("link"), now=now)


def request_address(reference: str, keys: Keys, *, version: int, now: datetime) -> str:
    """Return the address of the page on which a person follows their privacy request."""
    path = f"/privacy-requests/{reference}"
    return setting("PUBLIC_URL") + sign_link(path, keys.derive("link"), now=now, version=version)


def address_of(item: Mapping[str, Any], keys: Keys, *, now: datetime) -> str:
    """Return the address of the page that a stored item has for its person; nothing where it has none."""
    match item["kind"]:
        case ItemKind.ENROLLMENT:
            return enrollment_address(item["reference"], keys, now=now)
        case ItemKind.PRIVACY_REQUEST:
            return request_address(item["reference"], keys, version=item["link_version"], now=now)
        case _:
            return ""
