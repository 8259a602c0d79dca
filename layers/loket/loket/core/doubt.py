"""Doubts about a submission, and which of them hold mail to the person (found by `screening`)."""

from enum import StrEnum


class Doubt(StrEnum):
    """Why a submission may not come from a person who means it."""

    HONEYPOT = "honeypot"
    TOO_FAST = "too_fast"
    NO_PROOF = "no_proof"
    MANY_LINKS = "many_links"
    LINK_AS_NAME = "link_as_name"
    MANY_TO_ONE_ADDRESS = "many_to_one_address"
    TWICE = "twice"


# For these no mail goes to the address given until staff have looked: it may be the address of a victim.
HOLDING = frozenset({Doubt.HONEYPOT, Doubt.TOO_FAST, Doubt.LINK_AS_NAME, Doubt.MANY_TO_ONE_ADDRESS})


def must_hold_mail(doubts: frozenset[Doubt]) -> bool:
    """Return whether mail to the person waits until staff have looked."""
    return not doubts.isdisjoint(HOLDING)
