"""The rights that a privacy request can use, as the GDPR names them."""

from enum import StrEnum


class Right(StrEnum):
    """What a person asks for: GDPR art. 15 to 18, 20, 7(3) and 21."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    WITHDRAWAL = "withdrawal"
    OBJECTION = "objection"


# Where data would reach, or be taken from, the wrong person, it must be sure who asks (GDPR art. 12(6)). To stop something
# needs no more than the address it goes to: a proof would make withdrawing still harder than giving was (art. 7(3)).
NEEDS_PROOF = frozenset({Right.ACCESS, Right.RECTIFICATION, Right.ERASURE, Right.PORTABILITY})
