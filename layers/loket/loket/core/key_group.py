"""Who is given which keys: functions that do the same work share a secret, which holds the keys of their uses and no other.

A key both makes and checks (HMAC), so who may check a link could sign one too. What a group lacks it can do neither of.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

# What a public form needs: to check its challenge, to be one submission, to count its sender, to name its person.
_FORM = frozenset({"challenge", "form", "idempotency", "person", "recipient", "sender", "submission"})


class KeyGroup(StrEnum):
    """A group of functions with one secret; its value and `KeysSecret` are the name of that secret in the template."""

    CHALLENGE = "Challenge"
    FORM = "Form"
    RIGHTS = "Rights"
    ENROLLMENT = "Enrollment"
    LINK = "Link"
    CHECKOUT = "Checkout"
    LEDGER = "Ledger"
    PAGE = "Page"
    REQUEST = "Request"
    DESK = "Desk"

    @property
    def secret(self) -> str:
        """Return the name of the group's secret in the template."""
        return f"{self}KeysSecret"


USES: Mapping[KeyGroup, frozenset[str]] = MappingProxyType(
    {
        KeyGroup.CHALLENGE: frozenset({"challenge"}),
        KeyGroup.FORM: _FORM,
        KeyGroup.RIGHTS: _FORM | {"ledger"},
        # The counter hands out links to the person's own page, also as the address to which a payment returns.
        KeyGroup.ENROLLMENT: _FORM | {"attempt", "enrolled", "ledger", "link"},
        KeyGroup.LINK: frozenset({"link", "recipient"}),
        KeyGroup.CHECKOUT: frozenset({"ledger", "link"}),
        KeyGroup.LEDGER: frozenset({"ledger"}),
        KeyGroup.PAGE: frozenset({"ledger", "link", "press"}),
        KeyGroup.REQUEST: frozenset({"ledger", "link", "press", "proof"}),
        KeyGroup.DESK: frozenset({"desk-form", "ledger", "person", "proof", "sender", "staff"}),
    }
)
