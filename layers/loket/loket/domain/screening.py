"""Screening: which submissions a member of staff should look at before anything else happens.

Nothing is refused or lost here (promise P08): a doubtful submission is stored and marked, and staff decide.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from loket.domain.challenge import Proof

# Faster than anybody fills in a form.
SHORTEST_FILL = timedelta(seconds=3)
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_MANY_LINKS = 3
# A confirmation greets people by name, so a link for a name would be an advertisement sent by us.
_ADDRESS = re.compile(
    r"://|www\.|\w\.\w{2,}/|\.(?:com|net|org|info|biz|nl|eu|ru|cn|top|xyz|site|online|shop|link|click)\b", re.IGNORECASE
)


class Doubt(StrEnum):
    """Why a submission may not come from a person who means it."""

    HONEYPOT = "honeypot"
    TOO_FAST = "too_fast"
    NO_PROOF = "no_proof"
    MANY_LINKS = "many_links"
    LINK_AS_NAME = "link_as_name"


# For these no mail goes to the address given until staff have looked: it may be the address of a victim.
HOLDING = frozenset({Doubt.HONEYPOT, Doubt.TOO_FAST, Doubt.LINK_AS_NAME})


def screen(*, honeypot: str | None, proof: Proof | None, name: str, words: str | None, now: datetime) -> frozenset[Doubt]:
    """Return the doubts about a submission that was received at `now`."""
    found = {
        Doubt.HONEYPOT: bool(honeypot),
        Doubt.NO_PROOF: proof is None,
        Doubt.TOO_FAST: proof is not None and now - proof.issued_at < SHORTEST_FILL,
        Doubt.MANY_LINKS: len(_LINK.findall(words or "")) >= _MANY_LINKS,
        Doubt.LINK_AS_NAME: bool(_ADDRESS.search(name)),
    }
    return frozenset(doubt for doubt, holds in found.items() if holds)


def must_hold_mail(doubts: frozenset[Doubt]) -> bool:
    """Return whether mail to the person waits until staff have looked."""
    return not doubts.isdisjoint(HOLDING)
