"""The roles of staff, and who may use a route: nobody, unless the route says so."""

from collections.abc import Iterable
from enum import StrEnum

from loket.core.command import Actor


class Role(StrEnum):
    """What a member of staff is here for; the identity provider says so, in the groups or roles of the ID token."""

    HANDLER = "handler"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"


type Access = frozenset[Role | None]

# Works with people's data.
STAFF: Access = frozenset({Role.HANDLER, Role.PRIVACY_OFFICER})
# Looks back at what was done, without seeing whose data it was.
AUDIT: Access = frozenset({Role.AUDITOR, Role.PRIVACY_OFFICER})
# Decides, and ends what nobody confirms.
OFFICER: Access = frozenset({Role.PRIVACY_OFFICER})
SIGNED_IN: Access = frozenset(Role)
# Only what must work before somebody has signed in, or whatever their roles are; None stands for who has not, or has none.
EVERYBODY: Access = frozenset({*Role, None})


def known_roles(named: Iterable[object]) -> frozenset[Role]:
    """Return the roles among what an identity provider names; anything else is not ours and gives nothing."""
    every = tuple(named)
    return frozenset(role for role in Role if role in every)


def leading_role(roles: frozenset[Role]) -> str:
    """Return the role as which somebody acts who has several: the one that may most; nothing for who has none."""
    return next((role.value for role in (Role.PRIVACY_OFFICER, Role.HANDLER, Role.AUDITOR) if role in roles), "")


def actor_of(roles: frozenset[Role]) -> Actor:
    """Return as whom a member of staff moves a request: a privacy officer may all that a handler may, and decide."""
    return Actor.PRIVACY_OFFICER if Role.PRIVACY_OFFICER in roles else Actor.HANDLER
