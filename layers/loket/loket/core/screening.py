"""Screening: which submissions a member of staff should look at before anything else happens.

Nothing is refused or lost here (promise P08): a doubtful submission is stored and marked, and staff decide.
"""

import re
from datetime import datetime, timedelta

from loket.core.challenge import ProofOfWork
from loket.core.doubt import Doubt

# Faster than anybody fills in a form.
SHORTEST_FILL = timedelta(seconds=3)
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_MANY_LINKS = 3
# A confirmation greets people by name, so a link for a name would be an advertisement sent by us.
_ADDRESS = re.compile(
    r"://|www\.|\w\.\w{2,}/|\.(?:com|net|org|info|biz|nl|eu|ru|cn|top|xyz|site|online|shop|link|click)\b", re.IGNORECASE
)


def screen(
    *, honeypot: str | None, proof: ProofOfWork | None, name: str, words: str | None, now: datetime
) -> frozenset[Doubt]:
    """Return the doubts about a submission that was received at `now`."""
    doubts = {
        Doubt.HONEYPOT: bool(honeypot),
        Doubt.NO_PROOF: proof is None,
        Doubt.TOO_FAST: proof is not None and now - proof.issued_at < SHORTEST_FILL,
        Doubt.MANY_LINKS: len(_LINK.findall(words or "")) >= _MANY_LINKS,
        Doubt.LINK_AS_NAME: bool(_ADDRESS.search(name)),
    }
    return frozenset(doubt for doubt, holds in doubts.items() if holds)
